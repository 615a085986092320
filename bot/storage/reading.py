"""Reading rounds, series and what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from sqlalchemy import Executable, and_, bindparam, select

from bot.errors import RoundUnknown
from bot.model import (
    AccountId,
    Message,
    Quiz,
    QuizId,
    RoomId,
    Round,
    RoundId,
    RoundOutcome,
    RoundState,
    SpaceId,
)
from bot.storage.rows import (
    LIVE,
    account_of,
    account_values,
    answer_of,
    message_of,
    quiz_of,
    room_values,
    round_of,
)
from bot.storage.tables import accounts, answers, messages, quizzes, rounds
from bot.storage.transaction import (
    ACCOUNT,
    ROOM,
    Dialect,
    Transaction,
    as_json,
    columns_of,
    has,
    staged,
)

_ROUND = select(rounds).where(rounds.c.id == bindparam("round"))
_QUIZ = select(quizzes).where(quizzes.c.id == bindparam("quiz"))

_ANSWER_ORDER = (answers.c.at, *columns_of(answers, ACCOUNT))
_ANSWERS = select(answers).where(answers.c.round == bindparam("round")).order_by(*_ANSWER_ORDER)

_OF_QUIZ = and_(rounds.c.quiz == bindparam("quiz"), rounds.c.state == RoundState.CLOSED)
_QUIZ_ROUNDS = select(rounds).where(_OF_QUIZ).order_by(rounds.c.number, rounds.c.id)
_QUIZ_ANSWERS = select(answers).join(rounds).where(_OF_QUIZ).order_by(*_ANSWER_ORDER)

_MESSAGES = (
    select(messages)
    .where(messages.c.round == bindparam("round"))
    .order_by(messages.c.position, *columns_of(messages, ROOM), messages.c.message)
)
_FIRST_MESSAGE = (
    select(messages)
    .join(rounds)
    .where(rounds.c.quiz == bindparam("quiz"))
    .order_by(rounds.c.number, rounds.c.created_at, messages.c.position, messages.c.message)
    .limit(1)
)

_RUNNING = select(quizzes).where(has(quizzes, ROOM), quizzes.c.ended_at.is_(None))
_PRESENT = select(rounds).where(rounds.c.quiz == bindparam("quiz"), rounds.c.state.in_(LIVE))
_OPEN = (
    select(rounds)
    .where(has(rounds, ROOM), rounds.c.state.in_(LIVE))
    .order_by(rounds.c.created_at, rounds.c.id)
)
_LAST_DAILY = (
    select(rounds)
    .where(has(rounds, ROOM), rounds.c.daily_day.is_not(None), rounds.c.state != RoundState.VOID)
    .order_by(rounds.c.created_at.desc(), rounds.c.id)
    .limit(1)
)
_OPEN_ROOMS = (
    select(rounds.c.channel)
    .distinct()
    .where(
        rounds.c.platform == bindparam("platform"),
        rounds.c.workspace == bindparam("workspace"),
        rounds.c.state.in_(LIVE),
    )
    .order_by(rounds.c.channel)
)


@cache
def _names(dialect: Dialect) -> Executable:
    asked = staged(dialect, "asked", ACCOUNT)
    same = and_(
        accounts.c.platform == asked.c.account_platform,
        accounts.c.workspace == asked.c.account_workspace,
        accounts.c.user == asked.c.account_user,
    )
    return select(*columns_of(asked, ACCOUNT), accounts.c.name).join_from(asked, accounts, same)


def load_round(transaction: Transaction, round_id: RoundId) -> Round:
    """See ``Store.round``."""
    row = transaction.execute(_ROUND, {"round": round_id}).one_or_none()
    if row is None:
        raise RoundUnknown
    return round_of(row)


def load_quiz(transaction: Transaction, quiz_id: QuizId) -> Quiz:
    """See ``Store.quiz``."""
    row = transaction.execute(_QUIZ, {"quiz": quiz_id}).one_or_none()
    if row is None:
        raise RoundUnknown
    return quiz_of(row)


def load_outcome(transaction: Transaction, round_id: RoundId) -> RoundOutcome:
    """See ``Store.outcome``."""
    ended = load_round(transaction, round_id)
    given = transaction.execute(_ANSWERS, {"round": round_id})
    return RoundOutcome(ended, tuple(map(answer_of, given)))


def load_outcomes(transaction: Transaction, quiz_id: QuizId) -> tuple[RoundOutcome, ...]:
    """See ``Store.outcomes``."""
    asked = transaction.execute(_QUIZ_ROUNDS, {"quiz": quiz_id})
    given = [answer_of(row) for row in transaction.execute(_QUIZ_ANSWERS, {"quiz": quiz_id})]
    return tuple(
        RoundOutcome(ended, tuple(answer for answer in given if answer.round == ended.id))
        for ended in map(round_of, asked)
    )


def load_messages(transaction: Transaction, round_id: RoundId) -> tuple[Message, ...]:
    """See ``Store.messages``."""
    return tuple(map(message_of, transaction.execute(_MESSAGES, {"round": round_id})))


def load_first_message(transaction: Transaction, quiz_id: QuizId) -> Message | None:
    """See ``Store.first_message``."""
    row = transaction.execute(_FIRST_MESSAGE, {"quiz": quiz_id}).one_or_none()
    return message_of(row) if row is not None else None


def load_running_quiz(transaction: Transaction, room: RoomId) -> tuple[Quiz, Round] | None:
    """See ``Store.running_quiz``."""
    series = transaction.execute(_RUNNING, room_values(room)).one_or_none()
    if series is None:
        return None
    present = transaction.execute(_PRESENT, {"quiz": series.id}).one_or_none()
    return (quiz_of(series), round_of(present)) if present is not None else None


def load_open_rounds(transaction: Transaction, room: RoomId) -> tuple[Round, ...]:
    """See ``Store.open_rounds``."""
    return tuple(map(round_of, transaction.execute(_OPEN, room_values(room))))


def load_open_rooms(transaction: Transaction, space: SpaceId) -> tuple[RoomId, ...]:
    """See ``Store.open_rooms``."""
    where = {"platform": space.platform, "workspace": space.workspace}
    rows = transaction.execute(_OPEN_ROOMS, where)
    return tuple(RoomId(space.platform, space.workspace, row.channel) for row in rows)


def load_last_daily(transaction: Transaction, room: RoomId) -> Round | None:
    """See ``Store.last_daily``."""
    row = transaction.execute(_LAST_DAILY, room_values(room)).one_or_none()
    return round_of(row) if row is not None else None


def load_names(transaction: Transaction, wanted: Collection[AccountId]) -> Mapping[AccountId, str]:
    """See ``Store.names``."""
    asked = as_json(account_values(account) for account in set(wanted))
    rows = transaction.execute(_names(transaction.dialect), {"asked": asked})
    return {account_of(row): row.name for row in rows}
