"""The key of a multiple-choice question: where it stands, and which options it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.decks import words
from bot.decks.lines import joined, lines
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.richtext import RichText, plain

_TAG = re.compile(r"<[^<>]*>")
_LETTERS = re.compile(
    r"[\s*_(\[`\"']*(?:option|choice|opción|choix)?s?[\s*_(\[]*(?P<first>[^\W\d_]|\d{1,2}|[①-⑩])"
    r"[\s*_`\"']*(?:[).\]:\uff1a\u3001,;/&+|]|\s[–—-](?=\s)|$|(?=\(|(?:because|since|as|only)\b))\s*",
    re.IGNORECASE,
)
"""An option's letter, before its text."""

_EACH = re.compile(r"[\s,;/&+|\u3001\uff0c()\[\].*_`\"']+")
_ANY_LABEL = re.compile(
    r"[^:\uff1a]{1,40}[:\uff1a][\s*_(\[]*([A-J](?:\s*(?:[,/&]|and)\s*[A-J]){0,5})[\s*_.)\]]*"
)
"""A label in a language that is not known, and letters behind it."""

_WHY = re.compile(r"\s*(?:[:;,.(\u2013\u2014]|-\s|(?:because|since|as)\b)")
_PARTING = re.compile(r"[,;/&+\u3001\uff0c]|\band\b")
_FURTHER = re.compile(r"\s*\(?(?P<first>[A-J])(?:[).:]|\s*\(|\s*$|\s+only\b)")
"""Another letter of a key, with or without the text of its option."""

_MARKED = re.compile(r"[\s*_(]*[A-J][).:\s]")
_TOGETHER = re.compile(r"[A-J]{2,6}[\s.*_]*")

_SHORT = 40
"""Characters of a line that may be nothing but a key."""

_MOST = 40
"""Lines of one question that may be its key: each is tried with all that stands around it."""


_FEW = 2
"""So many words more explain something."""


@dataclass(frozen=True, slots=True)
class Key:
    """What was written as the key, its line, and the blocks without it.

    ``sure``: a label says that it is the key; otherwise only a letter could be meant.
    """

    value: str
    line: int
    sure: bool
    rest: tuple[Node, ...]


def keys(body: Sequence[Node]) -> Iterator[Key]:
    """Everything among the blocks that may be the key, from top to bottom, ``_MOST`` at most."""
    return islice(_all_keys(body), _MOST)


def _all_keys(body: Sequence[Node]) -> Iterator[Key]:
    for place, node in enumerate(body):
        for found in _keys(node, body[place + 1] if place + 1 < len(body) else None):
            after = body[place + 1 + found.used :]
            yield Key(found.value, found.line, found.sure, (*body[:place], *found.left, *after))


@dataclass(frozen=True, slots=True)
class _Found:
    """A key in a block; ``left`` is what is left of it, and of the next one if ``used`` is 1."""

    value: str
    line: int
    sure: bool
    left: tuple[Node, ...]
    used: int = 0


def _keys(node: Node, below: Node | None) -> Iterator[_Found]:
    match node.part:
        case Part.PARAGRAPH | Part.HEADING:
            yield from _in_lines(node, below)
        case Part.DETAILS:
            yield from _in_details(node)
        case Part.QUOTE:
            for key in keys(node.children):
                yield _Found(key.value, key.line, key.sure, _kept(node, key.rest))
        case Part.LIST:
            yield from _in_items(node)
        case Part.HTML:
            yield from _in_html(node)
        case _:
            pass


def _in_lines(node: Node, below: Node | None) -> Iterator[_Found]:
    rows = lines(node) if node.part is Part.PARAGRAPH else [node]
    for place, row in enumerate(rows):
        text = text_of(row)
        start = words.key(text)
        if start and (value := text[start:].strip()):
            yield _Found(value, row.line, True, _rejoined(rows[:place], rows[place + 1 :]))  # noqa: FBT003
        elif start or words.is_answer_label(text):
            yield from _below(rows, place, below)
        elif match := _ANY_LABEL.fullmatch(text):
            left = _rejoined(rows[:place], rows[place + 1 :])
            yield _Found(match[1], row.line, False, left)  # noqa: FBT003
        elif place == 0 and _is_letters(text):
            yield _Found(text, row.line, False, _rejoined(rows[1:]))  # noqa: FBT003


def _below(rows: Sequence[Node], place: int, below: Node | None) -> Iterator[_Found]:
    """The key right below a line that announces it, on one line or on one for each letter."""
    used = 0 if rows[place + 1 :] else 1
    under = rows[place + 1 :] if not used else _lines_of(below)
    if not under:
        return
    many = next(
        (n for n, row in enumerate(under) if not _MARKED.match(f"{text_of(row)} ")), len(under)
    )
    many = max(many, 1)
    value = ", ".join(text_of(row) for row in under[:many])
    left = _rejoined(rows[:place]) + _rejoined(under[many:])
    yield _Found(value, under[0].line, True, left, used)  # noqa: FBT003


def _lines_of(node: Node | None) -> Sequence[Node]:
    """The lines of a paragraph, or the items of a list of nothing but letters."""
    if node is None:
        return ()
    if node.part is Part.PARAGRAPH:
        return lines(node)
    items = [item.children[0] for item in node.children if item.children]
    letters = node.part is Part.LIST and all(
        one.part is Part.PARAGRAPH and _is_letters(text_of(one)) for one in items
    )
    return items if letters else ()


