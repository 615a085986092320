"""Every command and its options, declared once, as data.

The command trees of the platforms, the reading of typed lines and the help are made from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model import Period


class Source(StrEnum):
    """Where the proposals for a value come from while it is typed."""

    DECKS = "decks"
    TOPICS = "topics"
    ZONES = "zones"


class Audience(StrEnum):
    """Who sees the answer to a command."""

    ROOM = "room"
    ASKER = "asker"


class Access(StrEnum):
    """Who may use a command. ``STARTER`` is whoever asked the question, or a moderator."""

    ANYONE = "anyone"
    STARTER = "starter"


@dataclass(frozen=True, slots=True)
class TextOption:
    """Words; ``limit`` in characters; proposals from ``source``."""

    name: str
    description: str
    source: Source
    limit: int = 100


@dataclass(frozen=True, slots=True)
class NumberOption:
    """A whole number from ``low`` to ``high``."""

    name: str
    description: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ChoiceOption:
    """One of a few words."""

    name: str
    description: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagOption:
    """Yes or no; its name alone means yes."""

    name: str
    description: str


Option = TextOption | NumberOption | ChoiceOption | FlagOption


@dataclass(frozen=True, slots=True)
class Command:
    """A command: ``name`` is one or two words, ``example`` a whole line that works.

    All options are optional; they stand in the order in which bare values are read.
    """

    name: str
    description: str
    audience: Audience
    example: str
    options: tuple[Option, ...] = ()
    access: Access = Access.ANYONE


_DECK = TextOption("deck", "Which deck; the first one if left out", Source.DECKS)

QUIZ = Command(
    "quiz",
    "Ask the room a question, or a series of them",
    Audience.ROOM,
    "/quiz questions:5 seconds:30",
    (
        _DECK,
        TextOption("topic", "Only cards below this heading", Source.TOPICS),
        NumberOption("questions", "How many, for a series with a report", 2, 50),
        NumberOption("seconds", "Time limit for each; verdicts come when it ends", 2, 600),
        FlagOption("speed", "A fast right answer earns up to twice as much"),
    ),
)
STOP = Command(
    "stop",
    "End the running series, or reveal your open question",
    Audience.ASKER,
    "/stop",
    access=Access.STARTER,
)
LEADERBOARD = Command(
    "leaderboard",
    "Who has how many points",
    Audience.ASKER,
    "/leaderboard week",
    (
        ChoiceOption("period", "Since when; all time if left out", tuple(Period)),
        TextOption("deck", "Only this deck; all decks if left out", Source.DECKS),
        FlagOption("here", "Only what was answered in this room"),
    ),
)
DECK_LIST = Command("deck list", "Which decks there are", Audience.ASKER, "/deck list")
DECK_SHOW = Command(
    "deck show",
    "A deck's cards, what can be asked about them, and what its author should look at",
    Audience.ASKER,
    "/deck show deck:questions",
    (_DECK,),
)
_OTHERS = (QUIZ, STOP, LEADERBOARD, DECK_LIST, DECK_SHOW)
HELP = Command(
    "help",
    "What this bot can do",
    Audience.ASKER,
    "/help quiz",
    (
        ChoiceOption(
            "command",
            "Only this command",
            tuple(dict.fromkeys(one.name.split()[0] for one in _OTHERS)),
        ),
    ),
)

COMMANDS = (*_OTHERS, HELP)
