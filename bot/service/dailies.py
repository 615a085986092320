"""The question of the day, as people set it and look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from bot import times
from bot.errors import DailyPaused, NoDaily, OrganiserOnly
from bot.game import rounds, schedule
from bot.invocations import Invocation
from bot.model import DeckId, Question, Request, RoomId, RoundId, RoundState, SpaceId
from bot.ports import Store
from bot.schedules import EVERY_DAY, Rule, Schedule, Skip, SkipReason
from bot.screens import DailyNews, DailyPlan, DailyScreen, Preview, Reply, Upcoming
from bot.service.catalog import Entry
from bot.service.planning import Planning
from bot.service.shelves import Shelves
from bot.service.spaces import Spaces

SKIPS = 3
"""Questions not asked that ``/daily show`` tells of."""

RECENT = timedelta(days=14)
"""For how long it is told that a question was not asked."""

UPCOMING = 5
"""Questions to come that are told of a space."""


class Dailies:
    """Schedules as people drive them."""

    def __init__(
        self,
        store: Store,
        shelves: Shelves,
        spaces: Spaces,
        planning: Planning,
        wake: Callable[[], None],
    ) -> None:
        """``wake`` is called when the clock has something new to do."""
        self._store = store
        self._shelves = shelves
        self._spaces = spaces
        self._planning = planning
        self._wake = wake

    async def set(self, invocation: Invocation, request: Request) -> Reply:
        """Ask the room a question a day from now on; what is left out stays as it was set before.

        Raises ``OrganiserOnly``, ``NotInThisRoom``, ``UnknownDeck``, ``NoDecks``, ``EmptyDeck``.
        """
        _may_set(request)
        await self._spaces.admit(request)
        name = invocation.word("deck")
        chosen = await self._shelves.locate(name, request.room.space) if name else None
        while True:
            before = await self._store.schedule(request.room)
            await self._withdraw(before, request.at)
            deck = chosen or (before.deck if before else None)
            (await self._chosen(deck, request)).cards(None)
            wanted = Schedule(
                room=request.room,
                rule=_rule(invocation, before),
                deck=deck,
                setter=request.person.account,
                set_at=request.at,
                alone=request.alone,
                next=None,
                planned=before.planned if before and before.deck == deck else None,
                last=await self._last(request.room, before),
            )
            after = await self._planning.begun(wanted, request.at)
            if await self._store.change_schedule(
                before, after, skipped=_passed(before, request.at)
            ):
                break
        await self._store.keep_name(request.person.account, request.person.name)
        self._wake()
        return await self._told(DailyNews.SET, request)

    async def show(self, request: Request) -> Reply:
        """The room's schedule; for whoever set it, with a look at the question asked next."""
        return await self._told(DailyNews.SHOWN, request)

    async def skip(self, request: Request) -> Reply:
        """Leave out the next question. Raises ``OrganiserOnly``, ``NoDaily``, ``DailyPaused``."""
        _may_set(request)
        while True:
            before = await self._store.schedule(request.room)
            if before is None:
                raise NoDaily
            if before.next is None:
                raise DailyPaused
            zone = await self._planning.zone(before, request.at)
            latest = max(before.next.at, request.at)
            following = schedule.following(before.rule, zone, latest)
            # Whoever had a look at the next question may skip it because of that.
            after = replace(before, next=following, planned=None)
            skipped = Skip(request.room, before.next.at, SkipReason.WISHED)
            if await self._store.change_schedule(before, after, skipped=[skipped]):
                return await self._told(DailyNews.SKIPPED, request)

    async def off(self, request: Request) -> Reply:
        """Ask no more. Raises ``OrganiserOnly`` and ``NoDaily``."""
        _may_set(request)
        while True:
            before = await self._store.schedule(request.room)
            if before is None:
                raise NoDaily
            await self._withdraw(before, request.at)
            if await self._store.change_schedule(before, None):
                return await self._told(DailyNews.OFF, request)

    async def moved(self, space: SpaceId, at: datetime) -> None:
        """The space has changed its time zone: its schedules that follow it begin anew there."""
        for found in await self._store.schedules(space):
            one: Schedule | None = found
            while one and one.next and not one.rule.zone:
                if await self._store.change_schedule(one, await self._planning.moved(one, at)):
                    break
                one = await self._store.schedule(found.room)
        self._wake()

    async def upcoming(self, space: SpaceId, at: datetime) -> tuple[Upcoming, ...]:
        """What is going to be asked in a space, the next first; nobody else's own is told."""
        found = [one for one in await self._store.schedules(space) if one.next and not one.alone]
        return tuple(
            [
                Upcoming(one.room, one.next.at, await self._planning.title(one, at))
                for one in found[:UPCOMING]
                if one.next
            ]
        )

    async def _chosen(self, deck: DeckId | None, request: Request) -> Entry:
        """The deck of this id, which may be gone since it was set; without one, the space's."""
        entry = await self._shelves.by_id(deck, request.room.space) if deck else None
        return entry or await self._spaces.deck(deck, request.room.space, request.at)

    async def _last(self, room: RoomId, before: Schedule | None) -> RoundId | None:
        """The room's latest question of a day, also of a schedule that was ended."""
        last = None if before else await self._store.last_daily(room)
        return before.last if before else last.id if last else None

    async def _withdraw(self, one: Schedule | None, at: datetime) -> None:
        """Ask no more what is about to be asked and was not seen yet."""
        last = await self._planning.outcome(one) if one else None
        if last and last.round.state is RoundState.POSTING:
            void = rounds.ended(last.round, RoundState.VOID, at, at)
            await self._store.end_round(void, len(last.answers))

    async def _told(self, news: DailyNews, request: Request) -> Reply:
        """How things stand in the room, for whoever asked."""
        one = await self._store.schedule(request.room)
        if one:
            zone = await self._planning.zone(one, request.at)
        else:
            zone = await self._spaces.zone(request.room.space, request.at)
        plan = await self._plan(one, zone, request) if one else None
        skips = tuple(
            one
            for one in await self._store.skips(request.room, SKIPS)
            if request.at - one.at < RECENT
        )
        return Reply(private=DailyScreen(news, plan, skips, str(zone)))

    async def _plan(self, one: Schedule, zone: tzinfo, request: Request) -> DailyPlan:
        last = await self._planning.last(one)
        today = schedule.local_day(request.at, zone)
        names = await self._store.names([one.setter])
        mine = one.setter == request.person.account
        entry = await self._planning.entry(one, request.at)
        return DailyPlan(
            rule=replace(one.rule, zone=str(zone)),
            deck=await self._planning.title(one, request.at),
            setter=names.get(one.setter, one.setter.user),
            next=one.next.at if one.next else None,
            asked_today=last is not None and schedule.local_day(last.at, zone) == today,
            pause=one.pause,
            preview=await self._preview(one, request.at) if mine else None,
            kept=entry.kept if entry else None,
        )

    async def _preview(self, one: Schedule, at: datetime) -> Preview | None:
        """A look at what is asked next, which from now on stays as it is."""
        entry = await self._planning.entry(one, at) if one.next else None
        made = await self._planning.question(one, entry) if entry else None
        if made and made is not one.planned and not await self._plans(one, made):
            return None
        # Its place among the options must not give the key away; they are dealt anew when asked.
        dealt = rounds.deal(made, RoundId(made.card)) if made else None
        return Preview(dealt.topic, dealt.stem, dealt.options) if dealt else None

    async def _plans(self, one: Schedule, made: Question) -> bool:
        return await self._store.change_schedule(one, replace(one, planned=made))


def _rule(invocation: Invocation, before: Schedule | None) -> Rule:
    """When to ask: what is given, else what was set before."""
    days, zone = invocation.word("days"), invocation.word("timezone")
    old = before.rule if before else None
    return Rule(
        time=times.time_of(invocation.word("time") or ""),
        days=times.days_of(days) if days else old.days if old else EVERY_DAY,
        zone=zone or (old.zone if old else ""),
    )


def _passed(before: Schedule | None, at: datetime) -> tuple[Skip, ...]:
    """What is due at this moment, and is not asked because the schedule is set anew."""
    if before is None or before.next is None or before.next.at > at:
        return ()
    return (Skip(before.room, before.next.at, SkipReason.WISHED),)


def _may_set(request: Request) -> None:
    """Where somebody is alone it is their own affair."""
    if not request.person.organiser and not request.alone:
        raise OrganiserOnly
