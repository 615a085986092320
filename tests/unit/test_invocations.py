import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import commands
from bot.commands import COMMANDS, NumberOption
from bot.errors import (
    BadOption,
    RepeatedOption,
    StudybotError,
    UnknownCommand,
    UnknownOption,
    UnusedValue,
)
from bot.invocations import Value, read


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("/quiz", {}),
        ("quiz", {}),
        ("  /QUIZ  ", {}),
        ("/quiz keras", {"deck": "keras"}),
        ("/quiz keras callbacks", {"deck": "keras", "topic": "callbacks"}),
        ("/quiz 5", {"questions": 5}),
        ("/quiz 5 30", {"questions": 5, "seconds": 30}),
        ("/quiz keras 5 speed", {"deck": "keras", "questions": 5, "speed": True}),
        ('/quiz deck:"my notes" questions:5', {"deck": "my notes", "questions": 5}),
        ("/quiz deck: keras", {"deck": "keras"}),
        ("/quiz “my notes”", {"deck": "my notes"}),
        ("/quiz „my notes“", {"deck": "my notes"}),
        (
            "/quiz 'my notes' topic:‘one two’ 5",
            {"deck": "my notes", "topic": "one two", "questions": 5},
        ),
        ("/quiz don't 'tis", {"deck": "don't", "topic": "'tis"}),
        ("/quiz Deck:keras SPEED", {"deck": "keras", "speed": True}),
        ("/quiz speed:no", {"speed": False}),
        ("/quiz deck:5", {"deck": "5"}),
    ],
)
def test_a_quiz_is_asked_for_in_many_ways(line: str, values: dict[str, Value]) -> None:
    """Options are given by name or bare, in any order, with quotes where there are spaces."""
    invocation = read(line)

    assert invocation.command is commands.QUIZ
    assert invocation.values == values


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("9:00 New York", {"time": "09:00", "timezone": "America/New_York"}),
        ("21h30 timezone:new york cells", {"timezone": "America/New_York", "deck": "cells"}),
        ("9 am los angeles mon - fri", {"timezone": "America/Los_Angeles", "time": "09:00"}),
        ("at 9 every day", {"time": "09:00", "days": "every day"}),
        ("9 o'clock on weekdays", {"time": "09:00", "days": "Monday to Friday"}),
        ("9:00 days:mon, wed, fri cells", {"days": "Mon, Wed, Fri", "deck": "cells"}),
        ("9:00 berlin weekdays cells", {"timezone": "Europe/Berlin", "days": "Monday to Friday"}),
        ('9:00 deck:on "every day"', {"deck": "on", "days": "every day"}),
    ],
)
def test_what_says_a_time_or_place_together_needs_no_quotes(
    line: str, values: dict[str, Value]
) -> None:
    """Times, zones and days of several words are read as people write them."""
    read_as = read(f"/daily set {line}").values

    assert {name: read_as.get(name) for name in values} == values


def test_words_that_are_no_time_or_place_stay_apart() -> None:
    """A deck's name is never made longer, nor is what stands in quotes."""
    assert read("/quiz new york").values == {"deck": "new", "topic": "york"}
    with pytest.raises(BadOption):
        read('/daily set 9:00 "new" york')


@pytest.mark.parametrize("typed", ["UTC+2", "gmt-5", "+02:00", "UTC+5:30"])
def test_a_difference_from_utc_is_a_zone_that_cannot_be(typed: str) -> None:
    """Whoever types it is told of time zones, not of decks."""
    with pytest.raises(BadOption) as raised:
        read(f"/daily set 9:00 {typed}")

    assert raised.value.option.name == "timezone"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_works(command: commands.Command) -> None:
    """What the help shows as an example can be typed as it stands."""
    assert read(command.example).command is command


