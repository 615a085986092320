"""Amounts in words: counts, letters, lists, shares, times."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_CLOCKED = 10
"""Minutes up to which the seconds that are left are told."""


def count(amount: int, noun: str, plural: str = "") -> str:
    """An amount and its noun: ``1 card``, ``20 cards``."""
    return f"{amount} {noun if amount == 1 else plural or noun + 's'}"


def spelled(amount: int) -> str:
    """A small amount as a word, a larger one in digits."""
    return _SMALL[amount] if 0 <= amount < len(_SMALL) else str(amount)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: ``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no joining
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def letter(index: int) -> str:
    """The letter of an option: A for the first."""
    return chr(ord("A") + index)


def letters(indices: Iterable[int], last: str = "and") -> str:
    """The letters of options in a row: ``A and C``."""
    return listed([letter(index) for index in indices], last)


def percent(share: float) -> str:
    """A share from 0 to 1. Only all is 100 % and only nothing is 0 %."""
    if 0 < share < 1:
        return f"{min(99, max(1, round(100 * share)))} %"
    return f"{round(100 * share)} %"


def clock(seconds: float) -> str:
    """A time that is left, rounded up to whole seconds: ``0:30``, ``59:59``, ``1:00:00``."""
    whole = max(0, math.ceil(seconds))
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def left(seconds: float) -> str:
    """A time that is left as people say it: ``9:59``, ``42 minutes``, ``23 hours``.

    Only what is soon over is counted in seconds; a longer time is never said to be longer than
    it is, but for less than a minute.
    """
    minutes = math.ceil(seconds / 60)
    if minutes <= _CLOCKED:
        return clock(seconds)
    hours = minutes // 60
    return count(hours, "hour") if hours else count(minutes, "minute")


def size(amount: int) -> str:
    """A number of bytes: ``512 bytes``, ``20 kB``, ``1.5 MB``."""
    kilo = 1000
    if amount < kilo:
        return count(amount, "byte")
    if amount < kilo * kilo:
        return f"{amount / kilo:.0f} kB"
    return f"{amount / kilo / kilo:.1f}".removesuffix(".0") + " MB"
