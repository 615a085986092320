import pytest

from bot.decks.parsing import parse
from bot.model import MAX_OPTIONS, Card, Deck, Severity
from bot.richtext import plain


def deck(markdown: str) -> Deck:
    """The deck of a file with a title."""
    return parse(f"# T\n{markdown}".encode(), "notes.md")


def options(card: Card) -> list[tuple[str, bool]]:
    """Text and rightness of each choice."""
    return [(plain(choice.text), choice.right) for choice in card.choices]


def codes(found: Deck) -> list[tuple[int, str]]:
    """Line and code of each finding."""
    return [(finding.line, finding.code) for finding in found.findings]


def test_a_task_list_below_a_heading_is_its_choices() -> None:
    """Ticked is right; the words around the list explain."""
    found = deck("## 1. Which?\nBefore.\n\n- [x] `a` b\n- [ ] c\n- [X] d\n\nAfter.\n")
    (card,) = found.cards

    assert options(card) == [("a b", True), ("c", False), ("d", True)]
    assert plain(card.answer) == "Before.\nAfter."
    assert found.findings == ()


def test_prose_bullets_and_choices_are_one_card() -> None:
    """Bullets right above a task list are one list to Markdown and two to a reader."""
    found = deck("## 1. Which?\nProse.\n\n- **T**: d\n- **U**: e\n\n- [x] a\n- [ ] b\n")
    (card,) = found.cards

    assert options(card) == [("a", True), ("b", False)]
    assert plain(card.answer) == "Prose.\n• T: d\n• U: e"
    assert found.findings == ()


def test_without_other_words_the_right_option_is_the_answer() -> None:
    """One right option is the answer; several are a list of answers."""
    found = deck("## 1. A?\n- [x] a\n- [ ] b\n## 2. B?\n- [x] a\n- [x] b\n- [ ] c\n")

    assert [plain(card.answer) for card in found.cards] == ["a", "• a\n• b"]


def test_a_paragraph_may_ask() -> None:
    """A question needs no heading where a task list follows it."""
    found = deck("\nWhich one?\n\n- [x] a\n- [ ] b\n\nFor c.\n\nWhich other?\n- [ ] d\n- [x] e\n")

    assert [(plain(c.prompt), plain(c.answer), c.line) for c in found.cards] == [
        ("Which one?", "For c.", 3),
        ("Which other?", "e", 10),
    ]


def test_an_item_of_a_numbered_list_may_ask() -> None:
    """The task list inside an item gives the options of what the item asks."""
    found = deck("1. Which?\n   - [x] a\n   - [ ] b\n\n   So.\n2. What?\n   - [ ] a\n   - [x] b\n")

    assert [(plain(c.prompt), plain(c.answer), c.line) for c in found.cards] == [
        ("Which?", "So.", 2),
        ("What?", "b", 7),
    ]


def test_a_number_makes_a_question_of_a_name() -> None:
    """A numbered heading above options need not ask."""
    assert options(deck("## 7. Capital of France\n- [x] Paris\n- [ ] Rome\n").cards[0]) == [
        ("Paris", True),
        ("Rome", False),
    ]


@pytest.mark.parametrize(
    ("todo", "line"),
    [
        ("## TODO\n- [x] a\n- [ ] b\n", 2),
        ("## Plans\n- [ ] a\n- [ ] b\n", 2),
        ("## Done\n- [x] a\n", 2),
        ("## Groceries\n- [x] Milk\n- [ ] Eggs\n", 2),
        ("Text\n\n- Frontend\n  - [x] login page\n  - [ ] logout page\n", 4),
        ("What should I do this week?\n\n- [x] a\n- [ ] b\n", 2),
        ("- [x] a\n- [ ] b\n", 2),
    ],
)
def test_a_list_of_things_to_do_is_told_and_no_question(todo: str, line: int) -> None:
    """Nothing asks, so nothing is asked."""
    found = deck(todo)

    assert found.cards == ()
    assert (line, "not-a-question") in codes(found)


def test_code_that_the_prompt_points_at_belongs_to_it() -> None:
    """Two cards may ask the same about different code."""
    found = deck(
        "## 1. What does this print?\n```\n1\n```\n- [x] 1\n- [ ] 2\n"
        "## 2. What does this print?\n```\n2\n```\n- [ ] 1\n- [x] 2\n"
    )

    assert [plain(card.prompt) for card in found.cards] == [
        "What does this print?\n1",
        "What does this print?\n2",
    ]
    assert found.findings == ()


def test_no_right_option_is_an_error_that_keeps_an_answered_card() -> None:
    """Without a key there are no choices; with an answer there is still a card."""
    found = deck("## 1. Which?\nText.\n- [ ] a\n- [ ] b\n## 2. Who?\n- [ ] a\n- [ ] b\n")

    assert [(plain(card.prompt), card.choices) for card in found.cards] == [("Which?", ())]
    assert codes(found) == [(4, "no-key"), (6, "unanswered"), (7, "no-key")]
    assert found.findings[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ("- [x] a\n", "one-option"),
        ("- [x] a\n" + "".join(f"- [ ] {n}\n" for n in range(MAX_OPTIONS)), "too-many-options"),
        ("- [x] a\n- [ ] a\n", "contradiction"),
    ],
)
def test_options_that_cannot_be_asked_leave_the_card(items: str, code: str) -> None:
    """The right option is still an answer."""
    found = deck(f"## 1. A?\n{items}")

    assert [(plain(card.answer), card.choices) for card in found.cards] == [("a", ())]
    assert [name for _, name in codes(found)] == [code]


