"""One file through everything that is done with notes, the laws held at each step."""

from __future__ import annotations

import zlib
from random import Random
from time import process_time

from bot.decks.parsing import parse
from bot.errors import NotText
from bot.model import Deck
from bot.questions.making import Maker
from tests.fuzz import laws
from tests.fuzz.mutating import mutated

SECONDS = 5.0
"""Processor time for one small file, watched by a fuzzer that makes everything slower."""

_CARDS = 3


def attempt(data: bytes) -> None:
    """Read ``data``, ask about some of its cards, edit it and read it again.

    Raises:
        AssertionError: a law does not hold, or it took too long.
    """
    start = process_time()
    try:
        found = parse(data, "notes.md")
    except NotText:
        return
    laws.assert_sound(found, laws.line_count(data))
    laws.assert_bounded(found, len(data))
    rng = Random(zlib.crc32(data))
    if rng.random() < 0.1:  # it takes as long as all else
        assert parse(data, "notes.md") == found
    _ask(found, rng)
    _edit(data, found, rng)
    took = process_time() - start
    assert took < SECONDS, f"{len(data)} bytes took {took:.1f} s"


def _ask(found: Deck, rng: Random) -> None:
    maker = Maker(found)
    for card in rng.sample(found.cards, min(_CARDS, len(found.cards))):
        laws.assert_askable(maker.recall(card))
        for question in maker.questions(card):
            laws.assert_askable(question)
        maker.remarks(card)


def _edit(data: bytes, found: Deck, rng: Random) -> None:
    if not found.cards:
        return
    try:
        edited = parse(mutated(data, rng), "notes.md")
    except NotText:
        return
    laws.assert_carried(found, edited)
