import re
import unicodedata
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from adapters.terminal.layout import printed
from adapters.terminal.render import render
from bot.screens import Screen, Verdict
from tests.adapters.gallery import NOW, board, gallery, question, reveal, verdict

WIDTHS = (60, 80, 120)
STYLES = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07 [red]markup[/red] [/] \u202eturned\u2066 \r\b\x9b2J\ud800\u2028"
)


def shown(screen: Screen, width: int = 80, *, private: bool = False, told: bool = False) -> str:
    """What a pipe of this width would carry."""
    return printed(render(screen, NOW, private=private, told=told), width, colour=False)


def controls(words: str) -> set[str]:
    """The characters that a terminal obeys."""
    return {
        char
        for char in words
        if char != "\n"
        and (unicodedata.category(char) in {"Cc", "Cs"} or char in "\u202a\u202e\u2066\u2069\u200f")
    }


def test_the_gallery_is_complete() -> None:
    """Every screen there is, is among those that are tried here."""
    assert {type(screen) for screen in gallery("x")} == set(get_args(Screen))


def test_a_question() -> None:
    """Where it comes from, which it is, the options by letter, what to type and the time left."""
    assert shown(question("Layers")) == (
        "Layers · Layers                                                 question 3 of 10\n"
        "Layers\n"
        "  A  Layers 0\n"
        "  B  Layers 1\n"
        "  C  Layers 2\n"
        "Type a, b or c.                                     12 answered · closes in 0:30\n"
    )


def test_a_question_with_several_right_answers() -> None:
    """How many to choose is said, and how they are typed."""
    assert "\nChoose two. Type their letters, such as a b." in shown(question(choose=2))


def test_open_recall() -> None:
    """Without options, the word that shows the answer is said."""
    said = shown(question("Tell me.", options=0, choose=0))

    assert "Answer it for yourself, then look. Type a (Show the answer)." in said


def test_a_verdict_is_private() -> None:
    """What nobody else sees says so; the right option stands below the verdict."""
    lines = shown(verdict(), private=True).splitlines()

    assert lines[:2] == ["only you: Wrong: it is B", "  B  Because."]
    assert lines[-2:] == [
        "notes.md, line 41 · made from the notes",
        "Type full (The full answer).",
    ]


def test_a_recorded_answer_gives_nothing_away() -> None:
    """Until the reveal nobody learns from which line the question was made."""
    assert "notes.md" not in shown(verdict(told=Verdict.RECORDED))


def test_a_reveal() -> None:
    """The key, how many were right, how the options were chosen, who was right."""
    lines = shown(reveal()).splitlines()

    assert lines[0] == "Over: question 3 of 10" + " " * 45 + "2 of 12 right"
    assert lines[2:5] == ["  B  Because.", "Chosen: A 1 · B 11", "Right: Because. +10 and Bo"]


def test_a_reveal_does_not_repeat_what_was_told() -> None:
    """Whoever has read the explanation is told only who else was right."""
    assert shown(reveal(), told=True).splitlines() == [
        "Over: question 3 of 10" + " " * 45 + "2 of 12 right",
        "Right: Because. +10 and Bo",
    ]


def test_a_board() -> None:
    """Ranks, names, points and accuracy in columns; one's own line below; what to type."""
    assert shown(board()) == (
        "This week in this room                                               page 1 of 3\n"
        "   1  Ana       240  90 %\n"
        "   2  Bo        180  90 %\n"
        "   …\n"
        "  17  Me (you)   40  67 %\n"
        "Type day, month, all, next (Next page) or share (Show to the room).\n"
    )


def test_wide_characters_keep_the_columns() -> None:
    """A name in Chinese takes the columns it takes, and long names are cut."""
    wide = shown(board("陈陈")).splitlines()
    long = shown(board("x" * 500)).splitlines()

    assert {cell_len(line) for line in (wide[1], wide[2], wide[4])} == {cell_len(wide[1])}
    assert "x…" in long[1]
    assert cell_len(long[1]) < 60


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", ["word " * 40, "x" * 300, "宽" * 120])
def test_no_line_is_wider_than_the_terminal(width: int, words: str) -> None:
    """Whatever a deck holds, the lines of a screen end where the terminal does."""
    for screen in gallery(words):
        for line in shown(screen, width, private=True).splitlines():
            assert cell_len(line) <= width


@pytest.mark.parametrize("colour", [False, True])
def test_a_hostile_deck_is_shown_and_not_obeyed(*, colour: bool) -> None:
    """Escape sequences lose their escape, markup stays text, and no letter runs backwards."""
    for screen in gallery(HOSTILE):
        said = printed(render(screen, NOW, private=True), 80, colour=colour)
        assert controls(STYLES.sub("", said) if colour else said) == set()
    assert "[red]markup[/red] [/]" in shown(question(HOSTILE), 200)


@settings(max_examples=30)  # each is a whole gallery
@given(st.text())
def test_any_text_can_be_shown(words: str) -> None:
    """No name and no note makes a screen fail or sends a control character."""
    for screen in gallery(words):
        assert controls(shown(screen, private=True)) == set()


def test_code_in_an_option_keeps_its_characters() -> None:
    """Neither markup nor emoji codes nor links are seen in what is only text."""
    option = ":smile: [link=http://x]y[/link] `z` **b**"

    assert option in shown(question(option), 200)


def test_styles_need_a_terminal() -> None:
    """Colours and bold go to a terminal alone."""
    assert STYLES.search(printed(render(question(), NOW), 80, colour=True))
    assert not STYLES.search(shown(question()))
