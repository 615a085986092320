"""Question days: on which a space was asked, and who answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
)

from bot.model import AccountId, RoundState, SpaceId
from bot.schedules import Attendance, QuestionDay
from bot.storage.rows import account_of, account_values, space_values
from bot.storage.tables import answers, attended, rounds
from bot.storage.transaction import (
    ACCOUNT,
    STARTER,
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
from bot.storage.types import Key

_SPACE = ("platform", "workspace")
_ISO = len("2026-11-22")


_SEEN = or_(rounds.c.state == RoundState.OPEN, rounds.c.state == RoundState.CLOSED)


def _for_all(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Which rounds are the space's questions of a day, in the words of their index."""
    return and_(has(rounds, _SPACE), rounds.c.daily_alone.is_(False), *more)


def _days() -> Executable:
    """The space's latest days, each found from the one after it.

    An index gives the next day at once, however many rooms were asked on this one.
    """
    latest = select(func.max(rounds.c.daily_day)).where(_for_all(_SEEN))
    first = select(latest.scalar_subquery().label("day"), literal(1).label("number"))
    days = first.cte("days", recursive=True)
    before = latest.where(rounds.c.daily_day < days.c.day).correlate(days).scalar_subquery()
    more = and_(days.c.day.is_not(None), days.c.number < bindparam("most"))
    days = days.union_all(select(before, days.c.number + 1).where(more))
    of_day = _for_all(rounds.c.daily_day == days.c.day)
    is_open = exists().where(of_day, rounds.c.state == RoundState.OPEN)
    # One that is given up unseen stays as it is, with nothing left to do.
    coming = and_(rounds.c.state == RoundState.POSTING, rounds.c.due_at.is_not(None))
    is_coming = exists().where(of_day, coming)
    live = or_(is_open.correlate(days), is_coming.correlate(days)).label("live")
    return select(days.c.day, live).where(days.c.day.is_not(None)).order_by(days.c.day.desc())


_DAYS = _days()


@cache
def _attend(dialect: Dialect) -> Insert:
    return insert_into(dialect, attended).on_conflict_do_nothing()


@cache
def _attendance(dialect: Dialect) -> Executable:
    """Each account with its days in two texts. As a subquery no planner joins them by a hash."""
    asked = staged(dialect, "asked", ACCOUNT)
    since: ColumnElement[str] = bindparam("since", type_=Key)
    days = (
        select(func.aggregate_strings(attended.c.day, ","))
        .where(has(attended, _SPACE), same(attended, asked, ACCOUNT), attended.c.day >= since)
        .correlate(asked)
    )
    starter = zip(columns_of(rounds, STARTER), columns_of(asked, ACCOUNT), strict=True)
    own = (
        select(func.aggregate_strings(rounds.c.daily_day + rounds.c.state, ","))
        .where(has(rounds, _SPACE), rounds.c.daily_alone.is_(True))
        .where(*(left == right for left, right in starter))
        .where(rounds.c.daily_day >= since, _SEEN)
        .correlate(asked)
    )
    texts = (days.scalar_subquery().label("days"), own.scalar_subquery().label("own"))
    return select(*columns_of(asked, ACCOUNT), *texts)


def load_question_days(
    transaction: Transaction, space: SpaceId, limit: int
) -> tuple[QuestionDay, ...]:
    """See ``Store.question_days``."""
    found = transaction.execute(_DAYS, {**space_values(space), "most": limit})
    return tuple(QuestionDay(date.fromisoformat(row.day), over=not row.live) for row in found)


def load_attendance(
    transaction: Transaction, space: SpaceId, accounts: Collection[AccountId], since: date
) -> Mapping[AccountId, Attendance]:
    """See ``Store.attendance``."""
    asked = as_json(account_values(account) for account in set(accounts))
    values = {**space_values(space), "asked": asked, "since": since.isoformat()}
    found = transaction.execute(_attendance(transaction.dialect), values)
    return {
        account_of(row): Attendance(_dates(row.days), _own(row.own))
        for row in found
        if row.days is not None or row.own is not None
    }


def _dates(told: str | None) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, told.split(","))) if told else frozenset()


def _own(told: str | None) -> tuple[QuestionDay, ...]:
    """The days of somebody's own rounds, latest first, each told with the round's state."""
    lines = told.split(",") if told else []
    days = {line[:_ISO]: True for line in sorted(lines, reverse=True)}
    days.update((line[:_ISO], False) for line in lines if line[_ISO:] == RoundState.OPEN)
    return tuple(QuestionDay(date.fromisoformat(day), over=over) for day, over in days.items())


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
