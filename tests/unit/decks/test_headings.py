import pytest

from bot.decks.parsing import parse
from bot.model import Deck
from bot.richtext import Span, paragraph, plain


def deck(markdown: str) -> Deck:
    """The deck of a file."""
    return parse(markdown.encode(), "notes.md")


def prompts(markdown: str) -> list[str]:
    """What the cards of a file ask."""
    return [plain(card.prompt) for card in deck(markdown).cards]


def codes(markdown: str) -> list[tuple[int, str]]:
    """Line and code of each finding."""
    return [(finding.line, finding.code) for finding in deck(markdown).findings]


@pytest.mark.parametrize(
    "heading",
    [
        "## 1. What is X?",
        "## 1) What is X?",
        "## (1) What is X?",
        "## [1] What is X?",
        "### Q1. What is X?",
        "### Q1- What is X?",
        "### Q1 - What is X?",
        "### Q1 What is X?",
        "## Question 1: What is X?",
        "## #1 What is X?",
        "## 1.2 What is X?",
        "###### 1. What is X? ######",
        "## **1. What is X?**",
        "## **1.** What is X?",
        "## **What is X?",
        "## What is X?**",
        "## 1. What is X?##",
        '## <a name="x"></a>1. What is X?',
        "What is X?\n----------",
    ],
)
def test_a_prompt_is_what_a_person_reads(heading: str) -> None:
    """Number, closing signs and stray marks are no part of the question."""
    assert prompts(f"# Title\n\n{heading}\n\nAnswer.\n") == ["What is X?"]


@pytest.mark.parametrize("name", ["What is C#?", "What does `**` do?", "What is F# ?"])
def test_signs_that_mean_something_stay(name: str) -> None:
    """A sharp behind a letter and stars in code belong to the question."""
    assert prompts(f"# T\n## 1. {name}\nA.\n## 2. Y?\nB.\n")[0] == name.replace("`", "")


def test_code_in_a_prompt_stays_code() -> None:
    """A prompt that begins with code keeps it, without its number."""
    cards = deck("# T\n## 1. `fit()` vs `predict()`\nA.\n## 2. B\nB.\n").cards

    assert cards[0].prompt == paragraph(
        Span("fit()", code=True), Span(" vs "), Span("predict()", code=True)
    )


def test_a_number_in_code_is_no_numbering() -> None:
    """Code is what it says."""
    assert prompts("# T\n## `1.` is what?\nA.\n## `2.` is what?\nB.\n")[0] == "1. is what?"


def test_a_run_of_numbers_makes_questions() -> None:
    """Numbered headings are questions whether they ask or not."""
    assert prompts("# T\n## 1. Layers\na\n## 2. Losses\nb\n") == ["Layers", "Losses"]


def test_a_list_of_one_is_a_list() -> None:
    """A first number alone makes a question."""
    assert prompts("# T\n## 1. `fit()` vs `predict()`\na\n") == ["fit() vs predict()"]


def test_another_number_alone_makes_no_question() -> None:
    """It may be a year or a version."""
    assert prompts("# T\n## 2024. Plans\na\n## What is X?\nb\n") == ["What is X?"]


@pytest.mark.parametrize(
    "heading",
    [
        "Explain the compile method",
        "Compare SGD and Adam",
        "List the main arguments of `fit`",
        "¿Qué es Keras?",
        "Keras とは何ですか？",  # noqa: RUF001 - a question mark all the same
        "What are Callbacks? Give examples.",
    ],
)
def test_what_asks_or_commands_is_a_question(heading: str) -> None:
    """No number is needed where the words ask."""
    assert len(prompts(f"# T\n## {heading}\nAnswer.\n")) == 1


@pytest.mark.parametrize("heading", ["State management", "List comprehensions", "Closures", "Q4"])
def test_a_name_is_no_question(heading: str) -> None:
    """A heading that only names a thing is none, alone."""
    assert prompts(f"# T\n## {heading}\nText.\n") == []


