"""The clock-driven side: takes what is due, has it decided, shows it, and sleeps until the next."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import assert_never

import structlog

from bot.errors import DatabaseError, MessageGone, PlatformUnavailable, RoomUnreachable
from bot.model import Message, RoomId, Round, RoundState
from bot.ports import Clock, Platform, Store
from bot.screens import Screen
from bot.service import Studybot
from bot.service.advancing import Ask, Finish, Wait

LEASE = timedelta(seconds=30)
"""How long a claim lasts: a process that died holds its work up for no longer."""

PATIENCE = timedelta(seconds=10)
"""The longest a platform may take for one round. Well below the lease: nobody else begins it."""

POLL = timedelta(seconds=2)
"""The longest sleep: another process may have brought work forward without waking this one."""

RETRY = timedelta(seconds=5)
"""The wait after something failed in a way that names no time."""

SHORTEST_RETRY = timedelta(seconds=1)
"""What a platform that names a time must at least let pass."""

GIVE_UP = timedelta(hours=1)
"""After failing for so long in ways nobody foresaw, a round's room counts as lost."""

GIVE_UP_AWAY = timedelta(days=1)
"""After so long a round of a platform that is away counts as lost: what it says may be for good."""

GRACE = timedelta(seconds=5)
"""How long work under way may take to finish when the runner is stopped."""

STUCK = timedelta(minutes=1)
"""After so long without looking what is due, something is wrong with the clock's side."""

BUSY = 500
"""Rooms served at once at most."""

_log = structlog.get_logger(__name__)


