"""Tables of questions and answers."""

import pytest

from bot.decks.parsing import parse
from bot.model import Deck
from bot.richtext import plain


def deck(markdown: str) -> Deck:
    """The deck of a file."""
    return parse(markdown.encode(), "notes.md")


def pairs(found: Deck) -> list[tuple[str, str]]:
    """Prompt and answer of each card."""
    return [(plain(card.prompt), plain(card.answer)) for card in found.cards]


@pytest.mark.parametrize(
    "head", ["Question | Answer", "Questions | Answers", "Front | Back", "Frage | Antwort"]
)
def test_a_row_is_a_card(head: str) -> None:
    """The first column asks, the second answers, each with its line."""
    found = deck(
        f"# T\n\n## Layers\n\n| {head} |\n|---|---|\n| What is `a`? | b |\n| 2. C? | d |\n"
    )

    assert pairs(found) == [("What is a?", "b"), ("C?", "d")]
    assert [(card.line, card.topic) for card in found.cards] == [(7, ("Layers",)), (8, ("Layers",))]


def test_a_column_of_numbers_may_stand_in_front() -> None:
    """It is no part of the card; columns behind the answer are part of it."""
    found = deck("| # | Question | Answer | Note |\n|-|-|-|-|\n| 1 | A? | b | c |\n")

    assert pairs(found) == [("A?", "b\nc")]


def test_a_row_without_an_answer_is_told() -> None:
    """The question is named with its line, the others are cards."""
    found = deck("| Question | Answer |\n|-|-|\n| A? | b |\n| C? | |\n")

    assert pairs(found) == [("A?", "b")]
    assert [(one.line, one.code) for one in found.findings] == [(4, "unanswered")]


def test_terms_make_cards_where_nothing_asks() -> None:
    """A glossary is a deck; beside questions it is part of the notes."""
    glossary = "| Term | Meaning |\n|-|-|\n| CPU | a chip |\n"

    assert pairs(deck(glossary)) == [("CPU", "a chip")]
    assert pairs(deck(f"## 1. Why?\nSo.\n\n# Glossary\n\n{glossary}")) == [("Why?", "So.")]


def test_any_other_table_asks_nothing() -> None:
    """Its columns compare."""
    assert deck("| Users | Groups |\n|-|-|\n| one | many |\n").cards == ()
