"""Paragraphs as the lines their author wrote: a question, its options and its answer in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

from bot.decks.inline import spans
from bot.decks.nodes import Node, Part
from bot.richtext import plain_line

_BOLD_TAGS = {"<b>": 1, "<strong>": 1, "</b>": -1, "</strong>": -1}
_BREAKS = {"softbreak", "hardbreak"}
_READ = {"text", "text_special", "code_inline"}


def lines(paragraph: Node) -> list[Node]:
    """Each line of a paragraph as a paragraph of its own; styles that run on are opened again."""
    if "\n" not in paragraph.raw and paragraph.raw:
        return [paragraph]
    rows = list(_rows(paragraph.inline))
    if len(rows) == 1:
        return [paragraph]
    first = paragraph.line
    return [
        Node(Part.PARAGRAPH, first + skipped, first + skipped + 1, inline=row)
        for skipped, row in rows
    ]


def joined(parts: Sequence[Node]) -> Node:
    """Lines of one paragraph as one paragraph again."""
    first, *others = parts
    inline = list(first.inline)
    for other in others:
        inline += [_SOFT, *other.inline]
    return Node(Part.PARAGRAPH, first.line, parts[-1].end, inline=inline) if others else first


def together(nodes: Iterable[Node]) -> Iterator[Node]:
    """Lines that stood in one paragraph as one paragraph again; other blocks as they are."""
    run: list[Node] = []
    for node in nodes:
        paragraphs = node.part is Part.PARAGRAPH and run and run[-1].part is Part.PARAGRAPH
        if paragraphs and node.line == run[-1].end:
            run.append(node)
            continue
        if run:
            yield joined(run)
        run = [node]
    if run:
        yield joined(run)


def words(node: Node) -> str:
    """The text of a paragraph or heading on one line."""
    pieces: list[str] = []
    for token in node.inline:
        if token.type in _READ or not token.content:
            pieces.append(token.content or (" " if token.type in _BREAKS else ""))
        else:
            return " ".join(plain_line(spans(node.inline)).split())
    return " ".join("".join(pieces).split())


def is_bold(tokens: Sequence[Token]) -> bool:
    """Whether all that can be read is bold; marks and pictures behind it may be plain."""
    depth = 0
    bold = False
    for token in tokens:
        if token.type == "strong_open":
            depth += 1
        elif token.type == "strong_close":
            depth -= 1
        elif token.type == "html_inline":
            depth += _BOLD_TAGS.get(token.content.lower(), 0)
        elif token.type in {"em_open", "em_close"}:
            continue
        elif depth:
            bold = True
        elif any(map(str.isalnum, token.content)):
            return False
    return bold


_SOFT = Token("softbreak", "br", 0)


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[int, list[Token]]]:
    row: list[Token] = []
    open_: list[Token] = []
    count = 0
    for token in tokens:
        if token.type in _BREAKS:
            yield count, [*row, *(_closing(one) for one in reversed(open_))]
            count += 1
            row = list(open_)
            continue
        row.append(token)
        if token.nesting > 0:
            open_.append(token)
        elif token.nesting < 0 and open_:
            open_.pop()
    yield count, row


def _closing(token: Token) -> Token:
    return Token(token.type.replace("_open", "_close"), token.tag, -1, markup=token.markup)
