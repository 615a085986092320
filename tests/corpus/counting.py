"""What a person counts in real files, and what the reader of decks makes of them.

The files are other people's and no part of this repository: they lie in a folder beside it, with
``INDEX.tsv`` (how many questions each has) and ``answer_keys.json`` (the right options in order).
Which lines hold the questions is found here a second time, by one pattern for each file that knows
nothing of the reader.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.decks.library import load
from bot.model import Card, Deck

HOME = Path(__file__).parents[3] / "shared" / "corpus"
"""Where the files lie, if they are there."""

_LINES = {
    "seed_keras.md": r"## \d+\. ",
    "keras_numbered_bold.md": r"\d+\. \*\*",
    "deep_learning.md": r"### +Q\d+ ?-",
    "ds_theory.md": r"\*\*[^*]+\*\*\s*$",
    "30s.md": r"### (?!(?:JavaScript|React|HTML|CSS|Accessibility|Node|Security)\s*$)",
    "js_en.md": r"###### (?:<a [^>]*></a>)?\d+\.",
    "js_es.md": r"###### (?:<a [^>]*></a>)?\d+\.",
    "aws_exam1.md": r"\d+\. ",
    "md_flash.md": r"(?:How|Can|Is|Tabular) .*\??$",
    "hc_math.md": r"[QC]: ",
}
_ACCOUNTED = frozenset({"unanswered", "duplicate"})
"""Findings that say of a question why it is no card of its own."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One file: the lines of its questions, and what was made of it.

    ``keys`` are the right options of each question in their order, None where nobody wrote any.
    """

    name: str
    expected: int
    spare: int
    lines: tuple[int, ...]
    deck: Deck
    keys: Sequence[Sequence[int]] | None

    @property
    def told(self) -> Mapping[str, tuple[int, ...]]:
        """The lines of questions that are no cards, by the code of the finding."""
        told: dict[str, tuple[int, ...]] = {}
        for found in self.deck.findings:
            if found.code in _ACCOUNTED:
                told[found.code] = (*told.get(found.code, ()), found.line)
        return told

    @property
    def seen(self) -> set[int]:
        """Lines where the reader saw a question."""
        cards = {card.line for card in self.deck.cards}
        return cards.union(*self.told.values())

    @property
    def missed(self) -> list[int]:
        """Lines with a question that the reader did not see."""
        return sorted(set(self.lines) - self.seen)

    @property
    def invented(self) -> list[int]:
        """Lines without a question where the reader saw one, beyond what a person may see."""
        invented = sorted(self.seen - set(self.lines))
        return invented[self.spare :]

    @property
    def keyed(self) -> list[tuple[Card, Sequence[int]]]:
        """The cards of questions whose right options a person has written down."""
        if self.keys is None:
            return []
        by_line = {card.line: card for card in self.deck.cards}
        pairs = zip(self.lines, self.keys, strict=True)
        return [(by_line[line], key) for line, key in pairs if line in by_line]

    @property
    def wrong_keys(self) -> list[int]:
        """Lines of cards whose right options are not those that a person reads."""
        return [
            card.line
            for card, key in self.keyed
            if [place for place, choice in enumerate(card.choices) if choice.right] != list(key)
        ]


def counted(home: Path = HOME) -> list[Counted]:
    """Every file of the folder, read once.

    Raises:
        ValueError: the lines found here are not as many as the index says.
    """
    answers = json.loads((home / "answer_keys.json").read_text("utf-8"))
    with (home / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    return [_counted(home, row, answers.get(row["file"])) for row in rows]


def _counted(home: Path, row: Mapping[str, str], keys: Mapping[str, object] | None) -> Counted:
    name = row["file"]
    low, _, high = row["questions"].partition(" to ")
    lines = _lines(home / name)
    if len(lines) != int(low):
        message = f"{name}: {len(lines)} lines of questions, and the index says {low}"
        raise ValueError(message)
    spare = int(high or low) - int(low)
    found = keys["keys"] if keys else None
    return Counted(
        name,
        int(low),
        spare,
        lines,
        load(home / name),
        found if isinstance(found, list) else None,
    )


def _lines(path: Path) -> tuple[int, ...]:
    """The lines outside code that the file's pattern knows."""
    pattern = re.compile(_LINES.get(path.name, r"(?!)"))
    lines: list[int] = []
    fence = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        mark = re.match(r"\s*(```+|~~~+)([^`]*)$", line)
        if fence and mark and mark[1].startswith(fence) and not mark[2].strip():
            fence = ""
        elif not fence and mark:
            fence = mark[1]
        elif not fence and pattern.match(line):
            lines.append(number)
    return tuple(lines)
