"""Reading rounds, series and what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import and_, select

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
)
from bot.storage.rows import (
    account_of,
    account_values,
    answer_of,
    message_of,
    quiz_of,
    round_of,
)
from bot.storage.staging import ACCOUNT
from bot.storage.tables import accounts, answers, messages, quizzes, rounds
from bot.storage.transaction import Transaction, account_columns, room_columns

IN_ORDER = (answers.c.at, *account_columns(answers))


async def load_round(transaction: Transaction, round_id: RoundId) -> Round:
    """See ``Store.round``."""
    row = (await transaction.execute(select(rounds).where(rounds.c.id == round_id))).one_or_none()
    if row is None:
        raise RoundUnknown
    return round_of(row)


async def load_quiz(transaction: Transaction, quiz_id: QuizId) -> Quiz:
    """See ``Store.quiz``."""
    row = (await transaction.execute(select(quizzes).where(quizzes.c.id == quiz_id))).one_or_none()
    if row is None:
        raise RoundUnknown
    return quiz_of(row)


async def load_outcome(transaction: Transaction, round_id: RoundId) -> RoundOutcome:
    """See ``Store.outcome``."""
    ended = await load_round(transaction, round_id)
    given = await transaction.execute(
        select(answers).where(answers.c.round == round_id).order_by(*IN_ORDER)
    )
    return RoundOutcome(ended, tuple(map(answer_of, given)))


async def load_outcomes(transaction: Transaction, quiz_id: QuizId) -> tuple[RoundOutcome, ...]:
    """See ``Store.outcomes``."""
    of_quiz = and_(rounds.c.quiz == quiz_id, rounds.c.state == RoundState.CLOSED)
    asked = await transaction.execute(
        select(rounds).where(of_quiz).order_by(rounds.c.number, rounds.c.created_at, rounds.c.id)
    )
    given = await transaction.execute(
        select(answers).join(rounds).where(of_quiz).order_by(*IN_ORDER)
    )
    found = [answer_of(row) for row in given]
    return tuple(
        RoundOutcome(ended, tuple(answer for answer in found if answer.round == ended.id))
        for ended in map(round_of, asked)
    )


async def load_messages(transaction: Transaction, round_id: RoundId) -> tuple[Message, ...]:
    """See ``Store.messages``."""
    shown = await transaction.execute(
        select(messages).where(messages.c.round == round_id).order_by(messages.c.position)
    )
    return tuple(map(message_of, shown))


async def load_running_quiz(transaction: Transaction, room: RoomId) -> tuple[Quiz, Round] | None:
    """See ``Store.running_quiz``."""
    runs = and_(
        *(
            column == part
            for column, part in zip(
                room_columns(quizzes), (room.platform, room.workspace, room.channel), strict=True
            )
        ),
        quizzes.c.ended_at.is_(None),
    )
    series = (await transaction.execute(select(quizzes).where(runs))).one_or_none()
    if series is None:
        return None
    newest = await transaction.execute(
        select(rounds)
        .where(rounds.c.quiz == series.id)
        .order_by(rounds.c.number.desc(), rounds.c.created_at.desc(), rounds.c.id.desc())
        .limit(1)
    )
    return quiz_of(series), round_of(newest.one())


async def load_open_rounds(transaction: Transaction, room: RoomId) -> tuple[Round, ...]:
    """See ``Store.open_rounds``."""
    rows = await transaction.execute(
        select(rounds)
        .where(
            rounds.c.platform == room.platform,
            rounds.c.workspace == room.workspace,
            rounds.c.channel == room.channel,
            rounds.c.state.in_((RoundState.POSTING, RoundState.OPEN)),
        )
        .order_by(rounds.c.created_at, rounds.c.id)
    )
    return tuple(map(round_of, rows))


async def load_names(
    transaction: Transaction, wanted: Collection[AccountId]
) -> Mapping[AccountId, str]:
    """See ``Store.names``."""
    asked = transaction.staged("asked", ACCOUNT, [account_values(account) for account in wanted])
    same = and_(
        accounts.c.platform == asked.c.account_platform,
        accounts.c.workspace == asked.c.account_workspace,
        accounts.c.user == asked.c.account_user,
    )
    rows = await transaction.execute(
        select(*account_columns(asked), accounts.c.name).join_from(asked, accounts, same)
    )
    return {account_of(row): row.name for row in rows}
