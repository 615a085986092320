"""Whether two cards are one card edited: words in their order, signs, and what a typo may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA, Indel, Levenshtein

from bot.decks import naming
from bot.model import KnownCard

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SPACELESS_RUN = re.compile(f"[{_SPACELESS}]")
_SCRIPTS = re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese write no space between words."""

_DIGITS = re.compile(r"\w*\d\w*")

_WITNESSED, _AGREED, _TELLING = 0.5, 0.8, 6
"""Shares of the answers' words that must stand in the same order: where a typo was mended, and
where signs or case alone differ, as in C++ and C#.

An answer of fewer than six words, such as "Yes" or "It returns None", confirms nothing more.
"""

_WEIGHTLESS = frozenset(
    re.findall(
        r"\w+",
        """a an the is are was were be do does did of to in for on you your we can could would then
        what whats which how explain describe define exactly really actually briefly simply please
        """,
    )
)
"""Words that come and go without making another question. No negation is among them."""

_SHORTEST = 4
"""Letters of a word in which a wrong one can be told from another word."""


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
        """The answer's words and signs."""
        return _tokens(naming.folded(self.card.answer))

    @cached_property
    def digits(self) -> list[str]:
        """L1 and L2 differ in one letter of many and are two things."""
        return sorted(_DIGITS.findall(self.line))

    @cached_property
    def to_the_letter(self) -> tuple[str, ...]:
        """The prompt's words and signs as they are written, lower-case or not."""
        return _tokens(self.card.prompt)


def answers_alike(one: Text, other: Text) -> float:
    """The share of words that both answers have in the same order, 0 to 1."""
    return float(Indel.normalized_similarity(one.answer, other.answer))


def is_edited(known: Text, fresh: Text, *, repeated: bool) -> bool:
    """Whether ``fresh`` is ``known`` with mended words; a repeated prompt alone tells nothing."""
    if known.line == fresh.line and known.to_the_letter != fresh.to_the_letter:
        return answers_alike(known, fresh) >= _AGREED
    if known.line == fresh.line and not repeated:
        return True
    if known.digits != fresh.digits and known.answer != fresh.answer:
        return False
    if len(fresh.answer) >= _TELLING and _is_mended(known.answer, fresh.answer):
        return True
    mended = _is_mended(known.prompt, fresh.prompt)
    return mended and answers_alike(known, fresh) >= _WITNESSED


def _tokens(words: str) -> tuple[str, ...]:
    return tuple(token for found in naming.TOKENS.findall(words) for token in _words(found))


def _words(found: str) -> Iterator[str]:
    """Pairs of neighbouring characters, where a script does not say what its words are."""
    for run in _SCRIPTS.findall(found):
        if len(run) > 1 and _SPACELESS_RUN.match(run):
            yield from (run[place : place + 2] for place in range(len(run) - 1))
        else:
            yield run


def _is_mended(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether nothing but typos and words without weight stands between two texts."""
    for change in Levenshtein.opcodes(one, other):
        was = one[change.src_start : change.src_end]
        now = other[change.dest_start : change.dest_end]
        if change.tag == "equal" or _WEIGHTLESS.issuperset((*was, *now)):
            continue
        if change.tag != "replace" or not all(map(_is_misspelt, was, now)):
            return False
    return True


def _is_misspelt(one: str, other: str) -> bool:
    """Two letters swapped, or one more, less or wrong, and not where prefixes make opposites."""
    if not (one + other).isalpha() or OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    if sorted(one) == sorted(other):
        return one[0] == other[0]
    return one[:2] == other[:2] and len(one) >= _SHORTEST <= len(other)
