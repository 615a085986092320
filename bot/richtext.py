"""The tree that prompts, answers and options are made of.

Inline content is flat: a span carries all the styles that hold for its characters, so that
every way of showing it is one loop. Blocks nest. Nothing here is markup: a character in a
span is that character and means nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never
from unicodedata import category


@dataclass(frozen=True, slots=True)
class Span:
    """Characters in one style, line breaks among them. ``link`` is an address or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: where it is, as the author wrote it, and what it shows in words.

    ``file`` is the path of a file beside the deck, from the folder that all decks are in; empty
    for whatever is no such file. Only who read the deck from that folder gives it.
    """

    source: str
    alt: str
    file: str = ""


Inline = Span | Image
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an answer; ``level`` is 1 (largest) to 6."""

    level: int
    title: Inlines


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, without a final line break; ``language`` may be empty."""

    code: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula on lines of its own, as Unicode text; ``tex`` is what the author wrote.

    ``drawn``: the text does not read well, and whoever can shows a picture of the formula.
    """

    formula: str
    tex: str
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: numbered from ``start``, or with bullets where ``start`` is None."""

    items: tuple[RichText, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Something quoted."""

    quoted: RichText


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as ``head``."""

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]


Block = Paragraph | Heading | CodeBlock | Formula | Listing | Quote | Table
RichText = tuple[Block, ...]


def text(words: str) -> RichText:
    """One paragraph of plain characters, or nothing for an empty string."""
    return (Paragraph((Span(words),)),) if words else ()


def paragraph(*spans: Inline) -> RichText:
    """One paragraph made of ``spans``."""
    return (Paragraph(spans),)


def plain_line(spans: Iterable[Inline]) -> str:
    """The characters of inline content; a picture gives its alternative text."""
    return "".join([span.text if isinstance(span, Span) else span.alt for span in spans])


def plain(rich: RichText) -> str:
    """What a person reads, as plain text: a line for each paragraph, item, row and code line."""
    return "\n".join(line for block in rich for line in _plain_lines(block))


def is_blank(rich: RichText) -> bool:
    """Whether there is nothing to read, code and pictures included."""
    return not any(
        isinstance(span, Image) or _is_visible(span.text) for span in inlines(rich)
    ) and not any(isinstance(block, CodeBlock | Formula) for block in walk(rich))


def _is_visible(words: str) -> bool:
    """Whether any character leaves a mark; spaces, controls and format characters do not."""
    return any(not character.isspace() and category(character)[0] != "C" for character in words)


def walk(rich: RichText) -> Iterable[Block]:
    """Every block, outer before inner, in reading order."""
    for block in rich:
        yield block
        match block:
            case Listing(items=items):
                for item in items:
                    yield from walk(item)
            case Quote(quoted=quoted):
                yield from walk(quoted)
            case Paragraph() | Heading() | CodeBlock() | Formula() | Table():
                pass
            case _:
                assert_never(block)


def inlines(rich: RichText) -> Iterable[Inline]:
    """Every span and picture in reading order; code blocks and formulas have none."""
    for block in walk(rich):
        match block:
            case Paragraph(spans=spans):
                yield from spans
            case Heading(title=title):
                yield from title
            case Table(head=head, rows=rows):
                for row in (head, *rows):
                    for cell in row:
                        yield from cell
            case CodeBlock() | Formula() | Listing() | Quote():
                pass
            case _:
                assert_never(block)


def remade(
    rich: RichText,
    line: Callable[[Inlines], Inlines],
    formula: Callable[[Formula], Block] | None = None,
) -> RichText:
    """The text with every line of it, and every formula, as they are changed."""

    def block(one: Block) -> Block:  # noqa: PLR0911 -- a case for each block
        match one:
            case Paragraph(spans=spans):
                return Paragraph(line(spans))
            case Heading(level=level, title=title):
                return Heading(level, line(title))
            case Quote(quoted=quoted):
                return Quote(all_of(quoted))
            case Listing(items=items, start=start):
                return Listing(tuple(map(all_of, items)), start)
            case Table(head=head, rows=rows):
                return Table(tuple(map(line, head)), tuple(tuple(map(line, row)) for row in rows))
            case Formula():
                return formula(one) if formula else one
            case CodeBlock():
                return one
            case _:
                assert_never(one)

    def all_of(inside: RichText) -> RichText:
        return tuple(map(block, inside))

    return all_of(rich)


def _plain_lines(block: Block) -> Iterable[str]:
    match block:
        case Paragraph(spans=spans) | Heading(title=spans):
            yield from plain_line(spans).split("\n")
        case CodeBlock(code=code):
            yield from code.split("\n")
        case Formula(formula=formula):
            yield formula
        case Quote(quoted=quoted):
            yield plain(quoted)
        case Listing(items=items, start=start):
            for number, item in enumerate(items, start or 0):
                mark = "• " if start is None else f"{number}. "
                yield mark + plain(item).replace("\n", "\n" + " " * len(mark))
        case Table(head=head, rows=rows):
            for row in (head, *rows):
                yield " | ".join(plain_line(cell) for cell in row)
        case _:
            assert_never(block)
