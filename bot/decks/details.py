"""``<details>`` as one block: Markdown sees only where it opens and where it closes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import unescape

from bot.decks import html
from bot.decks.nodes import Node, Part
from bot.richtext import Inlines, Paragraph

# No tag of the kind stands in a summary: what is never closed is not looked for to the file's end.
_WORDS = r"[^<]*+(?:<(?!/?(?:details|summary)\b)[^<]*+)*+"
_TAG = re.compile(
    rf"<details\b[^<>]*>\s*(?:<summary\b[^<>]*>(?P<summary>{_WORDS})</summary\s*>)?"
    r"|(?P<close></details\s*>)"
    rf"|<summary\b[^<>]*>(?P<late>{_WORDS})</summary\s*>",
    re.IGNORECASE,
)
_DEEPEST = 5
"""Details inside details that are read: it keeps every recursion over a tree shallow."""

_ANY = re.compile(r"</?details\b|<summary\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")


def folded(nodes: Sequence[Node]) -> list[Node]:
    """``nodes`` with a ``DETAILS`` node for all that stands between the two tags.

    Its ``raw`` is the summary's text, its ``markup`` the summary. One that is never closed is left
    as it is, and so is one inside too many others.
    """
    if not any(_has(node) or node.children for node in nodes):
        return list(nodes)
    top: list[Node] = []
    path: list[tuple[Node, list[Node]]] = []
    for piece in _pieces(nodes):
        into = path[-1][1] if path else top
        if piece.part is not Part.DETAILS:
            into.append(piece)
        elif piece.info == "open" and len(path) < _DEEPEST:
            path.append((piece, []))
        elif piece.info == "open":
            into.append(_as_html(piece))
        elif piece.info == "late":
            if path and not path[-1][0].raw and not path[-1][1]:
                path[-1] = (replace(path[-1][0], raw=piece.raw, markup=piece.markup), [])
            else:
                into.append(_as_html(piece))
        elif path:
            opened, children = path.pop()
            whole = replace(opened, info="", end=piece.end, children=children)
            (path[-1][1] if path else top).append(whole)
    while path:  # never closed: it holds nothing
        opened, children = path.pop(0)
        top += [_as_html(opened), *children]
    return top


def are_in(text: str) -> bool:
    """Whether a text has any tag of details."""
    return bool(_ANY.search(text))


def summary(node: Node) -> Inlines:
    """What a person reads of the summary, in its styles."""
    found = html.blocks(node.markup)
    return tuple(span for block in found if isinstance(block, Paragraph) for span in block.spans)


def _has(node: Node) -> bool:
    return node.part is Part.HTML and bool(_ANY.search(node.raw))


def _pieces(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        if node.children:
            inner = folded(node.children)
            yield replace(node, children=inner) if inner != node.children else node
        elif _has(node):
            yield from _parts(node)
        elif node.part is Part.PARAGRAPH and "</details" in node.raw.lower():
            yield from _closed_inside(node)
        else:
            yield node


def _parts(node: Node) -> Iterable[Node]:
    """A block of HTML cut at its tags; what stands between them is HTML again."""
    raw, last, line = node.raw, 0, node.line
    for match in _TAG.finditer(raw):
        yield from _text(node, raw[last : match.start()], line)
        line += raw.count("\n", last, match.start())
        end = line + raw.count("\n", match.start(), match.end()) + 1
        opens = "open" if match["late"] is None else "late"
        kind = "close" if match["close"] else opens
        summary = match["summary"] or match["late"] or ""
        yield Node(Part.DETAILS, line, end, info=kind, raw=_words(summary), markup=summary)
        line = end - 1
        last = match.end()
    yield from _text(node, raw[last:], line)


def _text(node: Node, raw: str, line: int) -> Iterable[Node]:
    if raw.strip():
        line += raw.count("\n", 0, len(raw) - len(raw.lstrip("\n")))
        raw = raw.strip("\n")
        yield replace(node, raw=raw, line=line, end=line + raw.count("\n") + 1)


def _closed_inside(node: Node) -> Iterable[Node]:
    """A paragraph on whose last line the tag stands."""
    tokens = [t for t in node.inline if not (t.type == "html_inline" and _is_close(t.content))]
    yield replace(node, inline=tokens)
    count = len(node.inline) - len(tokens)
    for _ in range(count):
        yield Node(Part.DETAILS, node.end - 1, node.end, info="close")


def _is_close(tag: str) -> bool:
    return tag.lower().startswith("</details")


def _as_html(node: Node) -> Node:
    return replace(node, part=Part.HTML, info="", raw=f"<b>{node.raw}</b>" if node.raw else "")


def _words(html: str) -> str:
    return " ".join(unescape(_ANY_TAG.sub(" ", html)).split())
