"""What holds for every file, however it was written."""

from contextlib import suppress
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.decks.blocks import rich
from bot.decks.claiming import claimed
from bot.decks.identity import carry_over
from bot.decks.markdown import document
from bot.decks.outline import outline
from bot.decks.parsing import parse
from bot.decks.remembering import remembered
from bot.decks.shapes import QUESTIONS
from bot.errors import NotText
from bot.model import Deck
from bot.richtext import RichText, plain
from tests.fuzz.laws import assert_sound
from tests.fuzz.pieces import DECKS, FRAGMENTS


def scribble(rng: Random, lines: int) -> str:
    """Random Markdown of nasty pieces, at least ``lines`` lines of it."""
    pieces: list[str] = []
    count = 0
    while count < lines:
        piece = rng.choice(FRAGMENTS) * (rng.randrange(2, 60) if rng.random() < 0.03 else 1)
        pieces.append(piece.replace("\0" * 2, ""))  # a row of them is no text
        count += piece.count("\n")
    return "".join(pieces)


notes = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
questions = st.lists(
    st.tuples(st.text("abc def?`*", min_size=1, max_size=12), st.text("xyz\n -", max_size=12)),
    min_size=1,
    max_size=8,
)


def as_notes(pairs: list[tuple[str, str]], first: int = 1) -> str:
    """Numbered questions with their answers."""
    return "".join(
        f"## {number}. Q {prompt}?\nA {answer}\n\n"
        for number, (prompt, answer) in enumerate(pairs, first)
    )


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(n, marks=pytest.mark.long) for n in range(4, 8))]
)
def test_scribbles_never_raise(seed: int) -> None:
    """A hundred thousand random lines, in files of all lengths, give sound decks."""
    rng = Random(seed)
    count = 0
    while count < 12_500:
        text = scribble(rng, rng.choice((5, 20, 60, 300)))
        count += text.count("\n")
        assert_sound(parse(text.encode(), "notes.md"), len(text) + 1)


@given(st.binary(max_size=300))
def test_bytes_give_a_deck_or_are_no_text(data: bytes) -> None:
    """Whatever a file holds, only "this is no text" is ever raised."""
    with suppress(NotText):
        assert_sound(parse(data, "notes.md"), len(data) + 1)


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_any_text_gives_a_deck(text: str, encoding: str) -> None:
    """Every character that can be written can be read."""
    assert_sound(parse(f"# {text}".encode(encoding), "notes.md"), len(text) + 1)


@given(notes)
def test_no_line_is_claimed_twice(text: str) -> None:
    """Questions stand one below the other, each shape's and those of all shapes together."""
    outlined = outline(document(text))
    for drafts in (*(shape(outlined).drafts for shape in QUESTIONS), claimed(outlined).drafts):
        end = 0
        for draft in drafts:
            assert end <= draft.line < draft.end
            end = draft.end


@given(notes)
def test_reading_again_gives_the_same(text: str) -> None:
    """A deck follows from the bytes alone."""
    assert parse(text.encode(), "notes.md") == parse(text.encode(), "notes.md")


@given(notes)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_windows_line_ends_change_nothing(text: str) -> None:
    """A file that travelled through Windows is the same deck, ids, lines and all."""
    text = text.replace("\r", "").replace("\0", "")

    assert parse(text.encode(), "n.md") == parse(text.replace("\n", "\r\n").encode(), "n.md")


def told(deck: Deck) -> list[tuple[RichText, RichText]]:
    """What the cards ask and answer."""
    return [(card.prompt, card.answer) for card in deck.cards]


@pytest.mark.parametrize("text", [text for text in DECKS if not text.startswith("# Parts")])
def test_a_question_at_the_end_changes_no_other(text: str) -> None:
    """In a file of any shape but plain terms, cards keep prompt and answer when others follow."""
    before = parse(text.encode(), "notes.md")
    after = parse(f"{text}\n# Other\n\n## 99. What stands last?\nThis.\n".encode(), "notes.md")

    assert told(after)[: len(before.cards)] == told(before)


