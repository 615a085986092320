"""Foreign words made harmless before any markup: nothing that hides, turns or piles up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import bidirectional, category

import wcwidth

from bot import wording
from bot.richtext import RichText, plain

NAME = 32
"""Columns that a person's name may take."""

GAP = "\u200b"
"""Shows nothing, and keeps apart what would mean something together."""

_ORDINARY = re.compile(r"[\n -~]*")
_BREAKS = frozenset("\x0b\x0c\x85\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d")
# Format characters that are seen: signs of Arabic, Syriac and Kaithi numbers.
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd\U000110cd")
# Letters and marks that show nothing: fillers, a joiner of marks, inherent vowels.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_SELECTORS = range(0xE0100, 0xE01F0)
_MARKS = 4
"""Marks that may stand on one letter: what people write has three at most."""


def units(words: str) -> int:
    """The length of a text as a strict reader may count it: in UTF-16."""
    return len(words) if words.isascii() else len(words.encode("utf-16-le")) // 2


def clean(words: str) -> str:
    """The text without controls, unseen characters, turns of direction and towers of marks."""
    if _ORDINARY.fullmatch(words):
        return words
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    letters = set(words)
    changed = {ord(one): kept for one in letters if (kept := _kept(one)) != one}
    if changed:
        words = words.translate(changed)
    return "".join(_fewer_marks(words)) if any(map(_is_mark, letters)) else words


@lru_cache(4096)
def _kept(letter: str) -> str:
    """What is left of a character: itself, a line break or nothing."""
    if letter in _BREAKS:
        return "\n"
    if letter == "\n" or letter in _JOINERS or letter in _SEEN:
        return letter
    unseen = letter in _UNSEEN or ord(letter) in _SELECTORS
    return "" if unseen or category(letter) in {"Cc", "Cf", "Cs"} else letter


@lru_cache(4096)
def _is_mark(letter: str) -> bool:
    return letter in _JOINERS or category(letter) in {"Mn", "Me"}


def _fewer_marks(words: str) -> Iterator[str]:
    run = 0
    for letter in words:
        run = run + 1 if _is_mark(letter) else 0
        if run <= _MARKS:
            yield letter


def one_line(words: str) -> str:
    """The harmless text on one line."""
    return " ".join(clean(words).split())


def columns(words: str) -> int:
    """How wide a harmless text is where all characters are equally wide, or twice as wide."""
    return len(words) if words.isascii() else wcwidth.width(words)


def clipped(words: str, width: int, room: int = 0) -> str:
    """The text on one line, at most ``width`` columns and ``room`` units, or twice the width."""
    room = room or 2 * width
    words = one_line(words[: 16 * width])  # more could not be shown, marks included
    if columns(words) <= width and units(words) <= room:
        return words
    width, room = width - 1, room - 1
    taken = ""
    for letter in wcwidth.iter_graphemes(words):
        width, room = width - columns(letter), room - units(letter)
        if width < 0 or room < 0:
            break
        taken += letter
    return taken.rstrip() + "…"


def name(words: str, width: int = NAME) -> str:
    """A person's name: short, on one line, and turning no line around."""
    shown = clipped(words, width)
    return isolated(shown if columns(shown) else wording.NAMELESS)


def isolated(words: str) -> str:
    """Words from right to left closed up in themselves, so that they leave their line in order."""
    if words.isascii() or not any(bidirectional(one) in {"R", "AL", "AN"} for one in words):
        return words
    return f"\u2068{words}\u2069"


def short(rich: RichText, width: int = 60, room: int = 0) -> str:
    """The beginning of a text on one line, as ``clipped`` cuts it."""
    return clipped(plain(rich), width, room)
