"""Screens as pages with their pictures, and with words in their place should Slack refuse."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TypeVar

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.chat.gathering import Gathering
from adapters.chat.pictures import (
    ATTACHED,
    ENDINGS,
    Picture,
    illustrated,
    name,
    public,
    sent_along,
)
from adapters.slack import failures
from adapters.slack.api import Api
from adapters.slack.layout import Json, Page
from adapters.slack.leaves import PICTURE
from adapters.slack.render import render
from bot.errors import StudybotError
from bot.ports import Clock
from bot.richtext import Image
from bot.screens import Screen
from bot.service import Studybot

SHOWN = ENDINGS - {"webp"}
"""What Slack shows, by the ending of a name."""

KEPT = 2000
"""Pictures whose ids are known; the least used is sent again."""

WAITS = (timedelta(seconds=1), timedelta(seconds=2))
"""Waits until what was just sent is tried to be shown again."""

REST = timedelta(minutes=10)
"""How long a workspace is sent no picture that did not take one."""

_T = TypeVar("_T")

_log = structlog.get_logger(__name__)


class Picturing:
    """Renders screens, and has what goes with them kept in the workspace that they are for."""

    def __init__(self, studybot: Studybot, api: Api, clock: Clock) -> None:
        """Take the use cases, which know what is beside a deck, and what sends."""
        self._gathering = Gathering(studybot.picture)
        self._api = api
        self._clock = clock
        self._ids: OrderedDict[tuple[str, bytes], str] = OrderedDict()
        self._resting: dict[str, datetime] = {}

    async def drawn(self, team: str, screen: Screen) -> Page:
        """The screen as it is shown in a workspace from now on."""
        wanted: dict[str, Picture] = {}
        page = self._rendered(screen, wanted)
        if page is None:
            return self._plain(screen)
        names = tuple(dict.fromkeys(_attached(page)))
        ids = await self._sent(team, wanted, names)
        if len(ids) < len(names):
            page = self._rendered(screen, wanted, ids) or page
        if not any(block["type"] == PICTURE for block in page.blocks):
            return page
        blocks = tuple(_placed(block, ids) for block in page.blocks)
        return replace(page, blocks=blocks, plain=self._plain(screen))

    async def sent(self, page: Page, send: Callable[[Page], Awaitable[_T]]) -> _T:
        """Send a page; where Slack refuses its pictures once and again, with words for them."""
        async for shown in self.tries(page):
            try:
                return await send(shown)
            except SlackApiError as error:
                if shown.plain is None or failures.code(error) not in failures.BAD_BLOCKS:
                    raise
                _log.warning("pictures cannot be shown", reason=str(error))
        raise AssertionError("the last try either succeeds or raises")

    async def tries(self, page: Page) -> AsyncIterator[Page]:
        """What to send, as long as it is refused: at last the page with words for its pictures.

        Slack needs a moment to look at what it was just sent before it can show it.
        """
        yield page
        if page.plain is None:
            return
        for wait in WAITS if any("slack_file" in block for block in page.blocks) else ():
            await self._clock.sleep_until(self._clock.now() + wait)
            yield page
        self._forget(page)
        yield page.plain

    def _forget(self, page: Page) -> None:
        """Slack refused a page: what it was sent may be gone, and is sent again."""
        gone = {block["slack_file"]["id"] for block in page.blocks if "slack_file" in block}
        for key in [key for key, kept in self._ids.items() if kept in gone]:
            del self._ids[key]

    async def _sent(
        self, team: str, wanted: Mapping[str, Picture], names: tuple[str, ...]
    ) -> dict[str, str]:
        """The ids of pictures in a workspace, of as many as it has or takes."""
        if not names or self._resting.get(team, self._clock.now()) > self._clock.now():
            return {}
        ids: dict[str, str] = {}
        for called, data in (await self._gathering.gather(wanted, names)).items():
            key = team, blake2b(data, digest_size=16).digest()
            if key not in self._ids:
                try:
                    self._ids[key] = await self._uploaded(team, called, data)
                except (StudybotError, SlackClientError) as error:
                    _log.warning("a workspace takes no pictures", team=team, reason=str(error))
                    self._resting[team] = self._clock.now() + REST
                    break
            self._ids.move_to_end(key)
            ids[called] = self._ids[key]
        while len(self._ids) > KEPT:
            self._ids.popitem(last=False)
        return ids

    async def _uploaded(self, team: str, called: str, data: bytes) -> str:
        """The id of a picture that is now kept in a workspace, in no channel of it."""
        upload = self._api.web.files_upload_v2
        sent = await self._api.call(team, upload, filename=called, content=data)
        return str(sent["files"][0]["id"])

    def _rendered(
        self, screen: Screen, wanted: dict[str, Picture], found: Mapping[str, str] | None = None
    ) -> Page | None:
        """The screen with its pictures; of those sent along, the ``found`` ones if that is known.

        What has to be sent along is put among the ``wanted``. None if it has no pictures at all.
        """

        def place(picture: Picture) -> str:
            if isinstance(picture, Image) and not picture.file:
                return public(picture.source, SHOWN)
            called = name(picture)
            if not sent_along(picture, SHOWN) or (found is not None and called not in found):
                return ""
            wanted[called] = picture
            return ATTACHED + called

        pictured = illustrated(screen, place)
        return None if pictured is screen else render(pictured, self._clock.now())

    def _plain(self, screen: Screen) -> Page:
        return render(screen, self._clock.now())


def _attached(page: Page) -> Iterator[str]:
    for block in page.blocks:
        address = str(block.get("image_url", ""))
        if address.startswith(ATTACHED):
            yield address.removeprefix(ATTACHED)


def _placed(block: Json, ids: Mapping[str, str]) -> Json:
    """A block, and a picture that was sent along by its id."""
    address = str(block.get("image_url", ""))
    if not address.startswith(ATTACHED):
        return block
    file = {"id": ids[address.removeprefix(ATTACHED)]}
    return {"type": PICTURE, "slack_file": file, "alt_text": block["alt_text"]}
