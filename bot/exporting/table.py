"""A deck as a table that spreadsheets open: CSV, a row for each card."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bot.model import Card, Deck
from bot.richtext import plain

HEAD = ("id", "topic", "prompt", "options", "key", "answer")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 -- they are meant
"""What a spreadsheet takes for the beginning of something to compute, in either width."""


def packed(deck: Deck) -> bytes:
    """The cards in the order of the notes, in UTF-8 with a mark by which Excel knows it.

    A cell that a spreadsheet would compute begins with an apostrophe, which makes it text.
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEAD)
    rows.writerows([_harmless(cell) for cell in _cells(card)] for card in deck.cards)
    return out.getvalue().encode("utf-8-sig", "replace")


def _cells(card: Card) -> Iterator[str]:
    letters = [chr(ord("A") + place) for place in range(len(card.choices))]
    lettered = list(zip(letters, card.choices, strict=True))
    yield card.id
    yield " > ".join(card.topic)
    yield plain(card.prompt)
    yield "\n".join(f"{letter}. {plain(one.text)}" for letter, one in lettered)
    yield ", ".join(letter for letter, one in lettered if one.right)
    yield plain(card.answer)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
