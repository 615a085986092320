"""What several cards of a deck have, and what therefore tells no card from another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from bot.decks.matching import question
from bot.model import KnownCard


class Common:
    """Prompts, questions, options and answers that more than one card has."""

    def __init__(self, *decks: Sequence[KnownCard]) -> None:
        """Look at each deck for itself, for one card may stand in several."""
        self._prompts = _repeated(((card.prompt, card.exhibits) for card in deck) for deck in decks)
        self._questions = _repeated(map(question, deck) for deck in decks)
        self._options = _repeated((card.options for card in deck) for deck in decks)
        self._answers = _repeated((card.answer for card in deck) for deck in decks)

    def prompt(self, card: KnownCard) -> bool:
        """Whether others have the same prompt, code and pictures included."""
        return (card.prompt, card.exhibits) in self._prompts

    def question(self, card: KnownCard) -> bool:
        """Whether others ask the same, options included."""
        return question(card) in self._questions

    def options(self, card: KnownCard) -> bool:
        """Whether others have the same options."""
        return card.options in self._options

    def answer(self, card: KnownCard) -> bool:
        """Whether others have the same answer."""
        return card.answer in self._answers


def _repeated(decks: Iterable[Iterable[Hashable]]) -> set[Hashable]:
    counts = map(Counter, decks)
    return {value for deck in counts for value, count in deck.items() if count > 1}
