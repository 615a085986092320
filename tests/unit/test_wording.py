import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import commands, errors, wording
from bot.commands import COMMANDS, Command
from bot.errors import NoDecks, StudybotError
from bot.invocations import read
from bot.model import Ending, Finding, Kind, Pace, Period, QuizId, RoundId, Severity, Source
from bot.richtext import text
from bot.screens import (
    BoardScreen,
    DeckChange,
    DeckLine,
    DeckNews,
    DeckReportScreen,
    Missed,
    Notice,
    QuestionScreen,
    QuizReport,
    Result,
    RevealScreen,
    RoundHead,
    Verdict,
    VerdictScreen,
    Winner,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OPTIONS = (text("one"), text("two"), text("three"))
HEAD = RoundHead("Keras", ("Training", "Callbacks"), 3, 10)
BOARD = BoardScreen(
    period=Period.ALL,
    deck="",
    here=False,
    rows=(),
    page=0,
    pages=1,
    players=0,
    own=None,
    viewer=None,
    periods=(),
    turns=(),
    share=None,
)
ABSTRACT = {StudybotError, errors.DatabaseError}


def kinds(kind: type[StudybotError] = StudybotError) -> Iterator[type[StudybotError]]:
    """Every error there is."""
    for below in kind.__subclasses__():
        yield below
        yield from kinds(below)


def made(kind: type[StudybotError]) -> StudybotError:
    """An error of this kind with facts that can be found again."""
    values: dict[str, object] = {
        "int": 7,
        "float": 2.0,
        "tuple[int, ...]": (8,),
        "Command": commands.LEADERBOARD,
        "Option": commands.LEADERBOARD.options[0],
        "tuple[str, ...]": ("known-a", "known-b"),
        "tuple[Finding, ...]": (Finding(3, Severity.ERROR, "x", "It is so.", "Do that."),),
        "datetime": NOW,
        "StudybotError": NoDecks("content"),
        "zone": "UTC",
    }
    facts = {
        fact.name: values.get(str(fact.type), values.get(fact.name, f"<{fact.name}>"))
        for fact in fields(kind)
    }
    return kind(**facts)


def question(pace: Pace, *, closes_at: datetime | None = None, answered: int = 0) -> QuestionScreen:
    """A question with three options, one of which is right."""
    return QuestionScreen(
        RoundId("r"), HEAD, Kind.TERM, text("Which?"), OPTIONS, 1, pace, closes_at, answered
    )


def verdict(
    told: Verdict, *, points: int = 0, again: bool = False, picks: tuple[int, ...] = (0,)
) -> VerdictScreen:
    """The verdict on an answer to a question whose second option is right."""
    key = () if told is Verdict.RECORDED else (1,)
    place = Source("keras.md", 41)
    return VerdictScreen(
        RoundId("r"), told, points, again, picks, OPTIONS, key, (), place, Kind.TERM, more=False
    )


def reveal(answered: int, *winners: Winner, speed: bool = False) -> RevealScreen:
    """The end of a question with so many answers."""
    place = Source("keras.md", 41)
    return RevealScreen(
        RoundId("r"), HEAD, Kind.TERM, text("Which?"), OPTIONS, (1,), (), place,
        answered, (), winners, speed,
    )  # fmt: skip


@pytest.mark.parametrize("kind", sorted(set(kinds()) - ABSTRACT, key=str))
def test_every_error_has_a_sentence(kind: type[StudybotError]) -> None:
    """Whatever can go wrong is said in whole sentences, in words of its own."""
    said = wording.explain(made(kind)).partition(" For example: ")[0]

    assert re.match(r"[A-Z</]", said)
    assert said.endswith((".", "?", ">"))
    assert "did not work" not in said
    assert "{" not in said


def test_an_error_of_no_known_kind_still_has_a_sentence() -> None:
    """A new error is told by its code until it gets its own words."""
    assert wording.explain(StudybotError()) == "That did not work (error)."


def test_braces_in_facts_mean_nothing() -> None:
    """A name that looks like a placeholder is shown as it is."""
    assert "{0}{path}" in wording.explain(errors.FileMissing("{0}{path}"))


def test_a_slip_in_a_name_is_told_the_nearest_one() -> None:
    """An unknown deck is answered with the one that was probably meant, and with all there are."""
    said = wording.explain(errors.UnknownDeck("kreas", ("keras", "pandas")))

    assert said == "There is no deck “kreas”. Did you mean “keras”? Decks here: keras and pandas."


def test_many_names_are_counted_rather_than_listed() -> None:
    """A hundred decks do not fill the screen."""
    said = wording.explain(errors.UnknownDeck("x", tuple(f"deck{n}" for n in range(100))))

    assert said.endswith("and 88 more.")


def test_a_word_that_is_no_deck_may_have_been_meant_as_something_else() -> None:
    """What would have been understood in its place is named as well."""
    said = wording.explain(errors.UnknownDeck("weak", ("keras",), ("day", "week")))

    assert said == (
        "There is no deck “weak”. Besides decks, day and week are understood here."
        " Did you mean “week”? Decks here: keras."
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "/quiz questions:1",
            "/quiz: questions should be a whole number from 2 to 50, not “1”.",
        ),
        ("/quiz deck:", "/quiz: deck needs a value: 1 to 100 characters."),
        (
            "/leaderboard period:year",
            "/leaderboard: period should be day, week, month or all, not “year”.",
        ),
        ("/leaderboard here:maybe", "/leaderboard: here should be yes or no, not “maybe”."),
        (
            "/quiz a b c",
            "/quiz: it is not clear what “c” is for. A name with spaces stands in quotes.",
        ),
        ("/quiz deck:a deck:b", "/quiz: deck is given twice; give it once."),
        ("/quiz dekc:a", "/quiz has no option “dekc”. Did you mean “deck”?"),
        (
            "/quiz foo:a",
            "/quiz has no option “foo”. Its options are deck, topic, questions, seconds and speed.",
        ),
        ("/deck show foo:a", "/deck show has no option “foo”. Its only option is deck."),
    ],
)
def test_a_slip_in_a_command_is_told_what_would_be_right(line: str, said: str) -> None:
    """Each in a sentence that fits it, with a line that works."""
    with pytest.raises(StudybotError) as raised:
        read(line)

    told, example = wording.explain(raised.value).split(" For example: ")
    assert told == said
    assert read(example).command in COMMANDS


