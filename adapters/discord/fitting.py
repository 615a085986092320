"""What a message has room for: texts cut until they fit, lines counted where they do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from adapters.chat.plain import short, units
from adapters.discord import prose
from bot import passages, wording
from bot.richtext import RichText, text

_Thing = TypeVar("_Thing")

ROOM = 3900
"""Units of text in one message; Discord takes 4000."""

_SIGN = 8
"""Units of the sign that a text goes on."""

_AROUND = 20
"""Units that may stand around a text, such as the letter of an option."""

_KEPT = 64
"""Texts that are kept as they were drawn: more questions are seldom answered at once."""

_PARTS = 50
"""Parts of an answer that can be read on."""

_GUESS = 4
"""Characters are tried first as a share of the room: escapes and addresses take room as well."""

Shown = Callable[[RichText], str]
"""How a text is shown."""


def fitted(rich: RichText, room: int, show: Shown = prose.blocks) -> tuple[str, bool]:
    """The Markdown of a text or of as much as has ``room``, and whether something is left out."""
    whole, size = _sized(rich, room, show)
    if size <= room:
        return whole, False
    fits = _measure(room, show)
    shortened, cut = passages.shorten(rich, fits, max(1, room // _GUESS))
    return _sure(show(shortened), shortened, room, show), cut


def _measure(room: int, show: Shown) -> passages.Measure:
    return lambda rich: units(show(rich)) <= room


def _sized(rich: RichText, room: int, show: Shown) -> tuple[str, int]:
    """The Markdown of a text and its length; of one that is far too long, less of both.

    Hardly a character is shown in less than one unit, and an address in many more: most of a long
    text need not be looked at to know that it is too long.
    """
    shown, size = "", 0
    for share in (_GUESS, 1):
        head, rest = passages.split(rich, room // share + 1)
        shown = show(head)
        size = units(shown)
        if size > room or not rest:
            return shown, size
    return shown, room + 1


@lru_cache(_KEPT)
def explained(rich: RichText, room: int) -> tuple[str, bool]:
    """As ``fitted``, for what hundreds of people read within a second."""
    return fitted(rich, room)


@lru_cache(_KEPT)
def parts(rich: RichText, room: int) -> tuple[str, ...]:
    """The Markdown of a whole text, in parts none of which is longer than ``room``.

    What is longer than a small book ends with the sign that it goes on.
    """
    fits = _measure(room - _SIGN, prose.blocks)
    found = list(islice(passages.divide(rich, fits, room // _GUESS), _PARTS + 1)) or [()]
    last = found[-1] if len(found) <= _PARTS else passages.cut_off(found[_PARTS - 1])
    before = map(passages.cut_off, found[: _PARTS - 1][: len(found) - 1])
    return tuple(_sure(prose.blocks(part), part, room, prose.blocks) for part in (*before, last))


def _sure(shown: str, rich: RichText, room: int, show: Shown) -> str:
    """What is shown, or its plain words where a single one of them takes too much with it."""
    if units(shown) <= room:
        return shown
    words = max(1, room // 2 - _AROUND)  # for every character may need a second that escapes it
    return show(text(short(rich, words, words)))


def shared(sizes: Sequence[int], room: int) -> list[int]:
    """How much of ``room`` each may take: what it needs, or what the greedy ones share equally."""
    given = [0] * len(sizes)
    waiting = sorted(range(len(sizes)), key=lambda index: sizes[index])
    for done, index in enumerate(waiting):
        given[index] = min(sizes[index], room // (len(sizes) - done))
        room -= given[index]
    return given


def all_fitted(texts: Sequence[RichText], room: int, shows: Sequence[Shown]) -> list[str]:
    """Several texts that share a ``room``, each as far as it may."""
    whole = [_sized(rich, room, show) for rich, show in zip(texts, shows, strict=True)]
    sizes = [size for _, size in whole]
    if sum(sizes) <= room:
        return [shown for shown, _ in whole]
    return [
        fitted(rich, limit, show)[0] if size > limit else shown
        for rich, show, (shown, size), limit in zip(
            texts, shows, whole, shared(sizes, room), strict=True
        )
    ]


def listed(
    things: Sequence[_Thing], show: Callable[[_Thing], str], room: int, limit: int = 1000
) -> str:
    """A line for each, or as many as have ``room`` and how many more there are."""
    room -= units(wording.more(len(things))) + _SIGN
    taken: list[str] = []
    for thing in things[:limit]:
        line = show(thing)
        room -= units(line) + 1
        if room < 0:
            break
        taken.append(line)
    if left := len(things) - len(taken):
        taken.append(f"-# {wording.more(left)}")
    return "\n".join(taken)
