"""Opening, showing and ending rounds and series."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select, update

from bot.errors import RoundUnknown, SeriesRunning
from bot.model import Message, Quiz, Round, RoundId, RoundState
from bot.storage.reading import load_round, load_running_quiz
from bot.storage.rows import AnyRow, quiz_values, room_values, round_of, round_values
from bot.storage.tables import answers, messages, quizzes, rounds, running
from bot.storage.transaction import Transaction

LIVE = (RoundState.POSTING, RoundState.OPEN)


async def open_round(transaction: Transaction, asked: Round) -> None:
    """See ``Store.open_round``."""
    await transaction.execute(insert(rounds).values(round_values(asked)))


async def open_quiz(transaction: Transaction, quiz: Quiz, first: Round) -> None:
    """See ``Store.open_quiz``."""
    opened = await transaction.execute(
        transaction.insert(quizzes)
        .values(quiz_values(quiz))
        .on_conflict_do_nothing(
            index_elements=list(running.expressions), index_where=quizzes.c.ended_at.is_(None)
        )
    )
    if opened.rowcount == 0:
        await _refuse_second(transaction, quiz)
    await open_round(transaction, first)


async def _refuse_second(transaction: Transaction, quiz: Quiz) -> None:
    found = await load_running_quiz(transaction, quiz.room)
    if found is None:  # It ended while we waited for it.
        raise SeriesRunning(quiz.total, quiz.total)
    series, newest = found
    raise SeriesRunning(newest.number, series.total)


async def show_round(transaction: Transaction, shown: Round, message: Message) -> Round:
    """See ``Store.show_round``."""
    before = await lock_round(transaction, shown.id)
    if before is None:
        raise RoundUnknown
    await _remember(transaction, shown.id, message)
    if before.state != RoundState.POSTING:
        return round_of(before)
    closes_at, due_at = _hastened(before.closes_at, shown)
    await transaction.execute(
        update(rounds)
        .where(rounds.c.id == shown.id)
        .values(
            state=shown.state,
            opened_at=shown.opened_at,
            closes_at=closes_at,
            due_at=due_at,
            claimed_until=None,
        )
    )
    return await load_round(transaction, shown.id)


def _hastened(limit: datetime | None, shown: Round) -> tuple[datetime | None, datetime | None]:
    """When the round closes and is due: a click may have come before the post was confirmed."""
    if limit is None or (shown.closes_at is not None and shown.closes_at <= limit):
        return shown.closes_at, shown.due_at
    return limit, limit if shown.due_at is None else min(limit, shown.due_at)


async def _remember(transaction: Transaction, round_id: RoundId, message: Message) -> None:
    position = (
        select(func.count())
        .select_from(messages)
        .where(messages.c.round == round_id)
        .scalar_subquery()
    )
    line = transaction.insert(messages).values(
        **room_values(message.room), round=round_id, message=message.id, position=position
    )
    await transaction.execute(line.on_conflict_do_nothing())


async def end_round(
    transaction: Transaction, ended: Round, count: int, quiz: Quiz | None, following: Round | None
) -> bool:
    """See ``Store.end_round``."""
    before = await lock_round(transaction, ended.id)
    if before is None or before.state not in LIVE:
        return False
    if await _answered(transaction, ended.id) != count:
        return False
    if quiz is not None and not await _update_quiz(transaction, quiz):
        return False
    await transaction.execute(
        update(rounds)
        .where(rounds.c.id == ended.id)
        .values(
            state=ended.state,
            # The round may have been shown after ``ended`` was read.
            opened_at=before.opened_at or ended.opened_at,
            closes_at=ended.closes_at or before.closes_at,
            closed_at=ended.closed_at,
            due_at=ended.due_at,
            claimed_until=None,
        )
    )
    if following is not None:
        await open_round(transaction, following)
    return True


async def _answered(transaction: Transaction, round_id: RoundId) -> int:
    counted = await transaction.execute(
        select(func.count()).select_from(answers).where(answers.c.round == round_id)
    )
    return int(counted.scalar_one())


async def _update_quiz(transaction: Transaction, quiz: Quiz) -> bool:
    updated = await transaction.execute(
        update(quizzes)
        .where(quizzes.c.id == quiz.id, quizzes.c.ended_at.is_(None))
        .values(unanswered=quiz.unanswered, ended_at=quiz.ended_at, ending=quiz.ending)
    )
    return updated.rowcount == 1


async def settle_round(transaction: Transaction, round_id: RoundId) -> None:
    """See ``Store.settle_round``."""
    await transaction.execute(
        update(rounds).where(rounds.c.id == round_id).values(due_at=None, claimed_until=None)
    )


async def lock_round(transaction: Transaction, round_id: RoundId) -> AnyRow | None:
    """The round's line, which no other transaction changes or adds answers to until this ends."""
    query = select(rounds).where(rounds.c.id == round_id).with_for_update(key_share=True)
    return (await transaction.execute(query)).one_or_none()
