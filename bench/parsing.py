"""How fast notes are read: against the tokeniser alone, by length, and where text nests or repeats.

The last part makes the questions as well.

    .venv/bin/python bench/parsing.py [FILE...]

Every figure is the best of several runs; the ratios are of runs made in turn.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from markdown_it import MarkdownIt

from bot.decks.parsing import parse
from bot.questions.making import Maker

RUNS = 7
BUILT_IN = Path(__file__).parents[1] / "content" / "questions.md"
REPEATED = [
    "- $$ a\n",
    "[",
    "![",
    "<a ",
    "<!-- ",
    "```\n",
    "> - ",
    "**a ",
    "$\\sqrt{",
    "<div>\n<h1\n",
    "| a ",
    "- [x] a\n",
    "## 1. What?\n- [x] a\n- [ ] b\n",
    "> > a\n",
    "~~~\n",
    "<details><summary>",
    "<details><summary>Q?</summary>a</details>\n",
    "A) x\n",
    "- A: x\nAnswer: B\n",
    "A) x\n\nB) y\n\nAnswer: B\n\n",
    "Q: a\nA: b\n",
    "a :: b\n",
    "a\n?\nb\n\n",
    "==a== ",
    "{{c1::a}} ",
    "**Q?**\n",
    "1. **Q?**\n   a\n",
    "**Answers**\n1. B\n",
    "# a\n## b\n### c?\n#### d\n##### e\n###### f\n",
    "|c|d|\n|-|-|\n|e|f|\n",
    "- **T**: d\n",
    "\N{GRINNING FACE}",
]
MADE = [
    "Xy. **Ab**: cd ",
    "x. **a b** ",
    "It `a`.  ",
    "(a, b) `c` ",
    "word (`x`/`y`) ",
    "**a** ",
    "**Ab**: **cd** ",
    "Use **b** instead of c. ",
    "x **instead of** y, ",
    "(instead of x ",
    "a; `b` c; ",
    "a/b/c. ",
    "`a` vs `b` ",
    "- **T**: does a thing\n",
    "- **Purpose**: Pulls water off noodles.\n",
    "\n- a\n\n**Ab**: cd\n",
]


def seconds(work: Callable[..., object], *given: object) -> float:
    """How long one call takes."""
    start = perf_counter()
    work(*given)
    return perf_counter() - start


def against_the_tokeniser(path: Path) -> None:
    """Characters a second, and the speed as a share of markdown-it-py's on the same text."""
    data = path.read_bytes()
    text = data.decode("utf-8", "replace")
    tokenise = MarkdownIt().enable("table").parse
    pairs = [(seconds(parse, data, path.name), seconds(tokenise, text)) for _ in range(RUNS)]
    ours = min(pair[0] for pair in pairs)
    ratios = sorted(theirs / own for own, theirs in pairs)
    print(
        f"{path.name:24} {len(text):8} characters  {len(text) / ours / 1e6:5.2f} M/s"
        f"  {median(ratios):.2f} of the tokeniser's speed ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    )


def by_length() -> None:
    """Time for more and more questions of the same kind."""
    for count in (1_000, 10_000, 100_000):
        notes = "".join(
            f"## {number}. What is {number} good for?\nIt is **useful** for {number} things.\n\n"
            for number in range(count)
        ).encode()
        took = seconds(parse, notes, "notes.md")
        print(f"{count:7} questions  {took:7.2f} s  {took / count * 1e6:6.0f} µs each")


def by_repetition() -> None:
    """What eight times as much of the same costs: about 8 is linear, 64 would be quadratic."""
    for piece in REPEATED:
        grows(piece, lambda text: parse(text.encode(), "n.md"))
    for piece in MADE:
        grows(piece, lambda text: make(f"## What is it?\n{text}\n\n## And this?\n{text}"))


def grows(piece: str, work: Callable[[str], object]) -> None:
    """The time of ``work`` for a piece that repeats."""
    once, more = (min(seconds(work, piece * count) for _ in range(3)) for count in (500, 4000))
    print(f"{piece!r:42} x 4000  {more * 1000:8.1f} ms   {more / once:5.1f} times x 500")


def make(text: str) -> int:
    """How many questions the cards of these notes give."""
    deck = parse(text.encode(), "n.md")
    maker = Maker(deck)
    return sum(len(maker.questions(card)) for card in deck.cards)


if __name__ == "__main__":
    for name in sys.argv[1:] or [str(BUILT_IN)]:
        against_the_tokeniser(Path(name))
    by_length()
    by_repetition()
