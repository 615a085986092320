from collections.abc import Sequence

import pytest

from bot.decks.parsing import parse
from bot.model import CardId, DeckId, KnownCard
from bot.service import Catalog
from bot.storage import SqlStore
from tests.edits.notes import NOTES, mended
from tests.edits.playing import all_played


@pytest.mark.parametrize(
    # The edits are the same; what each database keeps of a card, the tests below show for both.
    "url",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)],
    indirect=True,
)
async def test_scores_follow_their_cards_through_every_edit(store: SqlStore) -> None:
    """What people answered belongs to the same question afterwards, and to none it was not."""
    shown = await all_played(store)

    assert [fault for each in shown for fault in each.faults] == []
    assert await store.rescore() == 0


async def test_a_second_process_recognises_the_same(store: SqlStore, other: SqlStore) -> None:
    """Two processes that load an edited file at once give its cards the same ids."""
    before = await loaded(store, NOTES)
    edited = mended(NOTES, ("a dropout layer?", "a dropuot layer?"), ("## Losses", "## Loss"))

    assert await loaded(store, edited) == await loaded(other, edited) == before


async def test_cards_of_the_first_versions_are_recognised(store: SqlStore) -> None:
    """What was remembered without options, code and names is enough to go on with."""
    deck = parse(NOTES.encode(), "notes.md")
    before = await loaded(store, NOTES)
    old = [
        KnownCard(card.id, card.prompt, card.answer, card.topic)
        for card in await store.known_cards(deck.id)
    ]
    await store.keep_cards(deck.id, old)

    assert await loaded(store, NOTES) == before
    assert all(card.names for card in await store.known_cards(deck.id))
    assert await loaded(store, mended(NOTES, ("two classes", "tow classes"))) == before


async def test_nothing_is_written_where_nothing_was_edited(store: SqlStore) -> None:
    """Notes that are saved unchanged, or with one card mended, cost no more than that."""
    await loaded(store, NOTES)
    kept = Counting(store)
    await loaded(kept, NOTES)
    await loaded(kept, mended(NOTES, ("Binary cross-entropy.", "Binary cross entropy.")))

    assert kept.counts == [1]


async def test_a_renamed_file_is_another_deck(store: SqlStore) -> None:
    """Its cards begin anew, and named back it has everything again."""
    before = await loaded(store, NOTES)
    edited = mended(NOTES, ("a dropout layer?", "a dropuot layer?"))
    await loaded(store, edited)

    assert await loaded(store, edited, "other.md") != before
    assert await loaded(store, edited) == before


class Counting(SqlStore):
    """A store that counts the cards it is given to keep."""

    def __init__(self, store: SqlStore) -> None:
        """Work on the database of another, which closes it."""
        super().__init__(store.database)
        self.counts: list[int] = []

    async def keep_cards(self, deck: DeckId, cards_: Sequence[KnownCard]) -> None:
        """Count them, and keep them."""
        self.counts.append(len(cards_))
        await super().keep_cards(deck, cards_)


async def loaded(store: SqlStore, text: str, source: str = "notes.md") -> list[CardId]:
    """The ids of the cards, as a bot that starts now has them."""
    catalog = Catalog([parse(text.encode(), source)])
    await catalog.recognise(store)
    return [card.id for card in catalog.entries()[0].deck.cards]
