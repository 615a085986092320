"""Decks as they were last seen, and what is remembered of their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import bindparam, func, select

from bot.model import CardHistory, CardId, DeckId, KnownCard, RoomId, RoundState
from bot.storage.rows import known_card_of, known_card_values, room_values, space_values
from bot.storage.tables import card_counts, cards, rounds
from bot.storage.transaction import ROOM, Dialect, Insert, Transaction, has, insert_into

_KNOWN = select(cards).where(cards.c.deck == bindparam("deck")).order_by(cards.c.card)

_ASKED = (
    select(rounds.c.card, func.max(rounds.c.opened_at).label("last_asked"))
    .where(has(rounds, (*ROOM, "deck")), rounds.c.state != RoundState.VOID)
    .where(rounds.c.opened_at.is_not(None))
    .group_by(rounds.c.card)
)
_COUNTS = select(card_counts).where(has(card_counts, ("platform", "workspace", "deck")))


@cache
def _keep(dialect: Dialect) -> Insert:
    upsert = insert_into(dialect, cards)
    return upsert.on_conflict_do_update(
        index_elements=list(cards.primary_key),
        set_={name: upsert.excluded[name] for name in {*cards.c.keys()} - {"deck", "card"}},
    )


def load_known_cards(transaction: Transaction, deck: DeckId) -> tuple[KnownCard, ...]:
    """See ``Store.known_cards``."""
    return tuple(map(known_card_of, transaction.execute(_KNOWN, {"deck": deck})))


def keep_cards(transaction: Transaction, deck: DeckId, kept: Sequence[KnownCard]) -> None:
    """See ``Store.keep_cards``."""
    # In one order, so that two processes loading the same deck do not wait for each other.
    if lines := [known_card_values(deck, card) for card in sorted(kept, key=lambda card: card.id)]:
        transaction.execute(_keep(transaction.dialect), lines)


def load_history(
    transaction: Transaction, room: RoomId, deck: DeckId
) -> Mapping[CardId, CardHistory]:
    """See ``Store.history``."""
    asked = transaction.execute(_ASKED, {**room_values(room), "deck": deck})
    last = {row.card: row.last_asked for row in asked}
    counted = transaction.execute(_COUNTS, {**space_values(room.space), "deck": deck})
    counts = {row.card: (row.answered, row.correct) for row in counted}
    return {
        CardId(card): CardHistory(last.get(card), *counts.get(card, (0, 0)))
        for card in sorted(last.keys() | counts.keys())
    }
