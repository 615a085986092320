from pathlib import Path

import pytest

from bot.decks.parsing import deck_id, parse
from bot.model import Deck, Severity
from bot.richtext import Span, inlines, plain

ROOT = Path(__file__).parents[3]
CORPUS = ROOT.parent / "shared" / "corpus"

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the collected notes are not beside this repository"
)


def deck(markdown: str) -> Deck:
    """The deck of a file."""
    return parse(markdown.encode(), "notes.md")


def codes(found: Deck) -> list[tuple[int, str]]:
    """Line and code of each finding."""
    return [(finding.line, finding.code) for finding in found.findings]


@pytest.mark.parametrize(
    ("source", "slug"),
    [
        ("questions.md", "questions"),
        ("My Notes (2).md", "my-notes-2"),
        ("Übung.md", "ubung"),
        ("sub/notes.md", "sub-notes"),
        ("v1.2 notes.md", "v1-2-notes"),
        ("questions", "questions"),
    ],
)
def test_a_deck_is_named_for_its_file(source: str, slug: str) -> None:
    """The id is the file's name in lower-case ASCII."""
    assert deck_id(source) == slug


@pytest.mark.parametrize("source", ["x" * 40 + ".md", "日本語.md", "???.md", ".md", ""])
def test_a_name_that_makes_no_id_is_marked(source: str) -> None:
    """A name that is cut or has no usable letter gets a hash, so that two stay two."""
    made = deck_id(source)

    assert 0 < len(made) <= 32
    assert made.replace("-", "").isalnum()
    assert made.isascii()
    assert made != deck_id(f"y{source}")


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"# Title\n", b"# T\n\nOnly prose.\n", b"\xef\xbb\xbf"]
)
def test_a_file_without_a_question_is_an_error(data: bytes) -> None:
    """There is a deck all the same, with one finding that says so."""
    found = parse(data, "notes.md")

    assert found.cards == ()
    assert [(it.line, it.severity, it.code) for it in found.findings] == [
        (1, Severity.ERROR, "no-questions")
    ]


@pytest.mark.parametrize(
    ("markdown", "line", "hint"),
    [
        ("# What is Python?\nA snake.\n## Syntax\nIndented.\n", 1, "Put a title"),
        ("#What is A?\na\n", 1, "space behind the #"),
        ("# T\n\nWhat is A?\n\na\n", 3, "begin its line with"),
        ("# T\n## What is A?\n", 2, "answer right below"),
    ],
)
def test_a_file_without_a_question_names_what_is_near(markdown: str, line: int, hint: str) -> None:
    """Its author is told which line to change, and how."""
    found = next(it for it in deck(markdown).findings if it.code == "no-questions")

    assert found.line == line
    assert hint in found.hint
    assert "“" in found.message


def test_the_same_question_with_the_same_answer_is_one_card() -> None:
    """Case and punctuation make no other question."""
    found = deck("# T\n## 1. What is X?\nIt's x.\n## 2. what is x\nIts, X\n")

    assert [card.line for card in found.cards] == [2]


def test_a_duplicate_is_told_with_both_lines() -> None:
    """The finding stands at the second and names the first."""
    found = deck("# T\n## 1. What is X?\nx\n## 2. What is X?\nx\n")

    assert codes(found) == [(4, "duplicate")]
    assert "line 2" in found.findings[0].message


def test_the_same_question_with_another_answer_is_another_card() -> None:
    """Two answers are two things to know."""
    found = deck("# T\n## 1. What is X?\nx\n## 2. What is X?\ny\n")

    assert len({card.id for card in found.cards}) == 2
    assert found.findings == ()


def test_signs_make_another_question() -> None:
    """Code is compared to the letter."""
    assert len(deck("# T\n## 1. What is `==`?\nx\n## 2. What is `===`?\nx\n").cards) == 2


def test_findings_come_in_the_order_of_their_lines() -> None:
    """An author reads them from top to bottom."""
    found = deck("# T â€” x\n## 1. A?\n## 2. B?\n- [ ] a\n- [ ] b\n##3. C?\n")

    assert [finding.line for finding in found.findings] == sorted(
        finding.line for finding in found.findings
    )


