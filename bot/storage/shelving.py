"""The decks that spaces were given: their notes, and what lists tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import and_, bindparam, delete, func, null, select, update

from bot.model import AccountId, DeckId, KnownCard, SpaceDeck, SpaceId, SpaceNotes
from bot.ports import MOST_KNOWN, MOST_REMOVED
from bot.storage.cards import keep_cards, load_known_cards
from bot.storage.rows import AnyRow, space_of, space_values
from bot.storage.tables import cards, decks
from bot.storage.transaction import Dialect, Insert, Transaction, Values, has, insert_into

_SPACE = ("platform", "workspace")
_KEY = (*_SPACE, "deck")
_TOLD = [column for column in decks.c if column.name not in {"marks", "data"}]

_ALL = select(*_TOLD).where(has(decks, _SPACE)).order_by(decks.c.deck)
_ONE = select(*_TOLD).where(has(decks, _KEY))
_OFFERED = and_(has(decks, _KEY), decks.c.removed_at.is_(None))
_WHOLE = select(decks).where(_OFFERED)
_REMOVE = (
    update(decks)
    .where(
        *(decks.c[name] == bindparam(f"b_{name}") for name in _KEY), decks.c.removed_at.is_(None)
    )
    .values(
        removed_at=bindparam("at"), marks=null(), data=null(), size=0, revision=decks.c.revision + 1
    )
)
_FORGOTTEN = (
    select(decks.c.deck)
    .where(has(decks, _SPACE), decks.c.removed_at.is_not(None))
    .order_by(decks.c.removed_at.desc(), decks.c.deck)
    .offset(MOST_REMOVED)
)
_FORGET = delete(decks).where(has(decks, _KEY))
_FORGET_CARDS = delete(cards).where(cards.c.deck == bindparam("deck"))
_KNOWN = select(func.count()).select_from(cards).where(cards.c.deck == bindparam("deck"))
_FORGET_GONE = _FORGET_CARDS.where(cards.c.card.not_in(bindparam("present", expanding=True)))


@cache
def _put(dialect: Dialect) -> Insert:
    line = insert_into(dialect, decks)
    return line.on_conflict_do_update(
        index_elements=list(decks.primary_key),
        set_={column.name: line.excluded[column.name] for column in decks.c},
        where=decks.c.revision == line.excluded.revision - 1,
    )


def load_space_decks(transaction: Transaction, space: SpaceId) -> tuple[SpaceDeck, ...]:
    """See ``Store.space_decks``."""
    return tuple(map(_deck_of, transaction.execute(_ALL, space_values(space))))


def load_space_deck(transaction: Transaction, space: SpaceId, deck: DeckId) -> SpaceDeck | None:
    """See ``Store.space_deck``."""
    row = transaction.execute(_ONE, _key(space, deck)).one_or_none()
    return _deck_of(row) if row else None


def load_space_notes(
    transaction: Transaction, space: SpaceId, deck: DeckId
) -> tuple[SpaceDeck, SpaceNotes, tuple[KnownCard, ...]] | None:
    """See ``Store.space_notes``."""
    row = transaction.execute(_WHOLE, _key(space, deck)).one_or_none()
    if row is None:
        return None
    return _deck_of(row), SpaceNotes(row.data, row.marks), load_known_cards(transaction, deck)


def put_deck(
    transaction: Transaction, deck: SpaceDeck, notes: SpaceNotes, kept: Sequence[KnownCard]
) -> bool:
    """See ``Store.put_deck``."""
    line = {**_values(deck), "marks": notes.marks, "data": notes.data}
    if not transaction.execute(_put(transaction.dialect), line).rowcount:
        return False
    keep_cards(transaction, deck.id, kept)
    if transaction.execute(_KNOWN, {"deck": deck.id}).scalar_one() > MOST_KNOWN:
        present = [card.id for card in kept]
        transaction.execute(_FORGET_GONE, {"deck": deck.id, "present": present})
    return True


def remove_deck(transaction: Transaction, space: SpaceId, deck: DeckId, at: datetime) -> bool:
    """See ``Store.remove_deck``."""
    named = {f"b_{name}": value for name, value in _key(space, deck).items()}
    if not transaction.execute(_REMOVE, {**named, "at": at}).rowcount:
        return False
    for forgotten in transaction.execute(_FORGOTTEN, space_values(space)).scalars().all():
        transaction.execute(_FORGET_CARDS, {"deck": forgotten})
        transaction.execute(_FORGET, _key(space, DeckId(forgotten)))
    return True


def _key(space: SpaceId, deck: DeckId) -> Values:
    return {**space_values(space), "deck": deck}


def _deck_of(row: AnyRow) -> SpaceDeck:
    return SpaceDeck(
        space=space_of(row),
        id=DeckId(row.deck),
        name=row.name,
        title=row.title,
        source=row.source,
        size=row.size,
        cards=row.cards,
        objective=row.objective,
        problems=row.problems,
        adder=AccountId(row.adder_platform, row.adder_workspace, row.adder_user),
        added_at=row.added_at,
        revision=row.revision,
        removed_at=row.removed_at,
    )


def _values(deck: SpaceDeck) -> Values:
    return {
        **_key(deck.space, deck.id),
        "name": deck.name,
        "title": deck.title,
        "source": deck.source,
        "size": deck.size,
        "cards": deck.cards,
        "objective": deck.objective,
        "problems": deck.problems,
        "adder_platform": deck.adder.platform,
        "adder_workspace": deck.adder.workspace,
        "adder_user": deck.adder.user,
        "added_at": deck.added_at,
        "revision": deck.revision,
        "removed_at": deck.removed_at,
    }