def test_a_name_among_questions_is_one_of_them() -> None:
    """Where nearly all siblings ask, the one that does not is meant as a question too."""
    markdown = "# T\n## What is A?\na\n## Why B?\nb\n## How C?\nc\n## Closures\nd\n"

    assert prompts(markdown)[-1] == "Closures"
    assert codes(markdown) == []


def test_headings_above_questions_are_their_topic() -> None:
    """A heading that groups is no card; its title, without number, is the path of its cards."""
    markdown = "# T\n## 1. Basics\n### What is A?\na\n## 2. Callbacks\n### Why B?\n\nb\n"
    cards = deck(markdown).cards

    assert [(plain(card.prompt), card.topic, card.line) for card in cards] == [
        ("What is A?", ("Basics",), 3),
        ("Why B?", ("Callbacks",), 6),
    ]
    assert codes(markdown) == []


def test_a_question_heading_with_words_of_its_own_above_others_is_a_card() -> None:
    """A heading that asks and answers is a card, and the topic of what is asked below it."""
    cards = deck("# T\n## What is A?\nIntro.\n### What is B?\nb\n").cards

    assert [(plain(card.prompt), plain(card.answer)) for card in cards] == [
        ("What is A?", "Intro."),
        ("What is B?", "b"),
    ]


def test_headings_inside_an_answer_stay_in_it() -> None:
    """Below a numbered question, headings without numbers divide its answer."""
    cards = deck("# T\n## 1. What is A?\nx\n### Why?\ny\n### Example\nz\n## 2. B?\nb\n").cards

    assert [plain(card.answer) for card in cards] == ["x\nWhy?\ny\nExample\nz", "b"]


def test_the_files_own_headings_are_no_questions() -> None:
    """Introductions and the like are passed over, and told only where they look like questions."""
    markdown = (
        "# T\n## Introduction\nHi.\n## Table of contents\n- x\n## 1. A\na\n## 2. B\nb\n"
        "## Contributing\nPR.\n## How to contribute?\nPR.\n"
    )

    assert prompts(markdown) == ["A", "B"]
    assert codes(markdown) == [(12, "not-a-question")]


def test_a_number_makes_a_furniture_word_a_question() -> None:
    """An index is a thing one may be asked about."""
    assert prompts("# T\n## 1. Index\na\n## 2. Series\nb\n") == ["Index", "Series"]


def test_a_forgotten_number_is_told() -> None:
    """A heading without a number between numbered ones is reported, not dropped in silence."""
    markdown = "# T\n## 1. A\na\n## Batches\nx\n## 2. B\nb\n"

    assert prompts(markdown) == ["A", "B"]
    assert codes(markdown) == [(4, "unnumbered")]


def test_a_question_without_a_number_is_still_one() -> None:
    """What asks is a card even where its author forgot the number."""
    assert prompts("# T\n## 1. A\na\n## What is X?\nx\n## 2. B\nb\n")[1] == "What is X?"


@pytest.mark.parametrize(
    "answer", ["", "---", "<!-- later -->", "TODO", "*Answer here*", "<br>", "Coming soon...", "…"]
)
def test_a_question_without_an_answer_is_told(answer: str) -> None:
    """A question that nobody answered is a finding and no card."""
    markdown = f"# T\n## 1. A?\n\n{answer}\n\n## 2. B?\nb\n"

    assert prompts(markdown) == ["B?"]
    assert codes(markdown) == [(2, "unanswered")]


def test_a_picture_or_code_alone_is_an_answer() -> None:
    """An answer needs no words."""
    assert len(prompts("# T\n## 1. A?\n![p](p.png)\n## 2. B?\n```\nx\n```\n")) == 2


@pytest.mark.parametrize("answer", ["Answer.", "`...`", "→", "Yes", "0"])
def test_a_short_answer_is_an_answer(answer: str) -> None:
    """Few words or none may be all there is to say."""
    assert len(prompts(f"# T\n## 1. A?\n{answer}\n")) == 1


