"""Decks as people give them to their space and take them back."""

from __future__ import annotations

import asyncio
import hashlib
import unicodedata
from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PureWindowsPath
from weakref import WeakValueDictionary

from bot.box import Box, Job
from bot.commands import DECK_ADD, FileOption
from bot.decks.parsing import deck_id
from bot.errors import (
    BadOption,
    NameTaken,
    NoCards,
    NotYourDeck,
    OrganiserOnly,
    TooManyDecks,
    UnknownDeck,
)
from bot.invocations import Invocation, Upload, accept
from bot.model import CardId, DeckId, Finding, Request, Severity, SpaceDeck, SpaceId, SpaceNotes
from bot.ports import Store
from bot.screens import (
    DeckChange,
    DeckLine,
    DeckNews,
    DeckReportScreen,
    Reply,
)
from bot.service.catalog import Catalog, Entry
from bot.service.shelves import Shelves, ready

MOST_DECKS = 50
"""Decks that a space may have of its own."""

MOST_BYTES = 20_000_000
"""What they may have together."""

LONGEST_NAME = 60
"""Characters of a deck's name."""

NAMELESS = "notes"
"""What a deck is called whose file has no name that can be shown."""

_QUOTES = str.maketrans(dict.fromkeys('"“”„', "'"))

_SLUG = 15
"""Characters of a name that are told again in an id, for whoever reads the database."""


class Librarian:
    """Changes what a space is offered."""

    def __init__(self, store: Store, catalog: Catalog, shelves: Shelves, box: Box) -> None:
        """Take the memory, the decks of all, those of spaces, and where new ones are read."""
        self._store = store
        self._catalog = catalog
        self._shelves = shelves
        self._box = box
        self._adding: WeakValueDictionary[SpaceId, asyncio.Lock] = WeakValueDictionary()

    async def add(self, invocation: Invocation, request: Request) -> Reply:
        """Make a deck of a file, or put the file in the place of the one it was made of before.

        Raises ``OrganiserOnly``, ``BadOption``, ``FileTooLarge``, ``NameTaken``, ``TooManyDecks``,
        ``NotText``, ``TooManyCards``, ``TookTooLong`` and ``NoCards``; nothing is changed then.
        """
        if not request.person.organiser:
            raise OrganiserOnly
        given = _handed(invocation)
        source = cleaned(PureWindowsPath(given.name).name)
        wished = cleaned(invocation.word("name") or "")
        name = wished or cleaned(source.rpartition(".")[0]) or NAMELESS
        space = request.room.space
        if any(_same(name, one) for entry in self._catalog.entries() for one in _names(entry)):
            raise NameTaken(name)
        async with self._adding.setdefault(space, asyncio.Lock()):  # a space waits for itself
            while True:
                before = await self._before(name, len(given.data), space)
                fresh = SpaceDeck(
                    space=space,
                    id=own_id(space, name),
                    name=name,
                    title=wished,
                    source=source or f"{name}.md",
                    size=len(given.data),
                    cards=0,
                    objective=0,
                    problems=0,
                    adder=request.person.account,
                    added_at=request.at,
                    revision=before.revision + 1 if before else 1,
                )
                if screen := await self._put(fresh, given.data, before):
                    return Reply(private=screen)

    async def remove(self, invocation: Invocation, request: Request) -> Reply:
        """Offer a deck of the space no longer. Raises ``OrganiserOnly`` and ``UnknownDeck``.

        Raises ``NotYourDeck`` as well: decks of the content folder are offered everywhere.
        """
        if not request.person.organiser:
            raise OrganiserOnly
        name, space = invocation.word("deck") or "", request.room.space
        found = await self._shelves.locate(name, space)
        if entry := self._catalog.by_id(found):
            raise NotYourDeck(entry.deck.title)
        own = await self._store.space_deck(space, found)
        if own is None or not await self._store.remove_deck(space, found, request.at):
            raise UnknownDeck(name, ())
        line = DeckLine(own.name, own.title, own.cards, own.objective, own.problems)
        screen = DeckReportScreen(line, own.source, (), (), 0, (), news=DeckNews.REMOVED)
        return Reply(private=screen)

    async def _before(self, name: str, size: int, space: SpaceId) -> SpaceDeck | None:
        """The deck that has this name, or had it. Raises ``TooManyDecks``."""
        every = await self._store.space_decks(space)
        before = next((one for one in every if one.id == own_id(space, name)), None)
        others = [one for one in every if one is not before and one.removed_at is None]
        if len(others) >= MOST_DECKS:
            raise TooManyDecks(MOST_DECKS)
        if sum(one.size for one in others) + size > MOST_BYTES:
            raise TooManyDecks(MOST_DECKS, MOST_BYTES)
        return before

    async def _put(
        self, fresh: SpaceDeck, data: bytes, before: SpaceDeck | None
    ) -> DeckReportScreen | None:
        """Read the file and keep it; None if somebody else changed the deck meanwhile."""
        kept = await self._store.space_notes(fresh.space, fresh.id) if before else None
        known = await self._store.known_cards(fresh.id)
        made = await self._box.make(Job(data, fresh.source, fresh.id, fresh.title, known))
        if not made.deck.cards:
            raise NoCards(fresh.source, _worst_first(made.deck.findings))
        entry = ready(made, fresh.name)
        line = await entry.line()
        deck = replace(
            fresh,
            title=made.deck.title,
            cards=line.cards,
            objective=line.objective,
            problems=line.problems,
        )
        notes = SpaceNotes(data, made.marks)
        if not await self._store.put_deck(deck, notes, made.remembered):
            return None
        self._shelves.put(deck, entry)
        return replace(
            await entry.report(),
            news=_news(before),
            change=_change(kept[1].marks, made.marks) if kept else None,
        )


