import re
import unicodedata
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from adapters.terminal import prose
from adapters.terminal.layout import printed
from adapters.terminal.render import render
from bot.commands import COMMANDS, DAILY_SET
from bot.richtext import Image
from bot.screens import HelpScreen, Screen, Verdict
from tests.adapters.gallery import NOW, board, gallery, question, reveal, verdict
from tests.adapters.goldens import album

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


def test_a_board_of_those_who_answer_every_day() -> None:
    """Who has answered on two days in a row or more has that in a column of its own."""
    lines = shown(album()["board with streaks"]).splitlines()

    assert lines[1] == "   1  Ana        240  80 %  12 in a row"
    assert lines[3] == "   2  Chén       180  60 %"
    assert lines[-2] == "  23  Mia (you)   10  44 %  4 in a row"


def test_the_question_of_a_day() -> None:
    """How the last one went and who answers every day stand above it, apart from it."""
    assert shown(album()["daily question"]).splitlines() == [
        "Yesterday: 2 of 9 right",
        "  What does `Flatten` do?",
        "  Answer: It makes a vector of it.",
        "Days in a row: Ana 12, דנה 4 and Bo 2",
        "",
        "Keras Interview Questions                question of the day, Sunday 22 November",
        "Which callback saves the network after each epoch, or just the best one?",
        "  A  EarlyStopping",
        "  B  ModelCheckpoint",
        "  C  ReduceLROnPlateau",
        "Type a, b or c.                                               closes in 24 hours",
    ]


def test_the_first_question_of_a_day() -> None:
    """Nothing stands above it."""
    assert shown(album()["daily question, the first"]).startswith("Keras Interview Questions  ")


def test_the_end_of_the_question_of_a_day() -> None:
    """Says of which day, and nothing of the day before."""
    said = shown(album()["reveal of a daily question"])

    assert said.startswith("Over: question of the day, Sunday 22 November   ")
    assert "Yesterday" not in said


def test_a_schedule() -> None:
    """When, from what, by whom; and for whoever set it what is asked next, without letters."""
    assert shown(album()["daily, set"], private=True).splitlines() == [
        "only you: This room is now asked a question a day",
        "  every day at 13:00, Europe/Berlin",
        "  next: Monday 23 November, 13:00",
        "  from Keras Interview Questions · set by Ana",
        "The next question, which only you see until then:",
        "  Training / Callbacks",
        "  Which callback saves the network after each epoch, or just the best one?",
        "    •  EarlyStopping",
        "    •  ModelCheckpoint",
        "    •  ReduceLROnPlateau",
    ]


def test_a_schedule_says_what_was_not_asked() -> None:
    """The latest first, each with its reason."""
    lines = shown(album()["daily, shown with what was not asked"]).splitlines()

    assert lines[4:] == [
        "Not asked:",
        "  Saturday 21 November, 13:00: somebody skipped it",
        "  Friday 20 November, 13:00: Studybot or the chat was away for two hours or more",
        "  Thursday 19 November, 13:00: Studybot could not write in this room",
        "  Wednesday 18 November, 13:00: the deck was not there, or had nothing to ask",
    ]


def test_a_schedule_that_stands_still_says_why() -> None:
    """And how to begin it again."""
    said = " ".join(shown(album()["daily, paused, unreachable"]).split())

    assert (
        "Paused since Sunday 22 November, 13:00: Studybot could not write in this room"
        " (channel_not_found). Once that is mended, /daily set 13:00 begins it again."
    ) in said
    assert "next:" not in said


def test_rooms_that_are_not_this_one_are_named() -> None:
    """As far as a terminal knows them."""
    said = shown(album()["settings, kept to rooms"])

    assert "  Quizzes run in  1101, 1102 and 1103\n" in said
    assert "  Quizzes run in  every room\n" in shown(album()["settings"])


def test_the_help_fits_a_screen_and_tells_more_of_one_command() -> None:
    """Options are told where it is asked for one command."""
    every, one = shown(HelpScreen(COMMANDS)), shown(HelpScreen((DAILY_SET,)))

    assert len(every.splitlines()) <= 44
    assert "/daily set time [timezone] [deck] [days]" in every
    assert "More about one of them: /help quiz" in every
    assert "(always needed)" not in every
    assert "      time      When: 9:00, 9am or 21h30 (always needed)\n" in one
    assert "/quit" not in one


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


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        (Image("https://e.org/net.png", "a net"), "[a net] (https://e.org/net.png)"),
        (Image("net.png", "a net", "net.png"), "[a net]"),
        (Image("https://e.org/\x1b]8;;", ""), "[picture]"),
        (Image("javascript:alert(1)", ""), "[picture]"),
    ],
)
def test_a_picture_is_words_and_where_to_look_at_it(picture: Image, shown: str) -> None:
    """A terminal shows none; an address of the web can be opened from it."""
    assert prose.line((picture,)).plain == shown