class Runner:
    """Serves the rooms of some platforms, side by side: no room ever holds up another."""

    def __init__(
        self,
        studybot: Studybot,
        store: Store,
        platforms: Sequence[Platform],
        clock: Clock,
        *,
        sole: bool = False,
    ) -> None:
        """Take the use cases, the memory they share, and where to show what they say.

        ``sole``: nobody else serves these platforms now. What is still claimed was claimed by a
        process that died, and is taken over at once rather than when its lease runs out.
        """
        self._studybot = studybot
        self._store = store
        self._platforms = {platform.name: platform for platform in platforms}
        self._clock = clock
        self._since = clock.now()
        self._takes_over = sole
        self._woken = asyncio.Event()
        self._claiming = asyncio.Lock()
        self._busy: dict[RoomId, asyncio.Task[None]] = {}
        self._beat = self._since

    async def trouble(self) -> str:
        """Why what is due is not being done; empty while it is."""
        behind = self._clock.now() - self._beat
        return "" if behind < STUCK else f"stands still since {behind.total_seconds():.0f} s"

    def wake(self) -> None:
        """Something may be due earlier than was known."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled, then finish what is under way, for a few seconds at most.

        A failing database is waited for, not died of.
        """
        self._studybot.wakes(self.wake)
        try:
            while True:
                self._beat = self._clock.now()
                self._woken.clear()
                try:
                    await self._begin()
                    await self._sleep()
                except DatabaseError as error:
                    _log.warning("the clock waits for the database", error=str(error))
                    await self._clock.sleep_until(self._clock.now() + RETRY)
                except Exception:  # noqa: BLE001 -- people are still answered meanwhile
                    _log.exception("the clock does not know what is due")
                    await self._clock.sleep_until(self._clock.now() + RETRY)
        finally:
            self._studybot.wakes_no_more(self.wake)
            await self._finish()

    async def settle(self) -> None:
        """Do everything that is due now, and see what is under way to its end.

        Raises ``DatabaseError`` if the database cannot say what is due.
        """
        while await self._begin() or self._busy:
            if self._busy:
                await asyncio.wait(self._busy.values())

    async def _begin(self) -> bool:
        """Claim what is due and start serving it; whether there was anything."""
        async with self._claiming:
            if self._takes_over:
                await self._store.release_claims(self._platforms)
                self._takes_over = False
            limit = BUSY - len(self._busy)
            if limit <= 0:
                return False
            due = await self._store.claim_due(self._platforms, self._clock.now(), LEASE, limit)
            for room, rounds in _by_room(due).items():
                before = self._busy.get(room)
                task = asyncio.create_task(self._serve_room(rounds, before))
                task.add_done_callback(partial(self._served, room))
                self._busy[room] = task
        return bool(due)

    def _served(self, room: RoomId, task: asyncio.Task[None]) -> None:
        if self._busy[room] is task:
            del self._busy[room]
        self.wake()  # what was done may have made something else due

    async def _sleep(self) -> None:
        latest = self._clock.now() + POLL
        # With all hands full, what is due waits for one that is free, which wakes us.
        full = len(self._busy) >= BUSY
        now = self._clock.now()
        due = None if full else await self._store.next_due(self._platforms, now, LEASE)
        waits = {
            asyncio.create_task(self._woken.wait()),
            asyncio.create_task(self._clock.sleep_until(min(due or latest, latest))),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _finish(self) -> None:
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=GRACE.total_seconds())
        left = list(self._busy.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _serve_room(self, rounds: Iterable[Round], before: asyncio.Task[None] | None) -> None:
        """Serve the rounds one after the other, and after those that were claimed earlier."""
        if before:
            await asyncio.wait({before})
        for due in rounds:
            try:
                await self._try(due)
            except DatabaseError as error:
                # The claim runs out by itself, and the round is due again.
                _log.warning("a round waits for the database", round=due.id, error=str(error))
            except Exception:  # noqa: BLE001 -- one room's trouble never holds up another
                _log.exception("a round could not be served", room=due.room, round=due.id)
                with suppress(Exception):
                    await self._again_or_never(due, RETRY, GIVE_UP)

    async def _try(self, due: Round) -> None:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._serve(due)
        except RoomUnreachable as error:
            _log.warning("a room is lost", room=due.room, reason=error.reason)
            await self._studybot.abandon(due, self._clock.now())
        except PlatformUnavailable as error:
            _log.warning("a platform is away", room=due.room, reason=error.reason)
            await self._again_or_never(due, timedelta(seconds=error.retry_after), GIVE_UP_AWAY)
        except TimeoutError:
            _log.warning("a platform takes too long", room=due.room)
            await self._again_or_never(due, RETRY, GIVE_UP_AWAY)

    async def _serve(self, due: Round) -> None:
        platform = self._platforms[due.room.platform]
        step = await self._studybot.advance(due, self._clock.now(), self._since)
        match step:
            case Ask(round=round_id, screen=screen, below=below):
                posted = await platform.post(due.room, screen, due.created_at, below)
                message = Message(due.room, posted)
                ending = await self._studybot.shown(round_id, message, self._clock.now())
                if ending:
                    await _edit(platform, message, ending)
            case Finish(round_id, messages, screen, report, below):
                for shown in messages:
                    await _edit(platform, shown, screen)
                if report:
                    await platform.post(due.room, report, below=below)
                await self._studybot.settled(round_id)
            case Wait(until=until):
                await self._store.postpone(due.id, until)
            case None:
                if due.state is RoundState.POSTING:
                    _log.warning("a question was never seen", room=due.room, round=due.id)
            case _:
                assert_never(step)

    async def _again_or_never(self, due: Round, wait: timedelta, limit: timedelta) -> None:
        now = self._clock.now()
        if now - (due.closed_at or due.closes_at or due.created_at) > limit:
            await self._studybot.abandon(due, now)
        else:
            await self._store.postpone(due.id, now + max(wait, SHORTEST_RETRY))


async def _edit(platform: Platform, message: Message, screen: Screen) -> None:
    """Change a message; one that somebody deleted is not missed, and holds up nothing."""
    try:
        await platform.edit(message, screen)
    except MessageGone as error:
        _log.warning("a message is gone", room=message.room, reason=error.reason)


def _by_room(due: Iterable[Round]) -> Mapping[RoomId, list[Round]]:
    rooms: defaultdict[RoomId, list[Round]] = defaultdict(list)
    for one in due:
        rooms[one.room].append(one)
    return rooms
