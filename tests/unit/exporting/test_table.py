"""Decks as tables."""

import csv
import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.decks.parsing import parse
from bot.exporting import table
from bot.model import Deck
from bot.richtext import text

NOTES = """\
# Cells

## Energy
### What makes *energy*, "most of all"?
The mitochondrion;
mind the `=1+1`.

- [ ] The wall
- [x] The mitochondrion
- [x] Not the wall

### What is 2 − 2?
=0
"""


def rows(deck: Deck) -> list[list[str]]:
    """What a spreadsheet reads."""
    data = table.packed(deck)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_for_each_card() -> None:
    """With its options and which of them are right, as plain text."""
    deck = parse(NOTES.encode(), "cells.md")
    head, first, second = rows(deck)

    assert head == ["id", "topic", "prompt", "options", "key", "answer"]
    assert first == [
        deck.cards[0].id,
        "Energy",
        'What makes energy, "most of all"?',
        "A. The wall\nB. The mitochondrion\nC. Not the wall",
        "B, C",
        "The mitochondrion; mind the =1+1.",
    ]
    assert second[3:] == ["", "", "'=0"]


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_no_cell_is_computed(words: str) -> None:
    """Nothing that somebody wrote is a formula to whoever opens the table."""
    deck = parse(NOTES.encode(), "cells.md")
    card = replace(deck.cards[0], prompt=text(words), answer=text(words), topic=(words,))
    _, row = rows(replace(deck, cards=(card,)))

    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)
    assert row[2].removeprefix("'") == words.removeprefix("'")
