"""The decks people will see first."""

from pathlib import Path

import pytest

from bot.decks.parsing import parse
from bot.model import Deck, Kind
from bot.questions import flaws
from bot.questions.making import Maker
from bot.richtext import plain
from tests.unit.questions.build import context_of

ROOT = Path(__file__).parents[3]
SEED = ROOT.parent / "shared" / "corpus" / "seed_keras.md"


def read(path: Path) -> Deck:
    """The deck in a file."""
    return parse(path.read_bytes(), path.name)


def flawed(deck: Deck) -> list[tuple[str, str]]:
    """The questions of a deck that have a flaw, with its name."""
    maker, context = Maker(deck), context_of(*deck.cards)
    return [
        (plain(question.stem), flaw.name)
        for card in deck.cards
        for question in maker.questions(card)
        for flaw in flaws.find(question, context)
    ]


def test_each_card_of_the_built_in_deck_has_a_flawless_question() -> None:
    """And its author's choices leave nothing to remark."""
    deck = read(ROOT / "content" / "questions.md")
    maker = Maker(deck)
    assert len(deck.cards) == 20
    assert [card.line for card in deck.cards if not maker.questions(card)] == []
    assert [remark for card in deck.cards for remark in maker.remarks(card)] == []
    assert flawed(deck) == []


@pytest.mark.skipif(not SEED.exists(), reason="the seed notes are not on this machine")
def test_most_of_the_seed_notes_get_an_objective_question() -> None:
    """At least 14 of 20, none of them written by the author."""
    deck = read(SEED)
    maker = Maker(deck)
    made = [maker.questions(card) for card in deck.cards]
    assert sum(map(bool, made)) >= 14
    assert {question.kind for found in made for question in found} <= {
        Kind.TERM,
        Kind.ANSWER,
        Kind.CLOZE,
    }
    assert flawed(deck) == []
