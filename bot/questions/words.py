"""Words as a test-taker compares them: tokens, stems, parts of names, acronyms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final


def table(text: str) -> frozenset[str]:
    """The words of ``text``, which white space divides."""
    return frozenset(text.split())


WORD: Final = re.compile(
    r"[<>=≤≥]{1,2} ?\d[\d.,]*\d|[<>=≤≥]{1,2} ?\d"
    r"|(?:(?<![\w-])[-\u2212])?\d+(?:[.,]\d+)*|[^\W\d_]+\d*"
)
"""A word, a number, or a number with its comparison: ``>2`` is not ``2``."""

_CAMEL: Final = re.compile(
    r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_A-Za-z]+"  # ReduceLROnPlateau -> LR, On
)
_NEGATION: Final = frozenset({"no", "not", "never", "without", "except", "unlike", "nor"})
_SMALL: Final = table("""
    a an the this that these those it its they their them he she his her we our you your i my is
    are was were be been being am do does did done has have had having can could may might must
    shall should will would of to in on at by for from with into onto over under as than and or
    but if then so such also too very more most some any each both all which who whom whose what
    when where why how there here while during e g i.e etc eg ie via per up out
    """)
_PREFIX: Final = re.compile(r"^(?:re|un|pre|non|dis|over|under|multi|sub)-?(?=\w{3})")
_SHORT: Final = 4
"""The longest word, or shortest part of a name, for which three shared letters are a hint."""


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in lower case; parts of ``snake_case`` names stand apart."""
    return tuple(match.group().replace(" ", "").casefold() for match in WORD.finditer(text))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of an English word (Porter2); other words lose at most an English-looking ending.

    A stemmer keeps its word in itself, so each call has its own: safe from several threads.
    """
    # It comes with forty languages: not before a question is made.
    import snowballstemmer  # noqa: PLC0415

    return str(snowballstemmer.stemmer("english").stemWord(word))


def is_small(word: str) -> bool:
    """Whether ``word`` (in lower case) only holds a sentence together."""
    return word in _SMALL


def is_negation(word: str) -> bool:
    """Whether ``word`` (in lower case) turns a statement into its opposite."""
    return word in _NEGATION


@lru_cache(maxsize=16_384)
def content(text: str) -> frozenset[str]:
    """The stems of the words in ``text`` that carry meaning; a negation does."""
    return frozenset(stem(word) for word in words(text) if word not in _SMALL)


@lru_cache(maxsize=16_384)
def parts(name: str) -> tuple[str, ...]:
    """The pieces a name is glued from: ``ReduceLROnPlateau`` -> ``reduce``, ``lr``, ``on``..."""
    return tuple(match.group().casefold() for match in _CAMEL.finditer(name))


@lru_cache(maxsize=16_384)
def hints(option: str) -> frozenset[str]:
    """Every word and part of a name in ``option`` that a stem could give away."""
    found = {*words(option), *parts(option)}
    return frozenset(word for word in found if word not in _SMALL and not word.isdigit())


def acronyms(text: str) -> frozenset[str]:
    """What stands in capitals in ``text``, alone or inside a name: ``LR`` in ``ReduceLROn``."""
    pieces = (match.group() for match in _CAMEL.finditer(text))
    return frozenset(piece.casefold() for piece in pieces if piece.isupper() and len(piece) > 1)


def initials(text: str) -> str:
    """The first letters of the words of ``text``, small words left out, one string in order."""
    return "".join(word[0] for word in words(text) if word not in _SMALL)


@lru_cache(maxsize=65_536)
def akin(one: str, other: str) -> bool:
    """Whether two lower-case words look related to someone who knows neither.

    They do if they have one stem, if one begins with or holds the other, or if a short one shares
    its first three letters (``maximum`` and ``max``, ``adaptive`` and ``adam``).
    """
    if stem(one) == stem(other) or stem(_PREFIX.sub("", one)) == stem(_PREFIX.sub("", other)):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) <= _SHORT:
        return len(short) > 2 and long.startswith(short[:3]) and len(long) > 2  # noqa: PLR2004
    root = stem(short)
    return root in long if len(root) > _SHORT else long.startswith(root)


def normal(text: str) -> str:
    """``text`` as two people would call it the same: no case, punctuation or extra space."""
    return " ".join(words(text)) or " ".join(text.split())
