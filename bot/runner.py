"""The clock-driven side: takes what is due, has it decided, shows it, and sleeps until the next."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

import structlog

from bot.errors import DatabaseError, MessageGone, PlatformUnavailable, RoomUnreachable
from bot.model import Message, RoomId, Round, RoundId, RoundState
from bot.ports import Clock, Platform, Store
from bot.schedules import Schedule
from bot.screens import Screen
from bot.service import Studybot
from bot.service.advancing import Ask, Finish, Wait

LEASE = timedelta(seconds=30)
"""How long a claim lasts: a process that died holds its work up for no longer."""

PATIENCE = timedelta(seconds=10)
"""The longest a platform may take for one request. Well below the lease: nobody else begins it."""

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

BUSY = 200
"""Rooms served at once at most: as many as a platform takes requests for well within the lease."""

BREATH = timedelta(milliseconds=200)
"""Between two looks at the database while more is due than there are hands."""

POSTED = 1_000
"""Posts remembered until the store knows of them."""

Due = Round | Schedule
"""What can be claimed."""

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
        self._posted: OrderedDict[RoundId, Message] = OrderedDict()
        self._more = False
        self._planned = False
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
            await self._prepare()
            limit = BUSY - len(self._busy)
            if limit <= 0:
                return False
            now = self._clock.now()
            # Once the clock was set back, this process serves since an earlier moment.
            self._since = min(self._since, now)
            due = await self._claim(now, limit)
            for room, work in _by_room(due).items():
                before = self._busy.get(room)
                task = asyncio.create_task(self._serve_room(work, before))
                task.add_done_callback(partial(self._served, room))
                self._busy[room] = task
        return bool(due)

    async def _prepare(self) -> None:
        """What has to be done once, before anything is claimed."""
        if self._takes_over:
            await self._store.release_claims(self._platforms)
            self._takes_over = False
        if not self._planned:
            await self._studybot.refresh(self._platforms, self._clock.now())
            self._planned = True

    async def _claim(self, now: datetime, limit: int) -> Sequence[Due]:
        """What is due and nobody else's now. Rounds first: a schedule's may be the one before."""
        rounds = await self._store.claim_due(self._platforms, now, LEASE, limit)
        left = limit - len(rounds)
        schedules: Sequence[Schedule] = ()
        if left:
            schedules = await self._store.claim_schedules(self._platforms, now, LEASE, left)
        self._more = len(schedules) == left
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

    async def _serve_room(self, work: Iterable[Due], before: asyncio.Task[None] | None) -> None:
        """Do one thing after the other, and after what was claimed earlier."""
        if before:
            await asyncio.wait({before})
        for due in work:
            try:
                if isinstance(due, Schedule):
                    await self._ask(due)
                else:
                    await self._serve_round(due)
            except DatabaseError as error:
                # The claim runs out by itself, and the work is due again.
                _log.warning("a room waits for the database", room=due.room, error=str(error))

    async def _ask(self, due: Schedule) -> None:
        """Ask a room the question of the day, unless it is too late for that."""
        now = self._clock.now()
        try:
            asked = await self._studybot.ask_daily(due, now, self._since, now + LEASE)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 -- one room's trouble never holds up another
            _log.exception("a schedule could not be served", room=due.room)
            await self._store.hold_schedule(due, now + RETRY)
            return
        if asked:
            await self._serve_round(asked)

    async def _serve_round(self, due: Round) -> None:
        try:
            await self._try(due)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 -- as above
            _log.exception("a round could not be served", room=due.room, round=due.id)
            await self._again_or_never(due, RETRY, GIVE_UP)

    async def _try(self, due: Round) -> None:
        try:
            await self._serve(due)
        except RoomUnreachable as error:
            _log.warning("a room is lost", room=due.room, reason=error.reason)
            await self._studybot.unreachable(due, error.reason, self._clock.now())
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
                message = self._posted.get(round_id)
                if message is None:
                    message = await _post(platform, due.room, screen, due.created_at, below)
                    self._remember(round_id, message)
                ending = await self._studybot.shown(round_id, message, self._clock.now())
                self._posted.pop(round_id, None)
                if ending:
                    await _edit(platform, message, ending)
            case Finish(round_id, messages, screen, report, below):
                for shown in messages:
                    await _edit(platform, shown, screen)
                if report:
                    await _post(platform, due.room, report, None, below)
                await self._studybot.settled(round_id)
            case Wait(until=until):
                await self._store.postpone(due.id, until)
            case None:
                if due.state is RoundState.POSTING:
                    _log.warning("a question was never seen", room=due.room, round=due.id)
            case _:
                assert_never(step)

    def _remember(self, round_id: RoundId, message: Message) -> None:
        """A post that the store does not know of yet: it is not made again if the store fails."""
        self._posted[round_id] = message
        if len(self._posted) > POSTED:
            self._posted.popitem(last=False)

    async def _again_or_never(self, due: Round, wait: timedelta, limit: timedelta) -> None:
        now = self._clock.now()
        if now - (due.closed_at or due.closes_at or due.created_at) > limit:
            await self._studybot.abandon(due, now)
        else:
            await self._store.postpone(due.id, now + max(wait, SHORTEST_RETRY))


async def _post(
    platform: Platform,
    room: RoomId,
    screen: Screen,
    since: datetime | None,
    below: Message | None,
) -> Message:
    await platform.turn(room)
    async with asyncio.timeout(PATIENCE.total_seconds()):
        return Message(room, await platform.post(room, screen, since, below))


async def _edit(platform: Platform, message: Message, screen: Screen) -> None:
    """Change a message; one that somebody deleted is not missed, and holds up nothing."""
    await platform.turn(message.room)
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            await platform.edit(message, screen)
    except MessageGone as error:
        _log.warning("a message is gone", room=message.room, reason=error.reason)


def _by_room(due: Iterable[Due]) -> Mapping[RoomId, list[Due]]:
    rooms: defaultdict[RoomId, list[Due]] = defaultdict(list)
    for one in due:
        rooms[one.room].append(one)
    return rooms
