"""Items of lists as questions."""

import pytest

from tests.unit.decks.shapes.said import deck, pairs, prompts


@pytest.mark.parametrize(
    "notes",
    [
        "1. **What is hot?**\n   - Tea.\n\n2. **What is cold?**\n   - Ice.\n",
        "1. **What is hot?**\n\n   - Tea.\n\n1. **What is cold?**\n\n   - Ice.\n",
        "1. What is hot?\n   - Tea.\n2. What is cold?\n   - Ice.\n",
        "1. ### What is hot?\n\n   - Tea.\n\n2. ### What is cold?\n\n   - Ice.\n",
        "- **What is hot?**\n  - Tea.\n- **What is cold?**\n  - Ice.\n",
        "- What is hot?\n  - Tea.\n- What is cold?\n  - Ice.\n",
        "1. What is hot?\n\n- Tea.\n\n2. What is cold?\n\n- Ice.\n",
    ],
)
def test_items_that_ask(notes: str) -> None:
    """The answer stands in the item or below it."""
    assert pairs(notes) == [("What is hot?", "• Tea."), ("What is cold?", "• Ice.")]


def test_headings_in_items_need_no_question_mark() -> None:
    """They begin as questions do, and are numbered."""
    notes = "".join(f"{n}. ### What is {n}\n\n   It is {n}.\n\n" for n in range(1, 5))

    assert prompts(notes) == [f"What is {n}" for n in range(1, 5)]


def test_a_table_of_contents_is_none() -> None:
    """Links lead to questions and are none, numbered or not."""
    notes = """
        # List

        1. [What is hot?](#hot)
        2. [What is cold?](#cold)

        ## What is hot?

        Tea.

        **[⬆ Back to top](#list)**

        ## What is cold?

        Ice.
        """

    assert pairs(notes) == [("What is hot?", "Tea."), ("What is cold?", "Ice.")]


@pytest.mark.parametrize(
    "notes",
    [
        "1. Boil the water.\n2. Add tea. Why not?\n3. Wait.\n",
        "1. Clone it:\n\n   ```\n   git clone x\n   ```\n\n2. Run it.\n\n- [x] works\n- [ ] fast\n",
        "# Agenda\n\n1. Budget\n2. Do we need more tea?\n3. Any other business?\n",
        "- Can we ship?\n- Who owns the docs?\n",
    ],
)
def test_steps_and_agendas_ask_nothing(notes: str) -> None:
    """Nothing answers them."""
    assert deck(notes).cards == ()