@pytest.mark.parametrize(
    ("items", "line", "code"),
    [
        ("- [x] a\n- [ ] b\n- [ ] b\n", 5, "equal-options"),
        ("- [x] a\n- [ ] b\n- [ ]\n", 5, "empty-option"),
        ("- [x] a\n-\n- [ ] b\n", 4, "empty-option"),
        ("- [x] a\n- b\n", 4, "unmarked-option"),
    ],
)
def test_a_flawed_option_is_told_and_the_rest_asked(items: str, line: int, code: str) -> None:
    """One bad line spoils no question."""
    found = deck(f"## 1. A?\n{items}")

    assert options(found.cards[0]) == [("a", True), ("b", False)]
    assert codes(found) == [(line, code)]


def test_a_second_task_list_is_told() -> None:
    """Only the first list gives the options."""
    found = deck("## 1. A?\n- [x] a\n- [ ] b\n\nOr\n\n- [x] c\n- [ ] d\n")

    assert options(found.cards[0]) == [("a", True), ("b", False)]
    assert codes(found) == [(8, "second-list")]


def test_a_link_is_no_box() -> None:
    """Brackets with an address behind them are a link."""
    assert deck("## 1. A?\n- [x](http://x) a\n- [ ](http://y) b\n").cards[0].choices == ()


@pytest.mark.parametrize("box", ["[ ]", "[x]"])
def test_a_checklist_is_an_answer(box: str) -> None:
    """Boxes that are all alike below a question that offers no choice are its steps."""
    found = deck(f"## 1. What are the steps?\nTwo.\n- {box} build\n- {box} push\n")
    (card,) = found.cards

    assert (plain(card.answer), card.choices) == ("Two.\n• build\n• push", ())
    assert codes(found) == [(4, "checklist")]
    assert found.findings[0].severity is Severity.WARNING


def test_what_is_right_stays_in_the_answer() -> None:
    """Options that cannot be asked are not lost beside other words."""
    found = deck("## 1. A?\nText.\n- [x] a\n- [ ] a\n")

    assert plain(found.cards[0].answer) == "Text.\na"


@pytest.mark.parametrize(
    "quiz",
    [
        "1. Which?\n   - [x] a\n   - [ ] b\n2. What?\n   - [ ] a\n   - [x] b\n",
        "Which?\n\n- [x] a\n- [ ] b\n\nWhat?\n\n- [ ] a\n- [x] b\n",
    ],
)
@pytest.mark.parametrize(
    "heading", ["## Can you answer these?", "## 1. Can you answer?", "## Quiz"]
)
def test_a_heading_above_several_questions_is_their_topic(heading: str, quiz: str) -> None:
    """What is asked inside survives, whether the heading asks or not."""
    found = deck(f"{heading}\nTry.\n\n{quiz}")

    assert [(plain(c.prompt), plain(c.answer), len(c.topic)) for c in found.cards] == [
        ("Which?", "a", 1),
        ("What?", "b", 1),
    ]
    assert found.findings == ()


def test_a_question_with_options_keeps_them_above_others() -> None:
    """Several questions below it take nothing that is its own."""
    quiz = "Why?\n\n- [x] a\n- [ ] b\n\nWhat?\n\n- [ ] a\n- [x] b\n"
    found = deck(f"## 1. Which?\n- [x] c\n- [ ] d\n\n{quiz}")

    assert [(plain(c.prompt), plain(c.answer)) for c in found.cards] == [
        ("Which?", "c"),
        ("Why?", "a"),
        ("What?", "b"),
    ]


def test_a_question_inside_an_answer_is_told() -> None:
    """One question in an item of an answer is not asked, and not dropped in silence."""
    found = deck("## 1. What is A?\nIt is a.\n\n1. Which?\n   - [x] a\n   - [ ] b\n")

    assert [plain(card.prompt) for card in found.cards] == ["What is A?"]
    assert codes(found) == [(5, "inner-question")]


def test_a_paragraph_question_ends_where_an_item_asks() -> None:
    """It does not claim what follows as its explanation."""
    found = deck("Which?\n\n- [x] a\n- [ ] b\n\nSo.\n\n1. What?\n   - [x] c\n   - [ ] d\n")

    assert [(plain(c.prompt), plain(c.answer)) for c in found.cards] == [
        ("Which?", "So."),
        ("What?", "c"),
    ]


@pytest.mark.parametrize("code", ["", "```\nx\n```\n\n"])
def test_a_number_alone_may_stand_above_its_question(code: str) -> None:
    """The paragraph above the options asks; code between them is part of what it asks."""
    found = deck(f"### Question 1\n\nThe value is\n\n{code}- [x] a\n- [ ] b\n")
    (card,) = found.cards

    assert (plain(card.prompt), card.topic) == ("The value is" + "\nx" * bool(code), ())
    assert options(card) == [("a", True), ("b", False)]
    assert found.findings == ()


def test_an_id_above_a_paragraph_question_is_its_own() -> None:
    """It names the question that follows, not the one before."""
    quiz = "Which?\n\n- [x] a\n- [ ] b\n\n<!-- id: two -->\nWhat?\n\n- [x] a\n- [ ] b\n"

    assert [card.id == "two" for card in deck(f"\n{quiz}").cards] == [False, True]


def test_letters_beside_boxes_are_no_part_of_the_options() -> None:
    """Every chat gives letters of its own; a letter that stands for a thing stays."""
    lettered = deck("## 1. Which?\n- [ ] A. one\n- [x] B. two\n").cards[0]
    things = deck("## 1. Which?\n- [ ] C: one\n- [x] D: two\n").cards[0]

    assert options(lettered) == [("one", False), ("two", True)]
    assert options(things) == [("C: one", False), ("D: two", True)]
