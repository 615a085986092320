"""Many stories, several at a time."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.crash.judging import Judgement
from tests.crash.story import Outcome, told
from tests.crash.victims import Victims, bearing

LIVES: Final = 5
"""How many bots are killed in one story."""

PATIENCE: Final = 60.0
"""Seconds that a story may take, besides ten for each bot."""

SIDE_BY_SIDE: Final = 3

Plot = tuple[str, int]
"""The chat and the seed of a story."""


async def tell(plots: Sequence[Plot], kills: int) -> list[Outcome]:
    """What became of these stories, each of so many ``kills``."""
    turn = asyncio.Semaphore(SIDE_BY_SIDE)
    async with bearing() as victims:

        async def one(chat: str, seed: int) -> Outcome:
            async with turn, _folder(f"crash-{chat}-{seed}-") as folder:
                return await _told(victims, chat, seed, kills, folder)

        return await asyncio.gather(*(one(*plot) for plot in plots))


async def _told(victims: Victims, chat: str, seed: int, kills: int, folder: Path) -> Outcome:
    """A story, or why it could not be told to its end."""
    try:
        async with asyncio.timeout(PATIENCE + 10 * kills):
            return await told(victims, chat, seed, kills, folder)
    except Exception as error:  # noqa: BLE001 -- the other stories are told nevertheless
        broken = "".join(traceback.format_exception(error))
        return Outcome(chat, seed, Judgement([broken]), Counter())


@asynccontextmanager
async def _folder(prefix: str) -> AsyncIterator[Path]:
    folder = tempfile.mkdtemp(prefix=prefix)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
