"""Lettered and marked options, and where their keys stand."""

import pytest

from bot.richtext import plain
from tests.unit.decks.shapes.said import codes, deck, keys, pairs

KEY_LINES = [
    "Answer: B",
    "**Answer:** B",
    "**Answer: B**",
    "Ans: (b)",
    "Correct answer: B",
    "Correct Answer: **B**",
    "✅ **Correct Answer: B**",
    "The correct answer is B",
    "Answer: option B",
    "Answer: 2",
    "Answer: tea",
    "Answer: B) tea",
    "> **Answer:** B",
    "- **Answer:** B",
    "Antwort: B",
    "Richtige Antwort: b",
    "Lösung: b)",
    "Réponse : B",
    "Bonne réponse : B",
    "Respuesta correcta: B",
    "**Respuesta correcta:** b) tea",
    "Resposta: B",
    "Gabarito: B",
    "Resposta correta: B",
    "Risposta corretta: B",
    "Antwoord: B",
    "Svar: B",
    "Odpowiedź: B",
    "Poprawna odpowiedź: B",
    "Správná odpověď: B",
    "Răspuns: B",
    "Răspuns corect: B",
    "Doğru cevap: B",
    "Jawaban: B",
    "Đáp án: B",
    "Đáp án đúng: B",
    "Odgovor: B",
    "Ответ: B",
    "Правильный ответ: B",
    "Відповідь: B",
    "Απάντηση: B",
    "الإجابة: B",
    "الإجابة الصحيحة: B",
    "پاسخ: B",
    "תשובה: B",
    "תשובה נכונה: B",
    "उत्तर: B",
    "सही उत्तर: (B)",
    "เฉลย: B",
    "答案：B",  # noqa: RUF001 - wide signs
    "正确答案：B",  # noqa: RUF001 - wide signs
    "正解: B",
    "정답: B",
]


@pytest.mark.parametrize("line", KEY_LINES)
def test_key_lines_of_every_language(line: str) -> None:
    """The key names the option by its letter, its number or its words."""
    assert keys(f"### 1. Which is hot?\n\nA. ice\nB. tea\nC. snow\n\n{line}\n") == ["B"]


@pytest.mark.parametrize(
    "letters",
    ["ABC", "abc", "АБВ", "ΑΒΓ", "أبج", "אבג", "कखग", "กขค", "甲乙丙", "アイウ", "가나다"],
)
@pytest.mark.parametrize("mark", ["{}) ", "{}. ", "({}) ", "- {}) ", "- {}. ", "- **{}.** "])
def test_letters_of_every_alphabet(letters: str, mark: str) -> None:
    """Options begin with letters in their order, as lines or as items."""
    options = "\n".join(
        mark.format(letter) + word
        for letter, word in zip(letters, ("ice", "tea", "snow"), strict=True)
    )

    assert keys(f"### 1. Which?\n\n{options}\n\nAnswer: {letters[1]}\n") == ["B"]


@pytest.mark.parametrize(
    "key", ["A, C", "A,C", "A and C", "AC", "A & C", "A; C", "(A), (C)", "A y C", "A und C", "1, 3"]
)
def test_several_options_may_be_right(key: str) -> None:
    """The key parts its letters in many ways."""
    notes = (
        f"### 1. Which are cold? (Choose two.)\n\n- A. ice\n- B. tea\n- C. snow\n\nAnswer: {key}\n"
    )

    assert keys(notes) == ["AC"]


@pytest.mark.parametrize(
    "options",
    [
        "- ice\n- tea ✅\n- snow\n",
        "- ice\n- **tea**\n- snow\n",
        "A. ice\nB. tea (correct)\nC. snow\n",
        "A. ice\n*B. tea\nC. snow\n",
        "- A) ice\n- B) tea ✔️\n- C) snow\n",
        "- ( ) ice\n- (x) tea\n- ( ) snow\n",
        "- [( )] ice\n- [(X)] tea\n- [( )] snow\n",
        "- ❌ ice\n- ✅ tea\n- ❌ snow\n",
        "❌ ice\n✅ tea\n❌ snow\n",
        "- () ice\n- () tea [CORRECT]\n- () snow\n",
        "① ice\n② tea\n③ snow\n\nAnswer: ②\n",
        "(a) ice (b) tea (c) snow\n\nAnswer: (b)\n",
        "A) ice   B) tea   C) snow\n\nAnswer: B\n",
        "**Options:**\n- A. ice\n- B. tea\n- C. snow\n\n**Answer:** B\n",
        "- ice\n- tea\n- snow\n\nAnswer: tea\n",
        "1. ice\n2. tea\n3. snow\n\nAnswer: 2\n",
        "A. ice\nB. tea\nC. snow\n\n<details><summary>Answer</summary>\n\nB\n\n</details>\n",
        "A. ice\nB. tea\nC. snow\n\n<details>\n<summary>Show</summary>\nAnswer: B\n</details>\n",
        "A. ice\nB. tea\nC. snow\n\n#### Answer\n\nB\n",
        "A. ice\nB. tea\nC. snow\n\n||Answer: B||\n",
    ],
)
def test_marks_that_tell_which_is_right(options: str) -> None:
    """A mark, bold letters, a box or a key, wherever it stands."""
    (card,) = deck(f"### 1. Which of these is hot?\n\n{options}").cards

    assert [(plain(one.text), one.right) for one in card.choices] == [
        ("ice", False),
        ("tea", True),
        ("snow", False),
    ]


