"""Everything the bot can show: a closed union of frozen data.

A screen says what is to be seen, never how. Each adapter renders every one of them with a
``match`` that ends in ``assert_never``; the sentences come from ``bot.wording``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.actions import TurnBoard
from bot.commands import Command
from bot.errors import LastGoodShown, StudybotError
from bot.model import (
    AccountId,
    Daily,
    Ending,
    Finding,
    Kind,
    Pace,
    Period,
    QuizId,
    RoomId,
    RoundId,
    Source,
    Standing,
)
from bot.richtext import RichText
from bot.schedules import Pause, Rule, Skip


@dataclass(frozen=True, slots=True)
class RoundHead:
    """The line above a question: where it comes from, which of how many, or of which day."""

    deck: str
    topic: tuple[str, ...]
    number: int
    total: int
    daily: Daily | None = None


@dataclass(frozen=True, slots=True)
class QuestionScreen:
    """An open question, for the room.

    ``choose`` is how many options are right; 0 is open recall, which has a button to see the
    answer instead of options. ``closes_at`` is None where nobody need know it.
    """

    round: RoundId
    head: RoundHead
    kind: Kind
    stem: RichText
    options: tuple[RichText, ...]
    choose: int
    pace: Pace
    closes_at: datetime | None
    answered: int


class Verdict(StrEnum):
    """What the person who answered is told."""

    RIGHT = "right"
    WRONG = "wrong"
    RECORDED = "recorded"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class VerdictScreen:
    """For whoever answered, alone. ``again``: an earlier answer counts, and this is its verdict.

    ``key`` and ``explanation`` are empty while the verdict is only that the answer is recorded.
    ``more``: the notes say more than the explanation, and a button shows it. ``streak``, of the
    question of a day, is on how many days in a row this person answered.
    """

    round: RoundId
    verdict: Verdict
    points: int
    again: bool
    picks: tuple[int, ...]
    options: tuple[RichText, ...]
    key: tuple[int, ...]
    explanation: RichText
    source: Source
    kind: Kind
    more: bool
    streak: int = 0


@dataclass(frozen=True, slots=True)
class AnswerScreen:
    """The whole answer of a round, for one person. ``rate``: they may say whether they knew it.

    ``part``, from 0, is where to go on in an answer that is too long for one page.
    """

    round: RoundId
    prompt: RichText
    answer: RichText
    source: Source
    rate: bool
    part: int = 0


@dataclass(frozen=True, slots=True)
class Winner:
    """Someone who was right, and what it earned them."""

    name: str
    points: int
    elapsed: float


@dataclass(frozen=True, slots=True)
class RevealScreen:
    """A question that is over, for the room: the key and who was right, in order of arrival.

    Of open recall there is no key, and nobody is named. ``chosen`` counts the answers of each
    option; empty where too few answered to show it.
    """

    round: RoundId
    head: RoundHead
    kind: Kind
    stem: RichText
    options: tuple[RichText, ...]
    key: tuple[int, ...]
    explanation: RichText
    source: Source
    answered: int
    chosen: tuple[int, ...]
    winners: tuple[Winner, ...]
    speed: bool


@dataclass(frozen=True, slots=True)
class VoidScreen:
    """A question that does not count, for the room; ``again``: its series asks it once more."""

    round: RoundId
    head: RoundHead
    stem: RichText
    again: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One player's result in a series. Equal points share a rank.

    ``points`` is the score within the series; ``earned`` is what of it went to the boards, which
    is less where a card had been rewarded earlier that day.
    """

    rank: int
    name: str
    points: int
    earned: int
    correct: int
    answered: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A question of a series that someone got wrong: right answers out of all."""

    number: int
    stem: RichText
    correct: int
    answered: int


@dataclass(frozen=True, slots=True)
class QuizReport:
    """The end of a series, for the room: everybody's result and the hardest questions."""

    quiz: QuizId
    deck: str
    topic: str
    asked: int
    total: int
    ending: Ending
    results: tuple[Result, ...]
    hardest: tuple[Missed, ...]


@dataclass(frozen=True, slots=True)
class BoardScreen:
    """A page of a board. ``page`` counts from 0. ``deck`` is a title or empty.

    ``own`` is the viewer's standing. ``periods``, ``turns`` (one page back, one on) and ``share``
    are what its buttons mean; a board shown to the room has none.
    """

    period: Period
    deck: str
    here: bool
    rows: tuple[Standing, ...]
    page: int
    pages: int
    players: int
    own: Standing | None
    viewer: AccountId | None
    periods: tuple[TurnBoard, ...]
    turns: tuple[TurnBoard, ...]
    share: TurnBoard | None


@dataclass(frozen=True, slots=True)
class DeckLine:
    """A deck in the list: ``name`` is what commands call it; ``objective`` of ``cards``."""

    name: str
    title: str
    cards: int
    objective: int
    problems: int


