import pytest

from bot.decks.parsing import parse
from bot.model import Card, Deck
from bot.richtext import plain


def deck(markdown: str) -> Deck:
    """The deck of a file with a title."""
    return parse(f"# T\n{markdown}".encode(), "notes.md")


def told(card: Card) -> tuple[str, str]:
    """What a card asks and answers."""
    return plain(card.prompt), plain(card.answer)


@pytest.mark.parametrize(
    "prompt",
    [
        "Write a function that returns the sum of two numbers",
        "How do you print the output of a query?",
        "What are these metrics called?",
        "What does this code do?",
    ],
)
@pytest.mark.parametrize("below", ["```\nx = 1\n```", "| a | b |\n|---|---|\n| c | d |"])
def test_an_answer_of_code_alone_is_an_answer(prompt: str, below: str) -> None:
    """What stands alone below a question answers it, whatever the question says."""
    found = deck(f"## 1. {prompt}\n{below}\n")

    assert [plain(card.prompt) for card in found.cards] == [prompt]
    assert found.findings == ()


@pytest.mark.parametrize(
    "prompt",
    [
        "What does this print?",
        "What is the output?",
        "What does the following code return?",
        "Explain the snippet below.",
        "What gets logged?",
    ],
)
def test_code_that_a_question_points_at_is_part_of_it(prompt: str) -> None:
    """Words below the code answer what is asked of it."""
    (card,) = deck(f"## 1. {prompt}\n```\nx = 1\n```\nOne.\n").cards

    assert told(card) == (f"{prompt}\nx = 1", "One.")


@pytest.mark.parametrize(
    "prompt",
    [
        "What is `this` in JavaScript?",
        "How do you print the output of a query?",
        "What is an output layer?",
        "Write a function that returns one",
    ],
)
def test_code_that_shows_an_answer_is_part_of_the_answer(prompt: str) -> None:
    """A word that only resembles a pointer moves no code into the question."""
    (card,) = deck(f"## 1. {prompt}\n```\nx = 1\n```\nOne.\n").cards

    assert told(card) == (prompt.replace("`", ""), "x = 1\nOne.")


@pytest.mark.parametrize(
    "answer",
    [
        "**Answer:**",
        "Answer:",
        "> TODO",
        "N/A",
        "(to be filled in)",
        "### Example",
        "### Answer\n\nTBD",
        "Answer:\n\n*to be added*",
    ],
)
def test_what_only_holds_a_place_is_no_answer(answer: str) -> None:
    """A label, a promise or an empty heading answers nothing."""
    found = deck(f"## 1. What is X?\n\n{answer}\n\n## 2. Y?\ny\n")

    assert [told(card) for card in found.cards] == [("Y?", "y")]
    assert [(it.line, it.code) for it in found.findings] == [(2, "unanswered")]


def test_a_promise_below_code_is_no_answer() -> None:
    """The code that is asked about does not answer what somebody meant to answer."""
    found = deck("## 1. What does this print?\n```\nx\n```\nTODO\n")

    assert found.cards == ()
    assert (2, "unanswered") in [(it.line, it.code) for it in found.findings]


@pytest.mark.parametrize(
    "answer",
    ["**A:** It is.", "Answer: It is.", "**Answer**: It is.", "Answer:\n\nIt is.", "A: It is."],
)
def test_a_label_is_no_part_of_an_answer(answer: str) -> None:
    """Everybody knows that it is the answer."""
    assert plain(deck(f"## 1. What is X?\n{answer}\n").cards[0].answer) == "It is."


@pytest.mark.parametrize("answer", ["A: one\n\nB: two", "Answers vary: yes.", "A"])
def test_a_letter_that_names_a_thing_stays(answer: str) -> None:
    """Only a label is taken away."""
    assert plain(deck(f"## 1. What is X?\n{answer}\n").cards[0].answer) == answer.replace(
        "\n\n", "\n"
    )


def test_one_question_under_two_headings_is_two_cards() -> None:
    """Two things may have the same short answer to the same question."""
    found = deck(
        "## Merge sort\n### What is the time complexity?\nO(n log n)\n"
        "## Heap sort\n### What is the time complexity?\nO(n log n)\n"
    )

    assert len({card.id for card in found.cards}) == 2
    assert found.findings == ()


def test_a_long_answer_that_stands_twice_is_one_card() -> None:
    """Nobody writes the same long answer to two questions."""
    answer = "A component that keeps no state of its own and only shows what it is given."
    found = deck(f"## A\n### What is X?\n{answer}\n## B\n### What is X?\n{answer}\n")

    assert [card.line for card in found.cards] == [3]
    assert [(it.line, it.code) for it in found.findings] == [(6, "duplicate")]
