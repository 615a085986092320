"""What is asked every day: schedules, and what was skipped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache

import structlog
from sqlalchemy import Delete, Update, and_, bindparam, delete, select, update

from bot.model import AccountId, DeckId, RoomId, Round, RoundId, SpaceId
from bot.schedules import (
    EVERY_DAY,
    Occurrence,
    Pause,
    PauseReason,
    Rule,
    Schedule,
    Skip,
    SkipReason,
)
from bot.storage import snapshot
from bot.storage.rounds import open_round
from bot.storage.rows import AnyRow, account_values, room_of, room_values, space_values
from bot.storage.tables import PICKS, schedules, skips
from bot.storage.transaction import (
    ROOM,
    Dialect,
    Insert,
    Transaction,
    Values,
    columns_of,
    has,
    insert_into,
)

KEPT_RULES = 1024
"""Rules kept in their parsed form: most rooms are asked at one of few times."""

_log = structlog.get_logger(__name__)

_IN_ROOM = columns_of(schedules, ROOM)
_ONE = select(schedules).where(has(schedules, ROOM))
_OF_SPACE = (
    select(schedules)
    .where(has(schedules, ("platform", "workspace")))
    .order_by(schedules.c.next_at.is_(None), schedules.c.next_at, schedules.c.channel)
)
_ALL = (
    select(schedules)
    .where(schedules.c.platform.in_(bindparam("platforms", expanding=True)))
    .where(schedules.c.next_at.is_not(None))
    .order_by(*_IN_ROOM)
)

# A schedule that was ended and set again may have the same revision as before.
_UNCHANGED = and_(
    *(schedules.c[name] == bindparam(f"in_{name}") for name in ROOM),
    schedules.c.revision == bindparam("old_revision"),
    schedules.c.set_at == bindparam("old_set_at"),
)
_CHANGE = update(schedules).where(_UNCHANGED)  # sets the columns that are given values
_REMOVE = delete(schedules).where(_UNCHANGED)
_HOLD = (
    update(schedules)
    .where(_UNCHANGED, schedules.c.due_at.is_not(None))
    .values(due_at=bindparam("until"), claimed_until=None)
)
_CLEAR = delete(schedules).where(has(schedules, ROOM))

_SKIPS = select(skips).where(has(skips, ROOM)).order_by(skips.c.at.desc()).limit(bindparam("most"))
_ASKED_AFTER_ALL = delete(skips).where(has(skips, ROOM), skips.c.at >= bindparam("next"))


@cache
def _begin(dialect: Dialect) -> Insert:
    return insert_into(dialect, schedules).on_conflict_do_nothing()


@cache
def _skip(dialect: Dialect) -> Insert:
    return insert_into(dialect, skips).on_conflict_do_nothing()


def load_schedule(transaction: Transaction, room: RoomId) -> Schedule | None:
    """See ``Store.schedule``. One that cannot be read is none."""
    found = transaction.execute(_ONE, room_values(room))
    return next(_readable(found), None)


def load_schedules(transaction: Transaction, space: SpaceId) -> tuple[Schedule, ...]:
    """See ``Store.schedules``."""
    return tuple(_readable(transaction.execute(_OF_SPACE, space_values(space))))


def load_all_schedules(
    transaction: Transaction, platforms: Collection[str]
) -> tuple[Schedule, ...]:
    """See ``Store.all_schedules``."""
    return tuple(_readable(transaction.execute(_ALL, {"platforms": list(platforms)})))


def change_schedule(  # noqa: PLR0913 (as many as the contract has)
    transaction: Transaction,
    before: Schedule | None,
    after: Schedule | None,
    *,
    asked: Round | None,
    skipped: Sequence[Skip],
    claimed_until: datetime | None,
) -> bool:
    """See ``Store.change_schedule``. Raises ``ValueError`` where it is one of two rooms or none."""
    if len({one.room for one in (before, after) if one}) != 1:
        raise ValueError("a change is one of a schedule of one room")
    if not _put(transaction, before, after):
        return False
    if asked is not None:
        open_round(transaction, asked, claimed_until)
    elif after is not None and after.next is not None:
        transaction.execute(_ASKED_AFTER_ALL, {**room_values(after.room), "next": after.next.at})
    for skip in skipped:
        note_skip(transaction, skip)
    return True


def hold_schedule(transaction: Transaction, held: Schedule, until: datetime) -> None:
    """See ``Store.hold_schedule``."""
    if held.next is not None:
        until = max(until, held.next.at)
    transaction.execute(_HOLD, {**_as_it_was(held), "until": until})


def load_skips(transaction: Transaction, room: RoomId, limit: int) -> tuple[Skip, ...]:
    """See ``Store.skips``."""
    found = transaction.execute(_SKIPS, {**room_values(room), "most": limit})
    return tuple(Skip(room_of(row), row.at, SkipReason(row.reason)) for row in found)


def note_skip(transaction: Transaction, skip: Skip) -> None:
    """See ``Store.note_skip``."""
    line = {**room_values(skip.room), "at": skip.at, "reason": skip.reason}
    transaction.execute(_skip(transaction.dialect), line)


def schedule_of(row: AnyRow) -> Schedule:
    """The schedule a line holds. Raises ``ValueError`` if it makes no sense."""
    return Schedule(
        room=room_of(row),
        rule=_rule(row.time, row.days, row.zone),
        deck=None if row.deck is None else DeckId(row.deck),
        setter=AccountId(row.setter_platform, row.setter_workspace, row.setter_user),
        set_at=row.set_at,
        alone=row.alone,
        next=_occurrence_of(row),
        planned=None if row.planned is None else snapshot.from_json(row.planned),
        last=None if row.last is None else RoundId(row.last),
        pause=_pause_of(row),
        revision=row.revision,
    )


def _put(transaction: Transaction, before: Schedule | None, after: Schedule | None) -> bool:
    if after is None:
        return before is not None and _done(transaction, _REMOVE, _as_it_was(before))
    if before is None:
        return _set(transaction, {**_values(after), "revision": 1})
    line = {**_values(after), "revision": before.revision + 1}
    return _done(transaction, _CHANGE, {**line, **_as_it_was(before)})


def _set(transaction: Transaction, line: Values) -> bool:
    """Keep a room's first schedule. One that cannot be read is in nobody's way."""
    begin = _begin(transaction.dialect)
    if _done(transaction, begin, line):
        return True
    here = {name: line[name] for name in ROOM}
    found = transaction.execute(_ONE.with_for_update(), here).one_or_none()
    if found is not None and next(_readable([found]), None) is not None:
        return False
    transaction.execute(_CLEAR, here)
    return _done(transaction, begin, line)


def _done(transaction: Transaction, statement: Update | Delete | Insert, values: Values) -> bool:
    return transaction.execute(statement, values).rowcount == 1


def _readable(found: Iterable[AnyRow]) -> Iterator[Schedule]:
    for row in found:
        try:
            yield schedule_of(row)
        except ValueError:
            _log.exception("a schedule cannot be read", room=room_of(row))


def _as_it_was(before: Schedule) -> Values:
    return {
        **{f"in_{name}": value for name, value in room_values(before.room).items()},
        "old_revision": before.revision,
        "old_set_at": before.set_at,
    }


def _values(kept: Schedule) -> Values:
    """A schedule that nobody claims as a line, its revision left out."""
    next_, pause = kept.next, kept.pause
    return {
        **room_values(kept.room),
        **account_values(kept.setter, "setter"),
        "time": kept.rule.time.isoformat(),
        "days": PICKS.dump_json(kept.rule.days).decode(),
        "zone": kept.rule.zone,
        "deck": kept.deck,
        "set_at": kept.set_at,
        "alone": kept.alone,
        "next_day": None if next_ is None else next_.day.isoformat(),
        "next_at": None if next_ is None else next_.at,
        "planned": None if kept.planned is None else snapshot.to_json(kept.planned),
        "last": kept.last,
        "pause_reason": None if pause is None else pause.reason,
        "paused_at": None if pause is None else pause.at,
        "pause_detail": None if pause is None else pause.detail,
        "due_at": None if next_ is None else next_.at,
        "claimed_until": None,
    }


@lru_cache(maxsize=KEPT_RULES)
def _rule(at: str, days: str, zone: str) -> Rule:
    numbers = PICKS.validate_json(days)
    if not numbers or not set(numbers) <= set(EVERY_DAY):
        raise ValueError("no days of a week")
    return Rule(time.fromisoformat(at), numbers, zone)


def _occurrence_of(row: AnyRow) -> Occurrence | None:
    if row.next_day is None:
        return None
    if row.next_at is None:
        raise ValueError("given up")
    return Occurrence(date.fromisoformat(row.next_day), row.next_at)


def _pause_of(row: AnyRow) -> Pause | None:
    if row.pause_reason is None:
        return None
    return Pause(PauseReason(row.pause_reason), row.paused_at, row.pause_detail)
