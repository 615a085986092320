"""Getting hold of the pictures that are sent along with a message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

import structlog

from adapters.chat.drawing import drawn
from adapters.chat.pictures import Picture
from bot.richtext import Image

PATIENCE = 5.0
"""Seconds that a message waits for its pictures, which are fetched side by side."""

TOGETHER = 9_000_000
"""Bytes of all the pictures of a message."""

_DRAWING = ThreadPoolExecutor(1, "drawing")
"""One formula is drawn after the other, so that many hold up nothing but each other."""

_log = structlog.get_logger(__name__)


class Gathering:
    """Reads files and draws formulas, beside whatever else is done meanwhile."""

    def __init__(self, read: Callable[[str], Awaitable[bytes | None]]) -> None:
        """``read`` gives what is in the file of a picture beside a deck."""
        self._read = read
        self._begun: dict[str, asyncio.Future[bytes | None]] = {}

    async def gather(self, wanted: Mapping[str, Picture], names: Iterable[str]) -> dict[str, bytes]:
        """The pictures of these names, as far as they can be had and sent with one message."""
        found: dict[str, bytes] = {}
        room = TOGETHER
        names = tuple(names)
        contents = await asyncio.gather(*(self.data(wanted[name]) for name in names))
        for name, data in zip(names, contents, strict=True):
            if data is not None and len(data) <= room:
                found[name] = data
                room -= len(data)
        return found

    async def data(self, picture: Picture) -> bytes | None:
        """What is in a picture, or None."""
        try:
            return await asyncio.wait_for(self._data(picture), PATIENCE)
        except TimeoutError:
            _log.warning("a picture took too long")
            return None

    async def _data(self, picture: Picture) -> bytes | None:
        if isinstance(picture, Image):
            return await self._read(picture.file)
        return await asyncio.shield(self._drawing(picture.tex))

    def _drawing(self, tex: str) -> asyncio.Future[bytes | None]:
        """A formula that is being drawn: once, however many are told of it at the same time."""
        task = self._begun.get(tex)
        if task is None:
            loop = asyncio.get_running_loop()
            task = self._begun[tex] = loop.run_in_executor(_DRAWING, drawn, tex)
            task.add_done_callback(lambda _: self._begun.pop(tex))
        return task
