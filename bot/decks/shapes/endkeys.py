"""Answers that stand together at the end of a file or a chapter: ``1. B``, ``2-C``, a table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from markdown_it.token import Token

from bot.decks import words
from bot.decks.blocks import without_first
from bot.decks.lines import lines
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Draft
from bot.decks.titles import is_asking

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

_PLURAL = re.compile(r"\b(?:answers|solutions|answer\s+key)\b", re.IGNORECASE)
_SEVERAL = 2

_Entry = tuple[str, Sequence[Node]]


@dataclass(frozen=True, slots=True)
class _List:
    """A list of answers: where it begins, and what it says of each number, in its order.

    ``plain``: it says nothing but letters, which no answer of a single question does.
    """

    line: int
    entries: Sequence[_Entry]
    plain: bool


def with_keys(outline: Outline, drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` with what the lists of answers below them say; the lists are no part of any."""
    if not any(draft.number for draft in drafts):
        return list(drafts)
    places = [draft.line for draft in drafts]
    numbered = [0, *accumulate(bool(draft.number) for draft in drafts)]
    done: list[Draft] = []
    for found in _lists(outline):
        start, stop = len(done), max(bisect_left(places, found.line), len(done))
        count = numbered[stop] - numbered[start]
        if stop == start or len(found.entries) * 2 < count:
            continue  # looked at before all those questions are gone through
        inside = drafts[stop - 1].end > found.line
        if inside and not found.plain:
            continue  # an answer may be a numbered list
        done += _keyed(drafts[start:stop], found)
    return [*done, *drafts[len(done) :]]


def _keyed(above: Sequence[Draft], found: _List) -> list[Draft]:
    """The questions above a list with what it says of each; none where it cannot be theirs.

    Where numbers come twice, as in a file of parts, only the same numbers in the same order fit.
    """
    numbers = [draft.number for draft in above if draft.number]
    said = [number for number, _ in found.entries]
    if len(set(numbers)) == len(numbers) and len(set(said)) == len(said):
        keys = dict(found.entries)
        named = sum(number in keys for number in numbers)
        if named < _SEVERAL or named * 2 < len(numbers):
            return []
        return [_with_key(draft, keys.get(draft.number or "", ()), found.line) for draft in above]
    if numbers != said:
        return []
    left = iter(found.entries)
    return [_with_key(draft, next(left)[1] if draft.number else (), found.line) for draft in above]


def _with_key(draft: Draft, key: Sequence[Node], line: int) -> Draft:
    body = [node for node in draft.body if node.line < line]
    return replace(draft, body=body, end=min(draft.end, line), key=key)


def _lists(outline: Outline) -> Iterator[_List]:
    """The lists of answers, from top to bottom.

    One ends where the next is announced, so that each block is looked at once; below a heading of
    its own it goes on to the next heading.
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


def _list(line: int, nodes: Sequence[Node]) -> Iterator[_List]:
    entries = list(_entries(nodes))
    if len(entries) >= _SEVERAL:
        yield _List(line, entries, all(_is_letter(said) for _, said in entries))


def _is_letter(said: Sequence[Node]) -> bool:
    return bool(words.key(text_of(said[0]))) if said[0].part is Part.PARAGRAPH else False


def _announced(node: Node) -> Sequence[Node] | None:
    """What stands behind a line that says that answers follow; None for any other block."""
    match node.part:
        case Part.HEADING:
            return () if _is_headed(text_of(node)) else None
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


def _is_headed(text: str) -> bool:
    """Whether a heading announces answers (``Answers to part 2``), and is no title of notes."""
    named = words.mentions_answer(text) and not is_asking(text)
    return words.is_answer_label(text) or (named and bool(_PLURAL.search(text)))


def _lists_answers(node: Node) -> bool:
    first = node.children[0] if node.children else None
    return first is not None and (first.part in {Part.LIST, Part.TABLE} or first.raw[:1].isdigit())


def _entries(nodes: Iterable[Node]) -> Iterator[_Entry]:
    for node in nodes:
        yield from _in_block(node)


def _in_block(node: Node) -> Iterator[_Entry]:
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


def _entry(number: str, item: Node) -> Iterator[_Entry]:
    first = item.children[0] if item.children else None
    text = text_of(first) if first is not None and first.part is Part.PARAGRAPH else ""
    row = list(_letters(f"{number}. {text}", item.line))
    if row:
        yield from row
    elif first is not None and _KEYED.match(text):
        yield number, (_said(f"Answer: {text}", item.line), *item.children[1:])
    elif item.children:
        yield number, item.children


def _in_line(row: Node) -> Iterator[_Entry]:
    text = text_of(row)
    found = list(_letters(text, row.line))
    if found:
        yield from found
    elif match := _NUMBERED.fullmatch(text):
        yield match["number"], (_said(match["value"], row.line),)


def _letters(text: str, line: int) -> Iterator[_Entry]:
    """Numbers with letters, any number of them on a line, and nothing else there."""
    found = list(_ENTRY.finditer(text))
    if found and not re.sub(r"[\s|,;.]+", "", _ENTRY.sub("", text)):
        for match in found:
            yield match["number"], (_said(f"Answer: {match['value'].strip()}", line),)


def _said(text: str, line: int) -> Node:
    return Node(
        Part.PARAGRAPH, line, line + 1, raw=text, inline=(Token("text", "", 0, content=text),)
    )
