"""What a schedule comes to: its zone, its deck, its next question."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

from bot import times
from bot.errors import EmptyDeck, NoDecks, UnknownDeck, UnknownTopic
from bot.game import schedule
from bot.model import Daily, Question
from bot.ports import Store
from bot.schedules import Schedule
from bot.service.asking import Asker
from bot.service.catalog import Catalog, Entry
from bot.service.spaces import Spaces


class Planning:
    """Works out what schedules say; changes none."""

    def __init__(self, store: Store, catalog: Catalog, asker: Asker, spaces: Spaces) -> None:
        """Take the memory, the decks, what chooses cards, and what knows a space's wishes."""
        self._store = store
        self._catalog = catalog
        self._asker = asker
        self._spaces = spaces

    async def begun(self, one: Schedule, at: datetime) -> Schedule:
        """The schedule, not paused, planned anew from ``at`` on: never a second time on one day."""
        last = await self.last(one)
        following = schedule.first(
            one.rule, await self.zone(one, at), at, last.at if last else None
        )
        return replace(one, next=following, pause=None)

    async def last(self, one: Schedule) -> Daily | None:
        """The day for which the room was asked last, if it ever saw that question."""
        asked = await self._store.round(one.last) if one.last else None
        return asked.daily if asked and asked.opened_at else None

    async def zone(self, one: Schedule, at: datetime) -> tzinfo:
        """Where it is the schedule's time."""
        if one.rule.zone:
            return times.zone(one.rule.zone)
        return await self._spaces.zone(one.room.space, at)

    async def entry(self, one: Schedule, at: datetime) -> Entry | None:
        """The deck that is asked from; None while it is not here."""
        try:
            return await self._spaces.deck(one.deck, one.room.space, at)
        except (NoDecks, UnknownDeck):
            return None

    async def title(self, one: Schedule, at: datetime) -> str:
        """What that deck is called; empty while there is none at all."""
        if one.deck:
            return self._catalog.title(one.deck)
        entry = await self.entry(one, at)
        return entry.deck.title if entry else ""

    async def question(self, one: Schedule, entry: Entry) -> Question | None:
        """What the room is asked next: what was planned, if its card is still there.

        None where the deck has nothing to ask.
        """
        if one.planned and entry.card(one.planned.card):
            return one.planned
        try:
            return await self._asker.of_the_day(entry, one.room)
        except (EmptyDeck, UnknownTopic):
            return None