def test_an_option_may_be_code() -> None:
    """It stands below its letter, the last one's too."""
    (card,) = deck(
        "### 1. Which?\n\nA.\n```\nice()\n```\n\nB.\n```\ntea()\n```\n\nAnswer: B\n"
    ).cards

    assert [plain(one.text) for one in card.choices] == ["ice()", "tea()"]


def test_an_option_may_be_a_picture() -> None:
    """Its picture is what is chosen."""
    assert keys("### 1. Which?\n\n- A. ![ice](i.png)\n- B. ![tea](t.png)\n\nAnswer: B\n") == ["B"]


def test_what_stands_above_the_options_is_asked() -> None:
    """A number, and how hard it is, do not say what is asked."""
    (card,) = deck(
        "### Question 1 — Easy\n\n**Tea is:**\n\n- A) cold\n- B) hot\n\n**Answer: B**\n"
    ).cards

    assert plain(card.prompt) == "Easy\nTea is:"


def test_what_a_key_explains_is_the_answer() -> None:
    """Words behind the option belong to no option."""
    notes = "### 1. Which?\n\na) ice\nb) tea\n\nAnswer: b) tea, because it was boiled.\n"

    assert pairs(notes) == [("Which?", "tea, because it was boiled.")]


def test_a_key_that_matches_no_option_is_told() -> None:
    """The question is not asked with wrong options."""
    found = codes("### 1. Which?\n\nA) ice\nB) tea\n\nAnswer: E\n")

    assert (6, "unknown-key") in found
    assert (1, "unanswered") in found


def test_options_without_a_key_are_told() -> None:
    """Nobody could tell which is right."""
    notes = "### 1. Which one?\n\nA) ice\nB) tea\n\n### 2. What?\n\nA drink.\n"

    assert codes(notes) == [(1, "unanswered"), (3, "no-key")]


def test_letters_in_an_answer_are_no_options() -> None:
    """Where nothing says which is right, they are a list."""
    (card,) = deck("### 1. What is ACID?\n\nFour words:\n\n- A: atomic\n- B: basic\n").cards

    assert card.choices == ()


@pytest.mark.parametrize(
    ("key", "right"),
    [
        ("Language: C\n\nAnswer: B", "b"),
        ("<details><summary>Hint</summary>A</details>\n\nAnswer: B", "b"),
        ("Answers: A) x, C) z", "ac"),
        ("Answer: A, C. Nothing else is one.", "ac"),
        ("Answer: A, C (not B)", "ac"),
        ("Answer:\nA) x\nC) z", "ac"),
        ("Answer:\n\n- A\n- C", "ac"),
        ("Answer: A and C only", "ac"),
        ("Answer: B (y)", "b"),
        ("Answer: **B** (y)", "b"),
        ("Answer: B because it is so", "b"),
        ("Answer: B, because A is hot", "b"),
    ],
)
def test_a_key_says_all_that_is_right_and_no_more(key: str, right: str) -> None:
    """Letters are read with what stands behind them, and a label before any other letter."""
    (card,) = deck(f"### 1. Which?\n\nA) x\nB) y\nC) z\n\n{key}\n").cards

    assert [choice.right for choice in card.choices] == [letter in right for letter in "abc"]


def test_a_letter_in_a_sentence_is_no_key() -> None:
    """What is no key stays the answer, and is told."""
    found = deck("### 1. Which?\n\nA) x\nB) y\n\nAnswer: A gas called nitrogen\n")

    assert [card.choices for card in found.cards] == [()]
    assert [one.code for one in found.findings] == ["unknown-key"]


def test_bold_words_in_an_answer_are_no_key() -> None:
    """They count where one of several is asked for."""
    notes = "### 1. Which {} in Python?\n\n- **int**\n- str\n- list\n"

    assert deck(notes.format("types exist")).cards[0].choices == ()
    assert deck(notes.format("of these is a number")).cards[0].choices[0].right


def test_a_number_names_an_item_of_a_numbered_list() -> None:
    """Also where another item reads like it."""
    (card,) = deck("### 1. Which of these?\n\n1. 3\n2. 1\n3. 2\n\nAnswer: 1\n").cards

    assert [choice.right for choice in card.choices] == [True, False, False]
