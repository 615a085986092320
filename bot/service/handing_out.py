"""Decks as people take them away: as the notes themselves, as a table, as a package for Anki."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import assert_never

import structlog

from bot.commands import Format
from bot.decks import library
from bot.decks.parsing import deck_id
from bot.errors import NotesGone, StudybotError, UnknownDeck
from bot.exporting import table
from bot.invocations import Invocation
from bot.model import Deck, Request, SpaceId
from bot.ports import Store
from bot.screens import FileScreen, Reply
from bot.service.catalog import Catalog, Entry
from bot.service.shelves import Shelves
from bot.service.spaces import Spaces

_log = structlog.get_logger(__name__)

_MEDIA = {
    Format.MARKDOWN: ("md", "text/markdown"),
    Format.CSV: ("csv", "text/csv"),
    Format.ANKI: ("apkg", "application/octet-stream"),
}
"""The ending and the MIME type of each format."""


_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""When a deck came to be whose file is gone: always the same, and before any that is there."""


class HandingOut:
    """Makes files of decks."""

    def __init__(self, store: Store, catalog: Catalog, shelves: Shelves, spaces: Spaces) -> None:
        """Take the memory, the decks of all, those of spaces, and what a space wishes."""
        self._store = store
        self._catalog = catalog
        self._shelves = shelves
        self._spaces = spaces
        self._packing = asyncio.Lock()

    async def export(self, invocation: Invocation, request: Request) -> Reply:
        """A deck as a file. Raises ``UnknownDeck``, ``NoDecks`` and ``NotesGone``."""
        wanted = Format(invocation.word("format") or Format.MARKDOWN)
        space = request.room.space
        entry = await self._spaces.deck(invocation.word("deck"), space, request.at)
        packed = await self._packed(wanted, entry, space)
        ending, media = _MEDIA[wanted]
        async with self._packing:  # one after the other, beside the event loop
            data = await asyncio.to_thread(packed)
        name = f"{deck_id(f'{entry.name}.md')}.{ending}"
        deck = entry.deck
        return Reply(private=FileScreen(deck.title, name, data, media, len(deck.cards)))

    async def _packed(self, wanted: Format, entry: Entry, space: SpaceId) -> Callable[[], bytes]:
        """What makes the file. Only the notes themselves need to be where they were read."""
        match wanted:
            case Format.MARKDOWN:
                original = await self._original(entry, space)
                return lambda: original
            case Format.CSV:
                return partial(table.packed, entry.deck)
            case Format.ANKI:
                return partial(_for_anki, entry.deck, await self._changed_at(entry, space))
            case _:
                assert_never(wanted)

    async def _original(self, entry: Entry, space: SpaceId) -> bytes:
        """The file that a deck was made of: its author's, even where an older deck is shown."""
        if not self._catalog.by_id(entry.deck.id):
            _, data = await self._given(entry, space)
            return data
        folder = Path(self._catalog.folder)
        try:
            return await asyncio.to_thread(library.original, folder, entry.deck.source)
        except StudybotError as error:  # where the folder is, is nobody else's business
            _log.warning("notes cannot be handed out", reason=str(error))
            raise NotesGone(entry.deck.title) from error

    async def _changed_at(self, entry: Entry, space: SpaceId) -> datetime:
        """When a deck came to be what it is, as far as that can be told."""
        if not self._catalog.by_id(entry.deck.id):
            added_at, _ = await self._given(entry, space)
            return added_at
        folder = Path(self._catalog.folder)
        try:
            return await asyncio.to_thread(library.changed_at, folder, entry.deck.source)
        except StudybotError:
            return _LONG_AGO

    async def _given(self, entry: Entry, space: SpaceId) -> tuple[datetime, bytes]:
        """When a space was given a deck, and the file."""
        found = await self._store.space_notes(space, entry.deck.id)
        if found is None:
            raise UnknownDeck(entry.name, ())
        deck, notes, _ = found
        return deck.added_at, notes.data


def _for_anki(deck: Deck, changed_at: datetime) -> bytes:
    from bot.exporting import anki  # noqa: PLC0415 -- what it stands on takes its time

    return anki.packed(deck, changed_at)
