"""Signed HTTP: what Slack posts to a bot's endpoint, and how it signs that."""

from __future__ import annotations

import hashlib
import hmac
import time
from urllib.parse import urlencode

import orjson

from tests.fakes.slack.deliveries import COMMANDS, EVENTS, Delivery

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def encoded(delivery: Delivery) -> tuple[bytes, str]:
    """The body of a delivery, and of what type it is."""
    if delivery.type == EVENTS:
        return orjson.dumps(delivery.payload), JSON
    if delivery.type == COMMANDS:
        return urlencode(delivery.payload).encode(), FORM
    return urlencode({"payload": orjson.dumps(delivery.payload).decode()}).encode(), FORM


def signed(secret: str, body: bytes, at: float | None = None) -> dict[str, str]:
    """The headers that prove a body to be Slack's, sent at this moment of the real time."""
    stamp = str(int(time.time() if at is None else at))
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def retried(delivery: Delivery) -> dict[str, str]:
    """The headers of a repetition."""
    if delivery.retry is None:
        return {}
    number, reason = delivery.retry
    return {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
