"""What the clock makes of schedules: it asks, skips, plans again and lets stand still."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

import structlog

from bot.game import schedule
from bot.model import (
    AccountId,
    Daily,
    RoomId,
    Round,
    RoundOutcome,
    RoundState,
    SpaceId,
    Streak,
)
from bot.ports import Store
from bot.schedules import A_STREAK, Occurrence, Pause, Schedule, Skip, SkipReason
from bot.service import views
from bot.service.advancing import NOTES_AWAY, Advancing
from bot.service.asking import Asker
from bot.service.planning import Planning
from bot.service.spaces import Spaces
from bot.service.streaks import Streaks

STREAKS = 3
"""Running streaks that a question tells of."""

NOTES_PATIENCE = timedelta(minutes=1)
"""How long a process without a schedule's notes leaves it to those that may have them."""

ASTRAY = timedelta(days=2)
"""A question from so far ahead was asked by a clock that was wrong: it tells nothing of today."""

_log = structlog.get_logger(__name__)


class DueSchedules:
    """Takes schedules on. Every step may be taken again after a crash."""

    def __init__(  # noqa: PLR0913 -- what the use cases work on
        self,
        store: Store,
        asker: Asker,
        *,
        spaces: Spaces,
        planning: Planning,
        advancing: Advancing,
        streaks: Streaks,
    ) -> None:
        """Take what the use cases work on."""
        self._store = store
        self._asker = asker
        self._spaces = spaces
        self._planning = planning
        self._advancing = advancing
        self._streaks = streaks

    async def ask(
        self, due: Schedule, now: datetime, serving_since: datetime, claimed_until: datetime
    ) -> Round | None:
        """Take a schedule that was claimed one step on; the round to post now, if there is one.

        It is kept already, and claimed for whoever called until ``claimed_until``.
        """
        if due.next is None:
            return None
        zone = await self._planning.zone(due, now)
        planned = schedule.again(due.next, due.rule, zone)
        if planned.at > now:  # the zone's rules are not what they were when it was planned
            await self._store.change_schedule(due, replace(due, next=planned))
            return None
        missed, present, following = schedule.missed(due.rule, zone, planned, now)
        skipped = [Skip(due.room, one.at, SkipReason.LATE) for one in missed]
        asked = None
        if present:
            entry = await self._planning.entry(due, now)
            made = await self._planning.question(due, entry) if entry else None
            if entry and made:
                last = await self._last(due, now, serving_since)
                daily = await self._daily(due, last, present, following, now)
                asked = self._asker.daily(due, entry.deck, made, daily, now)
            elif now - max(present.at, serving_since) < NOTES_PATIENCE:
                await self._store.hold_schedule(due, now + NOTES_AWAY)
                return None
            else:
                skipped.append(Skip(due.room, present.at, SkipReason.NOTES_GONE))
        newest = asked.id if asked else due.last
        after = replace(due, next=following, planned=None, last=newest)
        if not await self._store.change_schedule(due, after, asked, skipped, claimed_until):
            return None  # somebody changed the schedule just now: it is looked at again
        if skipped:  # after a long time there are many, and as many rooms
            latest, times = skipped[-1], len(skipped)
            said = {"room": due.room, "at": latest.at, "why": latest.reason, "times": times}
            _log.warning("a daily question was skipped", **said)
        return asked

    async def pause(self, room: RoomId, pause: Pause) -> None:
        """Let a room's schedule stand still, and remember why; one that does already stays so."""
        while (before := await self._store.schedule(room)) and before.next:
            if await self._store.change_schedule(before, replace(before, next=None, pause=pause)):
                _log.warning("a schedule is paused", room=room, why=pause.reason)

    async def pause_all(self, space: SpaceId, pause: Pause) -> None:
        """Let all schedules of a space stand still."""
        for one in await self._store.schedules(space):
            await self.pause(one.room, pause)

    async def refresh(self, platforms: Collection[str], now: datetime) -> None:
        """Plan again what was planned under other rules of zones, or by a clock that was wrong."""
        await self._spaces.read_all(platforms, now)
        for one in await self._store.all_schedules(platforms):
            if one.next:
                zone = await self._planning.zone(one, now)
                planned = schedule.again(one.next, one.rule, zone)
                if planned.at > schedule.following(one.rule, zone, now).at:
                    planned = min(planned, await self._soonest(one, zone, now), key=_moment)
                await self._plan(one, planned)

    async def _soonest(self, one: Schedule, zone: tzinfo, now: datetime) -> Occurrence:
        """When a room is asked next that is not asked twice on a day and skips what it wished."""
        last = await self._planning.last(one)
        asked = last.at if last and last.at - now < ASTRAY else None
        planned = schedule.first(one.rule, zone, now, asked)
        skips = await self._store.skips(one.room, schedule.MOST_MISSED)
        wished = {skip.at for skip in skips if skip.reason is SkipReason.WISHED}
        while planned.at in wished:
            planned = schedule.following(one.rule, zone, planned.at)
        return planned

    async def _plan(self, one: Schedule, planned: Occurrence) -> None:
        if planned != one.next:
            await self._store.change_schedule(one, replace(one, next=planned))

    async def _last(
        self, due: Schedule, now: datetime, serving_since: datetime
    ) -> RoundOutcome | None:
        """The room's latest question of a day that it saw; if it still took answers, it ends now.

        Its result is told with the next one.
        """
        last = await self._planning.outcome(due)
        if last and last.round.state is RoundState.OPEN:
            await self._advancing.close(last.round, now, serving_since)
            last = await self._planning.outcome(due)
        if last and last.round.state is RoundState.VOID:
            seen = await self._store.last_daily(due.room)
            last = await self._store.outcome(seen.id) if seen else None
        return last

    async def _daily(
        self,
        due: Schedule,
        last: RoundOutcome | None,
        present: Occurrence,
        following: Occurrence,
        now: datetime,
    ) -> Daily:
        answered = [one.account for one in last.answers] if last else []
        day = await self._spaces.day(due.room.space, present.at)
        return Daily(
            at=present.at,
            day=day,
            meant=None if present.day == day else present.day,
            until=schedule.until(now, following),
            yesterday=views.yesterday(last) if last else None,
            streaks=await self._running(due.room.space, answered, now),
        )

    async def _running(
        self, space: SpaceId, accounts: Collection[AccountId], now: datetime
    ) -> tuple[Streak, ...]:
        """The longest streaks of these people that are worth telling."""
        found = await self._streaks.of(space, accounts, now)
        shown = [one for one, days in found.items() if days >= A_STREAK]
        longest = sorted(shown, key=lambda one: (-found[one], one))[:STREAKS]
        names = await self._store.names(longest) if longest else {}
        return tuple(Streak(names.get(one, one.user), found[one]) for one in longest)


def _moment(one: Occurrence) -> datetime:
    return one.at
