"""Why a file gave no card: what in it came nearest to a question, and what to change there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.decks.inline import spans
from bot.decks.nodes import Part
from bot.decks.outline import Outline
from bot.decks.titles import is_asking, unnumbered
from bot.model import Finding, Severity
from bot.richtext import plain_line

_GLUED = re.compile(r"#{1,6}(?=[^#\s])")
_SHOWN = 70


def explained(outlined: Outline, text: str) -> Finding:
    """The finding of a file without cards."""
    if not text.strip():
        hint = "Write questions as headings, such as “## 1. What is …?”, with the answers below."
        return _finding(1, "The file is empty.", hint)
    for line, words, hint in _near(outlined):
        shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
        return _finding(
            line, f"No question was found in this file; “{shown}” is near to one.", hint
        )
    hint = "Write each question as a heading, such as “## 1. What is …?”, and its answer below."
    return _finding(1, "No question was found in this file.", hint)


def _near(outlined: Outline) -> Iterator[tuple[int, str, str]]:
    """Line, words and remedy of everything that asks."""
    sections = {section.start for section in outlined.sections}
    for place, node in enumerate(outlined.document.blocks):
        if node.part not in {Part.HEADING, Part.PARAGRAPH}:
            continue
        words = " ".join(plain_line(unnumbered(spans(node.inline))).split())
        if not any(map(str.isalpha, words)) or not is_asking(_GLUED.sub("", words, count=1)):
            continue
        if node.part is Part.HEADING and place not in sections:
            yield (
                node.line,
                words,
                "It was read as the title. Put a title, as in “# Notes”, above it.",
            )
        elif node.part is Part.HEADING:
            yield node.line, words, "Write its answer right below it."
        elif _GLUED.match(words):
            yield node.line, words, "Put a space behind the # signs."
        else:
            yield node.line, words, "Make it a heading: begin its line with “## ”."


def _finding(line: int, message: str, hint: str) -> Finding:
    return Finding(line, Severity.ERROR, "no-questions", message, hint)