def test_a_rule_right_below_an_answer_makes_no_heading_of_it() -> None:
    """Text above `---` stays an answer, and its author is told what Markdown thinks."""
    markdown = "# T\n## 1. A?\nAnswer text\n---\n\n## 2. B?\nb\n"

    assert [plain(card.answer) for card in deck(markdown).cards] == ["Answer text", "b"]
    assert codes(markdown) == [(3, "underlined")]


def test_underlined_headings_are_headings() -> None:
    """A file that underlines its headings is read like any other."""
    found = deck("Title\n=====\n\nWhat is A?\n----------\na\n\nWhat is B?\n---\nb\n")

    assert found.title == "Title"
    assert [plain(card.answer) for card in found.cards] == ["a", "b"]
    assert found.findings == ()


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# The *Title* — x\n## 1. A?\na\n", "The Title — x"),
        ("## 1. A?\na\n## 2. B?\nb\n", "Some notes"),
        ("# 1. A?\na\n# 2. B?\nb\n", "Some notes"),
        ("# What is A?\na\n", "Some notes"),
        ("---\ntitle: Front\n---\n## 1. A?\na\n", "Front"),
        ("---\ntitle: Front\n---\n# Intro\n## 1. A?\na\n", "Front"),
        ("---\ntitle: Front\n---\n# Big\n## 1. A?\na\n", "Big"),
        ('<h1 align="center">\n Big </h1>\n\n## 1. A?\na\n', "Big"),
        ("# Part 1\n## 1. A?\na\n# Part 2\n## 1. B?\nb\n", "Part 1"),
    ],
)
def test_the_title_is_the_first_large_heading(markdown: str, title: str) -> None:
    """Without one it comes from the front matter or from the file's name."""
    found = parse(markdown.encode(), "some_notes.md")

    assert found.title == title
    assert found.cards


@pytest.mark.parametrize(
    ("given", "card_id"),
    [
        ("## 1. A? <!-- id: my.id_1 -->\na\n", "my.id_1"),
        ("## 1. A?\n<!-- id: two -->\na\n", "two"),
        ("## 1. A?\n\na <!-- id:three -->\n", "three"),
        ("<!-- id: four -->\n## 1. A?\na\n", "four"),
        ("\n<!-- id: five -->\n\n## 1. A?\na\n", "five"),
        ("## 1. A?\na\n<!-- id: six -->\n\n## 2. B?\nb\n", "six"),
    ],
)
def test_an_author_may_give_the_id(given: str, card_id: str) -> None:
    """A comment in or below the heading names the card and is not read aloud."""
    card = deck(f"# T\n{given}").cards[0]

    assert (card.id, plain(card.prompt), plain(card.answer)) == (card_id, "A?", "a")


@pytest.mark.parametrize("bad", ["has space", "ü", "x" * 65, ""])
def test_an_unusable_id_is_told(bad: str) -> None:
    """The card gets an id of its own instead."""
    assert codes(f"# T\n## 1. A?\n<!-- id: {bad} -->\na\n") == [(2, "bad-id")]


def test_an_id_given_twice_is_told() -> None:
    """The second card gets an id made from its question."""
    markdown = "# T\n## 1. A?\n<!-- id: x -->\na\n## 2. B?\n<!-- id: x -->\nb\n"

    assert codes(markdown) == [(5, "duplicate-id")]
    assert len({card.id for card in deck(markdown).cards}) == 2


