"""Model types to rows and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from bot.model import (
    AccountId,
    Answer,
    CardId,
    DeckId,
    Ending,
    KnownCard,
    Message,
    MessageId,
    Quiz,
    QuizId,
    RoomId,
    Round,
    RoundId,
    RoundState,
    SpaceId,
)
from bot.storage import snapshot
from bot.storage.tables import PACE
from bot.storage.transaction import Values

AnyRow = Row[Any]

LIVE = (RoundState.POSTING, RoundState.OPEN)
"""States in which a round takes answers."""


def room_values(room: RoomId) -> Values:
    """The columns that name a room."""
    return {"platform": room.platform, "workspace": room.workspace, "channel": room.channel}


def space_values(space: SpaceId) -> Values:
    """The columns that name a space."""
    return {"platform": space.platform, "workspace": space.workspace}


def account_values(account: AccountId, prefix: str = "account") -> dict[str, object]:
    """The columns that name an account, each beginning with ``prefix``."""
    return {
        f"{prefix}_platform": account.platform,
        f"{prefix}_workspace": account.workspace,
        f"{prefix}_user": account.user,
    }


def round_values(asked: Round) -> Values:
    """A round as a new line of ``rounds``."""
    return {
        **room_values(asked.room),
        **account_values(asked.starter, "starter"),
        "id": asked.id,
        "quiz": asked.quiz,
        "number": asked.number,
        "total": asked.total,
        "deck": asked.deck,
        "deck_title": asked.deck_title,
        "card": asked.question.card,
        "objective": asked.question.objective,
        "snapshot": snapshot.to_json(asked.question),
        "pace": PACE.dump_json(asked.pace).decode(),
        "state": asked.state,
        "created_at": asked.created_at,
        "due_at": asked.due_at,
        "clocked": asked.clocked,
        "opened_at": asked.opened_at,
        "closes_at": asked.closes_at,
        "closed_at": asked.closed_at,
        "daily": None if asked.daily is None else snapshot.daily_to_json(asked.daily),
        "daily_day": None if asked.daily is None else asked.daily.day.isoformat(),
        "daily_alone": None if asked.daily is None else asked.pace.alone,
    }


def round_of(row: AnyRow) -> Round:
    """The round a line of ``rounds`` holds. Raises ``ValueError`` if it makes no sense."""
    return Round(
        id=RoundId(row.id),
        room=room_of(row),
        quiz=None if row.quiz is None else QuizId(row.quiz),
        number=row.number,
        total=row.total,
        deck=DeckId(row.deck),
        deck_title=row.deck_title,
        question=snapshot.from_json(row.snapshot),
        pace=PACE.validate_json(row.pace),
        starter=starter_of(row),
        state=RoundState(row.state),
        created_at=row.created_at,
        due_at=row.due_at,
        clocked=row.clocked,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        daily=None if row.daily is None else snapshot.daily_from_json(row.daily),
    )


def quiz_values(quiz: Quiz) -> Values:
    """A series as a new line of ``quizzes``."""
    return {
        **room_values(quiz.room),
        **account_values(quiz.starter, "starter"),
        "id": quiz.id,
        "deck": quiz.deck,
        "deck_title": quiz.deck_title,
        "topic": quiz.topic,
        "total": quiz.total,
        "pace": quiz.pace,
        "started_at": quiz.started_at,
        "unanswered": quiz.unanswered,
        "ended_at": quiz.ended_at,
        "ending": quiz.ending,
    }


def quiz_of(row: AnyRow) -> Quiz:
    """The series a line of ``quizzes`` holds."""
    return Quiz(
        id=QuizId(row.id),
        room=room_of(row),
        deck=DeckId(row.deck),
        deck_title=row.deck_title,
        topic=row.topic,
        total=row.total,
        pace=row.pace,
        starter=starter_of(row),
        started_at=row.started_at,
        unanswered=row.unanswered,
        ended_at=row.ended_at,
        ending=None if row.ending is None else Ending(row.ending),
    )


def answer_of(row: AnyRow) -> Answer:
    """The answer a line of ``answers`` holds."""
    return Answer(
        round=RoundId(row.round),
        account=account_of(row),
        picks=row.picks,
        at=row.at,
        day=row.day,
        elapsed=row.elapsed,
        correct=row.correct,
        points=row.points,
    )


def message_of(row: AnyRow) -> Message:
    """The message a line of ``messages`` holds."""
    return Message(room_of(row), MessageId(row.message))


def known_card_values(deck: DeckId, card: KnownCard) -> Values:
    """A card as a line of ``cards``."""
    return {
        "deck": deck,
        "card": card.id,
        "prompt": card.prompt,
        "answer": card.answer,
        "topic": card.topic,
        "options": card.options,
        "exhibits": card.exhibits,
        "names": card.names,
    }


def known_card_of(row: AnyRow) -> KnownCard:
    """The card a line of ``cards`` holds."""
    later = (row.options or (), row.exhibits or (), row.names or ())
    return KnownCard(CardId(row.card), row.prompt, row.answer, row.topic, *later)


def room_of(row: AnyRow) -> RoomId:
    """The room a line names."""
    return RoomId(row.platform, row.workspace, row.channel)


def space_of(row: AnyRow) -> SpaceId:
    """The space a line names."""
    return SpaceId(row.platform, row.workspace)


def account_of(row: AnyRow) -> AccountId:
    """The account a line names."""
    return AccountId(row.account_platform, row.account_workspace, row.account_user)


def starter_of(row: AnyRow) -> AccountId:
    """The account that a line names as its starter."""
    return AccountId(row.starter_platform, row.starter_workspace, row.starter_user)
