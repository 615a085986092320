"""Whether two cards are one card edited: words in their order, signs, code, options, answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from rapidfuzz.distance import Indel

from bot.decks import naming
from bot.decks.common import Common
from bot.decks.slips import Change, change
from bot.model import KnownCard

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SPACELESS_RUN = re.compile(f"[{_SPACELESS}]")
_SCRIPTS = re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese write no space between words."""

_DIGIT = re.compile(r"\d")
_TO_THE_LETTER = re.compile(r"\w+|[^\w\s]")

_WITNESSED, _AGREED, _TELLING = 0.5, 0.8, 6
"""Shares of the answers' words that must stand in the same order: where a slip was mended, and
where it may be another word, as with C++ and C#.

An answer of fewer than six words, such as "Yes" or "It returns None", confirms little.
"""

_OPTIONS_KEPT = 0.5
"""Share of the options, of whichever side has fewer, that must be there still."""

_SHORTEST_ANSWER = 4
"""Characters of an answer that only one card has, in which it says more than yes."""

_READ = 6000
"""Characters of a text whose words are compared; a chapter is known by its beginning."""


@dataclass(frozen=True)
class Text:
    """A card's words, prepared once for many comparisons."""

    card: KnownCard

    @cached_property
    def line(self) -> str:
        """The prompt, as its characters are compared."""
        return naming.normalised(self.card.prompt)

    @cached_property
    def prompt(self) -> tuple[str, ...]:
        """The prompt's words and signs."""
        return _tokens(naming.folded(self.card.prompt))

    @cached_property
    def answer(self) -> tuple[str, ...]:
        """The answer's words and signs, of a long one the first."""
        return _tokens(naming.folded(self.card.answer[:_READ]))

    @cached_property
    def digits(self) -> list[str]:
        """L1 and L2 differ in one letter of many and are two things."""
        return sorted(filter(_DIGIT.search, self.line.split()))

    @cached_property
    def to_the_letter(self) -> tuple[str, ...]:
        """The prompt's words and signs as they are written, lower-case or not."""
        return _tokens(self.card.prompt)

    @cached_property
    def topic(self) -> tuple[str, ...]:
        """The words of the headings above."""
        return _tokens(naming.folded(" ".join(self.card.topic)))

    @cached_property
    def exhibits(self) -> tuple[str, ...]:
        """The words and every sign of code, formulas and pictures; spaces do not count."""
        return tuple(_TO_THE_LETTER.findall(" ".join(self.card.exhibits)))

    @cached_property
    def options(self) -> list[tuple[str, ...]]:
        """The words and signs of each option."""
        return [_tokens(naming.folded(option[:_READ])) for option in self.card.options]


def answers_alike(one: Text, other: Text) -> float:
    """The share of words that both answers have in the same order, 0 to 1."""
    return float(Indel.normalized_similarity(one.answer, other.answer))


def is_edited(known: Text, fresh: Text, common: Common, *, moved: bool) -> bool:
    """Whether ``fresh`` is ``known`` with mended words; ``moved`` is below another heading.

    The same telling answer decides. Else the question must be the same but for slips, its options
    must not be others, and the more doubtful the slip, the more of the answer must be the same.
    """
    same_numbers = known.digits == fresh.digits
    shared = common.answer(known.card) or common.answer(fresh.card)
    telling = len(fresh.answer) >= _TELLING and not shared
    if telling and change(known.answer, fresh.answer) <= (Change.SLIP if same_numbers else 0):
        return True
    repeated = common.prompt(known.card) or common.prompt(fresh.card)
    kept = _options_kept(known, fresh)
    others = kept is not None and kept < _OPTIONS_KEPT
    if others or (repeated and moved) or not (same_numbers or known.answer == fresh.answer):
        return False
    known_by_options = bool(kept) and not common.options(known.card)
    match _change(known, fresh):
        case Change.OTHER:
            return False
        case Change.NONE if not moved and (not repeated or known_by_options):
            return True
        case Change.DOUBT:
            same = known.answer == fresh.answer and len(fresh.card.answer) >= _SHORTEST_ANSWER
            told = telling or (same and not shared)
            return told and answers_alike(known, fresh) >= _AGREED
        case _:
            return answers_alike(known, fresh) >= _WITNESSED


def _change(known: Text, fresh: Text) -> Change:
    """What was changed in the question; where only signs or case were, it may be another one."""
    if known.line != fresh.line:
        words = change(known.prompt, fresh.prompt)
    else:
        words = Change.NONE if known.to_the_letter == fresh.to_the_letter else Change.DOUBT
    return max(words, min(change(known.exhibits, fresh.exhibits), Change.DOUBT))


def _options_kept(known: Text, fresh: Text) -> float | None:
    """The share of options that stayed or were mended; None where one side has none."""
    if not known.options or not fresh.options:
        return None
    left = list(fresh.options)
    kept = 0
    for option in known.options:
        same = next((one for one in left if change(option, one) <= Change.SLIP), None)
        if same is not None:
            left.remove(same)
            kept += 1
    return kept / min(len(known.options), len(fresh.options))


def _tokens(words: str) -> tuple[str, ...]:
    found = naming.TOKENS.findall(words)
    return tuple(found if words.isascii() else chain.from_iterable(map(_words, found)))


def _words(found: str) -> Iterator[str]:
    """Pairs of neighbouring characters, where a script does not say what its words are."""
    for run in _SCRIPTS.findall(found):
        if len(run) > 1 and _SPACELESS_RUN.match(run):
            yield from (run[place : place + 2] for place in range(len(run) - 1))
        else:
            yield run
