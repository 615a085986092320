"""What a test makes go wrong: answers that fail, are lost, or come late."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.fakes.discord.calls import Answer

LOST: Final = 0
"""The status of an answer that never comes: the connection is cut instead."""


@dataclass(eq=False, slots=True)
class Hold:
    """A request that waits until the test lets it go on."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    """Set as soon as a request waits here."""
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Lets what waits go on."""
        self.released.set()


@dataclass(eq=False, slots=True)
class Fault:
    """What happens to the next requests of a kind."""

    method: str
    path: re.Pattern[str]
    times: int
    answer: Answer | None = None
    after_effect: bool = False
    delay: float = 0.0
    hold: Hold | None = None

    async def wait(self) -> None:
        """As long as the request is to be kept waiting."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.hold is not None:
            self.hold.reached.set()
            await self.hold.released.wait()


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Plans one."""
        self._faults.append(fault)

    def end(self) -> None:
        """From now on nothing goes wrong any more."""
        self._faults.clear()

    def take(self, method: str, path: str) -> list[Fault]:
        """Those that this request meets: every delay, and the first failure."""
        met: list[Fault] = []
        for fault in list(self._faults):
            failing = any(other.answer is not None for other in met)
            if fault.answer is not None and failing:
                continue
            if fault.method in {method, "*"} and fault.path.search(path):
                met.append(fault)
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
        return met


def failure(status: int, body: object, headers: Mapping[str, str] | None) -> Answer:
    """The answer of a fault, in Discord's form where the test says nothing else."""
    written = {"message": f"{status}: made to fail", "code": 0} if body is None else body
    return Answer(status, written, headers or {})
