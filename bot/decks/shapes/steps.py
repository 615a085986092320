"""Numbered headings that part a text: the steps of a manual, the chapters of a paper."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.decks.outline import Outline, Section
from bot.decks.shapes.stems import is_told
from bot.decks.words import begins_question

_STEP = re.compile(r"(?:step|stage|phase|part|chapter)\b", re.IGNORECASE)
_DOING = re.compile(
    r"(?:download|install|uninstall|set\s?up|configure|create|add|open|close|run|start|restart"
    r"|launch|boot|build|clone|fork|copy|move|remove|delete|update|upgrade|enable|disable|import"
    r"|export|test|verify|check|deploy|push|pull|commit|connect|mix|bake|cook|serve|stir|cut|heat"
    r"|clean|press|click|select|enter|save|use|get|go|make\s+sure|prepare|log\s?in|sign\s+(?:in|up)"
    r"|register|initiali[sz]e|generate|edit|review|submit|wait|partition|format|mount)\b(?!\W+vs\b)",
    re.IGNORECASE,
)
_MOST = 0.5


def levels_of_text(outline: Outline) -> frozenset[int]:
    """Levels of which the numbered headings are steps or chapters, and none of them asks."""
    if outline.promises_questions:
        return frozenset()
    counted: dict[int, list[Section]] = defaultdict(list)
    for section in outline.sections:
        if section.counted:
            counted[section.level].append(section)
    texts = {level for level, found in counted.items() if _is_text(outline, found)}
    deep = {level for level in texts if any(_is_deep(one) for one in counted[level])}
    above = {parent.level for level in deep for one in counted[level] for parent in one.parents}
    return frozenset(texts | {level for level in above if not _asks(counted.get(level, ()))})


def _is_deep(section: Section) -> bool:
    return section.number is not None and "." in section.number


def _asks(found: Sequence[Section]) -> bool:
    return any(section.asks or begins_question(section.words) for section in found)


def _is_text(outline: Outline, found: Sequence[Section]) -> bool:
    if _asks(found):
        return False
    steps = sum(bool(_STEP.match(section.words)) for section in found)
    deep = sum(map(_is_deep, found))
    doing = sum(bool(_DOING.match(section.words)) for section in found)
    framed = any(section.about_the_file for section in found)  # what people do may be asked as well
    if max(steps, deep, doing if framed else 0) <= _MOST * len(found):
        return False
    return not any(
        is_told(node) for section in found for node in outline.body(section.start + 1, section.own)
    )
