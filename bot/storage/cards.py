"""Decks as they were last seen, and what is remembered of their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from bot.model import CardHistory, CardId, DeckId, KnownCard, RoomId, RoundState
from bot.storage.rows import known_card_of
from bot.storage.tables import card_counts, cards, rounds
from bot.storage.transaction import Transaction


async def load_known_cards(transaction: Transaction, deck: DeckId) -> tuple[KnownCard, ...]:
    """See ``Store.known_cards``."""
    rows = await transaction.execute(
        select(cards).where(cards.c.deck == deck).order_by(cards.c.card)
    )
    return tuple(map(known_card_of, rows))


async def keep_cards(transaction: Transaction, deck: DeckId, kept: Sequence[KnownCard]) -> None:
    """See ``Store.keep_cards``."""
    latest = {card.id: card for card in kept}
    if not latest:
        return
    upsert = transaction.insert(cards)
    statement = upsert.on_conflict_do_update(
        index_elements=list(cards.primary_key),
        set_={name: upsert.excluded[name] for name in ("prompt", "answer", "topic")},
    )
    lines = [
        {
            "deck": deck,
            "card": card.id,
            "prompt": card.prompt,
            "answer": card.answer,
            "topic": card.topic,
        }
        for _, card in sorted(latest.items())
    ]
    await transaction.connection.execute(statement, lines)


async def load_history(
    transaction: Transaction, room: RoomId, deck: DeckId
) -> Mapping[CardId, CardHistory]:
    """See ``Store.history``."""
    asked = await transaction.execute(
        select(rounds.c.card, func.max(rounds.c.opened_at).label("last_asked"))
        .where(
            rounds.c.platform == room.platform,
            rounds.c.workspace == room.workspace,
            rounds.c.channel == room.channel,
            rounds.c.deck == deck,
            rounds.c.state != RoundState.VOID,
            rounds.c.opened_at.is_not(None),
        )
        .group_by(rounds.c.card)
    )
    last = {row.card: row.last_asked for row in asked}
    counted = await transaction.execute(
        select(card_counts.c.card, card_counts.c.answered, card_counts.c.correct).where(
            card_counts.c.platform == room.platform,
            card_counts.c.workspace == room.workspace,
            card_counts.c.deck == deck,
        )
    )
    counts = {row.card: (row.answered, row.correct) for row in counted}
    return {
        CardId(card): CardHistory(last.get(card), *counts.get(card, (0, 0)))
        for card in sorted(last.keys() | counts.keys())
    }
