"""Which card to ask next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Final

from bot.model import Card, CardHistory, CardId

_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_UNKNOWN: Final = CardHistory()


def choose(cards: Sequence[Card], history: Mapping[CardId, CardHistory], rng: Random) -> Card:
    """The card to ask next in a room.

    One never asked there comes before any other; then the one asked longest ago, then the one the
    space knows least, then by chance. So no card comes again before all have been asked.

    Raises:
        ValueError: if there are no cards.
    """
    if not cards:
        raise ValueError("there is no card to choose from")

    def rank(card: Card) -> tuple[datetime, float]:
        past = history.get(card.id, _UNKNOWN)
        return past.last_asked or _NEVER, knowledge(past)

    ranks = [rank(card) for card in cards]
    best = min(ranks)
    return rng.choice([card for card, its in zip(cards, ranks, strict=True) if its == best])


def choose_for_learning(
    cards: Sequence[Card], history: Mapping[CardId, CardHistory], rng: Random
) -> Card:
    """The card to ask a room that is asked one a day.

    Not one that was asked there lately: as long as there are cards never asked there, one of
    those, later one of the half that was asked longest ago. Of these what the space knows least,
    then by chance.

    Raises:
        ValueError: if there are no cards.
    """
    if not cards:
        raise ValueError("there is no card to choose from")
    past = {card.id: history.get(card.id, _UNKNOWN) for card in cards}
    rested = [card for card in cards if past[card.id].last_asked is None]
    if not rested:
        by_age = sorted(cards, key=lambda card: past[card.id].last_asked or _NEVER)
        rested = by_age[: (len(by_age) + 1) // 2]
    least = min(knowledge(past[card.id]) for card in rested)
    return rng.choice([card for card in rested if knowledge(past[card.id]) == least])


def knowledge(past: CardHistory) -> float:
    """How well a space knows a card, 0 to 1: the share of right answers, smoothed.

    A card that nobody answered stands in the middle (Laplace's rule of succession).
    """
    return (past.correct + 1) / (past.answered + 2)
