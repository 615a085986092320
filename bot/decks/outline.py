"""The headings of a file as sections: what belongs under what, and which heading is the title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from bot.decks import html
from bot.decks.inline import spans
from bot.decks.nodes import Document, Node, Part
from bot.decks.runs import Numbered, in_lists, levelled
from bot.decks.titles import Number, is_about_the_file, is_asking, is_contents, number, unnumbered
from bot.decks.words import promises_questions
from bot.richtext import Inlines, plain_line

_TOPIC_LENGTH = 200
"""Characters of a heading in a topic: every card below it carries them, and its id is made of them.

Without a limit one long heading above many questions costs the product of both.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A heading and what stands below it.

    ``title`` is without number and stray marks, ``words`` the same as plain text on one line;
    ``asks`` says whether they read like a question by themselves; ``number`` may be None, and is
    ``counted`` where it belongs to a list of numbered headings. ``level`` is 1 (largest) to 6.
    ``start`` is the heading's place among the document's blocks, ``own`` the place of the next
    heading of any level, ``stop`` of the next one that is not deeper.
    """

    heading: Node
    title: Inlines
    words: str
    asks: bool
    number: str | None
    counted: bool
    level: int
    start: int
    own: int
    stop: int
    parents: tuple[Section, ...] = field(repr=False)

    @property
    def about_the_file(self) -> bool:
        """Whether the heading is no question but the file's furniture."""
        return is_about_the_file(self.words, numbered=self.number is not None)

    @property
    def topic(self) -> tuple[str, ...]:
        """The titles of the headings above, without the deck's title and a table of contents."""
        titles = (parent.words[:_TOPIC_LENGTH].rstrip() for parent in self.parents)
        return tuple(words for words in titles if words and not is_contents(words))


@dataclass(frozen=True, slots=True)
class Outline:
    """A document and its sections; ``title`` is empty where the file has none."""

    document: Document
    title: str
    sections: tuple[Section, ...]
    accidental: tuple[Node, ...]
    """Paragraphs that a line of dashes below them would have made a heading."""

    @property
    def promises_questions(self) -> bool:
        """Whether its title, or a heading that asks nothing, says that it holds questions."""
        return promises_questions(self.title) or any(
            promises_questions(section.words)
            for section in self.sections
            if not section.asks and section.number is None
        )

    def body(self, start: int, stop: int) -> Sequence[Node]:
        """The blocks from ``start`` to before ``stop``."""
        return self.document.blocks[start:stop]


def outline(document: Document) -> Outline:
    """Put the sections of ``document`` in order. Linear in the number of its blocks."""
    heads = _heads(document.blocks)
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
    level: int
    number: str | None
    counted: bool
    title: Inlines
    words: str
    asks: bool

    @property
    def is_question(self) -> bool:
        return self.number is not None or self.asks


def _heads(blocks: Sequence[Node]) -> list[_Head]:
    places = [place for place, node in enumerate(blocks) if node.part is Part.HEADING]
    lines = [spans(blocks[place].inline) for place in places]
    numbers = [number(line) for line in lines]
    levels = levelled([Numbered(blocks[p].level, n) for p, n in zip(places, numbers, strict=True)])
    members = in_lists([Numbered(level, n) for level, n in zip(levels, numbers, strict=True)])
    return [
        _head(
            place,
            blocks[place],
            lines[rank],
            numbers[rank],
            level=levels[rank],
            counted=rank in members,
        )
        for rank, place in enumerate(places)
    ]


def _head(  # noqa: PLR0913 - what was found out about it, one by one
    place: int, node: Node, line: Inlines, found: Number | None, *, level: int, counted: bool
) -> _Head:
    if found is not None and not (found.sure or counted):
        found = None
    title = found.rest if found else unnumbered(line)
    words = " ".join(plain_line(title).split())
    shown = found.text if found else None
    return _Head(place, node, level, shown, counted, title, words, is_asking(words))


def _sections(count: int, heads: Sequence[_Head], named: _Head | None) -> list[Section]:
    stops = _stops(count, heads)
    sections: list[Section] = []
    path: list[Section] = []
    for rank, head in enumerate(heads):
        while path and path[-1].level >= head.level:
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
            counted=head.counted,
            level=head.level,
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
        while waiting and heads[waiting[-1]].level >= head.level:
            stops[waiting.pop()] = head.place
        waiting.append(rank)
    return stops


def _title(blocks: Sequence[Node], heads: Sequence[_Head]) -> tuple[str, _Head | None]:
    """The first largest heading, unless it is itself one question of several."""
    for node in blocks[: heads[0].place if heads else len(blocks)]:
        if node.part is Part.HTML and (words := html.title(node.raw)):
            return words, None
    largest = [head for head in heads if head.level == 1]
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
    return next((other.level <= head.level for other in later), True)


def _accidents(heads: Sequence[_Head]) -> list[_Head]:
    """Text right above ``---`` is a heading to Markdown, and was meant as text above a rule.

    It is taken as text where the file writes its questions with ``#`` and nothing deeper follows.
    """
    accidents: list[_Head] = []
    questions = False
    for head, following in zip_longest(heads, heads[1:]):
        deeper = following is not None and following.level > head.level
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
