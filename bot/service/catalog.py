"""The decks that can be asked, found by the names people give them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from random import Random
from typing import TypeVar

from bot.decks.identity import recognise
from bot.errors import EmptyDeck, LastGoodShown, NoDecks, StudybotError, UnknownDeck, UnknownTopic
from bot.model import Card, CardId, Deck, DeckId, Finding, Kind, Question, Severity
from bot.ports import Store
from bot.questions.making import Maker
from bot.screens import DeckLine, DeckListScreen, DeckReportScreen

_Key = TypeVar("_Key")


class Entry:
    """A deck with everything that can be asked about it; questions are made when first needed.

    ``name`` is what commands call it.
    """

    def __init__(self, deck: Deck, name: str = "", made: Maker | None = None) -> None:
        """Take a deck as it is; making its questions is put off, unless they are ``made``."""
        self.deck = deck
        self.name = name or deck.id
        self.kept: LastGoodShown | None = None
        """Why this is not the file's deck as it is now, if it is not."""
        self._maker = made or Maker(deck)
        self._prepared = made is not None
        self._making = asyncio.Lock()
        self._asking = asyncio.Lock()

    async def askable(self, topic: str | None) -> tuple[Card, ...]:
        """The cards of a topic with an objective question; all of them where there is none.

        Raises ``EmptyDeck`` and ``UnknownTopic``.
        """
        cards = self.cards(topic)
        await self.prepare()
        return tuple(card for card in cards if self._objective(card)) or cards

    async def ask(self, card: Card, rng: Random) -> Question:
        """One question about a card: an objective one if there is any, else open recall."""
        return rng.choice(await self.questions_about(card))

    async def questions_about(self, card: Card) -> Sequence[Question]:
        """Every question about a card: all objective ones, or open recall alone."""
        if not self._prepared:
            async with self._asking:  # the first one makes what all others need as well
                await asyncio.to_thread(self._maker.questions, card)
        made = self._maker.questions(card)
        return [replace(one, topic=card.topic) for one in made or (self._maker.recall(card),)]

    async def prepare(self) -> None:
        """Make every question of the deck, once however many ask for it.

        That takes long, and is done beside the event loop.
        """
        if self._prepared:
            return
        async with self._making:
            if not self._prepared:
                await asyncio.to_thread(self._make_all)
                self._prepared = True

    def cards(self, topic: str | None) -> tuple[Card, ...]:
        """The cards below a heading, found as people type it; all of them without a topic.

        Raises ``EmptyDeck`` and ``UnknownTopic``.
        """
        if not self.deck.cards:
            raise EmptyDeck(self.deck.title)
        if topic is None:
            return self.deck.cards
        name = self._topic(topic)
        return tuple(card for card in self.deck.cards if name in card.topic)

    def topics(self) -> tuple[tuple[str, int], ...]:
        """Every heading above a card and how many cards stand below it, in the file's order."""
        return self._topics

    @cached_property
    def _topics(self) -> tuple[tuple[str, int], ...]:
        counts = Counter(name for card in self.deck.cards for name in dict.fromkeys(card.topic))
        return tuple(counts.items())

    def card(self, card_id: CardId) -> Card | None:
        """The card of this id, if the deck still has it."""
        return self._by_id.get(card_id)

    def questions(self) -> tuple[Question, ...]:
        """Every objective question there is about the cards, in the order of the cards."""
        return tuple(made for card in self.deck.cards for made in self._maker.questions(card))

    def findings(self) -> tuple[Finding, ...]:
        """What the reader and the question maker noticed, by line."""
        remarks = (remark for card in self.deck.cards for remark in self._maker.remarks(card))
        return tuple(sorted((*self.deck.findings, *remarks), key=lambda found: found.line))

    async def line(self) -> DeckLine:
        """This deck in the list of decks."""
        await self.prepare()
        objective = sum(map(self._objective, self.deck.cards))
        bad = sum(found.severity is not Severity.INFO for found in self.findings())
        return DeckLine(self.name, self.deck.title, len(self.deck.cards), objective, bad)

    async def report(self) -> DeckReportScreen:
        """Everything there is to say about this deck."""
        line = await self.line()
        kinds = Counter(made.kind for made in self.questions())
        return DeckReportScreen(
            line,
            self.deck.source,
            self.topics(),
            tuple((kind, kinds[kind]) for kind in Kind if kinds[kind]),
            line.cards - line.objective,
            self.findings(),
            self.kept,
        )

    def _objective(self, card: Card) -> bool:
        return bool(self._maker.questions(card))

    def _make_all(self) -> None:
        for card in self.deck.cards:
            self._maker.questions(card)
            self._maker.remarks(card)

    @cached_property
    def _by_id(self) -> dict[CardId, Card]:
        return {card.id: card for card in self.deck.cards}

    def _topic(self, typed: str) -> str:
        names = [name for name, _ in self.topics()]
        found = match(typed, [(name, (name,)) for name in names])
        if found is None:
            raise UnknownTopic(typed, self.deck.title, tuple(names))
        return found


