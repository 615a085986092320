"""The headings of a file as sections: what belongs under what, and which heading is the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.decks import html
from bot.decks.inline import given_id, spans, trimmed
from bot.decks.nodes import Document, Node, Part
from bot.richtext import Inline, Inlines, Span, plain_line

_NUMBER = re.compile(
    r"[\s*_]*(?:"
    r"(?P<word>Q|Question|Ques|Frage|Pregunta|Domanda)[\s.#-]*\(?(?P<asked>\d{1,4})"
    r"(?:[\s*_]*[.):\]–—-]+(?!\d)|(?=[\s*_]|$))"
    r"|[#(\[]?(?P<bare>\d{1,4})[\s*_]*[.):\]–—-]+(?![\d-])"
    r"|\#(?P<hash>\d{1,4})(?=\s)"
    r"|(?P<deep>\d{1,3}(?:\.\d{1,3})+)\.?(?=\s)"
    r")[\s*_]*",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?\uff1f\u061f](?=\W*$|\s)")
_WANTED = re.compile(
    r"(?:explain|describe|compare|contrast|define|discuss|differentiate|distinguish|prove|derive"
    r"|illustrate|summari[sz]e|elaborate|justify)\s+\S"
    r"|(?:name|list|state|give|outline|show|write|identify|mention|find)\s+"
    r"(?:the|an?|all|some|any|one|two|three|four|five|several|examples?|\d+|at\s+least|me|us"
    r"|different|various|common|your|how|why|what)\s",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:\s+#+|#{2,})\s*$")
_STRAY_START = re.compile(r"(?:\*\*)+\s*")
_STRAY_END = re.compile(r"\s*(?:\*\*)+$")


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A heading and what stands below it.

    ``title`` is without number and stray marks; ``number`` is None where it has none. ``start`` is
    the heading's place among the document's blocks, ``own`` the place of the next heading of any
    level, ``stop`` of the next one that is not deeper.
    """

    heading: Node
    title: Inlines
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
    def words(self) -> str:
        """The title as plain text on one line."""
        return " ".join(plain_line(self.title).split())

    @property
    def asks(self) -> bool:
        """Whether the title reads like a question or a task by itself."""
        return is_asking(self.words)

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


def is_asking(words: str) -> bool:
    """Whether a line of text is a question, or tells somebody to explain something."""
    return bool(_ASKS.search(words) or _WANTED.match(words))


def numbered(line: Inlines) -> tuple[str | None, Inlines]:
    """The number in front of a line, and the line without it and without stray marks."""
    line = _unmarked(line)
    match = _NUMBER.match(plain_line(line))
    if not match or (line and isinstance(line[0], Span) and line[0].code):
        return None, _plain_weight(line)
    number = next(text for text in match.group("asked", "bare", "hash", "deep") if text)
    return number, _plain_weight(_unmarked(_without_start(line, match.end())))


def id_below(heading: Node, body: Sequence[Node]) -> str | None:
    """The author's id in a comment in the heading or below it."""
    comments = (comment for node in (heading, *body) for comment in _comments(node))
    return next((given for comment in comments if (given := given_id(comment)) is not None), None)


def outline(document: Document) -> Outline:
    """Put the sections of ``document`` in order. Linear in the number of its blocks."""
    document, accidental = _without_accidents(document)
    sections = _sections(document.blocks)
    title, named = _title(document.blocks, sections)
    if named is not None:
        sections = [
            replace(section, parents=tuple(p for p in section.parents if p is not named))
            for section in sections
            if section is not named
        ]
    return Outline(document, title, tuple(sections), accidental)


def _comments(node: Node) -> Iterator[str]:
    if "<!--" not in node.raw:
        return
    if node.part is Part.HTML:
        yield node.raw
    elif node.part in {Part.PARAGRAPH, Part.HEADING}:
        yield from (token.content for token in node.inline if token.type == "html_inline")


def _sections(blocks: Sequence[Node]) -> list[Section]:
    places = [place for place, node in enumerate(blocks) if node.part is Part.HEADING]
    stops = _stops(blocks, places)
    sections: list[Section] = []
    path: list[Section] = []
    for rank, place in enumerate(places):
        heading = blocks[place]
        while path and path[-1].level >= heading.level:
            path.pop()
        number, title = numbered(spans(heading.inline))
        own = places[rank + 1] if rank + 1 < len(places) else len(blocks)
        section = Section(heading, title, number, place, own, stops[rank], tuple(path))
        sections.append(section)
        path.append(section)
    return sections


def _stops(blocks: Sequence[Node], places: Sequence[int]) -> list[int]:
    stops = [len(blocks)] * len(places)
    waiting: list[int] = []
    for rank, place in enumerate(places):
        while waiting and blocks[places[waiting[-1]]].level >= blocks[place].level:
            stops[waiting.pop()] = place
        waiting.append(rank)
    return stops


def _title(blocks: Sequence[Node], sections: Sequence[Section]) -> tuple[str, Section | None]:
    """The first largest heading, unless it is itself one question of several."""
    largest = [section for section in sections if section.level == 1]
    first_heading = sections[0].start if sections else len(blocks)
    for node in blocks[:first_heading]:
        if node.part is Part.HTML and (words := html.title(node.raw)):
            return words, None
    if not largest:
        return "", None
    first = largest[0]
    rivals = [section for section in largest[1:] if section.number or section.asks]
    if rivals and (first.number or first.asks) and first.own == first.stop:
        return "", None
    return " ".join(plain_line(spans(first.heading.inline)).split()), first


def _without_accidents(document: Document) -> tuple[Document, tuple[Node, ...]]:
    """Text right above ``---`` is a heading to Markdown, and was meant as text above a rule.

    It is taken as text where the file writes its questions with ``#`` and nothing deeper follows.
    """
    blocks = list(document.blocks)
    heads = [(place, node) for place, node in enumerate(blocks) if node.part is Part.HEADING]
    accidents: list[Node] = []
    questions = False
    for rank, (place, node) in enumerate(heads):
        number, title = numbered(spans(node.inline))
        asks = number is not None or is_asking(plain_line(title))
        deeper = rank + 1 < len(heads) and heads[rank + 1][1].level > node.level
        if node.markup.startswith("#"):
            questions = questions or asks
        elif node.markup == "-" and questions and not asks and not deeper:
            blocks[place] = replace(node, part=Part.PARAGRAPH)
            accidents.append(node)
    return Document(blocks, document.lines), tuple(accidents)


def _unmarked(line: Inlines) -> Inlines:
    """Without closing ``#`` and without ``**`` that never became bold."""
    row = list(trimmed(line))
    if row and isinstance(last := row[-1], Span) and not last.code:
        row[-1] = replace(last, text=_STRAY_END.sub("", _TRAILING.sub("", last.text)))
    if row and isinstance(first := row[0], Span) and not first.code:
        row[0] = replace(first, text=_STRAY_START.sub("", first.text, count=1))
    return trimmed(row)


def _plain_weight(line: Inlines) -> Inlines:
    """A title that is bold all over is as bold as one that is not."""
    if all(isinstance(part, Span) and (part.bold or not part.text.strip()) for part in line):
        return tuple(replace(part, bold=False) if isinstance(part, Span) else part for part in line)
    return line


def _without_start(line: Inlines, count: int) -> Inlines:
    """Without the first ``count`` characters."""
    kept: list[Inline] = []
    for part in line:
        length = len(plain_line((part,)))
        if count >= length:
            count -= length
        elif isinstance(part, Span):
            kept.append(replace(part, text=part.text[count:]))
            count = 0
        else:
            kept.append(part)
    return trimmed(kept)
