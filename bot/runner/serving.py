"""Doing what was claimed: it is decided, shown, and reported as shown."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from bot.errors import (
    DatabaseError,
    MessageGone,
    PlatformBusy,
    PlatformUnavailable,
    RoomUnreachable,
)
from bot.model import Message, RoomId, Round, RoundId, RoundState
from bot.ports import Clock, Platform, Store
from bot.schedules import Schedule
from bot.screens import QuestionScreen, Screen
from bot.service import Studybot
from bot.service.advancing import Ask, Finish, Wait
from bot.service.known import Recent

LEASE = timedelta(seconds=30)
"""How long a claim lasts: a process that died holds its work up for no longer."""

PATIENCE = timedelta(seconds=10)
"""The longest a platform may take for one request. Well below the lease: nobody else begins it."""

RETRY = timedelta(seconds=5)
"""The wait after something failed in a way that names no time."""

SHORTEST_RETRY = timedelta(seconds=1)
"""What a platform that names a time must at least let pass."""

GIVE_UP = timedelta(hours=1)
"""After failing for so long in ways nobody foresaw, a round's room counts as lost."""

GIVE_UP_AWAY = timedelta(days=1)
"""After so long a round of a platform that is away counts as lost: what it says may be for good."""

HELD = timedelta(minutes=1)
"""How long a schedule rests that failed in a way nobody foresaw."""

ASKING = 50
"""Schedules asked at a time: the first of many is posted while the next are made ready."""

SAID = timedelta(minutes=1)
"""How long it is not said again that a platform is away: many rooms may try it every moment."""

POSTED = 1_000
"""Posts that are remembered, so that none of them is made again."""

Due = Round | Schedule
"""What can be claimed."""

_log = structlog.get_logger(__name__)


class ClaimLost(Exception):
    """A claim ends before its work can be done: it is left to whoever takes it next."""


