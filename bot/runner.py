"""The clock-driven side: takes what is due, has it decided, shows it, and sleeps until the next."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import assert_never

import structlog

from bot.errors import DatabaseError, PlatformUnavailable, RoomUnreachable
from bot.model import Message, RoomId, Round
from bot.ports import Clock, Platform, Store
from bot.service import Studybot
from bot.service.advancing import Ask, Finish

LEASE = timedelta(seconds=30)
"""How long a claim lasts: a process that died holds its work up for no longer."""

POLL = timedelta(seconds=2)
"""The longest sleep: another process may have brought work forward without waking this one."""

RETRY = timedelta(seconds=5)
"""The wait after something failed in a way that names no time."""

SHORTEST_RETRY = timedelta(seconds=1)
"""What a platform that names a time must at least let pass."""

_log = structlog.get_logger(__name__)


class Runner:
    """Serves the rooms of some platforms. One room's trouble never holds up another."""

    def __init__(
        self, studybot: Studybot, store: Store, platforms: Sequence[Platform], clock: Clock
    ) -> None:
        """Take the use cases, the memory they share, and where to show what they say."""
        self._studybot = studybot
        self._store = store
        self._platforms = {platform.name: platform for platform in platforms}
        self._clock = clock
        self._woken = asyncio.Event()
        self._settling = asyncio.Lock()
        studybot.wakes(self.wake)

    def wake(self) -> None:
        """Something may be due earlier than was known."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled. A failing database is waited for, not died of."""
        while True:
            self._woken.clear()
            try:
                await self.settle()
                await self._sleep()
            except DatabaseError as error:
                _log.warning("the clock waits for the database", error=str(error))
                await self._clock.sleep_until(self._clock.now() + RETRY)

    async def settle(self) -> bool:
        """Do everything that is due now, and what others began; whether there was anything.

        Raises ``DatabaseError`` if the database cannot say what is due.
        """
        worked = False
        async with self._settling:
            while due := await self._store.claim_due(self._platforms, self._clock.now(), LEASE):
                worked = True
                async with asyncio.TaskGroup() as tasks:
                    for rounds in _by_room(due):
                        tasks.create_task(self._serve_room(rounds))
        return worked

    async def _sleep(self) -> None:
        latest = self._clock.now() + POLL
        due = await self._store.next_due(self._platforms)
        waits = {
            asyncio.create_task(self._woken.wait()),
            asyncio.create_task(self._clock.sleep_until(min(due or latest, latest))),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            for wait in waits:
                with suppress(asyncio.CancelledError):
                    await wait

    async def _serve_room(self, rounds: Iterable[Round]) -> None:
        for due in rounds:
            try:
                await self._try(due)
            except DatabaseError as error:
                _log.warning("a round waits for the database", round=due.id, error=str(error))

    async def _try(self, due: Round) -> None:
        try:
            await self._serve(due)
        except RoomUnreachable as error:
            _log.warning("a room is lost", room=due.room, reason=error.reason)
            await self._studybot.abandon(due, self._clock.now())
        except PlatformUnavailable as error:
            _log.warning("a platform is away", room=due.room, reason=error.reason)
            await self._later(due, timedelta(seconds=error.retry_after))
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 -- one room's trouble never holds up another
            _log.exception("a round could not be served", room=due.room, round=due.id)
            await self._later(due, RETRY)

    async def _serve(self, due: Round) -> None:
        platform = self._platforms[due.room.platform]
        step = await self._studybot.advance(due, self._clock.now())
        match step:
            case Ask(round=round_id, screen=screen):
                message = await platform.post(due.room, screen)
                now = self._clock.now()
                await self._studybot.shown(round_id, Message(due.room, message), now)
            case Finish(round=round_id, messages=messages, screen=screen, report=report):
                for shown in messages:
                    await platform.edit(shown, screen)
                if report:
                    await platform.post(due.room, report)
                await self._studybot.settled(round_id)
            case None:
                pass
            case _:
                assert_never(step)

    async def _later(self, due: Round, wait: timedelta) -> None:
        await self._store.postpone(due.id, self._clock.now() + max(wait, SHORTEST_RETRY))


def _by_room(due: Iterable[Round]) -> Iterable[list[Round]]:
    rooms: defaultdict[RoomId, list[Round]] = defaultdict(list)
    for one in due:
        rooms[one.room].append(one)
    return rooms.values()
