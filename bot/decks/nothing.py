"""Why a file gave no card: what in it came nearest to a question, and what to change there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.decks.inline import spans
from bot.decks.nodes import Part
from bot.decks.outline import Outline
from bot.decks.titles import is_asking, unnumbered
from bot.findings import Rule
from bot.findings import files as told
from bot.model import Finding
from bot.richtext import plain_line

_GLUED = re.compile(r"#{1,6}(?=[^#\s])")


def explained(outlined: Outline, text: str) -> Finding:
    """The finding of a file without cards."""
    if not text.strip():
        return told.EMPTY.at(1)
    for line, words, rule in _near(outlined):
        return rule.at(line, words=words)
    return told.NO_QUESTIONS.at(1)


def _near(outlined: Outline) -> Iterator[tuple[int, str, Rule]]:
    """Line and words of everything that asks, and what to tell of it."""
    sections = {section.start for section in outlined.sections}
    for place, node in enumerate(outlined.document.blocks):
        if node.part not in {Part.HEADING, Part.PARAGRAPH}:
            continue
        words = " ".join(plain_line(unnumbered(spans(node.inline))).split())
        if not any(map(str.isalpha, words)) or not is_asking(_GLUED.sub("", words, count=1)):
            continue
        if node.part is Part.HEADING:
            rule = told.ONLY_UNANSWERED if place in sections else told.ONLY_A_TITLE
        else:
            rule = told.ONLY_GLUED if _GLUED.match(words) else told.ONLY_TEXT
        yield node.line, words, rule
