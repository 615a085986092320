"""Markdown to a light tree with line numbers, by one run of markdown-it-py over the whole file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar

from bot.decks import details
from bot.decks.nodes import Document, Node, Part

MAX_NESTING = 40
"""Levels of lists and quotes that are read; it keeps every recursion over a tree shallow."""

_FORMULA_LINES = 200
"""A ``$$`` that is not closed within so many lines opens no formula.

Without a limit each unclosed one is searched for to the end of the file, again and again.
"""

_CONTAINERS = {
    "bullet_list_open": Part.LIST,
    "ordered_list_open": Part.LIST,
    "list_item_open": Part.ITEM,
    "blockquote_open": Part.QUOTE,
    "heading_open": Part.HEADING,
    "paragraph_open": Part.PARAGRAPH,
    "table_open": Part.TABLE,
    "tr_open": Part.ROW,
    "th_open": Part.CELL,
    "td_open": Part.CELL,
}
_NESTED = {"list_item_open", "blockquote_open"}
_DEEPEST = MAX_NESTING - 1
_LEAVES = {
    "fence": Part.CODE,
    "code_block": Part.CODE,
    "html_block": Part.HTML,
    "hr": Part.RULE,
    "math_block": Part.FORMULA,
}
_UNCOUNTED = {"thead_close", "tbody_close"}


def document(text: str) -> Document:
    """The tree of ``text``. Linear in its length, and not deeper than ``MAX_NESTING``."""
    tokens = _parser().parse(text)
    blocks = _tree(tokens)
    if details.are_in(text):
        blocks = details.folded(blocks)
    return Document(blocks, text.count("\n") + 1, tuple(_cut(tokens)), text)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    dollarmath_plugin(
        parser,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
    )
    parser.block.ruler.at("math_block", _bounded(math_block_dollar(allow_labels=False)))
    return parser


_Rule = Callable[[StateBlock, int, int, bool], bool]


def _bounded(rule: _Rule) -> _Rule:
    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        return rule(state, start, min(end, start + _FORMULA_LINES), silent)

    return bounded


def _tree(tokens: Sequence[Token]) -> list[Node]:
    root = Node(Part.QUOTE, 1, 1)
    path = [root]
    for place, token in enumerate(tokens):
        if token.nesting > 0:
            if part := _CONTAINERS.get(token.type):
                node = _container(part, token, tokens[place + 1], path[-1])
                path[-1].children.append(node)
                path.append(node)
        elif token.nesting < 0:
            if token.type not in _UNCOUNTED:
                path.pop()
        elif part := _LEAVES.get(token.type):
            path[-1].children.append(_leaf(part, token, path[-1]))
    return root.children


def _cut(tokens: Sequence[Token]) -> Iterator[int]:
    """Lines of what was opened so deep inside that the tokeniser passed over its content."""
    for token in tokens:
        if token.level >= _DEEPEST and token.nesting > 0 and token.map and token.type in _NESTED:
            yield token.map[0] + 1


def _container(part: Part, token: Token, following: Token, parent: Node) -> Node:
    """The opened block; of running text the inline token always comes next."""
    text = following if following.type == "inline" else None
    line, end = _lines(token, parent)
    return Node(
        part,
        line,
        end,
        level=int(token.tag[1]) if part is Part.HEADING else 0,
        start=int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None,
        markup=token.markup,
        raw=text.content if text else "",
        inline=text.children or () if text else (),
    )


def _leaf(part: Part, token: Token, parent: Node) -> Node:
    line, end = _lines(token, parent)
    return Node(part, line, end, info=token.info, markup=token.markup, raw=token.content)


def _lines(token: Token, parent: Node) -> tuple[int, int]:
    """Cells carry no lines of their own: they stand where their row stands."""
    return (token.map[0] + 1, token.map[1] + 1) if token.map else (parent.line, parent.end)
