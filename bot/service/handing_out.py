"""Decks as people take them away: as the notes themselves, as a table, as a package for Anki."""

from __future__ import annotations

import asyncio
from datetime import datetime
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
        original, changed_at = await self._original(entry, space)
        ending, media = _MEDIA[wanted]
        async with self._packing:  # one after the other, beside the event loop
            data = await asyncio.to_thread(_packed, wanted, entry.deck, original, changed_at)
        name = f"{deck_id(f'{entry.name}.md')}.{ending}"
        deck = entry.deck
        return Reply(private=FileScreen(deck.title, name, data, media, len(deck.cards)))

    async def _original(self, entry: Entry, space: SpaceId) -> tuple[bytes, datetime]:
        """The file that a deck was made of, and when it came to be what it is."""
        if self._catalog.by_id(entry.deck.id):
            folder = Path(self._catalog.folder)
            try:
                return await asyncio.to_thread(library.original, folder, entry.deck.source)
            except StudybotError as error:  # where the folder is, is nobody else's business
                _log.warning("notes cannot be handed out", reason=str(error))
                raise NotesGone(entry.deck.title) from error
        found = await self._store.space_notes(space, entry.deck.id)
        if found is None:
            raise UnknownDeck(entry.name, ())
        deck, notes, _ = found
        return notes.data, deck.added_at


def _packed(wanted: Format, deck: Deck, original: bytes, changed_at: datetime) -> bytes:
    match wanted:
        case Format.MARKDOWN:
            return original
        case Format.CSV:
            return table.packed(deck)
        case Format.ANKI:
            from bot.exporting import anki  # noqa: PLC0415 -- what it stands on takes its time

            return anki.packed(deck, changed_at)
        case _:
            assert_never(wanted)