@pytest.mark.parametrize(("line", "word"), [("/stop now", "now"), ("/stop at:once", "at")])
def test_a_command_that_takes_nothing_says_so(line: str, word: str) -> None:
    """Whatever stands behind it, by name or bare."""
    with pytest.raises(StudybotError) as raised:
        read(line)

    assert wording.explain(raised.value) == f"/stop stands by itself: leave “{word}” out."


@pytest.mark.parametrize(
    ("screen", "said"),
    [
        (verdict(Verdict.RIGHT, points=10), "Right, +10"),
        (
            verdict(Verdict.RIGHT),
            "Right — no points: this card already earned you points today",
        ),
        (verdict(Verdict.WRONG), "Wrong: it is B"),
        (
            verdict(Verdict.RECORDED),
            "Recorded: A. Whether it is right is told when the question closes.",
        ),
        (
            verdict(Verdict.RIGHT, points=10, again=True, picks=(1,)),
            "You answered this before: B. Right, +10",
        ),
        (verdict(Verdict.WRONG, again=True), "You answered this before: A. Wrong: it is B"),
        (verdict(Verdict.RECORDED, again=True), "You answered this before: A."),
        (verdict(Verdict.RATED), "Noted: you knew it."),
        (verdict(Verdict.RATED, picks=(1,)), "Noted: you did not know it."),
        (verdict(Verdict.RATED, again=True), "You rated this before: you knew it."),
    ],
)
def test_a_verdict_is_one_line(screen: VerdictScreen, said: str) -> None:
    """Whoever answered is told the verdict, its points and whether an earlier answer counts."""
    assert wording.verdict(screen) == said


def test_the_line_above_a_question_says_where_it_comes_from() -> None:
    """Deck, topic and number; a single question is not numbered."""
    assert wording.where(HEAD) == "Keras · Training / Callbacks"
    assert wording.which(HEAD) == "question 3 of 10"
    assert wording.which(RoundHead("Keras", (), 1, 1)) == ""


@pytest.mark.parametrize(
    ("screen", "said"),
    [
        (question(Pace()), ""),
        (question(Pace(), answered=12), "12 answered"),
        (question(Pace(30)), "30 seconds"),
        (question(Pace(30), closes_at=NOW + timedelta(seconds=29.2)), "closes in 0:30"),
        (question(Pace(30), closes_at=NOW, answered=1), "1 answered · time is up"),
    ],
)
def test_a_question_says_how_it_stands(screen: QuestionScreen, said: str) -> None:
    """How many answered, and how long it stays open where a limit was asked for."""
    assert wording.progress(screen, NOW) == said


@pytest.mark.parametrize(
    ("screen", "moment", "said"),
    [
        (question(Pace()), "", "nobody answered yet"),
        (question(Pace(), answered=12), "", "12 answered"),
        (question(Pace(30)), "soon", "nobody answered yet · closes soon"),
        (question(Pace(30), answered=1), "soon", "1 answered · closes soon"),
    ],
)
def test_a_question_always_says_how_it_stands(
    screen: QuestionScreen, moment: str, said: str
) -> None:
    """Where the reader's program counts down, the line is there before anybody answers."""
    assert wording.progress_until(screen, moment) == said


@pytest.mark.parametrize("span", Period)
def test_every_period_has_a_name(span: Period) -> None:
    """A button turns a board to the period that the board's title then names."""
    board = replace(BOARD, period=span)

    assert wording.board_title(board) == wording.period(span)


