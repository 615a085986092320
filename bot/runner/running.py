"""The clock-driven side: takes what is due, has it decided, shows it, and sleeps until the next."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.errors import DatabaseError
from bot.model import RoomId
from bot.ports import Clock, Platform, Store
from bot.runner.serving import LEASE, RETRY, Due, Serving
from bot.schedules import Schedule
from bot.service import Studybot

POLL = timedelta(seconds=2)
"""The longest sleep: another process may have brought work forward without waking this one."""

GRACE = timedelta(seconds=5)
"""How long work under way may take to finish when the runner is stopped."""

STUCK = timedelta(minutes=1)
"""After so long without looking what is due, something is wrong with the clock's side."""

BUSY = 200
"""Rooms served at once at most: as many as a platform takes requests for well within the lease."""

WRONG = timedelta(minutes=1)
"""A clock that goes back by more was wrong before, and named moments that are not near."""

BREATH = timedelta(milliseconds=500)
"""Between two looks at the database while more is due than there are hands.

Four hundred rooms a second can so be begun: several times what any chat takes.
"""

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
        self._serving = Serving(studybot, store, self._platforms, clock)
        self._takes_over = sole
        self._woken = asyncio.Event()
        self._claiming = asyncio.Lock()
        self._busy: dict[RoomId, asyncio.Task[None]] = {}
        self._more = False
        self._latest: datetime | None = None
        self._beat = clock.now()

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
            now = self._clock.now()
            await self._prepare(now)
            limit = BUSY - len(self._busy)
            if limit <= 0:
                return False
            self._serving.since(now)
            due = await self._claim(now, limit)
            for room, work in _by_room(due).items():
                before = self._busy.get(room)
                task = asyncio.create_task(self._serve_room(work, before, now + LEASE))
                task.add_done_callback(partial(self._served, room))
                self._busy[room] = task
        return bool(due)

    async def _prepare(self, now: datetime) -> None:
        """What has to be done before anything is claimed: once, or when the clock is set back."""
        if self._takes_over:
            await self._store.release_claims(self._platforms)
            self._takes_over = False
        if self._latest is None or now < self._latest - WRONG:
            if begun := await self._store.set_back(self._platforms, now):
                _log.warning("the clock was set back", rounds_begun_anew=begun)
            await self._studybot.refresh(self._platforms, now)
            self._latest = now
        self._latest = max(self._latest, now)

    async def _claim(self, now: datetime, limit: int) -> Sequence[Due]:
        """What is due and nobody else's now, however much there is of one kind, of the other too.

        Rounds come first: one may be the question before, which a schedule ends.
        """
        most = max(limit // 2, 1)
        rounds = await self._store.claim_due(self._platforms, now, LEASE, most)
        left = limit - len(rounds)
        schedules: Sequence[Schedule] = ()
        if left:
            try:
                schedules = await self._store.claim_schedules(self._platforms, now, LEASE, left)
            except DatabaseError as error:  # the rounds are claimed, and are not to wait for it
                _log.warning("schedules wait for the database", error=str(error))
        self._more = len(rounds) == most or len(schedules) == left
        return [*rounds, *schedules]

    def _served(self, room: RoomId, task: asyncio.Task[None]) -> None:
        if self._busy[room] is task:
            del self._busy[room]
        self.wake()  # what was done may have made something else due

    async def _sleep(self) -> None:
        now = self._clock.now()
        latest = now + POLL
        if self._more and len(self._busy) > BUSY // 2:
            # More is due than there are hands: look again when some more are free.
            await self._clock.sleep_until(now + BREATH)
            return
        due = await self._store.next_due(self._platforms, now, LEASE)
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

    async def _serve_room(
        self, work: Iterable[Due], before: asyncio.Task[None] | None, until: datetime
    ) -> None:
        """Do one thing after the other, and after what was claimed earlier; ours ``until`` then."""
        if before:
            await asyncio.wait({before})
        for due in work:
            await self._serving.serve(due, until)


def _by_room(due: Iterable[Due]) -> Mapping[RoomId, list[Due]]:
    rooms: defaultdict[RoomId, list[Due]] = defaultdict(list)
    for one in due:
        rooms[one.room].append(one)
    return rooms
