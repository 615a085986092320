"""Writing answers that count, and everything that follows from them, a batch at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import BigInteger, Boolean, Integer, select

from bot.model import AccountId, Answer, RoomId
from bot.storage.attending import attend
from bot.storage.boards import Spot, places_as_json
from bot.storage.gaining import gains
from bot.storage.rows import AnyRow, account_values, space_values
from bot.storage.tables import PICKS, accounts, answers, card_counts, rounds
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

ENTRY: Columns = {
    "round": Key,
    **ACCOUNT,
    "picks": Key,
    "at": BigInteger(),
    "day": Key,
    "elapsed": BigInteger(),
    "correct": Boolean(),
    "points": Integer(),
}
"""The columns of ``answers`` that are the answer's own, in the form they are stored in."""

OF_ROUND = (*ROOM, "deck", "card", "objective")
"""The columns of ``answers`` that say what its round says."""


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
    lines = select(*columns_of(entries, ENTRY), *columns_of(rounds, OF_ROUND))
    return insert_into(dialect, answers).from_select(
        [*ENTRY, *OF_ROUND], lines.join_from(entries, rounds, rounds.c.id == entries.c.round)
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
    upsert = insert_into(dialect, card_counts)
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
    transaction.execute(_upsert_cards(transaction.dialect), _card_lines(fresh))
    attend(
        transaction,
        (
            (each.room.space, each.answer.account, date.fromisoformat(each.round.daily_day))
            for each in fresh
            if each.round.daily_day is not None
        ),
    )
    objective = [(each.answer, each.spot) for each in fresh if each.round.objective]
    if objective:
        lines, where = gains(transaction, objective)
        add_to_boards(transaction, as_json(lines), places_as_json(where))


def keep_name(transaction: Transaction, account: AccountId, name: str) -> None:
    """See ``Store.keep_name``."""
    _upsert(transaction, {account: _storable(name)})


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
    }


def _card_lines(fresh: Sequence[Counted]) -> list[Values]:
    """How often each card was answered, and how often rightly."""
    answered = Counter(each.answer.round for each in fresh)
    right = Counter(each.answer.round for each in fresh if each.answer.correct)
    asked = {each.answer.round: each for each in fresh}
    return [
        {
            **space_values(one.room.space),
            "deck": one.round.deck,
            "card": one.round.card,
            "answered": answered[one.answer.round],
            "correct": right[one.answer.round],
        }
        for one in asked.values()
    ]


def _keep_names(transaction: Transaction, fresh: Sequence[Counted]) -> None:
    """Remember how the players are called now; without a name, the last one stays."""
    latest = {each.answer.account: _storable(each.name) for each in fresh if each.name}
    if latest:
        _upsert(transaction, latest)


def _upsert(transaction: Transaction, names: Mapping[AccountId, str]) -> None:
    lines = [{**account_values(account), "name": name} for account, name in names.items()]
    transaction.execute(_upsert_names(transaction.dialect), {"named": as_json(lines)})


def _storable(name: str) -> str:
    """The name without what no database keeps: NUL, and halves of characters."""
    return name.replace("\0", "").encode(errors="replace").decode()
