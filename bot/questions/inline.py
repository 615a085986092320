"""Cutting and joining running text without losing its code spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from typing import Final

from bot.richtext import Image, Inline, Inlines, Paragraph, RichText, Span, plain_line

_EDGE: Final = " \t\n\u00a0"


class Ruler:
    """A run of text with the place of each span: any number of cuts of it is linear in all."""

    def __init__(self, spans: Inlines) -> None:
        self._spans = spans
        self._places = list(accumulate((len(plain_line((span,))) for span in spans), initial=0))

    def cut(self, start: int, end: int | None = None) -> Inlines:
        """The characters ``start`` to ``end`` of the plain line, styles kept, no pictures."""
        end = self._places[-1] if end is None else end
        return tuple(self._cut(start, end))

    def pieces(self, gaps: Sequence[tuple[int, int]]) -> list[Inlines]:
        """What is left of the text around ``gaps`` that are given from left to right."""
        starts = [0, *(end for _, end in gaps)]
        ends = [*(start for start, _ in gaps), None]
        return [self.cut(start, end) for start, end in zip(starts, ends, strict=True)]

    def _cut(self, start: int, end: int) -> Iterator[Inline]:
        at = max(bisect_right(self._places, start) - 1, 0)
        while at < len(self._spans) and self._places[at] < end:
            span, place = self._spans[at], self._places[at]
            if isinstance(span, Span):
                piece = span.text[max(start - place, 0) : end - place]
                if piece:
                    yield span if len(piece) == len(span.text) else replace(span, text=piece)
            at += 1


def cut(spans: Inlines, start: int, end: int | None = None) -> Inlines:
    """The characters ``start`` to ``end`` of ``plain_line(spans)``, styles kept, no pictures.

    For one cut; where there are many of one text, a ``Ruler`` measures it once.
    """
    return Ruler(spans).cut(start, end)


def trim(spans: Inlines) -> Inlines:
    """``spans`` without white space at either end."""
    line = plain_line(spans)
    left, right = len(line) - len(line.lstrip(_EDGE)), len(line.rstrip(_EDGE))
    return spans if left == 0 and right == len(line) else cut(spans, left, right)


def join(*pieces: str | Iterable[Inline]) -> Inlines:
    """One run of text from plain words and styled spans; neighbours of one style become one."""
    spans = (
        span for piece in pieces for span in ((Span(piece),) if isinstance(piece, str) else piece)
    )
    found: list[Inline] = []
    for style, run in groupby(spans, _style):
        if style is None:
            found.extend(run)
        else:
            first, *rest = run
            text = plain_line((first, *rest))
            if text and isinstance(first, Span):
                found.append(replace(first, text=text))
    return tuple(found)


def quiet(spans: Inlines) -> Inlines:
    """``spans`` with nothing but code left of their styles: emphasis would point at the key."""
    return join(*((Span(span.text, code=span.code),) for span in spans if isinstance(span, Span)))


def one_line(spans: Inlines) -> Inlines:
    """``spans`` with line breaks made spaces."""
    return tuple(
        replace(span, text=span.text.replace("\n", " "))
        if isinstance(span, Span) and "\n" in span.text
        else span
        for span in spans
    )


def without(spans: Inlines, gaps: Iterable[re.Match[str]]) -> Inlines:
    """``spans`` with these matches in their plain text, or in a mask of it, taken out."""
    return join(*Ruler(spans).pieces([match.span() for match in gaps]))


def capital(spans: Inlines) -> Inlines:
    """``spans`` with a capital first letter, unless they begin with code."""
    match spans:
        case (Span(text=text, code=False) as first, *rest) if text:
            return (replace(first, text=text[0].upper() + text[1:]), *rest)
        case _:
            return spans


def small(spans: Inlines) -> Inlines:
    """``spans`` with a small first letter where the first word is an ordinary one.

    ``ReLU``, ``IAM`` and ``K`` keep theirs: only ``A`` and a capital before small letters go down.
    """
    match spans:
        case (Span(text=text, code=False) as first, *rest) if re.match(
            r"(?:[A-Z][a-z]+|A)\b", text
        ):
            return (replace(first, text=text[0].lower() + text[1:]), *rest)
        case _:
            return spans


def is_code(spans: Inlines) -> bool:
    """Whether every visible character is code."""
    seen = [span for span in spans if isinstance(span, Span) and span.text.strip()]
    return bool(seen) and all(span.code for span in seen)


def has_image(rich: Inlines) -> bool:
    """Whether a picture stands among ``rich``."""
    return any(isinstance(span, Image) for span in rich)


def line_of(rich: RichText) -> Inlines | None:
    """The spans of ``rich`` where it is one paragraph of text, else None."""
    match rich:
        case (Paragraph(spans=spans),) if not has_image(spans):
            return spans
        case _:
            return None


def _style(span: Inline) -> tuple[bool, bool, bool, bool, str] | None:
    if not isinstance(span, Span):
        return None
    return span.bold, span.italic, span.strike, span.code, span.link
