"""Bold lines and numbered lines as questions."""

import pytest

from tests.unit.decks.shapes.said import deck, pairs, prompts


@pytest.mark.parametrize(
    "notes",
    [
        "**What is hot?**\n\nTea.\n\n**What is cold?**\n\nIce.\n",
        "**What is hot?**  \nTea.\n\n**What is cold?**  \nIce.\n",
        "**What is hot?** Tea.\n\n**What is cold?** Ice.\n",
        "**1. What is hot?**\n\nTea.\n\n**2. What is cold?**\n\nIce.\n",
        "**1)** What is hot?\n\nTea.\n\n**2)** What is cold?\n\nIce.\n",
        "**Q1. What is hot?**\n**Ans:** Tea.\n\n**Q2. What is cold?**\n**Ans:** Ice.\n",
        "**Question 1:**\nWhat is hot?\n\nA: Tea.\n\n**Question 2:**\nWhat is cold?\n\nA: Ice.\n",
        "Q1. What is hot?\n\nTea.\n\nQ2. What is cold?\n\nIce.\n",
        "P1. What is hot?\n\nTea.\n\nP2. What is cold?\n\nIce.\n",
        "Q1。What is hot?\n\nTea.\n\nQ2。What is cold?\n\nIce.\n",
        "__What is hot?__\n\nTea.\n\n__What is cold?__\n\nIce.\n",
        "<b>What is hot?</b>\n\nTea.\n\n<b>What is cold?</b>\n\nIce.\n",
    ],
)
def test_lines_that_ask(notes: str) -> None:
    """Number and bold letters are no part of the question."""
    assert pairs(notes) == [("What is hot?", "Tea."), ("What is cold?", "Ice.")]


def test_exercises_are_questions_where_the_title_says_so() -> None:
    """A number in bold letters need not stand above a line that asks."""
    tasks = "**1)** The number of teas.\n\n```\na\n```\n\n**2)** All teas.\n\n```\nb\n```\n"

    assert prompts("# SQL interview questions\n\n" + tasks) == ["The number of teas.", "All teas."]
    assert prompts("# SQL\n\n" + tasks) == []


def test_statements_with_a_key_are_questions() -> None:
    """The label of the answer says that they are asked."""
    notes = "**QUESTION 4**\nTea is:\n\nA. cold\nB. hot\n\nAnswer: B\n"
    (card,) = deck(notes).cards

    assert [one.right for one in card.choices] == [False, True]


def test_bold_words_in_answers_ask_nothing() -> None:
    """They are terms and labels."""
    notes = "## 1. What is hot?\n\n**Tea**: it is.\n\n**What else?** Soup.\n\n**Note:** careful.\n"

    assert prompts(notes) == ["What is hot?"]


def test_documentation_asks_nothing() -> None:
    """An ``Answer`` below bold labels is what a server says."""
    notes = "### GET /teas\n\n**Parameters:**\n- `id` of the tea\n\n**Answer:** a page\n"

    assert prompts(notes) == []
