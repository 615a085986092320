"""Terms and their definitions inside an answer: ``- **Term**: definition`` and its relatives."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby, islice
from typing import Final

from bot.questions import advice, facets, grammar, inline
from bot.questions.words import content, normal, words
from bot.richtext import Block, Inlines, Listing, Paragraph, RichText, Span, Table, plain_line, walk


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and what is said of it. ``link`` is the verb between them (``is``) or empty."""

    term: Inlines
    definition: Inlines
    link: str = ""

    @property
    def name(self) -> str:
        """The term as it reads."""
        return plain_line(self.term)


Group = tuple[Entry, ...]

_LINK: Final = re.compile(
    r"\s*(?P<more>\([^()\n]{1,40}\))?\s*(?:(?P<mark>[:\uff1a]|[-\u2013\u2014\u2192=](?=\s))|(?P<link>is|are)\s)\s*"
)
_ENDED: Final = re.compile(r"(?:[.!?:;)]\s*|\n)$")
_MOST: Final = 256
"""Terms of one list that are read: what is longer is data, and nothing to learn by heart."""
_MAX_WORDS: Final = 6
_MAX_TERM: Final = 60
_FIRST_COLUMNS: Final = 2


def groups(answer: RichText) -> tuple[Group, ...]:
    """The lists and tables of terms in ``answer``; each is a group of siblings, facets included."""
    found = [tuple(islice(_labelled(answer), _MOST)), *map(_of_block, walk(answer))]
    return tuple(group for group in found if group)


def is_term(spans: Inlines) -> bool:
    """Whether ``spans`` can be an option: a short name, no sentence, no facet."""
    name = plain_line(spans)
    return (
        len(name) <= _MAX_TERM
        and 0 < len(name.split()) <= _MAX_WORDS
        and bool(words(name))
        and not re.search(r"[?!;\n]|\.$|\.\s|, ", name)
        and not name.replace(".", "").isdigit()
        and bool(inline.is_code(spans) or content(name))
        and not facets.is_facet(name)
        and not advice.is_advice(name)
    )


def terms(group: Group, recurring: Collection[str]) -> list[Entry]:
    """The terms of a list, without labels that come back all over the deck (``recurring``).

    There are none in a list of sides of one subject, nor in a list of advice.
    """
    names = [entry.name for entry in group]
    if any(map(facets.is_side, names)) or advice.is_a_list_of_advice(names):
        return []
    return [
        entry
        for entry in group
        if is_term(entry.term)
        and key(entry) not in recurring
        and not advice.tells_what_to_do(entry.name, plain_line(entry.definition))
    ]


def _of_block(block: Block) -> Group:
    match block:
        case Listing(items=items):
            return tuple(entry for item in items[:_MOST] if (entry := _of_item(item)))
        case Table(head=head, rows=rows) if len(head) == _FIRST_COLUMNS:
            pairs = ((inline.quiet(term), inline.trim(rest)) for term, rest in rows[:_MOST])
            return tuple(Entry(term, rest) for term, rest in pairs if term and rest)
        case _:
            return ()


def _of_item(item: RichText) -> Entry | None:
    match item[:1]:
        case (Paragraph(spans=spans),):
            first, *_ = list(lines(spans))
            return entry(first)
        case _:
            return None


def _labelled(answer: Iterable[Block]) -> Iterator[Entry]:
    """The labelled lines that stand in the answer itself, outside any list."""
    for block in answer:
        if isinstance(block, Paragraph):
            yield from (found for line in lines(block.spans) if (found := entry(line)))


def lines(spans: Inlines) -> Iterator[Inlines]:
    """The lines of a paragraph: a bold label with a colon begins one, wherever a sentence ends.

    Markdown makes one paragraph of lines that stand below each other, so ``**Steps**: ...`` is
    found behind the sentence before it.
    """
    line: list[Inlines] = []
    for piece in inline.Ruler(spans).pieces([(at, at) for at in _bold_starts(spans)]):
        if line and _is_labelled(piece):
            yield inline.one_line(inline.trim(tuple(chain(*line))))
            line = []
        line.append(piece)
    yield inline.one_line(inline.trim(tuple(chain(*line))))


def _bold_starts(spans: Inlines) -> Iterator[int]:
    """Where a bold run begins behind the end of a sentence or of a line."""
    at = 0
    ended = False
    for span in spans:
        text = plain_line((span,))
        if isinstance(span, Span) and span.bold and ended:
            yield at
        ended = (ended and not text.strip()) or bool(_ENDED.search(text))
        at += len(text)


def _is_labelled(piece: Inlines) -> bool:
    """Whether ``piece``, which ends where the next bold run begins, starts with a label."""
    label = _label(piece)
    return label is not None and not label.link


def entry(line: Inlines) -> Entry | None:
    """The term and definition of a line like ``**Term (ABC)**: ...``; None of any other line."""
    label = _label(line)
    return label if label and label.definition else None


def _label(line: Inlines) -> Entry | None:
    """The term that ``line`` begins with and what stands behind it, perhaps nothing."""
    head = _head(line)
    text = plain_line(line)
    if not head or not text[:head].strip():
        return None
    term = inline.trim(inline.cut(line, 0, head))
    closed = plain_line(term).endswith((":", "\uff1a"))
    match = _LINK.match(text, head)
    if closed and not match:
        start = head
    elif match:
        start = match.end()
        if match["more"]:
            term = inline.join(term, " ", match["more"])
    else:
        return None
    definition = inline.trim(inline.cut(line, start))
    term = inline.quiet(grammar.bare(term))
    link = (match["link"] or "") if match and not closed else ""
    return Entry(term, definition, link) if term else None


def _head(line: Inlines) -> int:
    """How many characters at the start of ``line`` are bold or code, spaces between counted."""
    length = 0
    for styled, run in groupby(line, _is_styled):
        piece = plain_line(tuple(run))
        if not styled and (length == 0 or piece.strip()):
            break
        length += len(piece)
    return length


def _is_styled(span: object) -> bool:
    return isinstance(span, Span) and (span.bold or span.code)


def key(entry_: Entry) -> str:
    """The name under which an entry's term is known in the whole deck."""
    return normal(entry_.name)
