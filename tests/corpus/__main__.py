"""How much of real files is found: ``make corpus``.

A table of every file; then some prompts and answers, drawn at random, are written to a file for a
person to read. See ``counting`` for where the files come from.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from bot.model import Card
from bot.richtext import plain
from tests.corpus.counting import HOME, Counted, counted

SAMPLE = Path("build") / "corpus-sample.md"
"""Other people's text: it stays in a folder that is never committed."""


def main() -> None:
    """Print the table and write the sample."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("--seed", type=int, default=6, help="which cards are drawn")
    parser.add_argument("--draw", type=int, default=50, help="how many cards are drawn")
    parser.add_argument("--home", type=Path, default=HOME, help="where the files lie")
    given = parser.parse_args()
    if not (given.home / "INDEX.tsv").is_file():
        parser.exit(0, f"There are no files to count in {given.home}.\n")
    files = counted(given.home)
    console = Console(width=100)
    console.print(table(files))
    for one in files:
        for what in ("missed", "invented", "wrong_keys"):
            if lines := getattr(one, what):
                console.print(f"{one.name}: {what.replace('_', ' ')} in line {lines}")
    SAMPLE.parent.mkdir(exist_ok=True)
    SAMPLE.write_text(sample(files, Random(given.seed), given.draw), "utf-8")
    console.print(f"{given.draw} cards drawn with seed {given.seed} are in {SAMPLE}.")


def table(files: Sequence[Counted]) -> Table:
    """One line a file, and the totals with their shares."""
    shown = Table("file", *_NUMBERS, box=None, header_style="bold")
    for column in shown.columns[1:]:
        column.justify = "right"
    rows = [_row(one) for one in files]
    for one, row in zip(files, rows, strict=True):
        shown.add_row(one.name, *map(str, row))
    total = [sum(column) for column in zip(*rows, strict=True)]
    shown.add_row("all", *map(str, total), style="bold")
    expected, found, missed, invented = total[0], total[1], total[5], total[6]
    keys, right = total[7], total[8]
    shown.caption = (
        f"{found / expected:.2%} found, {missed / expected:.2%} missed, "
        f"{invented / expected:.2%} invented, {right / max(keys, 1):.2%} of keys right"
    )
    return shown


_NUMBERS = (
    "expected",
    "found",
    "cards",
    "unanswered",
    "twice",
    "missed",
    "invented",
    "keys",
    "right",
    "other cards",
)


def _row(one: Counted) -> list[int]:
    told = one.told
    found = len(one.lines) - len(one.missed)
    others = len({card.line for card in one.deck.cards} - set(one.lines))
    return [
        one.expected,
        found,
        len(one.deck.cards) - others,
        len(told.get("unanswered", ())),
        len(told.get("duplicate", ())),
        len(one.missed),
        len(one.invented),
        len(one.keyed),
        len(one.keyed) - len(one.wrong_keys),
        others,
    ]


def sample(files: Sequence[Counted], rng: Random, count: int) -> str:
    """Some cards as plain text, each with its file and line."""
    cards = [(one.name, card) for one in files for card in one.deck.cards]
    drawn = rng.sample(cards, min(count, len(cards)))
    return "\n\n".join(_shown(name, card) for name, card in drawn)


def _shown(name: str, card: Card) -> str:
    options = [
        f"    {'*' if choice.right else ' '} {plain(choice.text)}" for choice in card.choices
    ]
    lines = [
        f"===== {name}:{card.line}  [{' > '.join(card.topic)}]",
        plain(card.prompt),
        *options,
        "-----",
        plain(card.answer),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