def _rejoined(*groups: Sequence[Node]) -> tuple[Node, ...]:
    rows = [row for group in groups for row in group]
    return (joined(rows),) if rows else ()


def _in_details(node: Node) -> Iterator[_Found]:
    if start := words.key(node.raw):
        yield _Found(node.raw[start:].strip(), node.line, True, (replace(node, raw=""),))  # noqa: FBT003
    for key in keys(node.children):
        yield _Found(key.value, key.line, key.sure, _kept(node, key.rest))
    if node.children and node.children[0].part is Part.PARAGRAPH and words.hides(node.raw):
        first, *more = lines(node.children[0])
        rest = (*_rejoined(more), *node.children[1:])
        text = text_of(first)
        sure = words.mentions_answer(node.raw) and len(text) <= _SHORT
        yield _Found(text, first.line, sure, _kept(node, rest))


def _in_items(node: Node) -> Iterator[_Found]:
    """A key that is an item of a list, with its label."""
    for place, item in enumerate(node.children):
        for key in keys(item.children):
            if key.sure:
                kept = _kept(item, key.rest)
                items = [*node.children[:place], *kept, *node.children[place + 1 :]]
                yield _Found(key.value, key.line, True, _kept(node, items))  # noqa: FBT003


def _in_html(node: Node) -> Iterator[_Found]:
    rows = node.raw.split("\n")
    for place, row in enumerate(rows):
        text = " ".join(_TAG.sub(" ", row).split())
        start = words.key(text)
        if (start and text[start:].strip()) or (place == 0 and _is_letters(text)):
            raw = "\n".join([*rows[:place], *rows[place + 1 :]])
            left = (replace(node, raw=raw),) if _TAG.sub("", raw).strip() else ()
            yield _Found(text[start:].strip(), node.line + place, bool(start), left)


def _kept(node: Node, children: Sequence[Node]) -> tuple[Node, ...]:
    return (replace(node, children=list(children)),) if children else ()


def _is_letters(text: str) -> bool:
    parts = [part for part in _EACH.split(text.strip()) if part]
    return 0 < len(parts) <= 6 and all(  # noqa: PLR2004 - as many as may be right together
        len(part) == 1 and words.letter_places(part) for part in parts
    )


def places(value: str, options: Sequence[RichText]) -> tuple[int, ...]:
    """Which options a key names, from 0, ascending: by letters, by numbers or by their text.

    Empty where it names none, or names one that is not there.
    """
    letter = value.strip(" .*_()[]")
    if len(letter) == 1 and not letter.isdecimal() and (found := _by_letters(letter, len(options))):
        return found
    texts = [_folded(plain(option)) for option in options]
    whole = _folded(value)
    if whole in texts:
        return (texts.index(whole),)
    if found := _by_letters(value, len(options)):
        return found
    return _by_text(whole, texts)


def explained(value: str, option: RichText) -> str:
    """What a key says beyond the letter and the text of its only option; mostly nothing."""
    match = _LETTERS.match(value)
    left = value[match.end() :] if match else value
    more = len(_folded(left).split()) - len(_folded(plain(option)).split())
    begins = _folded(left).startswith(_folded(plain(option)))
    return left.strip() if more >= _FEW or (not begins and left.count(" ") >= _FEW) else ""


def _by_letters(value: str, count: int) -> tuple[int, ...]:
    value = value.strip()
    if _TOGETHER.fullmatch(value):
        return _within([_place(letter) for letter in value.strip(" .*_")], count)
    parts = [part for part in _EACH.split(value) if part]
    if any(map(str.isupper, parts)) or any(_place(part) is None for part in parts):
        parts = [part for part in parts if part not in words.JOINING]  # “A e B” names two
    if parts and all(_place(part) is not None for part in parts):
        return _within([_place(part) for part in parts], count)
    first, *others = _PARTING.split(value)
    match = _LETTERS.match(first)  # the option's text stands behind its letter
    if not match:
        return ()
    further = [found["first"] for other in others if (found := _FURTHER.match(other))]
    return _within([_place(mark) for mark in (match["first"], *further)], count)


def _place(mark: str) -> int | None:
    if mark.isdecimal():
        return int(mark) - 1
    if len(mark) != 1:
        return None
    found = {place for _, place in words.letter_places(mark)}
    return min(found) if found else None


def _within(found: Sequence[int | None], count: int) -> tuple[int, ...]:
    kept = [place for place in found if place is not None and 0 <= place < count]
    return tuple(sorted(set(kept))) if len(kept) == len(found) else ()


def _by_text(whole: str, texts: Sequence[str]) -> tuple[int, ...]:
    """Options named by their words, several of them parted by commas or semicolons."""
    parts = [part.strip() for part in re.split(r"[;,\u3001\uff0c]|\band\b", whole) if part.strip()]
    if parts and all(part in texts for part in parts):
        return tuple(sorted({texts.index(part) for part in parts}))
    begun = [n for n, text in enumerate(texts) if text and _goes_on(whole, text)]
    return (max(begun, key=lambda place: len(texts[place])),) if begun else ()


def _goes_on(whole: str, text: str) -> bool:
    """Whether a key says an option's text and then why, not another text that begins like it."""
    return whole.startswith(text) and bool(_WHY.match(whole, len(text)))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .*_`\"'“”")
