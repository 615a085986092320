import asyncio

from bot.model import CardId, KnownCard
from bot.storage import SqlStore
from tests.fakes.builders import DECK


def known(card: str, prompt: str = "What?") -> KnownCard:
    """A card as it was seen."""
    return KnownCard(CardId(card), prompt, "That.", ("Topic", 'with "quotes" and \0'))


async def test_cards_once_seen_stay_known(store: SqlStore) -> None:
    """Cards of a deck are remembered as last seen, gone ones included, each deck its own."""
    await store.keep_cards(DECK, [known("b"), known("a", "Old?")])
    await store.keep_cards(DECK, [known("a", "New?"), known("c")])
    await store.keep_cards(DECK, [])

    assert await store.known_cards(DECK) == (known("a", "New?"), known("b"), known("c"))
    assert not await store.known_cards(type(DECK)("other"))


async def test_two_processes_load_a_deck(store: SqlStore, other: SqlStore) -> None:
    """Processes that start at once and see the same deck do not get in each other's way."""
    cards = [known(f"card {number:03}") for number in range(200)]

    await asyncio.gather(store.keep_cards(DECK, cards), other.keep_cards(DECK, cards[::-1]))

    assert await store.known_cards(DECK) == tuple(cards)
