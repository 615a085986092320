"""Telling one person something: where they acted, or as a direct message."""

from __future__ import annotations

import json
from functools import lru_cache

import structlog

from adapters.slack.api import Api
from adapters.slack.client import UNFURLED, content
from adapters.slack.layout import Page
from adapters.slack.payloads import Origin
from adapters.slack.picturing import Picturing
from bot.errors import RoomUnreachable, StudybotError

_log = structlog.get_logger(__name__)


class Answering:
    """What comes after the acknowledgement; if one way fails, another is tried.

    First the address that Slack named for it, then a message that only they see. That one cannot be
    sent where the bot is no member, and what a form asks for names no address: then the person is
    written to.
    """

    def __init__(self, api: Api, picturing: Picturing) -> None:
        """Take what sends requests, and what knows which pages to try."""
        self._api = api
        self._picturing = picturing

    async def answer(self, origin: Origin, page: Page, *, in_place: bool = False) -> None:
        """Show a page to whoever acted; ``in_place`` of the one they acted on, which only they see.

        All other ways it goes with words for its pictures.
        Of what cannot be shown in any way the log is told.
        """
        if not origin.answer_to:
            await self._otherwise(origin, page.plain or page)
            return
        async for shown in self._picturing.tries(page):
            try:
                await self._api.answer(origin.answer_to, _written(origin, shown, in_place=in_place))
            except StudybotError as error:
                _log.info("an answer is sent another way", reason=str(error))
            else:
                return
        await self._otherwise(origin, page.plain or page)

    async def _otherwise(self, origin: Origin, page: Page) -> None:
        try:
            try:
                await self._in_passing(origin, page)
            except RoomUnreachable as error:
                _log.info("an answer is sent another way", reason=str(error))
                await self._directly(origin, page)
        except StudybotError as error:
            _log.warning("an answer could not be sent", reason=str(error))

    async def _in_passing(self, origin: Origin, page: Page) -> None:
        thread = {"thread_ts": origin.thread} if origin.thread else {}
        await self._api.call(
            origin.team,
            self._api.web.chat_postEphemeral,
            channel=origin.channel,
            user=origin.user,
            text=page.text,
            blocks=page.blocks,
            **thread,
        )

    async def _directly(self, origin: Origin, page: Page) -> None:
        post = self._api.web.chat_postMessage
        await self._api.call(origin.team, post, channel=origin.user, **content(page))


def _written(origin: Origin, page: Page, *, in_place: bool) -> str:
    """The message as JSON. Most of it is the page, which many may be shown."""
    how = _how(None if in_place else origin.thread, in_place)
    return f"{page.written[:-1]}, {how[1:]}"


@lru_cache(maxsize=100)
def _how(thread: str | None, in_place: bool) -> str:  # noqa: FBT001 -- a part of the message
    """How a page is to be shown, as JSON."""
    shown = {**UNFURLED, "response_type": "ephemeral", "replace_original": in_place}
    return json.dumps({**shown, "thread_ts": thread} if thread else shown)
