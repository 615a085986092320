"""People who never rest: they ask for questions and press whatever button there is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from random import Random
from typing import Final

from tests.crash.town import PEOPLE, Town, answer_of
from tests.fakes.chats.chat import Given, Message

HOSTS: Final[dict[str, tuple[str, ...]]] = {
    "hall": ("Bo", "Di"),
    "yard": ("Cy",),
    "@Ana": ("Ana",),
}
"""Who asks for questions, where."""

NEWEST: Final = 6
"""Messages of a room that people look at, besides an old one now and then."""

THINKING: Final = (0.0, 0.2)
"""Seconds that somebody thinks."""

ASKING: Final = (0.05, 0.5)
"""Seconds between two commands in a room."""

ANSWERED_WITHIN: Final = 1.0
"""Seconds after which somebody presses something else."""


class Crowd:
    """What people do in a town while there is a bot, or none."""

    def __init__(self, town: Town, chance: Random) -> None:
        self._town = town
        self._chance = chance

    @asynccontextmanager
    async def busy(self, *, asking: bool = True) -> AsyncIterator[None]:
        """Meanwhile everybody presses, and some ask."""
        work = [self._press_on(who) for who in PEOPLE]
        if asking:
            work += [self._ask_on(room) for room in HOSTS]
        tasks = [asyncio.create_task(one) for one in work]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for result in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(result, Exception):
                    raise result

    async def _press_on(self, who: str) -> None:
        rooms = ["hall", "yard", *([f"@{who}"] if f"@{who}" in HOSTS else [])]
        while True:
            await asyncio.sleep(self._chance.uniform(*THINKING))
            room = self._chance.choice(rooms)
            message = self._found(self._town.chat.messages(room))
            if message is not None:
                await self._press(who, message)

    def _found(self, messages: Sequence[Message]) -> Message | None:
        """What somebody looks at: mostly something new, with answers to choose from."""
        near = messages[-NEWEST:]
        if messages and self._chance.random() < 0.1:
            near = [self._chance.choice(messages)]
        open_ones = [one for one in near if any(map(answer_of, one.buttons()))]
        return self._chance.choice(open_ones) if open_ones else None

    async def _press(self, who: str, message: Message) -> None:
        buttons = [button for button in message.buttons() if answer_of(button)]
        # Some press twice before they see anything, and not always the same.
        count = 2 if self._chance.random() < 0.15 else 1
        pressed = [
            await self._town.press(who, message, self._chance.choice(buttons)) for _ in range(count)
        ]
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWERED_WITHIN):
                for one in filter(None, pressed):
                    await one.deed.outcome()

    async def _ask_on(self, room: str) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(*ASKING))
            who = self._chance.choice(HOSTS[room])
            await self._town.chat.begin(who, "quiz", room, self._wish(room))

    def _wish(self, room: str) -> dict[str, Given]:
        """A single question, a series, or one whose verdicts are told at its ends."""
        if self._chance.random() < 0.2:
            return {}
        wish: dict[str, Given] = {"questions": self._chance.randint(2, 5)}
        if room == "yard":
            wish["seconds"] = self._chance.randint(2, 8)
        return wish
