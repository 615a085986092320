"""What a schedule comes to: its zone, its deck, its next question."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

import structlog

from bot.errors import EmptyDeck, NoDecks, RoundUnknown, UnknownTopic
from bot.game import schedule
from bot.model import Daily, Question, RoundOutcome, RoundState
from bot.ports import Store
from bot.schedules import Schedule
from bot.service.asking import Asker
from bot.service.catalog import Entry
from bot.service.shelves import UNREADABLE, Shelves
from bot.service.spaces import Spaces, known_zone

_log = structlog.get_logger(__name__)


class Planning:
    """Works out what schedules say; changes none."""

    def __init__(self, store: Store, shelves: Shelves, asker: Asker, spaces: Spaces) -> None:
        """Take the memory, the decks, what chooses cards, and what knows a space's wishes."""
        self._store = store
        self._shelves = shelves
        self._asker = asker
        self._spaces = spaces

    async def begun(self, one: Schedule, at: datetime) -> Schedule:
        """The schedule, not paused, planned anew from ``at`` on: never a second time on one day."""
        last = await self.last(one)
        following = schedule.first(
            one.rule, await self.zone(one, at), at, last.at if last else None
        )
        return replace(one, next=following, pause=None)

    async def moved(self, one: Schedule, at: datetime) -> Schedule:
        """The schedule for the same day where it is another time now, if that is still to come."""
        zone, last = await self.zone(one, at), await self.last(one)
        planned = schedule.again(one.next, one.rule, zone) if one.next else None
        twice = planned and last and planned.day <= schedule.local_day(last.at, zone)
        if planned and planned.at > at and not twice:
            return replace(one, next=planned)
        return await self.begun(one, at)

    async def last(self, one: Schedule) -> Daily | None:
        """The day for which the room was asked last, if it saw that question or is about to."""
        outcome = await self.outcome(one)
        asked = outcome.round if outcome else None
        coming = asked and asked.state is RoundState.POSTING and asked.due_at
        return asked.daily if asked and (asked.opened_at or coming) else None

    async def outcome(self, one: Schedule) -> RoundOutcome | None:
        """The question asked last, with its answers; None where there is none that can be read."""
        try:
            return await self._store.outcome(one.last) if one.last else None
        except (RoundUnknown, ValueError) as error:
            _log.warning("a question cannot be read", round=one.last, reason=str(error))
            return None

    async def zone(self, one: Schedule, at: datetime) -> tzinfo:
        """Where it is the schedule's time; the space's, where that zone is unknown here."""
        return known_zone(one.rule.zone) or await self._spaces.zone(one.room.space, at)

    async def entry(self, one: Schedule, at: datetime) -> Entry | None:
        """The deck that is asked from; None while it is not here."""
        if one.deck:
            return await self._shelves.by_id(one.deck, one.room.space)
        try:
            return await self._spaces.deck(None, one.room.space, at)
        except (NoDecks, *UNREADABLE):
            return None

    async def title(self, one: Schedule, at: datetime) -> str:
        """What that deck is called; empty while there is none at all."""
        if one.deck:
            return await self._shelves.title(one.deck, one.room.space)
        entry = await self.entry(one, at)
        return entry.deck.title if entry else ""

    async def question(self, one: Schedule, entry: Entry) -> Question | None:
        """What the room is asked next: about the card that was planned, if it is still there.

        None where the deck has nothing to ask.
        """
        card = entry.card(one.planned.card) if one.planned else None
        if one.planned and card:
            return await self._asker.again(entry, card, one.planned)
        try:
            return await self._asker.of_the_day(entry, one.room)
        except (EmptyDeck, UnknownTopic):
            return None
