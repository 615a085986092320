"""Flashcards on a line, with a line between front and back, and with a tag."""

import pytest

from tests.unit.decks.shapes.said import codes, deck, pairs, prompts


@pytest.mark.parametrize(
    ("notes", "front", "back"),
    [
        ("Capital of Peru::Lima\n\nSymbol of iron::Fe\n", "Capital of Peru", "Lima"),
        ("Capital of Peru :: Lima\n", "Capital of Peru", "Lima"),
        ("Capital of Peru:::Lima\n\nIron:::Fe\n\n#flashcards\n", "Capital of Peru", "Lima"),
        ("What is hot?\n?\nTea.\n", "What is hot?", "Tea."),
        ("What is hot\n??\nTea.\n", "What is hot", "Tea."),
        ("What is hot\n\n?\n\nTea.\n", "What is hot", "Tea."),
        ("- What is hot? #card\n  - Tea.\n", "What is hot?", "• Tea."),
        ("- Hot things #card\n  collapsed:: true\n  - Tea.\n", "Hot things", "• Tea."),
        ("- Notes\n  - Hot things #flashcard\n    - Tea.\n", "Hot things", "• Tea."),
    ],
)
def test_fronts_and_backs(notes: str, front: str, back: str) -> None:
    """The sign between them, and the tag, are no part of the card."""
    assert pairs(notes)[0] == (front, back)


def test_cards_may_be_parted_by_rules() -> None:
    """What stands between two rules is one card."""
    notes = "What is hot?\n\n?\n\nTea.\n\n---\n\nWhat is cold?\n\n?\n\nIce.\n"

    assert pairs(notes) == [("What is hot?", "Tea."), ("What is cold?", "Ice.")]


@pytest.mark.parametrize(
    "notes",
    [
        "Use `std::vector` or std::vector.\n",
        "- std::map sorts\n- Foo::Bar\n- a::b::c\n",
        "```\nfront::back\n```\n",
        "- a note\n- another #tag\n",
    ],
)
def test_code_is_no_card(notes: str) -> None:
    """Two colons mean something else in languages for machines."""
    assert deck(notes).cards == ()


def test_a_front_without_words_is_told() -> None:
    """Nobody would know what is asked."""
    assert "no-words" in [code for _, code in codes("...\n\n?\n\nTea.\n")]


def test_a_sign_in_a_fence_parts_nothing() -> None:
    """Code is read by nobody."""
    assert prompts("```\nFront\n\n?\n\nBack\n```\n") == []
