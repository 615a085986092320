"""Answers that stand together at the end of a file or a chapter: ``1. B``, ``2-C``, a table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from markdown_it.token import Token

from bot.decks import words
from bot.decks.blocks import without_first
from bot.decks.lines import lines
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Draft

_ENTRY = re.compile(
    r"(?:^|(?<=[\s|,;]))\(?(?:q(?:uestion)?\.?\s*)?(?P<number>\d{1,3})\s*[.):=\u3001\uff0e–—-]*[\s|]*"
    r"(?P<value>(?:\(?[A-Ja-j]\)?(?:\s*[,/&+]\s*|\s+and\s+)?){1,6})(?=$|[\s|,;.])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\s*(?:q(?:uestion)?\.?\s*)?(?P<number>\d{1,3})\s*[.):=\u3001–—-]+\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_KEYED = re.compile(r"\(?[A-J](?:[).:,]|\s[–—-])\s", re.IGNORECASE)
"""A letter, and what explains it."""

_SEVERAL = 2

_Keys = Mapping[str, Sequence[Node]]


def with_keys(outline: Outline, drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` with what the lists of answers below them say; the lists are no part of any."""
    if not any(draft.number for draft in drafts):
        return list(drafts)
    places = [draft.line for draft in drafts]
    numbered = [0, *accumulate(bool(draft.number) for draft in drafts)]
    done: list[Draft] = []
    for line, keys in _lists(outline):
        start, stop = len(done), max(bisect_left(places, line), len(done))
        count = numbered[stop] - numbered[start]
        if len(keys) * 2 < count:
            continue  # looked at before all those questions are gone through
        above = drafts[start:stop]
        named = sum(draft.number in keys for draft in above if draft.number)
        if named >= _SEVERAL and named * 2 >= count:
            done += [_with_key(draft, keys, line) for draft in above]
    return [*done, *drafts[len(done) :]]


def _with_key(draft: Draft, keys: _Keys, line: int) -> Draft:
    body = [node for node in draft.body if node.line < line]
    return replace(draft, body=body, end=min(draft.end, line), key=keys.get(draft.number or "", ()))


def _lists(outline: Outline) -> Iterator[tuple[int, _Keys]]:
    """The line where a list of answers begins, and what it says by number.

    It ends where the next one is announced, so that each block is looked at once; below a heading
    of its own it goes on to the next heading.
    """
    line, found, headed = 0, list[Node](), False
    for node in outline.document.blocks:
        announced = _announced(node)
        heading = node.part in {Part.HEADING, Part.RULE}
        if heading or (announced is not None and not headed):
            yield from _list(line, found)
            line, found = (0, []) if announced is None else (node.line, [*announced])
            headed = heading and announced is not None
        elif line:
            found.append(node)
    yield from _list(line, found)


def _list(line: int, nodes: Sequence[Node]) -> Iterator[tuple[int, _Keys]]:
    keys = dict(_entries(nodes))
    if len(keys) >= _SEVERAL:
        yield line, keys


def _announced(node: Node) -> Sequence[Node] | None:
    """What stands behind a line that says that answers follow; None for any other block."""
    match node.part:
        case Part.HEADING:
            return () if words.mentions_answer(text_of(node)) else None
        case Part.PARAGRAPH:
            first, *rest = lines(node)
            text = text_of(first)
            if start := words.answer_label(text):
                return [without_first(first, start), *rest]
            return rest if words.is_answer_label(text) else None
        case Part.DETAILS:
            return node.children if _lists_answers(node) and words.hides(node.raw) else None
        case _:
            return None


def _lists_answers(node: Node) -> bool:
    first = node.children[0] if node.children else None
    return first is not None and (first.part in {Part.LIST, Part.TABLE} or first.raw[:1].isdigit())


def _entries(nodes: Iterable[Node]) -> Iterator[tuple[str, Sequence[Node]]]:
    for node in nodes:
        yield from _in_block(node)


def _in_block(node: Node) -> Iterator[tuple[str, Sequence[Node]]]:
    match node.part:
        case Part.DETAILS | Part.QUOTE:
            yield from _entries(node.children)
        case Part.LIST:
            for rank, item in enumerate(node.children):
                numbered = node.start is not None
                number = str((node.start or 0) + rank)
                yield from _entry(number, item) if numbered else _entries(item.children)
        case Part.PARAGRAPH:
            for row in lines(node):
                yield from _in_line(row)
        case Part.TABLE:
            for row in node.children:
                cells = [text_of(cell) for cell in row.children]
                yield from _letters(" | ".join(cells), row.line)
        case _:
            pass


def _entry(number: str, item: Node) -> Iterator[tuple[str, Sequence[Node]]]:
    first = item.children[0] if item.children else None
    text = text_of(first) if first is not None and first.part is Part.PARAGRAPH else ""
    row = list(_letters(f"{number}. {text}", item.line))
    if row:
        yield from row
    elif first is not None and _KEYED.match(text):
        yield number, (_said(f"Answer: {text}", item.line), *item.children[1:])
    elif item.children:
        yield number, item.children


def _in_line(row: Node) -> Iterator[tuple[str, Sequence[Node]]]:
    text = text_of(row)
    found = list(_letters(text, row.line))
    if found:
        yield from found
    elif match := _NUMBERED.fullmatch(text):
        yield match["number"], (_said(match["value"], row.line),)


def _letters(text: str, line: int) -> Iterator[tuple[str, Sequence[Node]]]:
    """Numbers with letters, any number of them on a line, and nothing else there."""
    found = list(_ENTRY.finditer(text))
    if found and not re.sub(r"[\s|,;.]+", "", _ENTRY.sub("", text)):
        for match in found:
            yield match["number"], (_said(f"Answer: {match['value'].strip()}", line),)


def _said(text: str, line: int) -> Node:
    return Node(
        Part.PARAGRAPH, line, line + 1, raw=text, inline=(Token("text", "", 0, content=text),)
    )