async def recognised(store: Store, deck: Deck) -> Deck:
    """``deck`` whose edited cards have the ids they had when it was last seen in the database.

    Matching takes long where much was edited, and is done beside the event loop.
    """
    known = await store.known_cards(deck.id)
    found = await asyncio.to_thread(recognise, known, deck)
    if changed := set(found.cards).difference(known):
        await store.keep_cards(deck.id, tuple(changed))
    return found.deck


class Catalog:
    """All decks of the content folder, as it was last read."""

    def __init__(
        self, decks: Sequence[Deck], broken: Sequence[StudybotError] = (), folder: str = "content"
    ) -> None:
        """Take the decks as read, the problems of files that could not be, and where they are."""
        self._entries = {deck.id: Entry(deck) for deck in decks}
        self._read = {deck.id: deck for deck in decks}
        self._broken = tuple(broken)
        self.folder = folder

    async def recognise(self, store: Store) -> None:
        """Let edited cards keep the ids they had when their decks were last seen."""
        for deck in self._read.values():
            self._entries[deck.id] = Entry(await recognised(store, deck))

    async def replace(
        self, decks: Sequence[Deck], broken: Sequence[StudybotError], store: Store
    ) -> None:
        """Have these in the place of all decks and problems there were, in one step.

        Edited cards keep their ids, and decks that are as they were all that was made of them.
        Raises a ``DatabaseError``; then nothing has changed.
        """
        fresh = [deck for deck in decks if self._read.get(deck.id) != deck]
        entries = {deck.id: Entry(await recognised(store, deck)) for deck in fresh}
        kept = {one.deck: one for one in broken if isinstance(one, LastGoodShown)}
        self._entries = {deck.id: entries.get(deck.id) or self._entries[deck.id] for deck in decks}
        for deck_id, entry in self._entries.items():
            entry.kept = kept.get(deck_id)
        self._read = {deck.id: deck for deck in decks}
        self._broken = tuple(broken)

    def entries(self) -> tuple[Entry, ...]:
        """Every deck, in the order of their files."""
        return tuple(self._entries.values())

    def find(self, name: str | None) -> Entry:
        """The deck that is meant: by id, title or the beginning of either; unnamed, the first.

        Raises ``UnknownDeck`` and ``NoDecks``.
        """
        if not self._entries:
            raise NoDecks(self.folder)
        if name is None:
            return next((entry for entry in self.entries() if entry.deck.cards), self.entries()[0])
        found = match(name, [(key, (key, it.deck.title)) for key, it in self._entries.items()])
        if found is None:
            raise UnknownDeck(name, tuple(self._entries))
        return self._entries[found]

    def by_id(self, deck_id: DeckId) -> Entry | None:
        """The deck of this id, if it is still there."""
        return self._entries.get(deck_id)

    async def listing(self) -> DeckListScreen:
        """The list of decks."""
        lines = [await entry.line() for entry in self.entries()]
        return DeckListScreen(tuple(lines), self._broken)


def match(typed: str, names: Sequence[tuple[_Key, tuple[str, ...]]]) -> _Key | None:
    """The one thing that has the typed name, else the first one whose name begins so."""
    wanted = typed.strip().removesuffix(".md").casefold()
    for key, its_names in names:
        if wanted in (name.casefold() for name in its_names):
            return key
    for key, its_names in names:
        if wanted and any(name.casefold().startswith(wanted) for name in its_names):
            return key
    return None
