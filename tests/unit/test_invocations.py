import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import commands
from bot.commands import COMMANDS, NumberOption
from bot.errors import BadOption, StudybotError, UnknownCommand
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


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_works(command: commands.Command) -> None:
    """What the help shows as an example can be typed as it stands."""
    assert read(command.example).command is command


@pytest.mark.parametrize(
    ("line", "option", "expected"),
    [
        ("/quiz questions:0", "questions", "a whole number from 2 to 50"),
        ("/quiz questions:51", "questions", "a whole number from 2 to 50"),
        ("/quiz 100", "questions", "a whole number from 2 to 50"),
        ("/quiz -1", "questions", "a whole number from 2 to 50"),
        ("/quiz questions:five", "questions", "a whole number from 2 to 50"),
        ("/quiz 5 1000", "seconds", "a whole number from 2 to 600"),
        ("/quiz speed:maybe", "speed", "yes or no"),
        ("/quiz deck:a deck:b", "deck", "given once"),
        ("/quiz dekc:a", "dekc", "called deck"),
        ("/quiz xyzzy:a", "xyzzy", "one of deck, topic, questions, seconds, speed"),
        ("/quiz deck:", "deck", "followed by a value"),
        ('/quiz deck:""', "deck", "1 to 100 characters"),
        ("/leaderboard period:year", "period", "one of day, week, month, all"),
        ("/stop now", "now", "left out"),
        ("/help me:now", "me", "left out"),
    ],
)
def test_a_wrong_option_is_named_with_what_was_expected(
    line: str, option: str, expected: str
) -> None:
    """The error names the option as it was typed, what it should be and a line that works."""
    with pytest.raises(BadOption) as raised:
        read(line)

    assert (raised.value.option, raised.value.expected) == (option, expected)
    assert raised.value.example.startswith("/")


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("/quis", "quiz"),
        ("/deck", "deck list"),
        ("/deck lst", "deck list"),
        ("/xyzzy", ""),
        ("/", ""),
    ],
)
def test_an_unknown_command_names_the_nearest_one(line: str, nearest: str) -> None:
    """A slip of the finger is told what it may have meant."""
    with pytest.raises(UnknownCommand) as raised:
        read(line)

    assert raised.value.nearest == nearest


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
