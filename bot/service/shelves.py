"""The decks that a space is offered: those of the content folder, and its own."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

import structlog

from bot.box import Box, Job, Limits, Made
from bot.errors import NoDecks, NotText, TookTooLong, TooManyCards, UnknownDeck
from bot.model import Card, Deck, DeckId, Finding, KnownCard, Question, SpaceDeck, SpaceId
from bot.ports import Store
from bot.questions.making import Maker
from bot.screens import DeckLine, DeckListScreen
from bot.service.catalog import Catalog, Entry, match
from bot.service.known import Recent

AT_HAND = 10_000
"""Cards of decks of spaces that are kept at hand, all together."""

HOPELESS = 1_000
"""Decks that are known to be unreadable."""

AGAIN = Limits(seconds=120, patience=600)
"""What notes may cost that were read before, on a machine that had more time then."""

UNREADABLE = (NotText, TooManyCards, TookTooLong)
"""What notes may come to that are no deck."""

_log = structlog.get_logger(__name__)

_Place = tuple[SpaceId, DeckId]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A deck as one revision of its notes made it."""

    revision: int
    entry: Entry


class Shelves:
    """Finds decks for a space. One that another process added is found as well.

    Notes of spaces become a deck only when it is needed, and not again before they change.
    """

    def __init__(self, store: Store, catalog: Catalog, box: Box) -> None:
        """Take the memory, the decks of all, and where the notes of spaces are read."""
        self._store = store
        self._catalog = catalog
        self._box = box
        self._kept: OrderedDict[_Place, _Kept] = OrderedDict()
        self._hopeless: Recent[_Place, bool] = Recent(HOPELESS)
        self._making: WeakValueDictionary[_Place, asyncio.Lock] = WeakValueDictionary()

    async def own(self, space: SpaceId) -> tuple[SpaceDeck, ...]:
        """The decks that the space was given, by name."""
        every = await self._store.space_decks(space)
        return by_name(one for one in every if one.removed_at is None)

    async def listing(self, space: SpaceId) -> DeckListScreen:
        """The list of decks."""
        told = await self._catalog.listing()
        own = [_line(one) for one in await self.own(space)]
        return DeckListScreen((*told.decks, *own), told.broken)

    async def offered(self, space: SpaceId) -> tuple[tuple[str, str, int], ...]:
        """What commands call each deck, its title and how many cards it has."""
        content = [entry.deck for entry in self._catalog.entries()]
        return (
            *((deck.id, deck.title, len(deck.cards)) for deck in content),
            *((one.name, one.title, one.cards) for one in await self.own(space)),
        )

    async def locate(self, name: str, space: SpaceId, *, removed: bool = False) -> DeckId:
        """The id of the deck that is meant: by name, title or the beginning of either.

        What the space removed is found only where ``removed``, after all else. Raises
        ``UnknownDeck`` and, where nothing is offered, ``NoDecks``.
        """
        every = by_name(await self._store.space_decks(space))
        own = [one for one in every if one.removed_at is None]
        gone = [one for one in every if one.removed_at is not None]
        content = [entry.deck for entry in self._catalog.entries()]
        found = _meant(name, own, content) or (_meant(name, gone, ()) if removed else None)
        if found:
            return found
        if not own and not content:
            raise NoDecks(self._catalog.folder)
        raise UnknownDeck(name, (*(deck.id for deck in content), *(one.name for one in own)))

    async def find(self, name: str | None, space: SpaceId) -> Entry:
        """The deck that is meant, as ``locate`` finds it; unnamed, the first.

        Raises ``UnknownDeck``, ``NoDecks``, and what reading a space's notes raises.
        """
        if name is None:
            return await self._first(space)
        found = await self.locate(name, space)
        meant = self._catalog.by_id(found) or await self._own_entry(space, found)
        if meant:
            return meant
        raise UnknownDeck(name, ())  # it was removed at this moment

    async def by_id(self, deck: DeckId, space: SpaceId) -> Entry | None:
        """The deck of this id, if it is still offered and can be read."""
        return self._catalog.by_id(deck) or await self._readable(space, deck)

    async def at_hand(self, deck: DeckId, space: SpaceId) -> Entry | None:
        """As ``by_id``, for crowds: perhaps as it was a revision ago, and not tried twice."""
        if entry := self._catalog.by_id(deck):
            return entry
        kept = self._kept.get((space, deck))
        return kept.entry if kept else await self._readable(space, deck, once=True)

    async def title(self, deck: DeckId, space: SpaceId) -> str:
        """The deck's title, also of one that the space removed; else its id."""
        if entry := self._catalog.by_id(deck):
            return entry.deck.title
        own = await self._store.space_deck(space, deck)
        return own.title if own else deck

    def put(self, deck: SpaceDeck, entry: Entry) -> None:
        """Have at hand what was just made of a space's notes."""
        self._keep((deck.space, deck.id), _Kept(deck.revision, entry))

    async def _first(self, space: SpaceId) -> Entry:
        content = [entry for entry in self._catalog.entries() if entry.deck.cards]
        if not content:
            for one in await self.own(space):
                if entry := await self._own_entry(space, one.id):
                    return entry
        return self._catalog.find(None)

    async def _readable(self, space: SpaceId, deck: DeckId, *, once: bool = False) -> Entry | None:
        try:
            return await self._own_entry(space, deck, once=once)
        except UNREADABLE as error:
            _log.warning("a deck of a space cannot be read", deck=deck, reason=str(error))
            self._hopeless.put((space, deck), value=True)
            return None

    async def _own_entry(self, space: SpaceId, deck: DeckId, *, once: bool = False) -> Entry | None:
        """A deck of the space as it is now; None if it has none of this id.

        With ``once`` also where it was found to be unreadable before. Raises ``UNREADABLE``.
        """
        place = (space, deck)
        async with self._making.setdefault(place, asyncio.Lock()):  # a crowd asks once
            if once and self._hopeless.get(place):
                return None
            now = await self._store.space_deck(space, deck)
            if now is None or now.removed_at:
                self._kept.pop(place, None)
                return None
            kept = self._kept.get(place)
            if kept is None or kept.revision != now.revision:
                kept = await self._made(space, deck)
            if kept:
                self._keep(place, kept)
            return kept.entry if kept else None

    async def _made(self, space: SpaceId, deck_id: DeckId) -> _Kept | None:
        found = await self._store.space_notes(space, deck_id)
        if found is None:
            return None
        deck, notes, known = found
        job = Job(notes.data, deck.source, deck.id, deck.title, known, AGAIN)
        made = await self._box.make(job)
        await self._remember(deck.id, known, made.remembered)
        return _Kept(deck.revision, ready(made, deck.name))

    async def _remember(
        self, deck: DeckId, known: Sequence[KnownCard], now: Sequence[KnownCard]
    ) -> None:
        """Another version of this program may read the same notes in another way."""
        before = set(known)
        if fresh := [card for card in now if card not in before]:
            await self._store.keep_cards(deck, fresh)

    def _keep(self, place: _Place, kept: _Kept) -> None:
        self._kept[place] = kept
        self._kept.move_to_end(place)
        self._hopeless.put(place, value=False)
        while len(self._kept) > 1 and sum(map(_weight, self._kept.values())) > AT_HAND:
            self._kept.popitem(last=False)


