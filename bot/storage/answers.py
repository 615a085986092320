"""Keeping answers: which count and what they earn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from sqlalchemy import Executable, bindparam, select, update

from bot.errors import RoundOver, RoundUnknown, StudybotError
from bot.model import AccountId, Answer, RoomId, RoundId, SpaceId
from bot.ports import Recorded
from bot.storage.keeping import Counted, keep
from bot.storage.rows import (
    LIVE,
    AnyRow,
    account_of,
    account_values,
    answer_of,
    room_of,
    space_of,
    space_values,
)
from bot.storage.tables import answers, rounds
from bot.storage.transaction import (
    ACCOUNT,
    ROOM,
    Columns,
    Dialect,
    Transaction,
    Values,
    as_json,
    columns_of,
    same,
    staged,
)
from bot.storage.types import Day, Key, in_utc


@dataclass(frozen=True, slots=True)
class Submission:
    """What a caller of ``Store.record_answer`` hands in."""

    answer: Answer
    name: str
    hasten: datetime | None


@dataclass(frozen=True, slots=True)
class Reward:
    """What points are given for once: a card, to an account, in a space, on a day."""

    account: AccountId
    space: SpaceId
    deck: str
    card: str
    day: date


@dataclass(slots=True)
class Target:
    """A round as the answers of one batch find it, and what they make of it."""

    row: AnyRow
    room: RoomId
    closes_at: datetime | None
    due_at: datetime | None
    hastened: bool = False

    def takes(self, at: datetime) -> bool:
        """Whether an answer of that moment counts."""
        live = self.row.state in LIVE
        return live and (self.closes_at is None or at <= self.closes_at)

    def hasten(self, moment: datetime) -> None:
        """End by ``moment`` at the latest."""
        self.closes_at = moment if self.closes_at is None else min(self.closes_at, moment)
        self.due_at = moment if self.due_at is None else min(self.due_at, moment)
        self.hastened = True

    def reward(self, answer: Answer) -> Reward:
        """What the answer's points would be for."""
        return Reward(answer.account, self.room.space, self.row.deck, self.row.card, answer.day)


Targets = dict[RoundId, Target]
Given = dict[tuple[RoundId, AccountId], Answer]

REWARD: Columns = {
    **ACCOUNT,
    **dict.fromkeys(("platform", "workspace", "deck", "card"), Key),
    "day": Day(),
}

_TARGETS = (
    select(
        *columns_of(rounds, ROOM),
        *(rounds.c[name] for name in ("id", "deck", "card", "objective")),
        *(rounds.c[name] for name in ("state", "closes_at", "due_at", "daily_day")),
    )
    .where(rounds.c.id.in_(bindparam("ids", expanding=True)))
    # One order for all, so that two transactions cannot wait for each other.
    .order_by(rounds.c.id)
    .with_for_update(key_share=True)
)

_HASTEN = (
    update(rounds)
    .where(rounds.c.id == bindparam("round_id"))
    .values(
        closes_at=bindparam("new_closes_at"), due_at=bindparam("new_due_at"), claimed_until=None
    )
)


@cache
def _earlier(dialect: Dialect) -> Executable:
    names = ("round", *ACCOUNT)
    asked = staged(dialect, "asked", {"round": Key, **ACCOUNT})
    return select(answers).join_from(asked, answers, same(answers, asked, names))


@cache
def _rewarded(dialect: Dialect) -> Executable:
    asked = staged(dialect, "asked", REWARD)
    return (
        select(*columns_of(answers, REWARD))
        .join_from(asked, answers, same(answers, asked, REWARD))
        .where(answers.c.points > 0)
    )


def record_answers(
    transaction: Transaction, batch: Sequence[Submission]
) -> list[Recorded | Exception]:
    """Keep what counts of a batch, in order; see ``Store.record_answer`` for the rules."""
    targets = _lock_targets(transaction, {entry.answer.round for entry in batch})
    transaction.queue_in(target.room.space for target in targets.values())
    given = _find_earlier(transaction, batch)
    rewarded = _find_rewarded(transaction, batch, targets)
    results: list[Recorded | Exception] = []
    fresh: list[Counted] = []
    for entry in batch:
        result = _decide(entry, targets, given, rewarded)
        results.append(result)
        if isinstance(result, Recorded) and result.first:
            target = targets[entry.answer.round]
            fresh.append(Counted(result.answer, entry.name, target.room, target.row))
    if fresh:
        keep(transaction, fresh)
        _hasten(transaction, targets)
    return results


def _decide(
    entry: Submission, targets: Targets, given: Given, rewarded: set[Reward]
) -> Recorded | StudybotError:
    """What becomes of one answer, after those before it in the batch."""
    answer = entry.answer
    target = targets.get(answer.round)
    if target is None:
        return RoundUnknown()
    if earlier := given.get((answer.round, answer.account)):
        return Recorded(earlier, first=False)
    if not target.takes(answer.at):
        return RoundOver()
    reward = target.reward(answer)
    kept = replace(
        answer,
        at=in_utc(answer.at),
        elapsed=round(answer.elapsed, 6),
        points=0 if reward in rewarded else answer.points,
    )
    given[answer.round, answer.account] = kept
    if kept.points > 0:
        rewarded.add(reward)
    if entry.hasten is not None:
        target.hasten(entry.hasten)
    return Recorded(kept, first=True)


def _lock_targets(transaction: Transaction, round_ids: set[RoundId]) -> Targets:
    """The rounds of a batch, which nothing else changes until the transaction ends."""
    rows = transaction.execute(_TARGETS, {"ids": list(round_ids)})
    return {row.id: Target(row, room_of(row), row.closes_at, row.due_at) for row in rows}


def _find_earlier(transaction: Transaction, batch: Sequence[Submission]) -> Given:
    """Answers already kept for the same rounds and accounts."""
    asked = as_json(
        {"round": entry.answer.round, **account_values(entry.answer.account)} for entry in batch
    )
    rows = transaction.execute(_earlier(transaction.dialect), {"asked": asked})
    return {(row.round, account_of(row)): answer_of(row) for row in rows}


def _find_rewarded(
    transaction: Transaction, batch: Sequence[Submission], targets: Targets
) -> set[Reward]:
    """Which of the points this batch may earn were given before."""
    possible = set(_possible(batch, targets))
    if not possible:
        return set()
    asked = as_json(map(_reward_values, possible))
    rows = transaction.execute(_rewarded(transaction.dialect), {"asked": asked})
    return {Reward(account_of(row), space_of(row), row.deck, row.card, row.day) for row in rows}


def _possible(batch: Sequence[Submission], targets: Targets) -> Iterable[Reward]:
    for entry in batch:
        target = targets.get(entry.answer.round)
        if target is not None and entry.answer.points > 0:
            yield target.reward(entry.answer)


def _reward_values(reward: Reward) -> Values:
    return {
        **account_values(reward.account),
        **space_values(reward.space),
        "deck": reward.deck,
        "card": reward.card,
        "day": reward.day.isoformat(),
    }


def _hasten(transaction: Transaction, targets: Targets) -> None:
    ends = [
        {"round_id": round_id, "new_closes_at": target.closes_at, "new_due_at": target.due_at}
        for round_id, target in sorted(targets.items())
        if target.hastened
    ]
    if ends:
        transaction.execute(_HASTEN, ends)
