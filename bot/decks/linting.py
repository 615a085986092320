"""What can be said of a whole file: questions that Markdown itself has swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.decks.nodes import Node, Part, walk
from bot.decks.outline import Outline
from bot.findings import Rule, form
from bot.model import Finding

_HEADING = re.compile(r"^[ >]{0,3}(?:#{2,6}[ \t]|#[ \t]+\d+[.)])", re.MULTILINE)
_GLUED = re.compile(r"^#{2,6}[^#\s].*|^#\d+[.)].*", re.MULTILINE)
_MALFORMED = re.compile(
    r"^[ \t]{0,3}[-*+]\[[ xX]?\](?!\().*|^\[[ xX]\][ \t]+(?:```|~~~)[^`\n]*$", re.MULTILINE
)


def lint(outlined: Outline, text: str) -> Iterator[Finding]:
    """Findings about the file's form. A clean file has none."""
    lines = text.split("\n")
    for node in walk(outlined.document.blocks):
        match node.part:
            case Part.CODE if node.markup and not _is_closed(node, lines):
                yield _unclosed_fence(node)
            case Part.HTML if _is_open_comment(node):
                yield _unclosed_comment(node)
            case Part.PARAGRAPH:
                yield from _lines(node, "#", _GLUED, form.NOT_A_HEADING)
                yield from _lines(node, "[", _MALFORMED, form.MALFORMED_OPTION)
            case _:
                pass
    yield from (form.TOO_DEEP.at(line) for line in outlined.document.cut)
    yield from (form.UNDERLINED.at(node.line) for node in outlined.accidental)


def _is_closed(node: Node, lines: list[str]) -> bool:
    last = min(node.end - 1, len(lines))
    while last > node.line and not lines[last - 1].strip(" \t>"):
        last -= 1
    fence = lines[last - 1].strip(" \t>")
    return last > node.line and fence.startswith(node.markup) and not fence.strip(node.markup[0])


def _is_open_comment(node: Node) -> bool:
    opened = node.raw.rfind("<!--")
    return opened >= 0 and "-->" not in node.raw[opened:]


def _unclosed_fence(node: Node) -> Finding:
    if count := len(_HEADING.findall(node.raw)):
        return form.UNCLOSED_CODE_OVER_HEADINGS.at(node.line, fence=node.markup, count=count)
    return form.UNCLOSED_CODE.at(node.line, fence=node.markup)


def _unclosed_comment(node: Node) -> Finding:
    if count := len(_HEADING.findall(node.raw)):
        return form.UNCLOSED_COMMENT_OVER_HEADINGS.at(node.line, count=count)
    return form.UNCLOSED_COMMENT.at(node.line)


def _lines(node: Node, sign: str, pattern: re.Pattern[str], rule: Rule) -> Iterator[Finding]:
    """The rule for every line of a paragraph that looks like what it is not.

    ``sign`` stands in all of them, and in few paragraphs.
    """
    if sign not in node.raw:
        return
    for match in pattern.finditer(node.raw):
        yield rule.at(node.line + node.raw.count("\n", 0, match.start()), words=match[0])
