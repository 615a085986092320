"""Rounds, questions and answers for tests: every value can be given, none has to be."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from bot.model import (
    AccountId,
    Answer,
    Board,
    CardId,
    DeckId,
    Kind,
    Message,
    MessageId,
    Pace,
    Period,
    Question,
    Quiz,
    QuizId,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Source,
)
from bot.richtext import text
from bot.schedules import Occurrence, Pause, PauseReason, Rule, Schedule

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ROOM = RoomId("chat", "space", "room")
DECK = DeckId("keras")

_numbers = count(1)


def account(user: str) -> AccountId:
    """An account on the platform of ``ROOM``."""
    return AccountId("chat", "", user)


def question(card: str = "layers", *, kind: Kind = Kind.TERM) -> Question:
    """A question with three options, the second one right; open recall has none."""
    options = () if kind is Kind.RECALL else (text("a"), text("b"), text("c"))
    return Question(
        card=CardId(card),
        kind=kind,
        stem=text(f"What of {card}?"),
        options=options,
        key=(1,) if options else (),
        explanation=text("Because."),
        source=Source("keras.md", 7),
    )


def asked(  # noqa: PLR0913 (a builder has as many parameters as the thing it builds)
    asked_question: Question | None = None,
    *,
    room: RoomId = ROOM,
    deck: str = DECK,
    quiz: QuizId | None = None,
    number: int = 1,
    pace: Pace | None = None,
    created_at: datetime = NOON,
    due_at: datetime | None = None,
    clocked: bool = False,
) -> Round:
    """A new round that was not shown yet, with an id no other has."""
    return Round(
        id=RoundId(f"round-{next(_numbers)}"),
        room=room,
        quiz=quiz,
        number=number,
        total=1 if quiz is None else 3,
        deck=DeckId(deck),
        deck_title="Keras",
        question=asked_question or question(),
        pace=pace or Pace(),
        starter=account("starter"),
        state=RoundState.POSTING,
        created_at=created_at,
        due_at=due_at or created_at + timedelta(minutes=1),
        clocked=clocked,
    )


def series(*, room: RoomId = ROOM, total: int = 3) -> Quiz:
    """A series that just began, with an id no other has."""
    return Quiz(
        id=QuizId(f"quiz-{next(_numbers)}"),
        room=room,
        deck=DECK,
        deck_title="Keras",
        topic="",
        total=total,
        pace=Pace(seconds=30, sealed=True),
        starter=account("starter"),
        started_at=NOON,
    )


def answer(  # noqa: PLR0913 (a builder has as many parameters as the thing it builds)
    of: Round | RoundId,
    user: str,
    *,
    correct: bool = True,
    points: int | None = None,
    at: datetime = NOON,
    day: date = TODAY,
) -> Answer:
    """What ``user`` chose: right and worth ten points, or wrong and worth none."""
    return Answer(
        round=of.id if isinstance(of, Round) else of,
        account=account(user),
        picks=(1,) if correct else (0,),
        at=at,
        day=day,
        elapsed=1.5,
        correct=correct,
        points=(10 if correct else 0) if points is None else points,
    )


def board(period: Period = Period.ALL, *, channel: str = "", deck: DeckId | None = None) -> Board:
    """A board of the space of ``ROOM``, or of one of its rooms."""
    return Board(ROOM.space, period, TODAY, channel, deck)


def message(number: int = 1, room: RoomId = ROOM) -> Message:
    """A message in a room."""
    return Message(room, MessageId(f"message-{number}"))


def scheduled(room: RoomId = ROOM, at: datetime | None = NOON) -> Schedule:
    """A new schedule whose next question is due at that moment, or which is paused."""
    return Schedule(
        room=room,
        rule=Rule(time(9, 30)),
        deck=None,
        setter=account("setter"),
        set_at=NOON - timedelta(days=1),
        alone=False,
        next=None if at is None else Occurrence(TODAY, at),
        pause=Pause(PauseReason.UNREACHABLE, NOON) if at is None else None,
    )
