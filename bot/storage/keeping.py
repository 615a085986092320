"""Writing answers that count, and everything that follows from them, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import BigInteger, Boolean, Integer, case, func, select

from bot.model import Answer, RoomId
from bot.storage.boards import Spot, places
from bot.storage.rows import AnyRow, account_values, room_values
from bot.storage.tables import PICKS, accounts, answers, card_counts
from bot.storage.tallying import add_to_boards
from bot.storage.transaction import (
    ACCOUNT,
    ROOM,
    Columns,
    Dialect,
    Insert,
    Transaction,
    Values,
    as_json,
    columns_of,
    insert_into,
    staged,
)
from bot.storage.types import MICROS, Key, to_micros

_CARD = ("platform", "workspace", "deck", "card")

ENTRY: Columns = {
    "round": Key,
    **ACCOUNT,
    "picks": Key,
    "at": BigInteger(),
    "day": Key,
    "elapsed": BigInteger(),
    "correct": Boolean(),
    "points": Integer(),
    **ROOM,
    "deck": Key,
    "card": Key,
    "objective": Boolean(),
}
"""The columns of ``answers`` in the form they are stored in."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An answer that counts, who gave it, and what its round says of it."""

    answer: Answer
    name: str
    room: RoomId
    round: AnyRow

    @property
    def spot(self) -> Spot:
        """Which boards it is on."""
        return Spot(self.room, self.round.deck, self.answer.day)


@cache
def _insert_answers(dialect: Dialect) -> Insert:
    entries = staged(dialect, "entries", ENTRY)
    return insert_into(dialect, answers).from_select(
        list(ENTRY), select(*columns_of(entries, ENTRY))
    )


@cache
def _upsert_names(dialect: Dialect) -> Insert:
    named = staged(dialect, "named", {**ACCOUNT, "name": Key})
    lines = select(*columns_of(named, ACCOUNT), named.c.name)
    upsert = insert_into(dialect, accounts).from_select(
        ["platform", "workspace", "user", "name"],
        # One order for all, so that two transactions cannot wait for each other.
        lines.order_by(*columns_of(named, ACCOUNT)),
    )
    return upsert.on_conflict_do_update(
        index_elements=list(accounts.primary_key),
        set_={"name": upsert.excluded.name},
        where=accounts.c.name != upsert.excluded.name,
    )


@cache
def _upsert_cards(dialect: Dialect) -> Insert:
    entries = staged(dialect, "entries", ENTRY)
    card = columns_of(entries, _CARD)
    right = func.sum(case((entries.c.correct, 1), else_=0))
    lines = select(*card, func.count(), right).group_by(*card).order_by(*card)
    upsert = insert_into(dialect, card_counts).from_select([*_CARD, "answered", "correct"], lines)
    return upsert.on_conflict_do_update(
        index_elements=list(card_counts.primary_key),
        set_={
            name: card_counts.c[name] + upsert.excluded[name] for name in ("answered", "correct")
        },
    )


def keep(transaction: Transaction, fresh: Sequence[Counted]) -> None:
    """Keep first answers, their players' names, and what they change of cards and boards."""
    entries = as_json(map(_entry, fresh))
    transaction.execute(_insert_answers(transaction.dialect), {"entries": entries})
    _keep_names(transaction, fresh)
    transaction.execute(_upsert_cards(transaction.dialect), {"entries": entries})
    objective = [each for each in fresh if each.round.objective]
    if not objective:
        return
    spots = {spot: number for number, spot in enumerate({each.spot for each in objective})}
    add_to_boards(
        transaction,
        as_json(_gain(each, spots[each.spot]) for each in objective),
        places(transaction, list(spots)),
    )


def _entry(counted: Counted) -> Values:
    answer = counted.answer
    return {
        "round": answer.round,
        **account_values(answer.account),
        "picks": PICKS.dump_json(answer.picks).decode(),
        "at": to_micros(answer.at),
        "day": answer.day.isoformat(),
        "elapsed": round(answer.elapsed * MICROS),
        "correct": answer.correct,
        "points": answer.points,
        **room_values(counted.room),
        "deck": counted.round.deck,
        "card": counted.round.card,
        "objective": counted.round.objective,
    }


def _gain(counted: Counted, spot: int) -> Mapping[str, object]:
    answer = counted.answer
    return {
        "spot": spot,
        **account_values(answer.account),
        "points": answer.points,
        "correct": answer.correct,
        "at": to_micros(answer.at),
    }


def _keep_names(transaction: Transaction, fresh: Sequence[Counted]) -> None:
    """Remember how the players are called now; without a name, the last one stays."""
    latest = {each.answer.account: _storable(each.name) for each in fresh if each.name}
    if latest:
        lines = [{**account_values(account), "name": name} for account, name in latest.items()]
        transaction.execute(_upsert_names(transaction.dialect), {"named": as_json(lines)})


def _storable(name: str) -> str:
    """The name without what no database keeps: NUL, and halves of characters."""
    return name.replace("\0", "").encode(errors="replace").decode()
