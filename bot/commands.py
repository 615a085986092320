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
    TIMES = "times"
    DAYS = "days"


class Audience(StrEnum):
    """Who sees the answer to a command."""

    ROOM = "room"
    ASKER = "asker"


class Access(StrEnum):
    """Who may use a command. ``STARTER`` is whoever asked the question, or a moderator.

    ``ORGANISER`` is whoever may configure the space; where somebody is alone, it is they.
    """

    ANYONE = "anyone"
    STARTER = "starter"
    ORGANISER = "organiser"


class Format(StrEnum):
    """What a deck can be taken away as."""

    MARKDOWN = "markdown"
    CSV = "csv"
    ANKI = "anki"


@dataclass(frozen=True, slots=True)
class TextOption:
    """Words; ``limit`` in characters; ``source`` proposes them and may say what they must be.

    Without a source, any words will do, and nothing is proposed.
    """

    name: str
    description: str
    source: Source | None
    limit: int = 100
    required: bool = False


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


@dataclass(frozen=True, slots=True)
class FileOption:
    """A file that is handed over: its name ends in one of ``endings``, ``limit`` is in bytes."""

    name: str
    description: str
    endings: tuple[str, ...]
    limit: int
    required: bool = True


Option = TextOption | NumberOption | ChoiceOption | FlagOption | FileOption


@dataclass(frozen=True, slots=True)
class Command:
    """A command: ``name`` is one or two words, ``example`` a whole line that works.

    Options stand in the order in which bare values are read, those that are required first.
    ``posts``: the bot will write in the room because of it, now or later.
    """

    name: str
    description: str
    audience: Audience
    example: str
    options: tuple[Option, ...] = ()
    access: Access = Access.ANYONE
    posts: bool = False


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
    posts=True,
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
DECK_ADD = Command(
    "deck add",
    "Make a deck of a Markdown file; adding it again updates it and keeps the scores",
    Audience.ASKER,
    "/deck add notes.md",
    (
        FileOption("file", "Notes in Markdown", (".md", ".markdown", ".txt"), 1_000_000),
        TextOption("name", "What to call it; the file's name if left out", None, 60),
    ),
    Access.ORGANISER,
)
DECK_REMOVE = Command(
    "deck remove",
    "Offer a deck of this space no longer; its scores stay",
    Audience.ASKER,
    '/deck remove "lecture 3"',
    (TextOption("deck", "Which deck", Source.DECKS, required=True),),
    Access.ORGANISER,
)
DECK_EXPORT = Command(
    "deck export",
    "A deck as a file: its Markdown, a table of its cards, or a package for Anki",
    Audience.ASKER,
    "/deck export deck:questions format:anki",
    (
        _DECK,
        ChoiceOption("format", "What kind of file; Markdown if left out", tuple(Format)),
    ),
)
DAILY_SET = Command(
    "daily set",
    "Ask this room a question every day",
    Audience.ASKER,
    "/daily set 9:00 Europe/Berlin days:weekdays",
    (
        TextOption("time", "When: 9:00, 9am or 21h30", Source.TIMES, 20, required=True),
        TextOption(
            "timezone", "Where it is that time; the space's, unless set before", Source.ZONES
        ),
        _DECK,
        TextOption("days", "On which days: weekdays, mon-fri or tue,thu", Source.DAYS),
    ),
    Access.ORGANISER,
    posts=True,
)
DAILY_SHOW = Command(
    "daily show", "When this room is asked, and why it was not", Audience.ASKER, "/daily show"
)
DAILY_SKIP = Command(
    "daily skip",
    "Leave out this room's next daily question",
    Audience.ASKER,
    "/daily skip",
    access=Access.ORGANISER,
)
DAILY_OFF = Command(
    "daily off",
    "Ask this room no daily question any more",
    Audience.ASKER,
    "/daily off",
    access=Access.ORGANISER,
)
SETTINGS = Command(
    "settings",
    "This space's time zone, first deck and rooms; without options, how they are",
    Audience.ASKER,
    "/settings timezone:Europe/Berlin",
    (
        TextOption("timezone", "Where a day begins and ends", Source.ZONES),
        TextOption("deck", "Which deck is asked where nobody names one", Source.DECKS),
        ChoiceOption("rooms", "Where quizzes may run", ("everywhere", "here", "not-here")),
        FlagOption("forgiving", "One missed day a week ends no streak"),
    ),
    Access.ORGANISER,
)
_OTHERS = (
    QUIZ,
    STOP,
    LEADERBOARD,
    DAILY_SET,
    DAILY_SHOW,
    DAILY_SKIP,
    DAILY_OFF,
    DECK_LIST,
    DECK_SHOW,
    DECK_ADD,
    DECK_REMOVE,
    DECK_EXPORT,
    SETTINGS,
)
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
