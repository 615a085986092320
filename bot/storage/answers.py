"""Keeping answers: which count, what they earn, and the boards they enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import and_, insert, select, update

from bot.errors import RoundOver, RoundUnknown, StudybotError
from bot.model import AccountId, Answer, RoomId, RoundId, SpaceId
from bot.ports import Recorded
from bot.storage.rounds import LIVE
from bot.storage.rows import (
    AnyRow,
    account_of,
    account_values,
    answer_of,
    room_of,
    room_values,
)
from bot.storage.staging import ACCOUNT, same_account
from bot.storage.tables import accounts, answers, rounds
from bot.storage.tallying import Counted, add_to_boards, count_cards
from bot.storage.transaction import Transaction, Values, account_columns
from bot.storage.types import Day, Key


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


async def record_answers(
    transaction: Transaction, batch: Sequence[Submission]
) -> list[Recorded | Exception]:
    """Keep what counts of a batch, in order; see ``Store.record_answer`` for the rules."""
    targets = await _lock_targets(transaction, {entry.answer.round for entry in batch})
    await transaction.queue_in(target.room.space for target in targets.values())
    given = await _earlier(transaction, batch)
    rewarded = await _rewarded(transaction, batch, targets)
    results: list[Recorded | Exception] = []
    fresh: list[Submission] = []
    for entry in batch:
        result = _decide(entry, targets, given, rewarded)
        results.append(result)
        if isinstance(result, Recorded) and result.first:
            fresh.append(replace(entry, answer=result.answer))
    if fresh:
        await _keep(transaction, fresh, targets)
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
    points = 0 if target.reward(answer) in rewarded else answer.points
    kept = replace(answer, at=answer.at.astimezone(UTC), points=points)
    given[answer.round, answer.account] = kept
    if points > 0:
        rewarded.add(target.reward(answer))
    if entry.hasten is not None:
        target.hasten(entry.hasten)
    return Recorded(kept, first=True)


async def _lock_targets(transaction: Transaction, round_ids: set[RoundId]) -> Targets:
    """The rounds of a batch, which nothing else changes until the transaction ends."""
    query = (
        select(
            *(rounds.c[name] for name in ("id", "platform", "workspace", "channel", "deck")),
            *(rounds.c[name] for name in ("card", "objective", "state", "closes_at", "due_at")),
        )
        .where(rounds.c.id.in_(round_ids))
        .order_by(rounds.c.id)
        .with_for_update(key_share=True)
    )
    rows = await transaction.execute(query)
    return {row.id: Target(row, room_of(row), row.closes_at, row.due_at) for row in rows}


async def _earlier(transaction: Transaction, batch: Sequence[Submission]) -> Given:
    """Answers already kept for the same rounds and accounts."""
    asked = transaction.staged(
        "asked",
        {"round": Key, **ACCOUNT},
        [{"round": e.answer.round, **account_values(e.answer.account)} for e in batch],
    )
    same = and_(answers.c.round == asked.c.round, same_account(answers, asked))
    rows = await transaction.execute(select(answers).join_from(asked, answers, same))
    return {(row.round, account_of(row)): answer_of(row) for row in rows}


async def _rewarded(
    transaction: Transaction, batch: Sequence[Submission], targets: Targets
) -> set[Reward]:
    """Which of the points this batch may earn were given before."""
    possible = {
        targets[e.answer.round].reward(e.answer)
        for e in batch
        if e.answer.points > 0 and e.answer.round in targets
    }
    if not possible:
        return set()
    columns = ACCOUNT | dict.fromkeys(("platform", "workspace", "deck", "card"), Key)
    columns["day"] = Day()
    asked = transaction.staged("asked", columns, [_reward_values(reward) for reward in possible])
    same = and_(
        *(answers.c[name] == asked.c[name] for name in columns),
        answers.c.points > 0,
    )
    rows = await transaction.execute(
        select(*(answers.c[name] for name in columns)).join_from(asked, answers, same)
    )
    return {
        Reward(account_of(row), SpaceId(row.platform, row.workspace), row.deck, row.card, row.day)
        for row in rows
    }


def _reward_values(reward: Reward) -> Values:
    return {
        **account_values(reward.account),
        "platform": reward.space.platform,
        "workspace": reward.space.workspace,
        "deck": reward.deck,
        "card": reward.card,
        "day": reward.day.isoformat(),
    }


async def _keep(transaction: Transaction, fresh: Sequence[Submission], targets: Targets) -> None:
    """Write new answers and everything that follows from them."""
    counted = [
        Counted(entry.answer, target.room, target.row.deck, target.row.card, target.row.objective)
        for entry in fresh
        for target in (targets[entry.answer.round],)
    ]
    await transaction.connection.execute(insert(answers), [_line(each) for each in counted])
    await _keep_names(transaction, fresh)
    await count_cards(transaction, counted)
    await add_to_boards(transaction, [each for each in counted if each.objective])
    for round_id, target in sorted(targets.items()):
        if target.hastened:
            await _hasten(transaction, round_id, target)


def _line(counted: Counted) -> Values:
    answer = counted.answer
    return {
        **room_values(counted.room),
        **account_values(answer.account),
        "round": answer.round,
        "picks": answer.picks,
        "at": answer.at,
        "day": answer.day,
        "elapsed": answer.elapsed,
        "correct": answer.correct,
        "points": answer.points,
        "deck": counted.deck,
        "card": counted.card,
        "objective": counted.objective,
    }


async def _keep_names(transaction: Transaction, fresh: Sequence[Submission]) -> None:
    """Remember how the players are called now; without a name, the last one stays."""
    latest = {entry.answer.account: entry.name for entry in fresh if entry.name}
    if not latest:
        return
    named = transaction.staged(
        "named",
        {**ACCOUNT, "name": Key},
        [{**account_values(account), "name": name} for account, name in latest.items()],
    )
    # In one order everywhere, so that two transactions cannot wait for each other.
    lines = select(*account_columns(named), named.c.name).order_by(*account_columns(named))
    upsert = transaction.insert(accounts).from_select(
        ["platform", "workspace", "user", "name"], lines.where(named.c.name.is_not(None))
    )
    await transaction.execute(
        upsert.on_conflict_do_update(
            index_elements=list(accounts.primary_key),
            set_={"name": upsert.excluded.name},
            where=accounts.c.name != upsert.excluded.name,
        )
    )


async def _hasten(transaction: Transaction, round_id: RoundId, target: Target) -> None:
    await transaction.execute(
        update(rounds)
        .where(rounds.c.id == round_id)
        .values(closes_at=target.closes_at, due_at=target.due_at, claimed_until=None)
    )
