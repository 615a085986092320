"""What goes into the box and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model import CardId, Deck, DeckId, Finding, KnownCard, Question


@dataclass(frozen=True, slots=True)
class Limits:
    """What a deck may cost: ``seconds`` of work, ``patience`` in seconds that pass, bytes.

    ``memory`` is all that the process may have, ``made`` what comes of the notes.
    """

    seconds: int = 60
    patience: float = 300
    memory: int = 1_000_000_000
    made: int = 32_000_000
    cards: int = 2_000


@dataclass(frozen=True, slots=True)
class Job:
    """Notes to be made a deck of, with the id and, where it is not empty, the ``title`` given.

    ``known`` are the cards that it was seen with before.
    """

    data: bytes = field(repr=False)
    source: str
    id: DeckId
    title: str
    known: tuple[KnownCard, ...] = field(repr=False)
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Made:
    """A deck with every objective question about its cards, and what the maker remarked.

    ``marks`` changes for a card whenever anything in it does but its place; ``remembered`` is what
    the cards are recognised by when the notes are read again.
    """

    deck: Deck
    questions: Mapping[CardId, tuple[Question, ...]]
    remarks: Mapping[CardId, tuple[Finding, ...]]
    marks: Mapping[CardId, str]
    remembered: tuple[KnownCard, ...]