@given(notes)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_byte_order_mark_changes_nothing(text: str) -> None:
    """A mark that an editor puts in front is no part of the notes."""
    text = text.replace("\ufeff", "").replace("ï»¿", "")
    marked = parse(b"\xef\xbb\xbf" + text.encode(), "n.md")

    assert marked.cards == parse(text.encode(), "n.md").cards


@given(st.permutations(["oak", "elm", "ash", "fir"]), st.integers(0, 3))
def test_options_stand_in_the_order_of_the_file(trees: list[str], right: int) -> None:
    """Whatever marks the right option, letters or boxes, the order is the author's."""
    boxes = "".join(f"- [{'x' if n == right else ' '}] {tree}\n" for n, tree in enumerate(trees))
    letters = "".join(f"{'ABCD'[n]}) {tree}\n" for n, tree in enumerate(trees))

    for below in (boxes, f"{letters}\nAnswer: {'ABCD'[right]}\n"):
        (card,) = parse(f"## 1. Which tree?\n\n{below}".encode(), "notes.md").cards
        assert [plain(choice.text) for choice in card.choices] == list(trees)
        assert [choice.right for choice in card.choices] == [n == right for n in range(4)]


@given(questions)
def test_a_card_put_in_front_changes_no_other(pairs: list[tuple[str, str]]) -> None:
    """Ids do not depend on position or number."""
    before = parse(f"# T\n\n{as_notes(pairs)}".encode(), "notes.md")
    front = "## 1. What stands in front?\nThis.\n\n"
    after = parse(f"# T\n\n{front}{as_notes(pairs, 2)}".encode(), "notes.md")

    assert [card.id for card in after.cards[1:]] == [card.id for card in before.cards]


@given(questions)
def test_lines_are_where_the_prompts_stand(pairs: list[tuple[str, str]]) -> None:
    """A card's line holds its heading."""
    text = f"# T\n\n{as_notes(pairs)}"
    lines = text.split("\n")

    for card in parse(text.encode(), "notes.md").cards:
        line = lines[card.line - 1]
        assert line.startswith("## ")
        assert [c for c in plain(card.prompt) if c.isalpha()] == [c for c in line if c.isalpha()]


@given(questions, questions)
def test_carrying_over_keeps_ids_apart(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    """However two versions differ, ids stay unique and a second load changes nothing."""
    before = parse(as_notes(one).encode(), "notes.md")
    after = carry_over(remembered(before), parse(as_notes(other).encode(), "notes.md"))

    assert len({card.id for card in after.cards}) == len(after.cards)
    assert carry_over(remembered(after), after) == after


@pytest.mark.parametrize(
    ("piece", "cards"),
    [
        ("- $$ a\n", 0),
        ("[", 0),
        ("![", 0),
        ("<a ", 0),
        ("<!-- ", 0),
        ("<!-- id: a -->\n", 0),
        ("`" * 3 + "\n", 0),
        ("> - ", 0),
        ("**a ", 0),
        ("$\\sqrt{", 0),
        ("<div>\n<h1\n", 0),
        ("<pre>\n", 0),
        ("| a ", 0),
        ("- [x] a\n", 0),
        ("## 1. What's the output?\nSame.\n", 1),
        ("## 1. What?\n- [x] a\n- [ ] b\n", 1),
        ("Which?\n\n- [x] a\n- [ ] b\n\n", 1),
        ("# \n", 0),
    ],
)
def test_repetition_is_read(piece: str, cards: int) -> None:
    """What repeats or nests thousands of times is read like anything else (bench/ times it)."""
    deck = parse((piece * 2400).encode(), "notes.md")

    assert_sound(deck, piece.count("\n") * 2400 + 1)
    assert len(deck.cards) == cards


def test_rich_text_of_the_deepest_tree_can_be_read() -> None:
    """What nesting is left over costs no recursion error downstream."""
    deep = rich(document("> - " * 500 + "x\n\n" + "1. " * 500 + "y").blocks)

    assert plain(deep)
