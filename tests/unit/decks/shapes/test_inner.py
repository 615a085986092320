"""Questions inside answers of other questions."""

import pytest

from bot.richtext import plain
from tests.unit.decks.shapes.said import deck


def pairs(notes: str) -> list[tuple[str, str]]:
    """Prompt and answer of each card."""
    return [(plain(card.prompt), plain(card.answer)) for card in deck(notes).cards]


@pytest.mark.parametrize(
    "inner",
    ["Q: Why?\nA: So.\n", "| Question | Answer |\n|-|-|\n| Why? | So. |\n"],
)
def test_a_question_in_an_answer_ends_it(inner: str) -> None:
    """Both are cards: the outer one with what stands above the inner one."""
    assert pairs(f"## What is it?\n\nA thing.\n\n{inner}") == [
        ("What is it?", "A thing."),
        ("Why?", "So."),
    ]


def test_a_question_with_options_ends_where_the_next_begins() -> None:
    """Nothing is said of a card that is there."""
    found = deck("**Q1: Which is big?**\n\n- [x] a\n- [ ] b\n\n**Q2: Why?**\n\nSo.\n")

    assert [plain(card.prompt) for card in found.cards] == ["Which is big?", "Why?"]
    assert found.findings == ()


def test_an_answer_without_a_question_is_told() -> None:
    """No card has nothing to ask."""
    found = deck("| Question | Answer |\n|-|-|\n| A? | b |\n| | c |\n")

    assert [plain(card.prompt) for card in found.cards] == ["A?"]
    assert [(one.line, one.code) for one in found.findings] == [(4, "no-prompt")]