@pytest.mark.parametrize(
    ("markdown", "line", "code"),
    [
        ("# T\n## 1. A?\na\n\n```py\n## 2. B?\nb\n", 5, "unclosed-code"),
        ("# T\n## 1. A?\na\n\n<!-- old\n## 2. B?\nb\n", 5, "unclosed-comment"),
        ("# T\n## 1. A?\na\n##2. B?\nb\n", 4, "not-a-heading"),
        ("# T\n## 1. A?\na\n## 2.\nb\n## 3. C?\nc\n", 4, "no-prompt"),
        ("# T\n## 1. A?\na\n" + ">" * 99 + "b\n", 4, "too-deep"),
        ("# T\n## 1. A?\n- a\n  ```\n  code\n\n## 2. B?\nb\n", 4, "unclosed-code"),
        ("# T\n## 1. A?\n> ```\n> code\n\nb\n", 3, "unclosed-code"),
        ("# T\n## 1. A?\n- [x] a\n-[ ] b\n- [ ] c\n", 4, "malformed-option"),
        ("# T\n## 1. A?\n- [x] a\n- [ ] ```py b\n- [ ] c\n", 4, "malformed-option"),
    ],
)
def test_what_markdown_swallows_is_told(markdown: str, line: int, code: str) -> None:
    """A question that was written and never read has a finding."""
    assert codes(deck(markdown)) == [(line, code)]


@pytest.mark.parametrize(
    "answer",
    [
        "```\ncode\n```",
        "~~~py\n# a comment\n~~~",
        "- item\n  ```\n  code\n  ```",
        "    indented",
        "<!-- a note\n## on two lines -->\ntext",
        "#hashtag and C# and issue #12",
        "a\n\n---",
        "> quoted",
        "> ```\n> quoted\n> ```",
        "- item\n\n  ~~~\n  x\n\n  ~~~\n\n- item",
        "See `a[ ]` and -[x](u).",
    ],
)
def test_clean_notes_have_no_finding(answer: str) -> None:
    """Nothing is said where nothing is wrong."""
    assert deck(f"# T\n\n## 1. A?\n\n{answer}\n\n## 2. B?\n\nb\n").findings == ()


def test_the_built_in_deck_is_clean() -> None:
    """It has twenty cards, each answered, and nothing to find."""
    path = ROOT / "content" / "questions.md"
    found = parse(path.read_bytes(), path.name)

    assert len(found.cards) == 20
    assert found.findings == ()


@needs_corpus
def test_the_first_notes_ever_read_stay_readable() -> None:
    """The title is mended, the arrows are arrows, no mark is left over, lines are right."""
    data = (CORPUS / "seed_keras.md").read_bytes()
    found = parse(data, "seed_keras.md")
    lines = data.decode().splitlines()

    assert found.title.endswith("Questions — 4MH23CS042")
    assert len(found.cards) == 20
    assert codes(found) == [(1, "encoding-repaired")]
    for number, card in enumerate(found.cards, 1):
        heading = lines[card.line - 1].removeprefix(f"## {number}. ")
        assert plain(card.prompt) == heading.replace("`", "")
        assert "**" not in plain(card.prompt) + plain(card.answer)
        assert "$" not in plain(card.answer)
    assert "Load base model → Freeze layers → Add" in plain(found.cards[10].answer)
    assert Span("compile()", code=True) in list(inlines(found.cards[2].prompt))


@needs_corpus
@pytest.mark.parametrize(
    ("name", "cards"),
    [("deep_learning.md", 101), ("js_en.md", 155), ("js_es.md", 116), ("aws_iam_notes.md", 4)],
)
def test_collected_notes_with_headings_give_every_question(name: str, cards: int) -> None:
    """Each question that stands in a heading of real notes is a card."""
    assert len(parse((CORPUS / name).read_bytes(), name).cards) == cards