@dataclass(frozen=True, slots=True)
class DeckListScreen:
    """The decks there are, and the files that could not become one."""

    decks: tuple[DeckLine, ...]
    broken: tuple[StudybotError, ...]


class DeckNews(StrEnum):
    """What was just done to a deck. ``RESTORED``: it was removed, and added again."""

    ADDED = "added"
    UPDATED = "updated"
    RESTORED = "restored"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class DeckChange:
    """What adding a deck again did to its cards: how many are new, edited, gone, as they were."""

    new: int
    edited: int
    gone: int
    same: int


@dataclass(frozen=True, slots=True)
class DeckReportScreen:
    """One deck: its size, its topics, how its cards can be asked, what was found in it.

    ``kinds`` counts questions by how they were made; ``recall`` counts cards with none. ``kept`` is
    why it is not the deck of its file as that is now, where it is not. ``news``: something was done
    to the deck, and ``change`` to its cards where it was there before. Of a deck that was removed
    there is only its line.
    """

    deck: DeckLine
    source: str
    topics: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[Kind, int], ...]
    recall: int
    findings: tuple[Finding, ...]
    kept: LastGoodShown | None = None
    news: DeckNews | None = None
    change: DeckChange | None = None


@dataclass(frozen=True, slots=True)
class FileScreen:
    """A file for whoever asked for it: a deck with so many ``cards``, ``deck`` is its title.

    ``name`` is plain ASCII and safe as a file's; ``media`` is its MIME type.
    """

    deck: str
    name: str
    data: bytes = field(repr=False)
    media: str
    cards: int


@dataclass(frozen=True, slots=True)
class HelpScreen:
    """The commands, as declared."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class WelcomeScreen:
    """How to begin, for a room of a space that the bot was just invited to.

    ``decks`` are titles and sizes; ``missing`` names, in the platform's own words, the rights
    that the bot was not given.
    """

    decks: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A question that is going to be asked by itself: where, when, and from which deck."""

    room: RoomId
    at: datetime
    deck: str


@dataclass(frozen=True, slots=True)
class HomeScreen:
    """What one person finds on a page of their own, where a platform gives the bot one.

    ``standings`` are the person's own in their space, with None where they have none; ``kept`` says
    of which decks an older version is shown.
    """

    standings: tuple[tuple[Period, Standing | None], ...]
    decks: tuple[DeckLine, ...]
    upcoming: tuple[Upcoming, ...]
    kept: tuple[LastGoodShown, ...] = ()


class DailyNews(StrEnum):
    """What was done to a room's schedule. ``SHOWN``: nothing, somebody looks at it."""

    SHOWN = "shown"
    SET = "set"
    SKIPPED = "skipped"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Preview:
    """The question that is asked next, without its key."""

    topic: tuple[str, ...]
    stem: RichText
    options: tuple[RichText, ...]


@dataclass(frozen=True, slots=True)
class DailyPlan:
    """A room's schedule. ``rule.zone`` is never empty here.

    ``next`` is None while paused. ``asked_today``: the next one comes only on another day because
    today's was asked already. ``preview`` is for whoever set it. ``kept``
    is as in a deck's report.
    """

    rule: Rule
    deck: str
    setter: str
    next: datetime | None
    asked_today: bool
    pause: Pause | None
    preview: Preview | None
    kept: LastGoodShown | None = None


@dataclass(frozen=True, slots=True)
class DailyScreen:
    """A room's daily question, for whoever asks; ``plan`` is None where there is none.

    ``skips`` are the latest questions that were not asked, the latest first; ``zone`` is where
    their time is told.
    """

    news: DailyNews
    plan: DailyPlan | None
    skips: tuple[Skip, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class SettingsScreen:
    """What a space wishes; ``changed`` if it wishes it only now.

    ``deck`` is a title, empty where there is no deck. ``rooms`` are those where quizzes may run,
    empty for all.
    """

    changed: bool
    zone: str
    deck: str
    rooms: tuple[RoomId, ...]
    forgiving: bool


class Notice(StrEnum):
    """Short news that need no screen of their own."""

    STOPPING = "stopping"
    REVEALING = "revealing"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class NoticeScreen:
    """A sentence: news, or an error with what to do."""

    notice: Notice | StudybotError


Screen = (
    QuestionScreen
    | VerdictScreen
    | AnswerScreen
    | RevealScreen
    | VoidScreen
    | QuizReport
    | BoardScreen
    | DeckListScreen
    | DeckReportScreen
    | FileScreen
    | HelpScreen
    | DailyScreen
    | SettingsScreen
    | WelcomeScreen
    | NoticeScreen
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a use case answers with.

    ``private`` goes to whoever acted, ``room`` to everybody as a new message (after which the
    adapter reports the message of a ``QuestionScreen`` back). ``changed`` is a round whose
    messages are out of date: the adapter asks for the screen when it gets to editing.
    """

    private: Screen | None = None
    room: Screen | None = None
    changed: RoundId | None = None
