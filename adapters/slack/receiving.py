"""Signed HTTP: what Slack delivers to a public address, in any number of processes."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_internals import build_async_context
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from yarl import URL

from adapters.chat.underway import UnderWay
from adapters.slack import payloads

BAD_REQUEST, UNAUTHORISED = 400, 401

_FORM = "application/x-www-form-urlencoded"
_PAYLOAD = "payload="
"""Begins what people did, as a form of a single field with JSON in it."""

_SENSELESS = (ValueError, TypeError, OverflowError)
"""What the SDK raises for proofs that Slack would never send."""

_log = structlog.get_logger(__name__)


class Receiving:
    """Answers deliveries, each of which has to prove that it is Slack's and fresh."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        """``app`` answers what is genuine."""
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)
        self._under_way = UnderWay()

    async def deliver(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a delivery: 401 to a forgery or one that is too old, 400 to one without sense."""
        with self._under_way:
            try:
                body = (await request.read()).decode()
            except UnicodeDecodeError:  # nothing that Slack would have signed
                return web.Response(status=BAD_REQUEST)
            if not self._is_genuine(body, request):
                _log.info("a delivery was not Slack's, or too old")
                return web.Response(status=UNAUTHORISED)
            try:
                asked = _read(body, request)
            except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
                _log.info("a delivery could not be read")
                return web.Response(status=BAD_REQUEST)
            return await to_aiohttp_response(await self._app.async_dispatch(asked))

    def _is_genuine(self, body: str, request: web.BaseRequest) -> bool:
        try:
            return self._verifier.is_valid_request(body, dict(request.headers))
        except _SENSELESS:
            return False

    async def idle(self) -> None:
        """Return once every delivery has been answered."""
        await self._under_way.idle()


def _read(body: str, request: web.BaseRequest) -> AsyncBoltRequest:
    """The delivery as Bolt takes it. Raises whatever Bolt does where there is no sense in it."""
    headers: dict[str, str | Sequence[str]] = dict(request.headers)
    if body.startswith(_PAYLOAD) and request.content_type == _FORM:
        # Undone here, where it costs a tenth, every quotation mark of it being escaped.
        body, headers = _unescaped(body), {"content-type": "application/json"}
    asked = AsyncBoltRequest(body=body, headers=headers)
    if not asked.body and request.content_type == _FORM:
        # Bolt takes every form in which the word "payload" stands for one that has such a field.
        asked.body = dict(parse_qsl(body, keep_blank_values=True))
        asked.context = build_async_context(AsyncBoltContext(), asked.body)
    known = asked.context
    payloads.check(asked.body, known.enterprise_id, known.team_id, known.user_id, known.channel_id)
    return asked


def _unescaped(form: str) -> str:
    """The first field of a form."""
    return next(iter(URL.build(query_string=form, encoded=True).query.values()))
