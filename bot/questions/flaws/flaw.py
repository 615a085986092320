"""What a flaw is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.questions.context import Context
from bot.questions.flaws.item import Item

Check = Callable[[Item, Context], bool]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A way for a question to go wrong.

    ``sentence`` says what is wrong and ``hint`` what its author can do. ``serious``: the question
    cannot be asked at all; any other flaw is the author's to accept, never the maker's.
    """

    name: str
    sentence: str
    hint: str
    check: Check
    serious: bool = False
