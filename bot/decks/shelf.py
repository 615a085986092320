"""The files of a folder as they are shown: each in its newest version that can be used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import inf
from pathlib import PurePosixPath

from bot.decks.library import Library, Listing, Reading, Sign, told_apart
from bot.errors import CardsLost, FileMissing, FileUnreadable, LastGoodShown, StudybotError
from bot.findings.files import NO_QUESTIONS
from bot.model import Deck, DeckId, Finding, Severity

STILL = 0.15
"""Seconds for which a file must have been as it is before it is read: its writer has finished."""

SURE = 0.8
"""Seconds for which bad news must have lasted: cards that are gone may come with the next bytes."""

AGAIN = 2.1
"""Seconds after which a file is read once more: some systems know the time of a save no better."""


@dataclass(frozen=True, slots=True)
class News:
    """What has become of a file: its ``deck`` is shown from now on; with ``trouble`` it still is.

    With neither it is gone.
    """

    source: str
    deck: Deck | None
    trouble: StudybotError | None


@dataclass(slots=True)
class _Book:
    """A file: what it is like now, and what of it is shown."""

    seen: Sign | StudybotError | None
    since: float
    read_at: float
    digest: bytes = b""
    deck: Deck | None = None
    good: datetime | None = None
    trouble: StudybotError | None = None
    troubled: datetime | None = None


class Shelf:
    """Weighs what is seen and read of a folder; looks at nothing itself, and is told the time.

    Moments are seconds of any clock that only goes forward; ``at`` is what people call it.
    """

    def __init__(self, library: Library, at: datetime) -> None:
        """Begin with what was read at the start."""
        self._books: dict[str, _Book] = {}
        for source, reading in library.readings.items():
            failed = reading.outcome if isinstance(reading.outcome, StudybotError) else None
            self._books[source] = book = _Book(reading.sign or failed, -inf, inf)
            if isinstance(reading.outcome, Deck):
                _show(book, reading.outcome, reading.digest, at)
            elif failed:
                self._troubled(source, book, failed, at)

    def see(self, listing: Listing, now: float, at: datetime) -> list[News]:
        """Take note of what is there; what was gone or hidden for long enough is news."""
        for source in (*listing.files, *filter(None, listing.problems)):
            self._books.setdefault(source, _Book(None, now, inf))
        return [
            news
            for source, book in list(self._books.items())
            if (news := self._seen(source, book, _state(listing, source), now, at))
        ]

    def _seen(
        self, source: str, book: _Book, seen: Sign | StudybotError | None, now: float, at: datetime
    ) -> News | None:
        there = isinstance(seen, tuple)
        if _differ(seen, book.seen):
            book.seen, book.since = seen, now
            book.read_at = now + STILL if there else now + SURE
        if there or now < book.read_at:
            return None
        book.read_at = inf
        if isinstance(seen, StudybotError):
            book.digest = b""
            return self._troubled(source, book, seen, at)
        del self._books[source]
        return News(source, None, None)

    def to_read(self, now: float) -> dict[str, bytes]:
        """The files to be read now, with the digests of what is known of them."""
        return {
            source: book.digest
            for source, book in self._books.items()
            if isinstance(book.seen, tuple) and book.read_at <= now
        }

    def take(self, source: str, reading: Reading, now: float, at: datetime) -> News | None:
        """Weigh a file that was read: whether it is shown from now on, and whether that is news."""
        book = self._books[source]
        if reading.sign and reading.sign != book.seen:  # it was changed meanwhile: it will be seen
            book.read_at = now + STILL
            return None
        sure = book.since + SURE
        if now < sure and _worse(book.deck, reading.outcome):
            book.read_at = sure
            return None
        book.read_at = book.since + AGAIN if now < book.since + AGAIN else inf
        outcome = reading.outcome
        if outcome is None:
            return None
        if isinstance(outcome, Deck) and (lost := cards_lost(book.deck, outcome)):
            outcome = lost
        if isinstance(outcome, Deck):
            _show(book, outcome, reading.digest, at)
            return News(source, outcome, None)
        book.digest = reading.digest
        if isinstance(outcome, FileUnreadable | FileMissing):
            book.read_at = now + AGAIN
        return self._troubled(source, book, outcome, at)

    def _troubled(
        self, source: str, book: _Book, trouble: StudybotError, at: datetime
    ) -> News | None:
        if not _differ(trouble, book.trouble):
            return None
        book.troubled = book.troubled or at
        book.trouble = trouble
        return News(source, book.deck, trouble)

    def wake(self) -> float:
        """When there will be something to read or to say even if nothing more happens."""
        return min((book.read_at for book in self._books.values()), default=inf)

    def decks(self) -> tuple[Deck, ...]:
        """What is shown, in the order of the files' names."""
        shown = [(book, book.deck) for _, book in self._sorted() if book.deck]
        ids = Counter(deck.id for _, deck in shown)
        # One that has just been renamed without its id becoming another leaves its place at once.
        return told_apart([deck for book, deck in shown if book.seen or ids[deck.id] == 1])

    def problems(self, zone: str) -> tuple[StudybotError, ...]:
        """What is wrong with files, and which decks are shown though it is; told in this zone."""
        ids = {deck.source: deck.id for deck in self.decks()}
        return tuple(
            _told(source, ids.get(source), book.trouble, book, zone)
            for source, book in self._sorted()
            if book.trouble
        )

    def _sorted(self) -> list[tuple[str, _Book]]:
        return sorted(self._books.items(), key=lambda one: PurePosixPath(one[0]).parts)