def test_a_reveal_counts_and_names_who_was_right() -> None:
    """Winners come in order of arrival, with their points, and with their time where it counts."""
    ana, bo = Winner("Ana", 15, 2.26), Winner("Bo", 0, 3.0)

    assert wording.turnout(reveal(0)) == "nobody answered"
    assert wording.turnout(reveal(12, ana, bo)) == "2 of 12 right"
    assert wording.winners(reveal(12, ana, bo)) == "Right: Ana +15 and Bo"
    assert wording.winners(reveal(12, ana, speed=True)) == "Right: Ana +15 in 2.3 s"
    assert wording.winners(reveal(1)) == ""
    assert wording.winners(reveal(40, *[bo] * 13)).endswith("Bo and 3 more")


def test_a_reveal_says_what_is_over_and_how_it_was_answered() -> None:
    """Which question, where there are several; the choices, where enough answered."""
    single = replace(reveal(5), head=RoundHead("Keras", (), 1, 1), chosen=(1, 0, 4))

    assert wording.over(reveal(5)) == "Over: question 3 of 10"
    assert wording.over(single) == "Over"
    assert wording.chosen(single) == "Chosen: A 1 · B 0 · C 4"
    assert wording.chosen(reveal(4)) == ""
    assert wording.hardest(Missed(2, text("Which?"), 1, 3)) == "Hardest: question 2, 1 of 3 right"


@pytest.mark.parametrize("ending", Ending)
def test_every_ending_of_a_series_is_told(ending: Ending) -> None:
    """A series that ended early says after how many questions."""
    report = QuizReport(
        QuizId("q"), "Keras", "", 3, 10, ending, (Result(1, "Ana", 20, 10, 2, 3),), ()
    )

    assert ("3 of 10 questions" in wording.ending(report)) is (ending is not Ending.COMPLETE)
    assert wording.result(report.results[0]) == "2 of 3 right, +10 on the board"
    assert "once a day" in wording.report_note(report)


@pytest.mark.parametrize("news", Notice)
def test_every_notice_has_a_sentence(news: Notice) -> None:
    """Short news are whole sentences."""
    assert wording.notice(news).endswith(".")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_use_of_every_command_is_told(command: Command) -> None:
    """The help can show each command with its options, and each option with its limits."""
    assert wording.usage(command).startswith(f"/{command.name}")
    assert all(wording.takes(option) for option in command.options)


@given(st.floats(min_value=0, max_value=1))
def test_only_all_is_a_hundred_percent(share: float) -> None:
    """One mistake in a thousand is not rounded away, nor is one right answer."""
    said = wording.percent(share)

    assert (said == "100 %") is (share == 1)
    assert (said == "0 %") is (share == 0)


@given(st.integers(min_value=0, max_value=10**7))
def test_a_time_reads_as_a_clock(seconds: int) -> None:
    """Minutes and seconds have two digits where something stands before them."""
    said = wording.clock(seconds)
    parts = [int(part) for part in said.split(":")]

    assert sum(part * 60**power for power, part in enumerate(reversed(parts))) == seconds
    assert re.fullmatch(r"(\d+:[0-5]\d|[1-5]?\d):[0-5]\d", said)


def test_sizes_and_letters_and_lists() -> None:
    """Amounts are told as people say them."""
    assert [wording.size(n) for n in (1, 20_000, 50_000_000, 1_500_000)] == [
        "1 byte",
        "20 kB",
        "50 MB",
        "1.5 MB",
    ]
    assert wording.letters([0, 2]) == "A and C"
    assert wording.letters([0, 1, 2], "or") == "A, B or C"
    assert wording.count(1, "card") == "1 card"
    assert wording.greeting([("Keras", 20)]).startswith("Keras, 20 cards. /quiz asks")
    assert wording.greeting([("A", 1), ("B", 2)]).startswith("2 decks, 3 cards.")
    assert wording.greeting([]).startswith("There are no decks yet.")


def test_what_adding_a_deck_did() -> None:
    """Only what happened is told, and that scores were kept."""
    line = DeckLine("cells", "Cells", 9, 9, 0)
    report = DeckReportScreen(line, "cells.md", (), (), 0, (), news=DeckNews.UPDATED)

    def told(new: int, edited: int, gone: int, same: int) -> str:
        change = DeckChange(new, edited, gone, same)
        return " ".join(wording.deck_news(replace(report, change=change)))

    assert told(1, 2, 3, 4) == (
        "“cells” is updated: 1 card new, 2 edited (scores kept), 3 gone, 4 as before."
    )
    assert told(0, 0, 1, 0) == "“cells” is updated: 1 gone."
    assert told(0, 0, 0, 9) == "“cells” is updated: no card has changed."
    assert wording.deck_news(replace(report, news=None)) == ()


DECKS = "/deck list, /deck show, /deck add, /deck remove"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/deck", f"/deck needs a second word: {DECKS} or /deck export."),
        ("/deck shwo", "There is no command “/deck shwo”. Did you mean /deck show?"),
        ("/deck form", f"There is no command “/deck form”. There are {DECKS} and /deck export."),
    ],
)
def test_half_a_command_is_told_its_other_half(line: str, said: str) -> None:
    """Where a chat offers the first word alone, whoever takes it learns of all that follow it."""
    with pytest.raises(StudybotError) as raised:
        read(line)

    assert wording.explain(raised.value) == said
