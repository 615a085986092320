"""Question days: on which a space was asked, and who answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, and_, bindparam, case, func, or_, select

from bot.model import AccountId, RoundState, SpaceId
from bot.schedules import QuestionDay
from bot.storage.rows import account_of, account_values, space_values
from bot.storage.tables import answers, attended, rounds
from bot.storage.transaction import (
    ACCOUNT,
    Dialect,
    Insert,
    Transaction,
    Values,
    as_json,
    columns_of,
    has,
    insert_into,
    same,
    staged,
)

_SPACE = ("platform", "workspace")


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.max(case((condition, 1), else_=0))


_SEEN = rounds.c.state.in_((RoundState.OPEN, RoundState.CLOSED))

# One that is given up unseen stays as it is, with nothing left to do.
_COMING = and_(rounds.c.state == RoundState.POSTING, rounds.c.due_at.is_not(None))
_LIVE = or_(rounds.c.state == RoundState.OPEN, _COMING)

_DAYS = (
    select(rounds.c.daily_day.label("day"), _any(_LIVE).label("live"))
    .where(has(rounds, _SPACE), rounds.c.daily_day.is_not(None))
    .group_by(rounds.c.daily_day)
    .having(_any(_SEEN) == 1)
    .order_by(rounds.c.daily_day.desc())
    .limit(bindparam("most"))
)


@cache
def _attend(dialect: Dialect) -> Insert:
    return insert_into(dialect, attended).on_conflict_do_nothing()


@cache
def _answered(dialect: Dialect) -> Executable:
    """Each account with its days in one text. As a subquery no planner joins them by a hash."""
    asked = staged(dialect, "asked", ACCOUNT)
    days = (
        select(func.aggregate_strings(attended.c.day, ","))
        .where(has(attended, _SPACE), same(attended, asked, ACCOUNT))
        .where(attended.c.day >= bindparam("since"))
        .correlate(asked)
    )
    return select(*columns_of(asked, ACCOUNT), days.scalar_subquery().label("days"))


def load_question_days(
    transaction: Transaction, space: SpaceId, limit: int
) -> tuple[QuestionDay, ...]:
    """See ``Store.question_days``."""
    found = transaction.execute(_DAYS, {**space_values(space), "most": limit})
    return tuple(QuestionDay(date.fromisoformat(row.day), over=not row.live) for row in found)


def load_days_answered(
    transaction: Transaction, space: SpaceId, accounts: Collection[AccountId], since: date
) -> Mapping[AccountId, frozenset[date]]:
    """See ``Store.days_answered``."""
    asked = as_json(account_values(account) for account in set(accounts))
    values = {**space_values(space), "asked": asked, "since": since}
    found = transaction.execute(_answered(transaction.dialect), values)
    return {
        account_of(row): frozenset(map(date.fromisoformat, row.days.split(",")))
        for row in found
        if row.days is not None
    }


def attend(transaction: Transaction, lines: Iterable[tuple[SpaceId, AccountId, date]]) -> None:
    """Keep who answered in which space on which question day; once is enough."""
    if attending := [_line(*line) for line in sorted(set(lines))]:
        transaction.execute(_attend(transaction.dialect), attending)


def recounted(within: ColumnElement[bool]) -> Select[Any]:
    """The right lines of ``attended``, from the answers that are ``within``."""
    space, account = columns_of(answers, _SPACE), columns_of(answers, ACCOUNT)
    of_day = select(*space, *account, rounds.c.daily_day).join(rounds)
    return of_day.where(within, rounds.c.daily_day.is_not(None)).distinct()


def _line(space: SpaceId, account: AccountId, day: date) -> Values:
    return {**space_values(space), **account_values(account), "day": day}