def test_an_id_above_a_heading_is_that_headings() -> None:
    """A comment at the end of an answer names the question that it stands right above."""
    found = deck("# T\n## 1. A?\na\n\n<!-- id: b -->\n## 2. B?\nb\n<!-- id: c -->\n## 3. C?\nc\n")

    assert [card.id for card in found.cards[1:]] == ["b", "c"]
    assert found.cards[0].id != "b"
    assert found.findings == ()


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("# T\n<!-- id: x -->\n\nProse.\n\n## 1. A?\na\n", 2),
        ("# T\n## 1. A?\n<!-- id: y -->\na\n\n<!-- id: x -->\n\nb\n", 6),
        ("# T\n## 1. A?\n- a\n  - <!-- id: x -->\n", 4),
    ],
)
def test_an_id_of_no_question_is_told(markdown: str, line: int) -> None:
    """An author who names a card learns that there is none."""
    assert codes(markdown) == [(line, "stray-id")]


def test_what_does_not_ask_belongs_to_the_question_above() -> None:
    """Nothing below a question is lost, under whatever heading it stands."""
    found = deck(
        "# T\n## What is JSX?\nSyntax.\n### Example\n```\nx\n```\n### Why use it?\nReadable.\n"
        "### Pitfalls\nKeys.\n## What is state?\nData.\n### References\nBook.\n"
    )

    assert [plain(card.answer) for card in found.cards] == [
        "Syntax.\nExample\nx\nWhy use it?\nReadable.\nPitfalls\nKeys.",
        "Data.\nReferences\nBook.",
    ]
    assert found.findings == ()


def test_a_question_below_a_question_takes_what_follows_it() -> None:
    """The parent has what stands above its first question, the child what stands below."""
    found = deck(
        "# T\n## What is JSX?\nSyntax.\n### Example\nx\n### Who invented JSX?\nSomebody.\n"
        "### Pitfalls\nKeys.\n## Notes\n"
    )

    assert [plain(card.answer) for card in found.cards] == [
        "Syntax.\nExample\nx",
        "Somebody.\nPitfalls\nKeys.",
    ]


@pytest.mark.parametrize(
    ("words", "cards"),
    [("Why?", 1), ("How does it work?", 1), ("What is IT?", 2), ("What are its layers?", 2)],
)
def test_only_what_names_nothing_is_a_part(words: str, cards: int) -> None:
    """A question that cannot be asked alone stays in the answer above."""
    assert len(prompts(f"# T\n## What is X?\nx\n### {words}\ny\n")) == cards


@pytest.mark.parametrize(
    "markdown",
    [
        "## 1. A\na\n## 2. B\nb\n### 3. What is C?\nc\n## 4. D\nd\n",
        "## 1. A\na\n## 2. B\nb\n### 3. C\nc\n## 4. D\nd\n",
        "## 1. A\na\n## 2. B\nb\n## 3 C\nc\n## 4. D\nd\n",
        "## 1 A\na\n## 2 B\nb\n## 3 C\nc\n## 4 D\nd\n",
        "## 1: A\na\n## 2: B\nb\n## 3: C\nc\n## 4: D\nd\n",
        "## １．A\na\n## ２．B\nb\n## ３、C\nc\n## ４：D\nd\n",  # noqa: RUF001 - wide signs
    ],
)
def test_a_list_is_counted_on_through_slips(markdown: str) -> None:
    """A heading that is one level too deep, or has no dot, is still the next of its list."""
    found = deck(f"# T\n{markdown}")

    assert [plain(card.answer) for card in found.cards] == ["a", "b", "c", "d"]
    assert found.findings == ()


@pytest.mark.parametrize(
    "markdown",
    [
        "## 1. A\na\n## 2. B\nb\n## Batches\nx\n",
        "## What is A?\na\n## Mitochondria\nx\n## What is B?\nb\n",
        "## 1. A\na\n## 2. B\nb\n## 3 ways to do it\nx\n## 3. C\nc\n",
    ],
)
def test_a_heading_among_questions_that_is_none_is_told(markdown: str) -> None:
    """What says something among questions is a card, a topic or a finding."""
    found = deck(f"# T\n{markdown}")
    headings = [n for n, line in enumerate(markdown.split("\n"), 2) if line.startswith("#")]

    assert (
        sorted(
            [*(card.line for card in found.cards), *(line for line, _ in codes(f"# T\n{markdown}"))]
        )
        == headings
    )
    assert found.findings


