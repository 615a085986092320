"""What stands between two wordings: nothing, a slip of the pen, or another word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from rapidfuzz.distance import OSA, Levenshtein

_WEIGHTLESS = frozenset(
    re.findall(
        r"\w+",
        """a an the is are was were be do does did of to in for on you your we can could would then
        what whats which how explain describe define exactly really actually briefly simply please
        """,
    )
)
"""Words that come and go without making another question. No negation is among them."""

_SHORTEST, _LONGEST_WORD = 4, 60
"""Letters of a word in which a wrong one can be told from another word."""

_LONGEST, _MOST = 1000, 64
"""Words that are compared one by one, and changed words that may all be slips."""


class Change(IntEnum):
    """How far two wordings are apart.

    A letter too many, too few or swapped is a ``SLIP``. One that was replaced makes as often
    another word (alkane, alkene), as do signs and joined words: a ``DOUBT``. The rest is ``OTHER``.
    """

    NONE = 0
    SLIP = 1
    DOUBT = 2
    OTHER = 3


def change(one: Sequence[str], other: Sequence[str]) -> Change:
    """The greatest change between two texts, given as their words and signs."""
    if one == other:
        return Change.NONE
    if "".join(one) == "".join(other):
        return Change.DOUBT
    if max(len(one), len(other)) > _LONGEST:
        return Change.OTHER
    if Levenshtein.distance(one, other, score_cutoff=_MOST) > _MOST:
        return Change.OTHER
    found = Change.SLIP
    for step in Levenshtein.opcodes(one, other):
        was = one[step.src_start : step.src_end]
        now = other[step.dest_start : step.dest_end]
        if step.tag == "equal" or _WEIGHTLESS.issuperset((*was, *now)):
            continue
        if step.tag != "replace":
            return Change.OTHER
        found = max(found, *map(_change_of_word, was, now))
    return found


def _change_of_word(one: str, other: str) -> Change:
    long = max(len(one), len(other)) > _LONGEST_WORD
    if long or not (one + other).isalpha() or OSA.distance(one, other, score_cutoff=1) > 1:
        return Change.OTHER
    if sorted(one) == sorted(other):
        return Change.SLIP if one[0] == other[0] else Change.DOUBT
    if min(len(one), len(other)) < _SHORTEST or one[1:] == other or other[1:] == one:
        return Change.OTHER  # typical, atypical
    if len(one) != len(other) and one[:2] == other[:2]:
        return Change.SLIP
    return Change.DOUBT
