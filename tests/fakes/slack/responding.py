"""What the bot says by a response_url, or in the acknowledgement of a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.fakes.slack.calls import Json, SlackError
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.messages import Message
from tests.fakes.slack.pictures import shown
from tests.fakes.slack.rules import check_message, style_flaws
from tests.fakes.slack.state import URL_USES, URL_VALID, Answering, State

_ARGUMENTS: Final = frozenset(
    [
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "unfurl_links",
        "unfurl_media",
        "metadata",
        "mrkdwn",
        "parse",
        "link_names",
    ]
)


def respond(state: State, number: str, body: object) -> None:
    """One use of a response_url.

    Raises:
        SlackError: It has been used up, or there is none, or Slack would refuse what was said.
    """
    url = state.urls.get(number)
    if url is None:
        raise SlackError("invalid_url")
    if state.clock.now() - url.given > URL_VALID:
        raise SlackError("expired_url")
    if url.uses >= URL_USES:
        raise SlackError("used_url")
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    _unknown(state, body)
    url.uses += 1
    if body.get("delete_original"):
        _delete(state, url)
    elif body.get("replace_original"):
        _replace(state, url, body)
    else:
        said(state, url.delivery, body)


def _unknown(state: State, body: Json) -> None:
    names = sorted(body.keys() - _ARGUMENTS)
    state.record.complain("response_url", [f"unknown parameter {name!r}" for name in names])


def _original(url: Answering) -> Message:
    """The message that was pressed, or the first that this delivery was answered with."""
    original = url.message or next(iter(url.delivery.messages), None)
    if original is None or original.deleted:
        raise SlackError("message_not_found")
    return original


def _delete(state: State, url: Answering) -> None:
    state.removed(_original(url))


def _replace(state: State, url: Answering, body: Json) -> None:
    original = _original(url)
    _check(state, "response_url", body)
    state.edited(original, {"blocks": [], "text": "", **body})  # nothing of it stays


def _check(state: State, where: str, body: Mapping[str, Any]) -> None:
    check_message(body)
    shown(state, body.get("blocks"))
    state.record.complain(where, style_flaws(body))


def said(state: State, delivery: Delivery, body: Json, where: str = "response_url") -> Message:
    """A message that answers a delivery: to this person alone, unless it says ``in_channel``.

    Raises:
        SlackError: Slack would refuse it.
    """
    if delivery.channel is None:
        raise SlackError("channel_not_found")
    if delivery.channel.archived:
        raise SlackError("is_archived")
    _check(state, where, body)
    if body.get("response_type") not in {None, "ephemeral", "in_channel"}:
        raise SlackError("invalid_response_type")
    public = body.get("response_type") == "in_channel"
    only = None if public else delivery.user
    message = state.posted(delivery.channel, body, seen_by=only, cause=delivery)
    delivery.messages.append(message)
    return message
