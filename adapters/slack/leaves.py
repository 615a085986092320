"""Running text as the leaves of Slack's rich text: characters with styles, and addresses.

A leaf is its characters and nothing else, so nothing has to be escaped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from adapters.chat import addresses, pictures
from adapters.chat.pictures import Shown
from adapters.chat.plain import clean, clipped
from bot import wording
from bot.richtext import Image, Inline, Span

Leaf = dict[str, Any]
Element = dict[str, Any]

SECTION = "rich_text_section"
PICTURE = "image"

TIME = "{time_secs}"
"""The time of day with its seconds, as a form of ``date``."""

DAY_AND_TIME = "{date_short_pretty}, {time}"
"""The day, as "today" or "tomorrow" where it is that, and the time without seconds."""

_Style = tuple[str, ...]
_Piece = tuple[_Style, str, str]
"""Styles, an address or nothing, and characters where there is no address."""

_PLAIN: _Style = ()


def leaf(words: str, *styles: str) -> Leaf:
    """Harmless characters in these styles."""
    said: Leaf = {"type": "text", "text": words}
    return {**said, "style": dict.fromkeys(styles, True)} if styles else said


def date(
    moment: datetime, form: str, told: Callable[[str], str] = str, otherwise: str = ""
) -> Leaf:
    """A moment in the zone and the habits of whoever reads, rounded up to a second.

    ``form`` is made of Slack's own words for parts of a date; ``told`` sets it in a sentence.
    ``otherwise`` is what is read where nothing can show a date; it is in UTC if nothing is given.
    """
    timestamp = math.ceil(moment.timestamp())
    fallback = datetime.fromtimestamp(timestamp, UTC)
    seconds = "%H:%M:%S" if form == TIME else "%Y-%m-%d %H:%M"
    return {
        "type": "date",
        "timestamp": timestamp,
        "format": told(form),
        "fallback": told(otherwise or f"{fallback:{seconds}} UTC"),
    }


def channel(name: str) -> Leaf:
    """A channel by its id: whoever may know it reads what it is called, and nobody is notified."""
    return {"type": "channel", "channel_id": name}


def picture(shown: Shown) -> Element:
    """A picture, which is a block and stands among the elements of a text until it is one."""
    alt = clipped(shown.alt, pictures.ALT) or wording.PICTURE
    return {"type": PICTURE, "image_url": shown.source, "alt_text": alt}


def section(*said: Leaf) -> Element:
    """Running text."""
    return {"type": SECTION, "elements": _together(said)}


def _together(said: Iterable[Leaf]) -> list[Leaf]:
    """The same with neighbours of one style as one leaf, and without what says nothing."""
    done: list[Leaf] = []
    for one in said:
        if one["type"] != "text":
            done.append(one)
        elif done and done[-1]["type"] == "text" and done[-1].get("style") == one.get("style"):
            done[-1] = {**done[-1], "text": done[-1]["text"] + one["text"]}
        elif one["text"]:
            done.append(one)
    return done


def preformatted(words: str) -> tuple[Element, ...]:
    """Harmless lines in which what stands in columns stays there; nothing if they are blank."""
    words = words.strip("\n")
    block = {"type": "rich_text_preformatted", "elements": [leaf(words)]}
    return (block,) if words.strip() else ()


def inline(spans: Iterable[Inline], *, bold: bool = False) -> list[Leaf]:
    """Running text with its styles, ``bold`` throughout if so wished; no line of it is blank."""
    pieces = [piece for span in spans for piece in _pieces(span, bold=bold)]
    lines = [line for line in map(_stripped, _lines(pieces)) if line]
    if len(lines) > 1:
        broken = (piece for line in lines for piece in ((_PLAIN, "", "\n"), *line))
        lines = [_merged(islice(broken, 1, None))]
    return [_leaf(*piece) for line in lines for piece in line]


def _lines(pieces: list[_Piece]) -> list[list[_Piece]]:
    lines: list[list[_Piece]] = [[]]
    for piece in pieces:
        styles, target, words = piece
        if "\n" not in words:
            lines[-1].append(piece)
            continue
        first, *more = words.split("\n")
        lines[-1].append((styles, target, first))
        lines += [[(styles, target, one)] for one in more]
    return lines


def _pieces(span: Inline, *, bold: bool) -> Iterator[_Piece]:
    if isinstance(span, Image):
        styles = ("bold",) if bold else _PLAIN
        yield styles, "", f"[{clean(span.alt) or wording.PICTURE}]"
        yield from _behind(styles, "" if isinstance(span, Shown) else span.source)
        return
    words = clean(span.text)
    styles = _styles(span, bold=bold)
    target = addresses.address(span.link) if span.link else ""
    if target and words.strip() == span.link.strip():
        yield styles, target, ""
    elif span.code:
        yield styles, "", words
        yield from _behind(styles, span.link)
    else:
        yield from ((styles, target, said) for said, target in addresses.among(words))
        yield from _behind(styles, span.link)


def _behind(styles: _Style, target: str) -> Iterator[_Piece]:
    """Where a link leads, told in the open."""
    if target and (shown := addresses.address(target)):
        plain = tuple(style for style in styles if style != "code")
        yield plain, "", " ("
        yield plain, shown, ""
        yield plain, "", ")"


def _styles(span: Span, *, bold: bool) -> _Style:
    wanted = {
        "bold": span.bold or bold,
        "italic": span.italic,
        "strike": span.strike,
        "code": span.code,
    }
    return tuple(style for style, here in wanted.items() if here)


def _stripped(line: list[_Piece]) -> list[_Piece]:
    """The pieces of a line without the space around it."""
    pieces = _merged(line)
    while pieces and not pieces[0][1] and not pieces[0][2].strip():
        del pieces[0]
    while pieces and not pieces[-1][1] and not pieces[-1][2].strip():
        del pieces[-1]
    if pieces:
        styles, target, words = pieces[0]
        pieces[0] = styles, target, words.lstrip()
        styles, target, words = pieces[-1]
        pieces[-1] = styles, target, words.rstrip()
    return pieces


def _merged(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Neighbours of one style as one piece, nothing empty among them."""
    done: list[_Piece] = []
    for piece in pieces:
        styles, target, words = piece
        if done and not target and done[-1][:2] == (styles, ""):
            done[-1] = styles, "", done[-1][2] + words
        elif target or words:
            done.append(piece)
    return done


def _leaf(styles: _Style, target: str, words: str) -> Leaf:
    if not target:
        return leaf(words, *styles)
    link: Leaf = {"type": "link", "url": target}
    return {**link, "style": dict.fromkeys(styles, True)} if styles else link
