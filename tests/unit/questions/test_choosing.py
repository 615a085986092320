"""Which card comes next."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import CardHistory, CardId
from bot.questions.choosing import choose, knowledge
from tests.unit.questions.build import card

CARDS = tuple(card(f"Question {at}?", "Answer.") for at in range(6))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def ago(hours: int, answered: int = 0, correct: int = 0) -> CardHistory:
    """A card that was asked some hours before noon."""
    return CardHistory(NOON - timedelta(hours=hours), answered, correct)


def test_no_card_is_an_error() -> None:
    """There is nothing to choose from."""
    with pytest.raises(ValueError, match="no card"):
        choose((), {}, Random(1))


def test_a_card_never_asked_comes_first() -> None:
    """Before the one asked longest ago."""
    history = {one.id: ago(at + 1) for at, one in enumerate(CARDS[:-1])}
    assert choose(CARDS, history, Random(1)) == CARDS[-1]


def test_the_card_asked_longest_ago_comes_next() -> None:
    """However well it is known."""
    history = {one.id: ago(at + 1) for at, one in enumerate(CARDS)}
    history[CARDS[-1].id] = ago(6, answered=9, correct=9)
    assert choose(CARDS, history, Random(1)) == CARDS[-1]


def test_of_cards_never_asked_here_the_least_known_comes_first() -> None:
    """Other rooms of the space may have answered it."""
    history = {one.id: CardHistory(None, 4, 3) for one in CARDS}
    history[CARDS[2].id] = CardHistory(None, 4, 1)
    assert choose(CARDS, history, Random(1)) == CARDS[2]


def test_knowledge_is_smoothed() -> None:
    """One wrong answer of one tells less than nine of nine."""
    nine, one = CardHistory(None, 9, 0), CardHistory(None, 1, 0)
    assert knowledge(nine) < knowledge(one) < knowledge(CardHistory())
    assert knowledge(CardHistory()) == 0.5


@given(size=st.integers(1, 12), seed=st.integers())
def test_every_card_comes_once_before_any_comes_again(size: int, seed: int) -> None:
    """Twice as many questions as cards ask each card twice."""
    cards = [card(f"Question {at}?", "Answer.") for at in range(size)]
    history: dict[CardId, CardHistory] = {}
    rng = Random(seed)
    order = []
    for turn in range(2 * size):
        one = choose(cards, history, rng)
        history[one.id] = CardHistory(NOON + timedelta(minutes=turn))
        order.append(one.id)
    assert len(set(order[:size])) == len(set(order[size:])) == size
