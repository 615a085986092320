"""What a message has room for: texts cut until they fit, lines counted where they do not.

What a text is drawn as, and how long that is, is each platform's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Generic, TypeVar

from adapters.chat.plain import short, units
from bot import passages, wording
from bot.richtext import RichText, text

_Thing = TypeVar("_Thing")
Drawn = TypeVar("Drawn")

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


class Fitter(Generic[Drawn]):
    """Draws as much of a text as a platform has room for."""

    def __init__(self, draw: Callable[[RichText], Drawn], size: Callable[[Drawn], int]) -> None:
        """``draw`` is how a text is shown if nothing else is wished, ``size`` its units."""
        self._draw = draw
        self._size = size
        self.explained = lru_cache(_KEPT)(self._explained)
        """As ``fitted``, for what hundreds of people read within a second."""
        self.parts = lru_cache(_KEPT)(self._parts)
        """A whole text in parts none of which is longer than a room; what is longer than a small
        book ends with the sign that it goes on."""

    def fitted(
        self, rich: RichText, room: int, show: Callable[[RichText], Drawn]
    ) -> tuple[Drawn, bool]:
        """A text or as much of it as has ``room``, and whether something is left out."""
        whole, size = self._sized(rich, room, show)
        if size <= room:
            return whole, False
        fits = self._measure(room, show)
        shortened, cut = passages.shorten(rich, fits, max(1, room // _GUESS))
        return self._sure(show(shortened), shortened, room, show), cut

    def all_fitted(
        self, texts: Sequence[RichText], room: int, shows: Sequence[Callable[[RichText], Drawn]]
    ) -> list[Drawn]:
        """Several texts that share a ``room``, each as far as it may."""
        whole = [self._sized(rich, room, show) for rich, show in zip(texts, shows, strict=True)]
        sizes = [size for _, size in whole]
        if sum(sizes) <= room:
            return [shown for shown, _ in whole]
        return [
            self.fitted(rich, limit, show)[0] if size > limit else shown
            for rich, show, (shown, size), limit in zip(
                texts, shows, whole, shared(sizes, room), strict=True
            )
        ]

    def listed(
        self,
        things: Sequence[_Thing],
        show: Callable[[_Thing], Drawn],
        room: int,
        limit: int = 1000,
        more: Callable[[int], str] = wording.more,
    ) -> tuple[list[Drawn], int]:
        """Something for each, or for as many as have ``room``; and how many more there are.

        ``more`` is what is said of those.
        """
        room -= units(more(len(things))) + _SIGN
        taken: list[Drawn] = []
        for thing in things[:limit]:
            line = show(thing)
            room -= self._size(line) + 1
            if room < 0:
                break
            taken.append(line)
        return taken, len(things) - len(taken)

    def _explained(self, rich: RichText, room: int) -> tuple[Drawn, bool]:
        return self.fitted(rich, room, self._draw)

    def _parts(self, rich: RichText, room: int) -> tuple[Drawn, ...]:
        fits = self._measure(room - _SIGN, self._draw)
        found = list(islice(passages.divide(rich, fits, room // _GUESS), _PARTS + 1)) or [()]
        last = found[-1] if len(found) <= _PARTS else passages.cut_off(found[_PARTS - 1])
        before = map(passages.cut_off, found[: _PARTS - 1][: len(found) - 1])
        return tuple(
            self._sure(self._draw(part), part, room, self._draw) for part in (*before, last)
        )

    def _measure(self, room: int, show: Callable[[RichText], Drawn]) -> passages.Measure:
        return lambda rich: self._size(show(rich)) <= room

    def _sized(
        self, rich: RichText, room: int, show: Callable[[RichText], Drawn]
    ) -> tuple[Drawn, int]:
        """A text as it is drawn and its length; of one that is far too long, less of both.

        Hardly a character is shown in less than one unit, and an address in many more: most of a
        long text need not be looked at to know that it is too long.
        """
        head, rest = passages.split(rich, room // _GUESS + 1)
        shown = show(head)
        size = self._size(shown)
        if rest and size <= room:
            head, rest = passages.split(rich, room + 1)
            shown = show(head)
            size = self._size(shown)
        return shown, room + 1 if rest and size <= room else size

    def _sure(
        self, shown: Drawn, rich: RichText, room: int, show: Callable[[RichText], Drawn]
    ) -> Drawn:
        """What is shown, or its plain words where a single one of them takes too much with it."""
        if self._size(shown) <= room:
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
