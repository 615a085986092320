"""What a message has room for: texts cut until they fit, lines counted where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from adapters.discord import prose
from adapters.discord.plain import short, units
from bot import passages, wording
from bot.richtext import RichText, text

ROOM = 3900
"""Units of text in one message; Discord takes 4000."""

_SIGN = 8
"""Units of the sign that a text goes on."""

_AROUND = 20
"""Units that may stand around a text, such as the letter of an option."""

Shown = Callable[[RichText], str]
"""How a text is shown."""


def fitted(rich: RichText, room: int, show: Shown = prose.blocks) -> tuple[str, bool]:
    """The Markdown of a text or of as much as has ``room``, and whether something is left out."""
    whole = show(rich)
    if units(whole) <= room:
        return whole, False
    shortened = passages.shorten(rich, lambda part: units(show(part)) <= room)
    return _sure(show(shortened), shortened, room, show), True


def parts(rich: RichText, room: int) -> tuple[str, ...]:
    """The Markdown of a whole text, in parts none of which is longer than ``room``."""
    divided = passages.divide(rich, lambda part: units(prose.blocks(part)) <= room - _SIGN)
    *before, last = divided or ((),)
    return tuple(
        _sure(prose.blocks(part), part, room, prose.blocks)
        for part in (*map(passages.cut_off, before), last)
    )


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
    whole = [show(rich) for rich, show in zip(texts, shows, strict=True)]
    sizes = list(map(units, whole))
    if sum(sizes) <= room:
        return whole
    limits = shared(sizes, room)
    return [
        fitted(rich, limit, show)[0] if size > limit else shown
        for rich, show, shown, size, limit in zip(texts, shows, whole, sizes, limits, strict=True)
    ]


def listed(lines: Iterable[str], room: int, limit: int = 1000) -> str:
    """Lines one below the other, and how many more there are where ``room`` ends."""
    waiting = list(lines)
    taken: list[str] = []
    room -= units(wording.more(len(waiting))) + 4
    for one in waiting[:limit]:
        room -= units(one) + 1
        if room < 0:
            break
        taken.append(one)
    if left := len(waiting) - len(taken):
        taken.append(f"-# {wording.more(left)}")
    return "\n".join(taken)