def cleaned(name: str) -> str:
    """A name as it is shown and typed: one line of characters that leave a mark, not too long.

    It can be put between double quotes.
    """
    plain = "".join(
        " " if one.isspace() else one
        for one in unicodedata.normalize("NFC", name)
        if one.isspace() or unicodedata.category(one)[0] != "C"
    )
    return " ".join(plain.translate(_QUOTES).split())[:LONGEST_NAME].strip()


def own_id(space: SpaceId, name: str) -> DeckId:
    """The id of the deck that a space calls so, in whichever case: no other space has it."""
    slug = deck_id(f"{name}.md")[:_SLUG].strip("-")
    told = repr((space.platform, space.workspace, name.casefold()))
    digest = hashlib.blake2b(told.encode(), digest_size=10).digest()
    return DeckId(f"{slug}-{b32encode(digest).decode().lower()}")


def _handed(invocation: Invocation) -> Upload:
    """The file that was handed over. Raises ``BadOption`` and ``FileTooLarge``."""
    option = DECK_ADD.options[0]
    given = invocation.upload(option.name)
    if given is None or not isinstance(option, FileOption):
        raise BadOption(DECK_ADD, option, "")
    accept(DECK_ADD, option, given.name, len(given.data))
    return given


def _names(entry: Entry) -> tuple[str, ...]:
    return entry.deck.id, entry.deck.title


def _same(one: str, other: str) -> bool:
    return cleaned(one).casefold() == cleaned(other).casefold()


def _news(before: SpaceDeck | None) -> DeckNews:
    if before is None:
        return DeckNews.ADDED
    return DeckNews.RESTORED if before.removed_at else DeckNews.UPDATED


def _change(before: Mapping[CardId, str], after: Mapping[CardId, str]) -> DeckChange:
    both = before.keys() & after.keys()
    edited = sum(before[card] != after[card] for card in both)
    return DeckChange(
        new=len(after) - len(both),
        edited=edited,
        gone=len(before) - len(both),
        same=len(both) - edited,
    )


def _worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(sorted(findings, key=lambda one: (order.index(one.severity), one.line)))