def ready(made: Made, name: str) -> Entry:
    """A deck of a space: ``name`` is what commands call it."""
    return Entry(made.deck, name, _Ready(made))


class _Ready(Maker):
    """A maker of questions that were all made elsewhere."""

    def __init__(self, made: Made) -> None:
        """Take what was made."""
        super().__init__(made.deck)
        self._ready = made

    def questions(self, card: Card) -> tuple[Question, ...]:
        """The questions that were made of the card."""
        return self._ready.questions.get(card.id, ())

    def remarks(self, card: Card) -> tuple[Finding, ...]:
        """What was remarked of its choices."""
        return self._ready.remarks.get(card.id, ())


def by_name(decks: Iterable[SpaceDeck]) -> tuple[SpaceDeck, ...]:
    """Decks as people look for them."""
    return tuple(sorted(decks, key=lambda one: (one.name.casefold(), one.id)))


def _meant(name: str, own: Sequence[SpaceDeck], content: Sequence[Deck]) -> DeckId | None:
    """A whole name before a title, a title before a beginning."""
    names = [(one.id, (one.name, one.id)) for one in own]
    names += [(deck.id, (deck.id, deck.id)) for deck in content]
    titles = {one.id: one.title for one in own} | {deck.id: deck.title for deck in content}
    wanted = name.strip().casefold()
    for deck, its_names in names:
        if wanted in {one.casefold() for one in its_names}:
            return deck
    return match(name, [(deck, (*its_names, titles[deck])) for deck, its_names in names])


def _line(one: SpaceDeck) -> DeckLine:
    return DeckLine(one.name, one.title, one.cards, one.objective, one.problems)


def _weight(kept: _Kept) -> int:
    return len(kept.entry.deck.cards) + 1
