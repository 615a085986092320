"""What blocks say, in plain words: for notifications, and for those who are read to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

from adapters.chat.grids import RULE
from adapters.chat.plain import units
from adapters.chat.rounds import STROKE, TRACE
from bot.passages.dividing import MORE

ROOM = 3900
"""Units of the words of a message beside its blocks; Slack advises to stay below 4000."""

_DRAWN = re.compile(f"[{RULE}{STROKE}{TRACE}]+|[ ]{{2,}}")
"""What columns and bars are drawn with."""

Json = dict[str, Any]


def escaped(lines: Iterable[str]) -> str:
    """The lines as Slack takes them beside blocks, the blank ones and what is too long left out."""
    words = "\n".join(line for one in lines for line in one.split("\n") if line.strip())
    said = _escape(words)
    if units(said) <= ROOM:
        return said
    fits = bisect_left(range(ROOM), ROOM, key=lambda end: units(_escape(words[:end])))
    return _escape(words[: fits - 1].rstrip()) + MORE


def _escape(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def lines(blocks: Iterable[Json]) -> Iterator[str]:
    """What the blocks say, from top to bottom; what can be pressed or drawn is left out.

    A picture says what it shows, unless the words above it did.
    """
    above: list[str] = []
    for block in blocks:
        if block["type"] == "image":
            told = f"[{block['alt_text']}]"
            if not any(told in line for line in above):
                yield told
            continue
        above = [*_block(block)]
        yield from above


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield block["text"]["text"]
        case "context":
            yield from (one["text"] for one in block["elements"])
        case "rich_text":
            for element in block["elements"]:
                yield from _lines(element)


def _lines(element: Json) -> Iterator[str]:
    match element["type"]:
        case "rich_text_list":
            first = element.get("offset", 0) + 1
            for number, item in enumerate(element["elements"], first):
                mark = f"{number}." if element["style"] == "ordered" else "•"
                yield f"{mark} {leaves(item)}"
        case "rich_text_preformatted":
            said = leaves(element).split("\n")
            yield from (_DRAWN.sub(" ", line).strip() for line in said)
        case _:
            yield leaves(element)


def leaves(element: Json) -> str:
    """The characters of a piece of rich text."""
    return "".join(map(_leaf, element["elements"]))


def _leaf(leaf: Json) -> str:
    match leaf["type"]:
        case "text":
            return str(leaf["text"])
        case "link":
            return str(leaf["url"])
        case "date":
            return str(leaf["fallback"])
        case "channel":
            return f"#{leaf['channel_id']}"
        case _:
            return ""
