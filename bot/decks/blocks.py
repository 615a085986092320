"""Nodes to rich text. Recursion is as deep as the tree, which ``markdown.MAX_NESTING`` bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from markdown_it.token import Token

from bot.decks import formulas, html, words
from bot.decks.inline import spans
from bot.decks.legible import legible
from bot.decks.nodes import Node, Part
from bot.richtext import (
    CodeBlock,
    Formula,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
)

_TASK = re.compile(
    r"(?:\[[ \t]{0,3}(?P<box>[xX✓✔]?)[ \t]{0,3}\]"
    r"|\[?\([ \t]{0,3}(?P<round>[xX*✓✔•●]?)[ \t]{0,3}\)\]?"
    r"|\[\[[ \t]{0,3}(?P<double>[xX✓✔]?)[ \t]{0,3}\]\])(?=\s|$)\s*"
)


def rich(nodes: Iterable[Node]) -> RichText:
    """What a person reads of ``nodes``; rules and comments say nothing."""
    return tuple(block for node in nodes for block in _blocks(node))


def row(cells: Sequence[Node]) -> tuple[Inlines, ...]:
    """The cells of a table row."""
    return tuple(spans(cell.inline) for cell in cells)


def task(item: Node) -> bool | None:
    """Whether the box of a task list item is ticked; None where the item has no box."""
    match = _box(item)
    return None if match is None else bool(match.lastgroup and match[match.lastgroup])


def task_text(item: Node) -> RichText:
    """What stands beside the box."""
    match = _box(item)
    if match is None:
        return rich(item.children)
    return rich((_beside(item.children[0], match.end()), *item.children[1:]))


def unboxed(tasks: Node) -> Node:
    """A task list as a plain list."""
    return replace(tasks, children=[_unboxed(item) for item in tasks.children])


def _unboxed(item: Node) -> Node:
    match = _box(item)
    if match is None:
        return item
    first = _beside(item.children[0], match.end())
    return replace(item, children=[first, *item.children[1:]])


def _beside(paragraph: Node, start: int) -> Node:
    """A paragraph without the ``start`` characters of its box."""
    text = Token("text", "", 0, content=paragraph.inline[0].content[start:])
    return replace(paragraph, inline=(text, *paragraph.inline[1:]))


def without_first(paragraph: Node, count: int) -> Node:
    """A paragraph without its first ``count`` characters, as they are read."""
    kept: list[Token] = []
    for token in paragraph.inline:
        text = token.content if token.type in {"text", "text_special"} else ""
        if not count or not text:
            kept.append(token)
            continue
        left = text[count:]
        count = max(count - len(text), 0)
        if left:
            kept.append(Token("text", "", 0, content=left))
    return replace(paragraph, inline=kept, raw="")


def _box(item: Node) -> re.Match[str] | None:
    first = item.children[0] if item.children else None
    if first is None or first.part is not Part.PARAGRAPH or not first.inline:
        return None
    token = first.inline[0]
    is_box = token.type == "text" and token.content.startswith(("[", "("))
    return _TASK.match(token.content) if is_box else None


def _blocks(node: Node) -> RichText:
    return _READERS[node.part](node)


def _paragraph(node: Node) -> RichText:
    words = spans(node.inline)
    return (Paragraph(words),) if words else ()


def _table(node: Node) -> RichText:
    head, *rows = [row(line.children) for line in node.children]
    return (Table(head, tuple(rows)),)


def _heading(node: Node) -> RichText:
    title = spans(node.inline)
    return (Heading(node.level, title),) if title else ()


def _code(node: Node) -> RichText:
    return (CodeBlock(node.raw.removesuffix("\n"), node.info.strip().partition(" ")[0]),)


def _formula(node: Node) -> RichText:
    tex = node.raw.strip()
    words = formulas.unicode(tex)
    return (Formula(words, tex, drawn=not legible(tex, words)),)


def _html(node: Node) -> RichText:
    return html.blocks(node.raw)


def _list(node: Node) -> RichText:
    return (Listing(tuple(rich(item.children) for item in node.children), node.start),)


def _quote(node: Node) -> RichText:
    quoted = rich(node.children)
    return (Quote(quoted),) if quoted else ()


def _children(node: Node) -> RichText:
    return rich(node.children)


def _details(node: Node) -> RichText:
    """The summary stands above what it hides, unless it only says that something is hidden."""
    hidden = rich(node.children)
    if not hidden or not node.raw or words.hides(node.raw):
        return hidden
    return (Paragraph((Span(node.raw, bold=True),)), *hidden)


def _nothing(_: Node) -> RichText:
    return ()


_READERS: dict[Part, Callable[[Node], RichText]] = {
    Part.PARAGRAPH: _paragraph,
    Part.HEADING: _heading,
    Part.CODE: _code,
    Part.FORMULA: _formula,
    Part.HTML: _html,
    Part.LIST: _list,
    Part.QUOTE: _quote,
    Part.TABLE: _table,
    Part.ITEM: _children,
    Part.ROW: _children,
    Part.CELL: _paragraph,
    Part.DETAILS: _details,
    Part.RULE: _nothing,
}