def cards_lost(before: Deck | None, now: Deck) -> CardsLost | None:
    """Why a file is not to be shown as it is: it gives no card any more, or errors cost it most.

    None where it may be shown, whatever was found in it.
    """
    if before is None or not before.cards:
        return None
    errors = _errors(now)
    spoiled = len(errors) > len(_errors(before)) and 2 * len(now.cards) < len(before.cards)
    if now.cards and not spoiled:
        return None
    # That nothing was found is what follows from the others, where there are others.
    errors.sort(key=lambda found: found.code == NO_QUESTIONS.code)
    told = (errors[0].line, errors[0].message, errors[0].hint) if errors else (0, "", "")
    return CardsLost(now.source, len(now.cards), len(before.cards), *told)


def _errors(deck: Deck) -> list[Finding]:
    return [found for found in deck.findings if found.severity is Severity.ERROR]


def _worse(shown: Deck | None, outcome: Deck | StudybotError | None) -> bool:
    match outcome:
        case None:
            return False
        case Deck():
            return len(outcome.cards) < max(1, len(shown.cards) if shown else 0)
        case _:
            return True


def _show(book: _Book, deck: Deck, digest: bytes, at: datetime) -> None:
    book.deck, book.digest, book.good = deck, digest, at
    book.trouble = book.troubled = None


def _told(
    source: str, deck: DeckId | None, trouble: StudybotError, book: _Book, zone: str
) -> StudybotError:
    if deck is None or book.good is None or book.troubled is None:
        return trouble
    if book.deck and not book.deck.cards:  # nothing that anybody would call good
        return trouble
    return LastGoodShown(source, deck, book.good, book.troubled, zone, trouble)


def _state(listing: Listing, source: str) -> Sign | StudybotError | None:
    """The file as it is there, else what is wrong with it or with a folder above it."""
    if source in listing.files:
        return listing.files[source]
    above = (source, *map(str, PurePosixPath(source).parents), "")
    return next((listing.problems[one] for one in above if one in listing.problems), None)


def _differ(one: object, other: object) -> bool:
    if isinstance(one, StudybotError) and isinstance(other, StudybotError):
        return str(one) != str(other)
    return one != other
