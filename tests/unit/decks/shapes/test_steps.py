"""Numbered headings that part a text."""

import pytest

from tests.unit.decks.shapes.said import codes, deck, prompts


@pytest.mark.parametrize(
    "headings",
    [
        ("1. Introduction", "2. Download it", "3. Install it", "4. Run it"),
        ("1. Methods", "1.1 Sample", "1.2 Measures"),
        ("Step 1: Boil water", "Step 2: Add tea"),
    ],
)
def test_steps_and_chapters_ask_nothing(headings: tuple[str, ...]) -> None:
    """They are told, for they have numbers as questions have."""
    notes = "# Tea\n\n" + "".join(f"## {one}\n\nText.\n\n" for one in headings)

    assert deck(notes).cards == ()


def test_deep_numbers_part_a_text() -> None:
    """So do the numbers of the headings above."""
    notes = (
        "# Tea\n\n## 1. Green\n\n### 1.1 Leaves\n\na\n\n### 1.2 Water\n\nb\n\n## 2. Black\n\nc\n"
    )

    assert deck(notes).cards == ()
    assert "not-a-question" in [code for _, code in codes(notes)]


def test_one_that_asks_makes_questions_of_all() -> None:
    """A list of questions may hold names as well."""
    assert prompts("# T\n\n## 1. Install\n\na\n\n## 2. What is tea?\n\nb\n") == [
        "Install",
        "What is tea?",
    ]


def test_a_title_that_promises_questions_is_believed() -> None:
    """What would be steps elsewhere is asked there."""
    notes = "# Docker interview questions\n\n## 1. Run a container\n\na\n\n## 2. Build it\n\nb\n"

    assert prompts(notes) == ["Run a container", "Build it"]


@pytest.mark.parametrize(
    "headings",
    [
        ("1. Introduction", "2. Layers", "3. Tensors", "4. Losses"),
        ("1. Create a table", "2. Select a column", "3. Filter rows"),
    ],
)
def test_numbered_headings_are_cards_unless_more_speaks_against_it(
    headings: tuple[str, ...],
) -> None:
    """A deck of numbered prompts stays one, whatever its prompts begin with."""
    notes = "# Notes\n\n" + "".join(f"## {one}\n\nWords.\n\n" for one in headings)

    assert len(deck(notes).cards) >= 3
