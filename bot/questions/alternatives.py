"""Things the notes name side by side: "(ReLU, Sigmoid, Tanh)", "fit/predict/evaluate".

Whoever writes such a list says that its members are of one kind, so one of them makes a good
distractor for another, even where they are explained in different places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bot.model import Card
from bot.questions import entries, inline
from bot.questions.words import normal
from bot.richtext import Block, Inlines, Paragraph, Table, plain_line, walk

Alternatives = Mapping[str, tuple[Inlines, ...]]
"""For the name of a thing, those that stand beside it in some list."""

_LIST: Final = re.compile(
    r"\((?:(?:e\.g\.|i\.e\.|such as|like|for example|including)[,:]? )?(?P<inside>[^()\n]{3,90})\)"
    r"|(?<![\w/.])(?P<slashed>\w+(?:\.\w+)*(?:/\w+(?:\.\w+)*){1,5})(?![\w/])"
)
_BETWEEN: Final = re.compile(r"\s*(?:/|,(?: (?:or|and)\b)?|\b(?:or|and|vs\.?)\b)\s*")
_MAX_WORDS: Final = 3
_MOST: Final = 8


def gather(cards: Iterable[Card]) -> Alternatives:
    """What is named side by side anywhere in ``cards``. Linear in their text."""
    beside: defaultdict[str, dict[str, Inlines]] = defaultdict(dict)
    for card in cards:
        for members in _lists((*card.prompt, *card.answer)):
            named = {normal(plain_line(member)): member for member in members}
            for name in named:
                others = {other: spans for other, spans in named.items() if other != name}
                beside[name].update(others)
    return {name: tuple(others.values()) for name, others in beside.items()}


def _lists(blocks: tuple[Block, ...]) -> Iterator[list[Inlines]]:
    for block in walk(blocks):
        match block:
            case Paragraph(spans=spans):
                yield from in_line(spans)
            case Table(rows=rows):
                yield from (found for row in rows for cell in row for found in in_line(cell))
            case _:
                pass


def in_line(spans: Inlines) -> Iterator[list[Inlines]]:
    """The lists in one run of text: two to eight short members, all code or all not."""
    ruler = inline.Ruler(spans)
    for match in _LIST.finditer(plain_line(spans)):
        group = "inside" if match["inside"] else "slashed"
        members = split(ruler.cut(*match.span(group)))
        kinds = {inline.is_code(member) for member in members}
        if 1 < len(members) <= _MOST and len(kinds) == 1 and all(map(_is_member, members)):
            yield members


def split(spans: Inlines) -> list[Inlines]:
    """The members of a list, where a slash, comma, "or" or "and" divides."""
    gaps = [gap.span() for gap in _BETWEEN.finditer(plain_line(spans))]
    return [inline.quiet(inline.trim(piece)) for piece in inline.Ruler(spans).pieces(gaps)]


def _is_member(spans: Inlines) -> bool:
    return entries.is_term(spans) and len(plain_line(spans).split()) <= _MAX_WORDS
