"""Which labels of a list are terms, and what a question about one leads with."""

import pytest

from bot.richtext import plain
from tests.unit.questions.build import asked, card, right, stems


def test_labels_are_no_terms() -> None:
    """``Purpose`` and its like are neither asked for nor options."""
    one = card(
        "What is a colander?",
        "- **Purpose**: Drains water off boiled noodles.",
        "- **Benefits**: Saves time on busy evenings.",
        "- **Step 2**: Shakes off the last drops.",
    )
    assert not asked(one)


def test_advice_is_no_term() -> None:
    """What tells one to do something names nothing."""
    one = card(
        "Tips", "- **Add salt**: Makes water boil later.", "- **Use lids**: Keeps heat inside."
    )
    assert not asked(one)


@pytest.mark.parametrize(
    "names",
    [
        ("Primary key", "Foreign key", "Check constraint"),
        ("Stop codon", "Start codon", "Load balancer"),
        ("Method", "Property", "Constructor"),
        ("Time complexity", "Space complexity", "Output gate"),
    ],
)
def test_ordinary_terms_are_asked_for(names: tuple[str, str, str]) -> None:
    """Though they begin like advice, or hold a word that may label a side of something."""
    said = ("Turns wheels by wind.", "Burns coal under boilers.", "Cools steam with river water.")
    lines = (f"- **{name}**: {told}" for name, told in zip(names, said, strict=True))
    assert {name for question in asked(card("Parts", *lines)) for name in right(question)} == {
        *names
    }


def test_a_label_of_many_cards_is_no_term() -> None:
    """What each card is divided into is a side of its subject."""
    cards = [
        card(
            f"{tree} trees",
            f"- **Time**: Blossoms in {month} for weeks.",
            f"- **Height**: Grows {height} over the roofs.",
            f"- **{tree} moth**: Eats leaves of {month} saplings.",
        )
        for tree, month, height in (
            ("Apple", "April", "slowly"),
            ("Cherry", "March", "quickly"),
            ("Plum", "May", "evenly"),
        )
    ]
    assert asked(*cards[:2])
    assert not asked(*cards)


def test_a_note_under_a_list_of_terms_takes_nothing_from_it() -> None:
    """It is no side of the subject, and no option."""
    lines = ("- **Wok**: Turns greens over a flame.", "- **Pot**: Boils noodles until soft.")
    one = card("Pans", *lines, "- **Note**: Needs a lid at times.")
    assert [right(question) for question in asked(one)] == [["Wok"], ["Pot"]]


@pytest.mark.parametrize(
    ("prompt", "lead"),
    [
        ("How do you cook greens?", "Which of the two "),
        ("What pans are there?", "Which of the two "),
        ("What is a kitchen?", "Kitchen: which of the two "),
        ("Kitchens of the world", "Kitchens of the world: which of the two "),
        ("\u00bfQu\u00e9 sartenes hay?", "\u00bfQu\u00e9 sartenes hay? Which of the two "),
        ("What is the difference between a wok, the pot and a spoon?", "Wok, pot and spoon: which"),
    ],
)
def test_a_question_leads_with_what_it_is_about(prompt: str, lead: str) -> None:
    """The subject, or a title or question not understood; kinds and ways stand by themselves."""
    lines = ("- **Wok**: Turns greens over a flame.", "- **Pot**: Boils noodles until soft.")
    (first, *_) = stems(card(prompt, *lines))
    assert first.startswith(lead)


@pytest.mark.parametrize(
    "prompt",
    [
        "Why do we use woks?",
        "List some advantages of woks.",
        "What is the difference between woks and ovens?",
    ],
)
def test_sides_of_a_subject_are_not_asked_for_without_it(prompt: str) -> None:
    """Reasons and points of comparison are no kinds of anything."""
    one = card(prompt, "- **Speed**: Turns greens quickly.", "- **Size**: Fits small rooms well.")
    assert not asked(one)


def test_what_happens_at_the_same_time_is_not_asked_apart() -> None:
    """Of two things that are done before a third, both may fit."""
    one = card(
        "Moments",
        "- **Rise**: Runs before baking at low heat.",
        "- **Knead**: Works the dough before baking.",
        "- **Rest**: Cools the loaf after dinner.",
    )
    for question in asked(one):
        assert {plain(option) for option in question.options} != {"Rise", "Knead"}
        assert "Rest" in {plain(option) for option in question.options}


def test_a_definition_that_fits_its_sibling_too_is_not_asked_with_it() -> None:
    """Two terms defined alike never stand in one question."""
    one = card(
        "Pets",
        "- **Cat**: Chases small mice around the house.",
        "- **Ferret**: Chases small mice around the barn.",
        "- **Carp**: Swims quietly in a pond.",
    )
    chased = [question for question in asked(one) if "mice" in plain(question.stem)]
    assert all({plain(o) for o in question.options} != {"Cat", "Ferret"} for question in chased)
    assert all(not {"Cat", "Ferret"} <= {plain(o) for o in question.options} for question in chased)


def test_lists_in_parentheses_lend_distractors() -> None:
    """A term alone in its card is asked beside one it is named with elsewhere."""
    one = card("What is Brie?", "**Brie**: Grows under a white rind.")
    other = card("What is Gouda?", "**Gouda**: Matures below yellow wax.")
    board = card("What lies on the board?", "Some cheese (Brie, Gouda, Feta).")
    assert stems(one, other, board) == ["Which of the two grows under a white rind?"]
    assert not asked(one, other)


def test_term_cards_under_one_heading_are_siblings() -> None:
    """Notes without questions: each term is asked by its definition."""
    cards = (
        card("Wok", "Turns vegetables over a strong flame."),
        card("Skillet", "Browns meat on every side."),
        card("Ladle", "Scoops soup into deep bowls.", topic="Elsewhere"),
    )
    first, *_ = asked(*cards)
    assert plain(first.stem) == "Which of the two turns vegetables over a strong flame?"
    assert {plain(option) for option in first.options} == {"Wok", "Skillet"}