class Serving:
    """Does one thing for one room. Whatever fails is left for later, or given up in time."""

    def __init__(
        self,
        studybot: Studybot,
        store: Store,
        platforms: Mapping[str, Platform],
        clock: Clock,
    ) -> None:
        """Take the use cases, the memory they share, and where to show what they say."""
        self._studybot = studybot
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._since = clock.now()
        self._asking = asyncio.Semaphore(ASKING)
        self._posted: Recent[tuple[RoundId, type[object]], Message] = Recent(POSTED)
        self._said: dict[str, datetime] = {}

    def since(self, now: datetime) -> None:
        """Know that this process is at work ``now``: once the clock was set back, since then."""
        self._since = min(self._since, now)

    async def serve(self, due: Due, until: datetime) -> None:
        """Do what is due; it is nobody else's ``until`` then. What the database fails waits."""
        try:
            if isinstance(due, Schedule):
                await self._ask(due, until)
            else:
                await self._serve_round(due, until)
        except ClaimLost:
            _log.info("a room has to wait for its turn", room=due.room)
        except DatabaseError as error:
            # The claim runs out by itself, and the work is due again.
            _log.warning("a room waits for the database", room=due.room, error=str(error))

    async def _ask(self, due: Schedule, until: datetime) -> None:
        """Ask a room the question of the day, unless it is too late for that."""
        async with self._asking:
            self._hold_on(until)
            now = self._clock.now()
            asked = await self._made(due, now)
        if asked:
            await self._serve_round(asked, now + LEASE)

    async def _made(self, due: Schedule, now: datetime) -> Round | None:
        try:
            return await self._studybot.ask_daily(due, now, self._since, now + LEASE)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 -- one room's trouble never holds up another
            _log.exception("a schedule could not be served", room=due.room)
            await self._store.hold_schedule(due, now + HELD)
            return None

    async def _serve_round(self, due: Round, until: datetime) -> None:
        try:
            await self._try(due, until)
        except (DatabaseError, ClaimLost):
            raise
        except Exception:  # noqa: BLE001 -- as above
            _log.exception("a round could not be served", room=due.room, round=due.id)
            await self._again_or_never(due, RETRY, GIVE_UP)

    async def _try(self, due: Round, until: datetime) -> None:
        try:
            await self._serve(due, until)
        except RoomUnreachable as error:
            _log.warning("a room is lost", room=due.room, reason=error.reason)
            await self._studybot.unreachable(due, error.reason, self._clock.now())
        except PlatformBusy as error:
            await self._again_or_never(due, timedelta(seconds=error.retry_after), GIVE_UP_AWAY)
        except PlatformUnavailable as error:
            self._say_away("a platform is away", due.room, reason=error.reason)
            await self._again_or_never(due, timedelta(seconds=error.retry_after), GIVE_UP_AWAY)
        except TimeoutError:
            self._say_away("a platform takes too long", due.room)
            await self._again_or_never(due, RETRY, GIVE_UP_AWAY)

    def _say_away(self, what: str, room: RoomId, **more: str) -> None:
        """Log it for the first room that finds out, and not for each one each time."""
        now, about = self._clock.now(), f"{what} {room.platform}"
        said = self._said.get(about)
        if said is None or abs(now - said) >= SAID:
            self._said[about] = now
            _log.warning(what, room=room, **more)

    async def _serve(self, due: Round, until: datetime) -> None:
        self._hold_on(until)
        step = await self._studybot.advance(due, self._clock.now(), self._since)
        match step:
            case Ask(screen=screen, below=below):
                message = await self._post(due, screen, below, until)
                ending = await self._studybot.shown(due, message, self._clock.now())
                if ending:
                    await self._edit(message, ending, until)
            case Finish(round_id, messages, screen, report, below):
                for shown in messages:
                    await self._edit(shown, screen, until)
                if report:
                    await self._post(due, report, below, until)
                await self._studybot.settled(round_id)
            case Wait(until=later):
                await self._store.postpone(due.id, later)
            case None:
                if due.state is RoundState.POSTING:
                    _log.warning("a question was never seen", room=due.room, round=due.id)
            case _:
                assert_never(step)

    async def _post(
        self, due: Round, screen: Screen, below: Message | None, until: datetime
    ) -> Message:
        """Post what a round has for its room: once, also where the store failed behind it.

        Or where the work was claimed twice because it took so long.
        """
        post = due.id, type(screen)  # a series' last round has a question and a report
        if known := self._posted.get(post):
            return known
        platform = await self._turn(due.room, until)
        since = due.created_at if isinstance(screen, QuestionScreen) else None
        async with asyncio.timeout(PATIENCE.total_seconds()):
            message = Message(due.room, await platform.post(due.room, screen, since, below))
        self._posted.put(post, message)
        return message

    async def _edit(self, message: Message, screen: Screen, until: datetime) -> None:
        """Change a message; one that somebody deleted is not missed, and holds up nothing."""
        platform = await self._turn(message.room, until)
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await platform.edit(message, screen)
        except MessageGone as error:
            _log.warning("a message is gone", room=message.room, reason=error.reason)

    async def _turn(self, room: RoomId, until: datetime) -> Platform:
        """Wait until the room's platform takes one more request."""
        platform = self._platforms[room.platform]
        await platform.turn(room)
        self._hold_on(until)
        return platform

    def _hold_on(self, until: datetime) -> None:
        """Raise ``ClaimLost`` where somebody else may take the work before we are done."""
        if self._clock.now() + PATIENCE > until:
            raise ClaimLost

    async def _again_or_never(self, due: Round, wait: timedelta, limit: timedelta) -> None:
        now = self._clock.now()
        if now - (due.closed_at or due.closes_at or due.created_at) > limit:
            await self._studybot.abandon(due, now)
        else:
            await self._store.postpone(due.id, now + max(wait, SHORTEST_RETRY))
