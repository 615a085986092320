"""Questions in summaries of details, and in callouts."""

import pytest

from tests.unit.decks.shapes.said import codes, pairs


@pytest.mark.parametrize(
    "notes",
    [
        "<details>\n<summary>What is hot?</summary>\n\nTea.\n\n</details>\n",
        "<details>\n<summary>What is hot?</summary><br><b>\n\nTea.\n\n</b></details>\n",
        "<details><summary><b>1. What is hot?</b></summary>\nTea.\n</details>\n",
        "- <details>\n  <summary>What is hot?</summary>\n\n  Tea.\n  </details>\n",
        "> [!question] What is hot?\n> Tea.\n",
        "> [!question]- What is hot?\n>\n> Tea.\n",
        "> [!faq]+ What is hot?\n> Tea.\n",
    ],
)
def test_what_is_hidden_is_the_answer(notes: str) -> None:
    """The summary or the title of the callout asks."""
    assert pairs(notes) == [("What is hot?", "Tea.")]


def test_details_below_a_question_hide_its_answer() -> None:
    """A summary that only says so asks nothing."""
    notes = "### What is hot?\n\n<details><summary>View answer</summary>\n\nTea.\n\n</details>\n"

    assert pairs(notes) == [("What is hot?", "Tea.")]


def test_a_number_as_a_summary_names_what_is_asked_inside() -> None:
    """The answer is hidden once more."""
    inner = "<details>\n<summary>Answer</summary>\n\nTea.\n\n</details>"
    notes = f"<details>\n<summary>Question 1</summary>\n\nWhat is hot?\n\n{inner}\n</details>\n"

    assert pairs(notes) == [("What is hot?", "Tea.")]


def test_a_summary_without_an_answer_is_told() -> None:
    """It is a question that nobody answered."""
    notes = "<details>\n<summary>What is hot?</summary><br><b>\n</b></details>\n"

    assert (1, "unanswered") in codes(notes)


def test_other_callouts_ask_nothing() -> None:
    """A note is a note."""
    assert pairs("> [!note] What is hot?\n> Tea.\n") == []
