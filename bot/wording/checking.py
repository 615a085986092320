"""What is said of notes that somebody had looked through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.model import Severity
from bot.wording.numbers import count

CHECKED_COLUMNS: Final = ("cards", "objective", "errors", "warnings", "file")
"""Above a table of looked-through files."""

_PLACES = 20
"""Lines that are named in a row; whoever mends so many looks again anyway."""


def checked(cards: int, objective: int, findings: Counter[Severity]) -> str:
    """What a look through notes came to."""
    found = [count(findings[one], one.value) for one in Severity if findings[one]]
    parts = [count(cards, "card") if cards else "no cards"]
    if cards:
        parts.append(f"{'all' if objective == cards else objective} with an objective question")
    words = ", ".join([*parts, *(found or ["no findings"])])
    return f"{words[0].upper()}{words[1:]}."


def checked_more(code: str, lines: Sequence[int]) -> str:
    """Findings of which there are so many that only their lines are told."""
    places = [str(line) for line in dict.fromkeys(lines)]
    if len(places) > _PLACES:
        places = [*places[:_PLACES], "…"]
    noun = "line" if len(places) == 1 else "lines"
    return f"{len(lines)} more [{code}] in {noun} {', '.join(places)}"


def nothing_to_check(path: str) -> str:
    """That a folder holds no notes."""
    return f"No file in {path} ends in .md, so there was nothing to check. Name a file or a folder."


def unchecked(amount: int) -> str:
    """How many files were left out of a look through notes, each with its sentence above."""
    return f"{count(amount, 'file')} could not be read; the reasons stand above."