@pytest.mark.parametrize(
    "headings",
    [
        ("1914: WWI begins", "1918: WWI ends", "1939-1945: WWII"),
        ("80: HTTP", "443: HTTPS", "22: SSH"),
        ("1940. A", "1941. B", "1942. C"),
    ],
)
def test_years_and_ports_number_no_list(headings: tuple[str, ...]) -> None:
    """A number that counts nothing makes no question and stays in its title."""
    notes = "".join(f"## {heading}\ntext\n" for heading in headings)
    below = "".join(f"## {heading}\n### What was it?\ntext {heading}\n" for heading in headings)

    assert prompts(f"# T\n{notes}") == []
    assert [card.topic for card in deck(f"# T\n{below}").cards] == [(it,) for it in headings]


def test_a_list_may_begin_in_another_file() -> None:
    """Numbers that follow one another count wherever they begin."""
    assert prompts("# T\n## 51. A\na\n## 52. B\nb\n## 53. C\nc\n") == ["A", "B", "C"]
    assert prompts("# T\n## 2. A\na\n## 3. B\nb\n") == ["A", "B"]


def test_a_number_of_no_list_is_told() -> None:
    """It may have been meant as a question."""
    markdown = "# T\n## 5. A\na\n## 9. B\nb\n## More\n### What is C?\nc\n"

    assert codes(markdown) == [(2, "not-a-question"), (4, "not-a-question")]


@pytest.mark.parametrize(
    "asked",
    ["３．江戸時代とは何ですか？", "问题四：什么是TCP？", "¿Qué es C?"],  # noqa: RUF001 - wide signs
)
def test_every_language_may_forget_a_number(asked: str) -> None:
    """After the last number, too, what asks is a question."""
    found = deck(f"# T\n## 1. A\na\n## 2. B\nb\n## {asked}\nc\n")

    assert [plain(card.answer) for card in found.cards] == ["a", "b", "c"]
    assert found.findings == ()


@pytest.mark.parametrize(
    "heading",
    [
        "How do you read the file line by line in Python?",
        "How can you navigate the list with two pointers?",
        "How do you use this list comprehension?",
        "How do you contribute to the heap?",
        "1. List of OSI layers",
        "What is meant by References?",
    ],
)
def test_a_question_about_files_is_a_question(heading: str) -> None:
    """Only whole titles of furniture are furniture."""
    assert len(prompts(f"# T\n## {heading}\na\n")) == 1


@pytest.mark.parametrize(
    "heading", ["How to use this guide?", "How can you contribute to this repo?", "Found a typo?"]
)
def test_a_question_about_these_notes_is_told(heading: str) -> None:
    """It may have been meant as a card."""
    assert prompts(f"# T\n## What is A?\na\n## {heading}\nx\n") == ["What is A?"]
    assert codes(f"# T\n## What is A?\na\n## {heading}\nx\n") == [(4, "not-a-question")]


def test_a_table_of_contents_is_no_topic() -> None:
    """Questions below it are about something else."""
    assert deck("# T\n## Table of Contents\n### What is A?\na\n").cards[0].topic == ()


def test_a_chapter_below_a_question_is_no_answer() -> None:
    """What stands above its first heading answers, and the author is told; a number keeps it."""
    below = "".join(f"### Part {n}\n" + "Words.\n\n" * 15 for n in range(4))
    found = deck(f"# T\n## What is it?\nThis.\n\n{below}")
    (card,) = found.cards

    assert plain(card.answer) == "This."
    assert [(it.line, it.code) for it in found.findings] == [(2, "chapter")]
    (whole,) = deck(f"# T\n## 1. What is it?\nThis.\n\n{below}").cards
    assert plain(whole.answer).count("Words.") == 60
