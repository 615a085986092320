"""The content folder is watched: what is saved there is asked a moment later.

The folder is looked at every so often, for no system tells of everything: not of a network drive,
not of a folder that is put in the place of another. Where it does tell, it is looked at then.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time

import structlog

from adapters.chat.plain import one_line
from adapters.notices import Notices
from bot import wording
from bot.decks import library
from bot.decks.library import Library, Listing, Reading, Sign
from bot.decks.shelf import News, Shelf
from bot.errors import CardsLost, DatabaseError, LastGoodShown, Unforeseen
from bot.model import Severity
from bot.ports import Clock, Store
from bot.service import Catalog

LOOK = 0.7
"""Seconds between two looks at the folder where nothing is told."""

SHARE = 0.1
"""The share of a processor that looking may take: a large folder is looked at less often."""

SAID = 5
"""Files that are told of at once; the log tells of all."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Notes:
    """Where notes are, what was read of them at the start, and the zone to tell times in."""

    path: Path
    library: Library
    zone: str


@asynccontextmanager
async def watching(
    notes: Notes, catalog: Catalog, store: Store, clock: Clock, tell: Callable[[str], None]
) -> AsyncIterator[None]:
    """Meanwhile, the catalog holds what is in the folder. What changes is logged and told."""
    watcher = Watcher(notes, catalog, store, clock, tell)
    task = asyncio.create_task(watcher.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class Watcher:
    """Looks at the folder, reads what has changed, and brings the catalog up to date."""

    def __init__(
        self,
        notes: Notes,
        catalog: Catalog,
        store: Store,
        clock: Clock,
        tell: Callable[[str], None],
    ) -> None:
        """Look at nothing yet."""
        self._path, self._zone = notes.path, notes.zone
        self._shelf = Shelf(notes.library, clock.now())
        self._catalog = catalog
        self._store = store
        self._clock = clock
        self._tell = tell
        self._untold: list[News] = []
        self._changed = asyncio.Event()
        self._effort = 0.0

    async def run(self) -> None:
        """Watch until cancelled; whatever goes wrong with one look, another one follows."""
        system = Notices(self._changed.set)
        try:
            while True:
                try:
                    system.listen(await self._look())
                except Exception:  # noqa: BLE001 -- as it says
                    _log.exception("the notes cannot be looked at", folder=str(self._path))
                await self._rest()
        finally:
            await system.end()

    async def _rest(self) -> None:
        """Wait until something may have happened."""
        due = max(0.02, self._shelf.wake() - perf_counter())
        ahead = min(due, max(LOOK, self._effort / SHARE))
        with suppress(TimeoutError):
            async with asyncio.timeout(ahead):
                await self._changed.wait()
        self._changed.clear()

    async def _look(self) -> Mapping[Path, Sign]:
        """See what is there and do what follows from it; the folders that it is in."""
        found = await asyncio.to_thread(self._list)
        news = self._shelf.see(found, perf_counter(), self._clock.now())
        for source, digest in self._shelf.to_read(perf_counter()).items():
            reading = await asyncio.to_thread(self._read, source, digest)
            taken = self._shelf.take(source, reading, perf_counter(), self._clock.now())
            news += [taken] if taken else []
        self._untold += news
        if self._untold:
            await self._bring_up_to_date()
        return found.folders

    def _list(self) -> Listing:
        begun = thread_time()
        found = library.listing(self._path)
        self._effort = thread_time() - begun
        return found

    def _read(self, source: str, known: bytes) -> Reading:
        try:
            return library.read(self._path, source, known)
        except Exception as error:  # noqa: BLE001 -- no file may keep the others from being read
            _log.exception("a file of notes cannot be understood", file=source)
            return Reading((), b"", Unforeseen(type(error).__name__))

    async def _bring_up_to_date(self) -> None:
        decks, problems = self._shelf.decks(), self._shelf.problems(self._zone)
        try:
            await self._catalog.replace(decks, problems, self._store)
        except DatabaseError as error:
            _log.warning("changed notes are not asked yet", reason=wording.explain(error))
            return
        news, self._untold = self._untold, []
        kept = {one.path: one for one in problems if isinstance(one, LastGoodShown)}
        for one in news:
            _note(one)
        for one in news[:SAID]:
            self._tell(_sentence(one, kept.get(one.source)))
        if len(news) > SAID:
            self._tell(wording.more_files(len(news) - SAID))


def on_terminal(words: str) -> None:
    """Say something to whoever started the bot, if they are looking."""
    if sys.stdout is not None and sys.stdout.isatty():
        print(one_line(words), flush=True)  # noqa: T201


def _sentence(news: News, kept: LastGoodShown | None) -> str:
    if news.trouble:
        return wording.explain(kept or news.trouble)
    return wording.notes_read(news.source, news.deck)


def _note(news: News) -> None:
    """Log what became of a file: where, why and what to do about it."""
    deck, trouble = news.deck, news.trouble
    if trouble:
        place = {"line": trouble.line} if isinstance(trouble, CardsLost) and trouble.line else {}
        _log.warning(
            "notes cannot be used",
            file=news.source,
            **place,
            reason=wording.explain(trouble),
            shown="the last good version" if deck else "nothing",
        )
    elif deck is None:
        _log.info("notes are gone", file=news.source)
    else:
        _log.info("notes are live", file=news.source, deck=deck.id, cards=len(deck.cards))
        errors = [found for found in deck.findings if found.severity is Severity.ERROR]
        if errors:
            first = errors[0]
            _log.warning(
                "notes have errors",
                file=news.source,
                line=first.line,
                reason=first.message,
                do=first.hint,
                errors=len(errors),
            )