@pytest.mark.parametrize(
    ("line", "option", "value"),
    [
        ("/quiz questions:1", "questions", "1"),
        ("/quiz questions:51", "questions", "51"),
        ("/quiz 100", "questions", "100"),
        ("/quiz -1", "questions", "-1"),
        ("/quiz questions:five", "questions", "five"),
        ("/quiz 5 1000", "seconds", "1000"),
        ("/quiz speed:maybe", "speed", "maybe"),
        ("/quiz deck:", "deck", ""),
        ('/quiz deck:""', "deck", ""),
        (f"/quiz deck:{'x' * 101}", "deck", "x" * 60),
        ("/leaderboard period:year", "period", "year"),
    ],
)
def test_a_wrong_value_is_told_with_its_option(line: str, option: str, value: str) -> None:
    """The error has the option as declared, so that what was expected can be said."""
    with pytest.raises(BadOption) as raised:
        read(line)

    assert (raised.value.option.name, raised.value.value) == (option, value)
    assert raised.value.option in raised.value.command.options


@pytest.mark.parametrize(
    ("line", "name", "nearest"),
    [
        ("/quiz dekc:a", "dekc", "deck"),
        ("/quiz xyzzy:a", "xyzzy", ""),
        ("/quiz xyzzy:", "xyzzy", ""),
        ("/help me:now", "me", ""),
    ],
)
def test_an_unknown_option_names_the_nearest_one(line: str, name: str, nearest: str) -> None:
    """As an unknown command does."""
    with pytest.raises(UnknownOption) as raised:
        read(line)

    assert (raised.value.name, raised.value.nearest) == (name, nearest)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/quiz help", "quiz"),
        ("Quiz  HELP ", "quiz"),
        ("/deck help", "deck"),
        ("/help deck", "deck"),
        ("/help", None),
    ],
)
def test_a_plain_help_asks_for_one_command(line: str, command: str | None) -> None:
    """Behind a command, or the first word of several, it means their help."""
    invocation = read(line)

    assert (invocation.command.name, invocation.word("command")) == ("help", command)


def test_a_deck_may_be_called_help() -> None:
    """With its option named it is a value like any other."""
    assert read("/quiz deck:help").values == {"deck": "help"}


def test_an_option_is_given_once() -> None:
    """Which of two values was meant is not guessed."""
    with pytest.raises(RepeatedOption) as raised:
        read("/quiz deck:a deck:b")

    assert raised.value.option.name == "deck"


@pytest.mark.parametrize(("line", "value"), [("/stop now", "now"), ("/quiz a b c", "c")])
def test_a_value_that_no_option_takes_is_told(line: str, value: str) -> None:
    """Nothing that was typed is left out in silence."""
    with pytest.raises(UnusedValue) as raised:
        read(line)

    assert raised.value.value == value


@pytest.mark.parametrize(
    ("line", "name", "nearest"),
    [
        ("/quis", "quis", "quiz"),
        ("/quis keras 5", "quis", "quiz"),
        ("/deck", "deck", "deck list"),
        ("/deck lst now", "deck lst", "deck list"),
        ("/daily sett 9:00", "daily sett", "daily set"),
        ("/daily stop", "daily stop", ""),
        ("/daily 9:00", "daily 9:00", ""),
        ("/xyzzy", "xyzzy", ""),
        ("/", "", ""),
    ],
)
def test_an_unknown_command_names_the_nearest_one(line: str, name: str, nearest: str) -> None:
    """A slip of the finger is told what it may have meant."""
    with pytest.raises(UnknownCommand) as raised:
        read(line)

    assert (raised.value.name, raised.value.nearest) == (name, nearest)


@given(st.text(max_size=200))
def test_any_line_is_read_or_refused_with_a_sentence(line: str) -> None:
    """Reading raises nothing that could not be told to a person."""
    for start in ("", "/quiz ", "/leaderboard ", "/deck show "):
        try:
            invocation = read(start + line)
        except StudybotError:
            continue
        assert {option.name for option in invocation.command.options} >= set(invocation.values)


@given(st.integers())
def test_a_number_in_an_invocation_is_within_its_limits(number: int) -> None:
    """What was read needs no second look."""
    limits = next(one for one in commands.QUIZ.options if isinstance(one, NumberOption))
    try:
        asked = read(f"/quiz questions:{number}").number("questions")
    except BadOption:
        assert not limits.low <= number <= limits.high
    else:
        assert asked == number


def test_an_equals_sign_is_as_good_as_a_colon() -> None:
    """Who writes name=value is understood."""
    assert read("/quiz questions=3 deck=keras").values == {"questions": 3, "deck": "keras"}
