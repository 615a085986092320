"""The headings of a file as sections: what belongs under what, and which heading is the title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from bot.decks import html
from bot.decks.inline import given_id, spans
from bot.decks.nodes import Document, Node, Part
from bot.decks.titles import is_about_the_file, is_asking, numbered
from bot.richtext import Inlines, plain_line


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A heading and what stands below it.

    ``title`` is without number and stray marks, ``words`` the same as plain text on one line;
    ``asks`` says whether they read like a question by themselves; ``number`` may be None. ``start``
    is the heading's place among the document's blocks, ``own`` the place of the next heading of
    any level, ``stop`` of the next one that is not deeper.
    """

    heading: Node
    title: Inlines
    words: str
    asks: bool
    number: str | None
    start: int
    own: int
    stop: int
    parents: tuple[Section, ...] = field(repr=False)

    @property
    def level(self) -> int:
        """1 (largest) to 6."""
        return self.heading.level

    @property
    def about_the_file(self) -> bool:
        """Whether the heading is no question but the file's furniture."""
        return is_about_the_file(self.words, numbered=self.number is not None)

    @property
    def topic(self) -> tuple[str, ...]:
        """The titles of the headings above, the deck's title left out."""
        return tuple(words for parent in self.parents if (words := parent.words))


@dataclass(frozen=True, slots=True)
class Outline:
    """A document and its sections; ``title`` is empty where the file has none."""

    document: Document
    title: str
    sections: tuple[Section, ...]
    accidental: tuple[Node, ...]
    """Paragraphs that a line of dashes below them would have made a heading."""

    def body(self, start: int, stop: int) -> Sequence[Node]:
        """The blocks from ``start`` to before ``stop``."""
        return self.document.blocks[start:stop]


def id_below(heading: Node, body: Sequence[Node]) -> str | None:
    """The author's id in a comment in the heading or below it."""
    comments = (comment for node in (heading, *body) for comment in _comments(node))
    return next((given for comment in comments if (given := given_id(comment)) is not None), None)


def outline(document: Document) -> Outline:
    """Put the sections of ``document`` in order. Linear in the number of its blocks."""
    heads = [
        _head(place, node)
        for place, node in enumerate(document.blocks)
        if node.part is Part.HEADING
    ]
    accidents = _accidents(heads)
    if accidents:
        document = _as_text(document, accidents)
        dropped = set(accidents)
        heads = [head for head in heads if head not in dropped]
    title, named = _title(document.blocks, heads)
    sections = _sections(len(document.blocks), heads, named)
    return Outline(document, title, tuple(sections), tuple(head.node for head in accidents))


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """A heading before it is known what stands below it."""

    place: int
    node: Node
    number: str | None
    title: Inlines
    words: str
    asks: bool

    @property
    def is_question(self) -> bool:
        return self.number is not None or self.asks


def _head(place: int, node: Node) -> _Head:
    number, title = numbered(spans(node.inline))
    words = " ".join(plain_line(title).split())
    return _Head(place, node, number, title, words, is_asking(words))


def _comments(node: Node) -> Iterator[str]:
    if "<!--" not in node.raw:
        return
    if node.part is Part.HTML:
        yield node.raw
    elif node.part in {Part.PARAGRAPH, Part.HEADING}:
        yield from (token.content for token in node.inline if token.type == "html_inline")


def _sections(count: int, heads: Sequence[_Head], named: _Head | None) -> list[Section]:
    stops = _stops(count, heads)
    sections: list[Section] = []
    path: list[Section] = []
    for rank, head in enumerate(heads):
        while path and path[-1].level >= head.node.level:
            path.pop()
        if head is named:
            continue
        own = heads[rank + 1].place if rank + 1 < len(heads) else count
        section = Section(
            heading=head.node,
            title=head.title,
            words=head.words,
            asks=head.asks,
            number=head.number,
            start=head.place,
            own=own,
            stop=stops[rank],
            parents=tuple(path),
        )
        sections.append(section)
        path.append(section)
    return sections


def _stops(count: int, heads: Sequence[_Head]) -> list[int]:
    stops = [count] * len(heads)
    waiting: list[int] = []
    for rank, head in enumerate(heads):
        while waiting and heads[waiting[-1]].node.level >= head.node.level:
            stops[waiting.pop()] = head.place
        waiting.append(rank)
    return stops


def _title(blocks: Sequence[Node], heads: Sequence[_Head]) -> tuple[str, _Head | None]:
    """The first largest heading, unless it is itself one question of several."""
    for node in blocks[: heads[0].place if heads else len(blocks)]:
        if node.part is Part.HTML and (words := html.title(node.raw)):
            return words, None
    largest = [head for head in heads if head.node.level == 1]
    if not largest:
        return "", None
    first = largest[0]
    alone = len(heads) == 1 and first.node.end < blocks[-1].end
    rivals = any(head.is_question for head in largest[1:]) and _is_leaf(first, heads)
    if first.is_question and (alone or rivals):
        return "", None
    return " ".join(plain_line(spans(first.node.inline)).split()), first


def _is_leaf(head: _Head, heads: Sequence[_Head]) -> bool:
    later = (other for other in heads if other.place > head.place)
    return next((other.node.level <= head.node.level for other in later), True)


def _accidents(heads: Sequence[_Head]) -> list[_Head]:
    """Text right above ``---`` is a heading to Markdown, and was meant as text above a rule.

    It is taken as text where the file writes its questions with ``#`` and nothing deeper follows.
    """
    accidents: list[_Head] = []
    questions = False
    for head, following in zip_longest(heads, heads[1:]):
        deeper = following is not None and following.node.level > head.node.level
        if head.node.markup.startswith("#"):
            questions = questions or head.is_question
        elif head.node.markup == "-" and questions and not head.is_question and not deeper:
            accidents.append(head)
    return accidents


def _as_text(document: Document, accidents: Sequence[_Head]) -> Document:
    blocks = list(document.blocks)
    for head in accidents:
        blocks[head.place] = replace(head.node, part=Part.PARAGRAPH)
    return replace(document, blocks=blocks)
