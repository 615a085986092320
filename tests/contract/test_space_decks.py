from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import CardId, DeckId, KnownCard, SpaceDeck, SpaceId, SpaceNotes
from bot.ports import MOST_KNOWN, MOST_REMOVED
from bot.storage import SqlStore
from tests.fakes.builders import NOON, ROOM, account

OTHER = SpaceId(ROOM.platform, "elsewhere")
CELLS = SpaceDeck(
    space=ROOM.space,
    id=DeckId("cells-1"),
    name="Célls",
    title="The cell",
    source="cells.md",
    size=6,
    cards=2,
    objective=1,
    problems=0,
    adder=account("olga"),
    added_at=NOON,
)
NOTES = SpaceNotes(b"# \xff\0\n", {CardId("a"): "1", CardId("b"): "2"})


def known(*ids: str) -> Sequence[KnownCard]:
    """Cards of these ids."""
    return tuple(KnownCard(CardId(one), f"{one}?", "That.", ()) for one in ids)


async def test_a_deck_is_its_space_s(store: SqlStore, other: SqlStore) -> None:
    """It is there for every process, byte by byte, and nowhere else."""
    assert await store.put_deck(CELLS, NOTES, known("a", "b"))

    assert await other.space_decks(ROOM.space) == (CELLS,)
    assert await other.space_deck(ROOM.space, CELLS.id) == CELLS
    assert await other.space_notes(ROOM.space, CELLS.id) == (CELLS, NOTES, known("a", "b"))
    assert await other.space_decks(OTHER) == ()
    assert await other.space_deck(OTHER, CELLS.id) is None
    assert await other.space_notes(OTHER, CELLS.id) is None


async def test_of_two_changes_at_once_one_counts(store: SqlStore, other: SqlStore) -> None:
    """Whoever worked on a revision that is not the last one changes nothing."""
    await store.put_deck(CELLS, NOTES, known("a", "b"))
    after = replace(CELLS, revision=2, title="Cells")

    assert not await store.put_deck(replace(CELLS, title="Again"), NOTES, known("x"))
    assert await store.put_deck(after, NOTES, known("c"))
    assert not await other.put_deck(replace(after, title="Late"), NOTES, known("y"))

    assert await store.space_notes(ROOM.space, CELLS.id) == (after, NOTES, known("a", "b", "c"))


async def test_a_removed_deck_leaves_its_name_and_its_cards(store: SqlStore) -> None:
    """Its notes are gone; given again, it is the deck that it was."""
    await store.put_deck(CELLS, NOTES, known("a", "b"))
    gone = replace(CELLS, size=0, revision=2, removed_at=NOON)

    assert not await store.remove_deck(OTHER, CELLS.id, NOON)
    assert await store.remove_deck(ROOM.space, CELLS.id, NOON)
    assert not await store.remove_deck(ROOM.space, CELLS.id, NOON)

    assert await store.space_decks(ROOM.space) == (gone,)
    assert await store.space_notes(ROOM.space, CELLS.id) is None
    assert await store.known_cards(CELLS.id) == known("a", "b")
    assert await store.put_deck(replace(CELLS, revision=3), NOTES, ())
    assert (await store.space_decks(ROOM.space))[0].removed_at is None


async def test_many_removed_decks_are_forgotten(store: SqlStore) -> None:
    """Nobody fills the database by adding and removing: what was removed first goes."""
    ids = [DeckId(f"deck-{number:03}") for number in range(MOST_REMOVED + 2)]
    for number, deck_id in enumerate(ids):
        await store.put_deck(replace(CELLS, id=deck_id), NOTES, known("a"))
        await store.remove_deck(ROOM.space, deck_id, NOON + timedelta(seconds=number))

    assert [one.id for one in await store.space_decks(ROOM.space)] == ids[2:]
    assert await store.known_cards(ids[1]) == ()
    assert await store.known_cards(ids[2]) == known("a")


async def test_many_cards_that_are_gone_are_forgotten(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor by adding other cards under one name again and again."""
    assert MOST_KNOWN > 2_000  # what a deck may have at once is never forgotten
    monkeypatch.setattr("bot.storage.shelving.MOST_KNOWN", 3)
    await store.put_deck(CELLS, NOTES, known("a", "b"))
    await store.put_deck(replace(CELLS, revision=2), NOTES, known("b", "c"))
    assert await store.known_cards(CELLS.id) == known("a", "b", "c")

    await store.put_deck(replace(CELLS, revision=3), NOTES, known("d", "b"))

    assert await store.known_cards(CELLS.id) == known("b", "d")
