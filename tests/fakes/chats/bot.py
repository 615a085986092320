"""The bot in this process, on any chat of this machine, with a clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path
from random import Random
from typing import Final

from structlog.typing import EventDict

from bot.box import Box
from bot.decks.parsing import parse
from bot.model import Quiz, Round
from bot.runner import Runner
from bot.service import Catalog, Studybot
from bot.storage import SqlStore, open_store
from tests.fakes.chats.chat import Chat, Connected, letters
from tests.fakes.clock import FakeClock

NOTES: Final = "# Numbers\n" + "".join(
    f"\n## {number}. What is true of {number}0?\nTen divides it.\n\n"
    "- [x] It is even\n- [ ] It is odd\n- [ ] It is negative\n"
    for number in range(1, 8)
)
"""Seven cards that are asked alike: whichever is asked, one of three options is right."""

PAUSE: Final = 5
"""Seconds between the end of a question and the next one."""


class Bot:
    """A connected bot, and what a test makes the clock do with it."""

    def __init__(
        self,
        chat: Chat,
        store: SqlStore,
        studybot: Studybot,
        connection: Connected,
        clock: FakeClock,
    ) -> None:
        self.chat = chat
        self.store = store
        self.studybot = studybot
        self.connection = connection
        self.clock = clock
        self.runner = Runner(studybot, store, [connection.platform], clock)

    async def later(self, seconds: float) -> None:
        """Let time pass for the bot and the chat, and see what becomes due to its end."""
        self.clock.advance(seconds)
        await self.chat.advance(seconds)
        await self.runner.settle()

    async def asked(self, room: str = "hall") -> Round:
        """The round that was opened last in a room."""
        return (await self.store.open_rounds(self.chat.room(room)))[-1]

    async def options(self, room: str = "hall") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The letters of the right options and of the wrong ones, of the last question."""
        question = (await self.asked(room)).question
        others = set(range(len(question.options))) - set(question.key)
        return letters(question.key), letters(others)

    async def running(self, room: str = "hall") -> tuple[Quiz, Round] | None:
        """The series that runs in a room, with its present round."""
        return await self.store.running_quiz(self.chat.room(room))

    async def open(self, room: str = "hall") -> int:
        """How many rounds are open in a room."""
        return len(await self.store.open_rounds(self.chat.room(room)))

    async def until_logged(self, logged: list[EventDict], event: str) -> EventDict:
        """What was logged of such an event, once it is: nobody outside can see it happen."""
        async with asyncio.timeout(10):
            while True:
                for entry in logged:
                    if entry["event"] == event:
                        return entry
                await self.store.note("")  # whatever else there is to do gets its turn


@asynccontextmanager
async def connected(  # noqa: PLR0913 -- all that a test may choose
    chat: Chat,
    folder: Path,
    notes: str = NOTES,
    *,
    core: type[Studybot] = Studybot,
    clock: FakeClock | None = None,
    box: Box | None = None,
) -> AsyncIterator[Bot]:
    """A bot that people can use; stopped in order at the end. Nothing becomes due by itself.

    Begun again on the same folder it remembers; the ``clock`` is then to be the earlier one. Notes
    that people hand over are read in ``box``, or else as they are outside of tests.
    """
    clock = clock or FakeClock()
    async with open_store(f"sqlite:///{folder / 'test.db'}") as store:
        catalog = Catalog([parse(notes.encode(), "numbers.md")])
        studybot = core(store, catalog, Random(1), UTC, box=box)
        async with chat.connected(studybot, store, clock) as connection:
            bot = Bot(chat, store, studybot, connection, clock)
            chat.idle = connection.idle
            try:
                yield bot
            finally:
                chat.idle = None
                clock.hurry()  # counts that nobody waited for are shown at once
