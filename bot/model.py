"""The nouns of the house: ids, decks, questions, rounds, scores. All frozen, none knows I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from bot.richtext import RichText

CardId = NewType("CardId", str)
DeckId = NewType("DeckId", str)
RoundId = NewType("RoundId", str)
QuizId = NewType("QuizId", str)
MessageId = NewType("MessageId", str)

MAX_OPTIONS = 10
"""Options a question may have: letters A to J."""


@dataclass(frozen=True, slots=True, order=True)
class SpaceId:
    """A server or workspace on one platform."""

    platform: str
    workspace: str


@dataclass(frozen=True, slots=True, order=True)
class RoomId:
    """A channel, thread or direct message. All three parts, always."""

    platform: str
    workspace: str
    channel: str

    @property
    def space(self) -> SpaceId:
        """The space this room belongs to."""
        return SpaceId(self.platform, self.workspace)


@dataclass(frozen=True, slots=True, order=True)
class AccountId:
    """A person's account on one platform; ``workspace`` is empty where users are global."""

    platform: str
    workspace: str
    user: str


class Severity(StrEnum):
    """How bad a finding is: an error lost something, a warning may surprise."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the reader of a deck noticed; ``line`` counts from 1, ``hint`` says what to do."""

    line: int
    severity: Severity
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One option that the author wrote."""

    text: RichText
    right: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of the notes.

    ``topic`` is the path of headings above the card, the deck's title left out; ``line`` is where
    the prompt stands, from 1; ``choices`` are empty unless the author wrote them; ``given`` is the
    id that the author wrote, if any, and ``id`` the one that scores hang on.
    """

    id: CardId
    prompt: RichText
    answer: RichText
    topic: tuple[str, ...]
    line: int
    choices: tuple[Choice, ...] = ()
    given: CardId | None = None


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card as it was last seen, in plain text: what an edited card is recognised by.

    ``exhibits`` are the prompt's code, formulas and pictures to the letter. ``names`` are what the
    card was called in its file, newest first: the author's id behind a ``=``, or a hash of the
    question. A card that was remembered before names were kept has none of the three.
    """

    id: CardId
    prompt: str
    answer: str
    topic: tuple[str, ...]
    options: tuple[str, ...] = ()
    exhibits: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """What one Markdown file became; ``source`` is the file's name as people know it."""

    id: DeckId
    title: str
    source: str
    cards: tuple[Card, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SpaceDeck:
    """A deck that a space was given, as lists tell of it; the notes themselves are kept beside it.

    ``name`` is what commands call it, ``source`` its file's name, ``size`` in bytes; ``objective``
    of ``cards`` have a question that can be judged. ``revision`` grows by 1 with every change.
    ``removed_at`` is None while it is offered.
    """

    space: SpaceId
    id: DeckId
    name: str
    title: str
    source: str
    size: int
    cards: int
    objective: int
    problems: int
    adder: AccountId
    added_at: datetime
    revision: int = 1
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SpaceNotes:
    """The notes that a space's deck is made of: the file as it was given.

    ``marks`` changes for a card whenever anything in it does.
    """

    data: bytes = field(repr=False)
    marks: Mapping[CardId, str] = field(repr=False)


class Kind(StrEnum):
    """How a question was made from its card."""

    AUTHORED = "authored"
    TERM = "term"
    ANSWER = "answer"
    CLOZE = "cloze"
    RECALL = "recall"


@dataclass(frozen=True, slots=True)
class Source:
    """The place in the notes that a question was made from; ``line`` counts from 1."""

    name: str
    line: int

    def __str__(self) -> str:
        return f"{self.name}:{self.line}"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can be asked about a card.

    ``options`` holds two to ten options and ``key`` the indices of the right ones, ascending.
    Open recall (``kind`` RECALL) has neither: ``explanation`` is then the answer to compare with.
    ``topic`` is that of its card.
    """

    card: CardId
    kind: Kind
    stem: RichText
    options: tuple[RichText, ...]
    key: tuple[int, ...]
    explanation: RichText
    source: Source
    topic: tuple[str, ...] = ()

    @property
    def objective(self) -> bool:
        """Whether an answer can be judged without asking the person who gave it."""
        return bool(self.options)


class RoundState(StrEnum):
    """The life of a round: written, shown, over. A void round never counted."""

    POSTING = "posting"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


class Ending(StrEnum):
    """Why a series ended."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    UNANSWERED = "unanswered"
    INTERRUPTED = "interrupted"
    NOTES_GONE = "notes-gone"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Pace:
    """How a round is timed. ``seconds`` is None where it waits for an answer (an hour at most).

    ``sealed``: the verdict waits for the reveal. ``speed``: fast answers earn up to twice as much.
    ``alone``: one person is in the room, so an answer ends the round.
    """

    seconds: int | None = None
    sealed: bool = False
    speed: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Quiz:
    """A series of rounds in one room. ``unanswered`` counts the last rounds nobody answered."""

    id: QuizId
    room: RoomId
    deck: DeckId
    deck_title: str
    topic: str
    total: int
    pace: Pace
    starter: AccountId
    started_at: datetime
    unanswered: int = 0
    ended_at: datetime | None = None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Streak:
    """Somebody who answered on so many days in a row."""

    name: str
    days: int


@dataclass(frozen=True, slots=True)
class Yesterday:
    """How a room's question of the day before ended.

    ``answer`` are the right options, or of open recall what there was to know; people then said
    for themselves whether they knew it, and ``judged`` is False.
    """

    day: date
    stem: RichText
    answer: tuple[RichText, ...]
    answered: int
    correct: int
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Daily:
    """What makes a round the question of a day, as it was when it was asked.

    ``at`` is the moment it was due, ``day`` that moment's date in the space's zone, ``until`` the
    last moment that counts. ``streaks`` are the longest, of those who answered the day before.
    ``meant`` is the day it is meant for in the schedule's zone, None where that is ``day`` too.
    """

    at: datetime
    day: date
    until: datetime
    yesterday: Yesterday | None = None
    streaks: tuple[Streak, ...] = ()
    meant: date | None = None

    @property
    def told(self) -> date:
        """The day that people are told: streaks are counted by the space's, a room has its own."""
        return self.meant or self.day


@dataclass(frozen=True, slots=True)
class Round:
    """One asking of one question in one room. Holds a snapshot of its question.

    ``number`` and ``total`` place it in its quiz (1 of 1 for a single question). The clock starts
    at ``opened_at``, when the message was shown; ``closes_at`` is the last moment that counts.
    ``due_at`` is when the runner must next touch it, None when nothing is left to do.
    ``clocked``: posted by the clock, not as the reply to a person. ``daily`` where it is the
    question of a day.
    """

    id: RoundId
    room: RoomId
    quiz: QuizId | None
    number: int
    total: int
    deck: DeckId
    deck_title: str
    question: Question
    pace: Pace
    starter: AccountId
    state: RoundState
    created_at: datetime
    due_at: datetime | None
    clocked: bool = False
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    daily: Daily | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message that shows a round, where it is and by the platform's own id."""

    room: RoomId
    id: MessageId


@dataclass(frozen=True, slots=True)
class Answer:
    """What one account chose in one round.

    ``picks`` are option indices, ascending; for open recall ``(0,)`` is "knew it" and ``(1,)``
    "did not". ``day`` is the date in the space's time zone. ``elapsed`` is seconds since the
    round opened. ``points`` is what was earned, 0 where the card was already rewarded that day.
    """

    round: RoundId
    account: AccountId
    picks: tuple[int, ...]
    at: datetime
    day: date
    elapsed: float
    correct: bool
    points: int


class Period(StrEnum):
    """The span of time a board covers: calendar periods of the space; weeks are ISO weeks."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"

    def key(self, day: date) -> str:
        """The name of the period of this length that holds ``day``.

        For example ``2026-11-22``, ``2026-W47``, ``2026-11`` and ``all``.
        """
        match self:
            case Period.DAY:
                return day.isoformat()
            case Period.WEEK:
                year, week, _ = day.isocalendar()
                return f"{year:04}-W{week:02}"
            case Period.MONTH:
                return f"{day.year:04}-{day.month:02}"
            case Period.ALL:
                return "all"


@dataclass(frozen=True, slots=True)
class Board:
    """Which standings are meant: a space's, or one room's, of one deck or of all."""

    space: SpaceId
    period: Period
    day: date
    channel: str = ""
    deck: DeckId | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What one account has gathered on one board; ``reached_at`` is when it reached the points."""

    account: AccountId
    points: int
    answered: int
    correct: int
    reached_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of a board: ``rank`` from 1, shared on equal points.

    ``streak`` is how many days in a row were answered, where somebody asked for it.
    """

    rank: int
    account: AccountId
    name: str
    points: int
    answered: int
    correct: int
    streak: int = 0

    @property
    def accuracy(self) -> float:
        """Right answers of all answers, 0 to 1."""
        return self.correct / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True)
class CardHistory:
    """What is remembered of a card: last asked in this room, and how this space answers it."""

    last_asked: datetime | None = None
    answered: int = 0
    correct: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever acts: the account, the name to show, and what they may do in this room.

    ``organiser``: they may configure the whole space.
    """

    account: AccountId
    name: str
    moderator: bool = False
    organiser: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Someone doing something somewhere, at the moment it arrived.

    ``alone``: nobody but this person can be in the room (a direct message, one terminal).
    ``within`` is the channel that a room which is a thread belongs to.
    """

    person: Person
    room: RoomId
    at: datetime
    alone: bool = False
    within: str = ""


@dataclass(frozen=True, slots=True)
class RoundOutcome:
    """A round that ended and every answer that counted in it, in order of arrival."""

    round: Round
    answers: tuple[Answer, ...] = field(default=())
