"""Cutting and joining running text without losing its code spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.richtext import Image, Inline, Inlines, Paragraph, RichText, Span, plain_line

_EDGE: Final = " \t\n\u00a0"


def cut(spans: Inlines, start: int, end: int | None = None) -> Inlines:
    """The characters ``start`` to ``end`` of ``plain_line(spans)``, styles kept, no pictures."""
    found: list[Inline] = []
    at = 0
    for span in spans:
        length = len(plain_line((span,)))
        if isinstance(span, Span):
            piece = span.text[max(start - at, 0) : None if end is None else max(end - at, 0)]
            if piece:
                found.append(span if len(piece) == length else replace(span, text=piece))
        at += length
    return tuple(found)


def trim(spans: Inlines) -> Inlines:
    """``spans`` without white space at either end."""
    line = plain_line(spans)
    left, right = len(line) - len(line.lstrip(_EDGE)), len(line.rstrip(_EDGE))
    return spans if left == 0 and right == len(line) else cut(spans, left, right)


def join(*pieces: str | Iterable[Inline]) -> Inlines:
    """One run of text from plain words and styled spans; neighbours of one style become one."""
    found: list[Inline] = []
    for piece in pieces:
        for span in (Span(piece),) if isinstance(piece, str) else piece:
            last = found[-1] if found else None
            if isinstance(span, Span) and isinstance(last, Span) and _style(span) == _style(last):
                found[-1] = replace(last, text=last.text + span.text)
            elif not isinstance(span, Span) or span.text:
                found.append(span)
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


def without(spans: Inlines, pattern: re.Pattern[str]) -> Inlines:
    """``spans`` with every match of ``pattern`` in their plain text taken out."""
    kept: list[Inlines] = []
    at = 0
    for match in pattern.finditer(plain_line(spans)):
        kept.append(cut(spans, at, match.start()))
        at = match.end()
    return join(*kept, cut(spans, at))


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


def _style(span: Span) -> tuple[bool, bool, bool, bool, str]:
    return span.bold, span.italic, span.strike, span.code, span.link
