"""What can be said of a whole file: questions that Markdown itself has swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.decks.nodes import Node, Part, walk
from bot.decks.outline import Outline
from bot.model import Finding, Severity

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
                yield from _glued(node)
                yield from _malformed_options(node)
            case _:
                pass
    yield from (_too_deep(line) for line in outlined.document.cut)
    for node in outlined.accidental:
        yield _underlined(node)


def _is_closed(node: Node, lines: list[str]) -> bool:
    last = min(node.end - 1, len(lines))
    while last > node.line and not lines[last - 1].strip(" \t>"):
        last -= 1
    fence = lines[last - 1].strip(" \t>")
    return last > node.line and fence.startswith(node.markup) and not fence.strip(node.markup[0])


def _is_open_comment(node: Node) -> bool:
    opened = node.raw.rfind("<!--")
    return opened >= 0 and "-->" not in node.raw[opened:]


def _swallowed(raw: str) -> str:
    count = len(_HEADING.findall(raw))
    match count:
        case 0:
            return ""
        case 1:
            return " The heading in it was not read."
        case _:
            return f" The {count} headings in it were not read."


def _unclosed_fence(node: Node) -> Finding:
    return Finding(
        node.line,
        Severity.ERROR if _HEADING.search(node.raw) else Severity.WARNING,
        "unclosed-code",
        f"The code block that begins here is never closed.{_swallowed(node.raw)}",
        f"Put a line with {node.markup} where the code ends.",
    )


def _unclosed_comment(node: Node) -> Finding:
    return Finding(
        node.line,
        Severity.ERROR,
        "unclosed-comment",
        f"The comment that begins here is never closed.{_swallowed(node.raw)}",
        "Put --> where the comment ends.",
    )


def _glued(node: Node) -> Iterator[Finding]:
    if "#" not in node.raw:
        return
    for match in _GLUED.finditer(node.raw):
        yield Finding(
            node.line + node.raw.count("\n", 0, match.start()),
            Severity.WARNING,
            "not-a-heading",
            f"“{match[0][:40]}” looks like a heading and is none to Markdown.",
            "Put a space behind the # signs.",
        )


def _malformed_options(node: Node) -> Iterator[Finding]:
    if "[" not in node.raw:
        return
    for match in _MALFORMED.finditer(node.raw):
        yield Finding(
            node.line + node.raw.count("\n", 0, match.start()),
            Severity.WARNING,
            "malformed-option",
            f"“{match[0][:40]}” looks like an option and cannot be read as one.",
            "Write “- [ ] ” with its spaces, and code on lines of its own below it.",
        )


def _underlined(node: Node) -> Finding:
    return Finding(
        node.line,
        Severity.INFO,
        "underlined",
        "The line --- right below this text makes a heading of it; it was read as text.",
        "Put an empty line above the ---.",
    )


def _too_deep(line: int) -> Finding:
    return Finding(
        line,
        Severity.WARNING,
        "too-deep",
        "Lists and quotes are nested so deeply here that the innermost were not read.",
        "Use fewer levels.",
    )
