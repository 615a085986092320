"""Several shapes in one file, and files that ask nothing."""

import pytest

from tests.unit.decks.shapes.said import codes, deck, keys, prompts

EVERYTHING = """
# Everything

## Theory

### 1. What is A?

It is a.

## Bold

**What is B?**

It is b.

## Choice

### Question 3

Pick one.

- [ ] c
- [x] d

## Marks

Q: What is E?
A: e

## Lines

What is F :: f

Some ==G== here.

| Question | Answer |
|---|---|
| What is H? | h |

1. What is I?
   - i
"""


def test_each_shape_finds_its_own() -> None:
    """In the order of their lines."""
    assert prompts(EVERYTHING) == [
        "What is A?",
        "What is B?",
        "Pick one.",
        "What is E?",
        "What is F",
        "Some […] here.",
        "What is H?",
        "What is I?",
    ]
    assert keys(EVERYTHING) == ["-", "-", "B", "-", "-", "-", "-", "-"]
    assert codes(EVERYTHING) == []


def test_the_same_question_twice_is_told() -> None:
    """Whatever its shape."""
    notes = "## What is A?\n\na\n\n## B\n\n**What is A?**\n\na\n"

    assert len(deck(notes).cards) in {1, 2}


@pytest.mark.parametrize(
    "notes",
    [
        "# Cells\n\nWhy do cells divide? To grow.\n\n## History\n\nIn 1839 they were named.\n",
        "# Tool\n\n## Usage\n\n```\nQ: a\nA: b\n```\n\n- [x] one\n- [ ] two\n\n## License\n\nMIT",
        "# Changelog\n\n## [1.2.0] - 2024-01-02\n\n### Added\n\n- tea\n\n## 1.1.0\n\n- milk\n",
        "# Soup\n\n## Ingredients\n\n- 2 eggs\n\n## Steps\n\n1. Mix.\n2. Cook.\n",
        "# To do\n\n- [ ] What is left?\n- [x] Done\n\n## Sprint\n\n- [ ] ship\n- [x] test\n",
        "# Notes\n\n```markdown\n## 1. What is this?\n- [x] a\n```\n\nText.\n",
        "# Meeting\n\n**Date:** today\n\nA: We will.\nB: We will not.\n",
        "# Links\n\n- [What is tea?](a.md)\n- [What is ice?](b.md)\n",
    ],
)
def test_files_that_ask_nothing(notes: str) -> None:
    """Notes, manuals, recipes and lists of things to do."""
    assert deck(notes).cards == ()
