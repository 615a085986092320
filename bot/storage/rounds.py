"""Opening, showing and ending rounds and series."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from bot.errors import RoundUnknown, SeriesRunning
from bot.model import Message, Quiz, Round, RoundId, RoundState
from bot.storage.reading import load_running_quiz
from bot.storage.rows import LIVE, AnyRow, quiz_values, room_values, round_of, round_values
from bot.storage.tables import answers, messages, quizzes, rounds
from bot.storage.transaction import ROOM, Dialect, Insert, Transaction, columns_of, insert_into
from bot.storage.types import in_utc

_OPEN = insert(rounds)

# Until the transaction ends no other one changes the round or adds an answer to it.
_LOCK = select(rounds).where(rounds.c.id == bindparam("round")).with_for_update(key_share=True)

# What is set are the columns that are given values; nobody checks that there are such columns.
_CHANGE = update(rounds).where(rounds.c.id == bindparam("round"))

_COUNT = select(func.count()).select_from(answers).where(answers.c.round == bindparam("round"))

_SETTLE = (
    update(rounds)
    .where(rounds.c.id == bindparam("round"), rounds.c.state != RoundState.OPEN)
    .values(due_at=None, claimed_until=None)
)


@cache
def _begin_quiz(dialect: Dialect) -> Insert:
    return insert_into(dialect, quizzes).on_conflict_do_nothing(
        index_elements=columns_of(quizzes, ROOM), index_where=quizzes.c.ended_at.is_(None)
    )


@cache
def _remember_message(dialect: Dialect) -> Insert:
    before = select(func.count()).select_from(messages)
    position = before.where(messages.c.round == bindparam("shown")).scalar_subquery()
    return insert_into(dialect, messages).values(position=position).on_conflict_do_nothing()


def open_round(
    transaction: Transaction, asked: Round, claimed_until: datetime | None = None
) -> None:
    """See ``Store.open_round``. The round is claimed from the start where that is given."""
    transaction.execute(_OPEN, {**round_values(asked), "claimed_until": claimed_until})


def open_quiz(transaction: Transaction, quiz: Quiz, first: Round) -> None:
    """See ``Store.open_quiz``."""
    begun = transaction.execute(_begin_quiz(transaction.dialect), quiz_values(quiz))
    if begun.rowcount == 0:
        raise _running_already(transaction, quiz)
    open_round(transaction, first)


def _running_already(transaction: Transaction, quiz: Quiz) -> SeriesRunning:
    found = load_running_quiz(transaction, quiz.room)
    if found is None:  # It ended between two statements; it ran when we asked.
        return SeriesRunning(quiz.total, quiz.total)
    series, newest = found
    return SeriesRunning(newest.number, series.total)


def show_round(transaction: Transaction, shown: Round, message: Message) -> Round:
    """See ``Store.show_round``."""
    before = _lock(transaction, shown.id)
    if before is None:
        raise RoundUnknown
    known = round_of(before)
    _remember(transaction, known.id, message)
    if known.state is not RoundState.POSTING:
        return known
    closes_at, due_at = _ends(known.closes_at, shown)
    moments = {"opened_at": shown.opened_at, "closes_at": closes_at, "due_at": due_at}
    kept = {name: moment and in_utc(moment) for name, moment in moments.items()}
    begun: dict[str, Any] = {"state": shown.state, **kept}
    transaction.execute(_CHANGE, {"round": known.id, **begun, "claimed_until": None})
    return replace(known, **begun)


def _ends(hastened: datetime | None, shown: Round) -> tuple[datetime | None, datetime | None]:
    """When a round closes and is due: a click may have ended it before its post was confirmed."""
    if hastened is None or (shown.closes_at is not None and shown.closes_at <= hastened):
        return shown.closes_at, shown.due_at
    return hastened, hastened if shown.due_at is None else min(hastened, shown.due_at)


def _remember(transaction: Transaction, round_id: RoundId, message: Message) -> None:
    line = {"round": round_id, **room_values(message.room), "message": message.id}
    transaction.execute(_remember_message(transaction.dialect), {**line, "shown": round_id})


def end_round(
    transaction: Transaction, ended: Round, count: int, quiz: Quiz | None, following: Round | None
) -> bool:
    """See ``Store.end_round``."""
    if quiz is not None and (quiz.ended_at is None) != (following is not None):
        raise ValueError("a series goes on with another round, or ends without one")
    before = _lock(transaction, ended.id)
    if before is None or before.state not in LIVE:
        return False
    if transaction.execute(_COUNT, {"round": ended.id}).scalar_one() != count:
        return False
    if quiz is not None and not _update_quiz(transaction, quiz):
        return False
    after = {
        "state": ended.state,
        # The round may have been shown after ``ended`` was read.
        "opened_at": before.opened_at or ended.opened_at,
        "closes_at": ended.closes_at or before.closes_at,
        "closed_at": ended.closed_at,
        "due_at": ended.due_at,
        "claimed_until": None,
    }
    transaction.execute(_CHANGE, {"round": ended.id, **after})
    if following is not None:
        open_round(transaction, following)
    return True


def _update_quiz(transaction: Transaction, quiz: Quiz) -> bool:
    updated = transaction.execute(
        update(quizzes)
        .where(quizzes.c.id == quiz.id, quizzes.c.ended_at.is_(None))
        .values(unanswered=quiz.unanswered, ended_at=quiz.ended_at, ending=quiz.ending)
    )
    return updated.rowcount == 1


def settle_round(transaction: Transaction, round_id: RoundId) -> None:
    """See ``Store.settle_round``."""
    transaction.execute(_SETTLE, {"round": round_id})


def _lock(transaction: Transaction, round_id: RoundId) -> AnyRow | None:
    return transaction.execute(_LOCK, {"round": round_id}).one_or_none()
