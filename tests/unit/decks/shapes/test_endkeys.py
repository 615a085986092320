"""Answers that stand together at the end of a file or a chapter."""

import pytest

from tests.unit.decks.shapes.said import deck, keys, pairs

ASKED = """
1. Which is first?
   - A. one
   - B. two
   - C. three

2. Which is third?
   - A. one
   - B. two
   - C. three

"""


@pytest.mark.parametrize(
    "told",
    [
        "## Answers\n\n1. A\n2. C\n",
        "## Answer key\n\n1-A, 2-C\n",
        "**Answer key:** 1-A, 2-C\n",
        "Answers: 1. A 2. C\n",
        "## Answers\n\n1: A\n2: C\n",
        "## Answers\n\n| Question | Answer |\n|---|---|\n| 1 | A |\n| 2 | C |\n",
        "## Answer key\n\n<details><summary>See</summary>\n\n1. **A** — so.\n2. C\n\n</details>\n",
        "## Lösungen\n\n1. A\n2. C\n",
        "## Gabarito\n\n1. A\n2. C\n",
        "## Respuestas\n\n1. A\n2. C\n",
        "## Ответы\n\n1. A\n2. C\n",
        "## 答案\n\n1. A\n2. C\n",
    ],
)
def test_a_list_of_keys_counts_for_the_questions_above(told: str) -> None:
    """By number, in a list, in a line, in a table or in details."""
    assert keys(ASKED + told) == ["A", "C"]


def test_each_chapter_may_have_its_keys() -> None:
    """Numbers begin anew in each."""
    first = "## One\n" + ASKED + "### Answers\n\n1. A\n2. C\n\n"
    second = "## Two\n" + ASKED.replace("Which", "What") + "### Answers\n\n1. B\n2. A\n"

    assert keys("# Book\n\n" + first + second) == ["A", "C", "B", "A"]


def test_open_questions_are_answered_by_number() -> None:
    """The list need not hold letters."""
    notes = "1. What is hot?\n2. What is cold?\n\n## Answers\n\n1. Tea is.\n2. Ice is.\n"

    assert pairs(notes) == [("What is hot?", "Tea is."), ("What is cold?", "Ice is.")]


def test_lists_above_no_questions_stay_text() -> None:
    """A table of numbers is no key."""
    assert keys("# T\n\n## 1. What?\n\nThis.\n\n## Answers\n\nSee the book.\n") == ["-"]


@pytest.mark.parametrize(
    "third",
    [
        "## 3. What is a foreign key?\n\n1. A column.\n2. It points.\n3. To a table.\n",
        "## 3. How?\n\n**Answer:**\n\n1. First.\n2. Then.\n3. Last.\n",
        "## 3. How?\n\n#### Solution\n\n1. First.\n2. Then.\n3. Last.\n",
        "## 3. How?\n\nSo.\n\n## Key points\n\n1. First.\n2. Then.\n3. Last.\n",
    ],
)
def test_a_numbered_answer_answers_no_other_question(third: str) -> None:
    """Cards keep their prompts, answers and ids, whatever stands below them."""
    above = "## 1. What is a table?\n\nRows.\n\n## 2. What is a row?\n\nOne record.\n\n"
    alone = deck(above).cards

    assert deck(above + third).cards[:2] == alone


def test_numbers_that_come_twice_are_matched_in_their_order_or_not_at_all() -> None:
    """The parts of a file count anew; a wrong key is worse than none."""
    part = "1. Which?\n   A) x\n   B) y\n2. Which one?\n   A) x\n   B) z\n\n"
    notes = f"**Part 1**\n\n{part}**Part 2**\n\n{part}"
    keys = "## Answers\n\nPart 1\n\n1. A\n2. B\n\nPart 2\n\n1. B\n2. {}\n"
    found = deck(notes + keys.format("A"))
    right = [
        "".join("xyz"[n] for n, one in enumerate(card.choices) if one.right) for card in found.cards
    ]

    assert right == ["x", "y", "y", "x"]
    unclear = deck(notes + "## Answers\n\n1. A\n2. B\n3. A\n4. A\n")
    assert not any(card.choices for card in unclear.cards)
