"""Which card is which when a deck is loaded again: a score must survive the mending of a typo."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace

from bot.decks import naming
from bot.model import CardId, Deck, KnownCard


def remembered(deck: Deck) -> tuple[KnownCard, ...]:
    """The cards of ``deck`` as they are recognised by when it is loaded again."""
    return tuple(
        KnownCard(
            card.id, naming.plain_text(card.prompt), naming.plain_text(card.answer), card.topic
        )
        for card in deck.cards
    )


def carry_over(known: Sequence[KnownCard], deck: Deck) -> Deck:
    """``deck`` with the old ids of those cards that were only edited since they were ``known``.

    Cards that are word for word the same are matched first, at their old place and then anywhere,
    then those with the same id, then edited ones by the similarity of prompt and answer, best pair
    first. An id that an author changed to another is not carried over. Never gives one id to two
    cards.
    """
    fresh = remembered(deck)
    matching = _Matching(known, fresh)
    matching.pair_up(lambda card: card.id if not naming.is_derived(card.id) else None)
    matching.pair_up(lambda card: (card.prompt, card.topic, card.answer))
    matching.pair_up(lambda card: (card.prompt, card.answer))
    matching.pair_up(lambda card: (card.id, naming.signs(card.prompt)))
    if matching.vanished() and matching.appeared():
        _pair_edited(matching)
    return replace(
        deck,
        cards=tuple(
            replace(card, id=card_id)
            for card, card_id in zip(deck.cards, _ids(fresh, matching), strict=True)
        ),
    )


class _Matching:
    """Which known card each fresh card is, both by their places; filled pair by pair."""

    def __init__(self, known: Sequence[KnownCard], fresh: Sequence[KnownCard]) -> None:
        self.known = known
        self.fresh = fresh
        self.known_of: dict[int, int] = {}
        self._taken: set[int] = set()

    def pair(self, gone: int, new: int) -> None:
        """Let a fresh card be a known one, unless either has found another."""
        if gone not in self._taken and new not in self.known_of:
            self._taken.add(gone)
            self.known_of[new] = gone

    def pair_up(self, key: Callable[[KnownCard], Hashable]) -> None:
        """Pair the free cards that have the same key, in order; None is no key."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for place in reversed(self.vanished()):
            waiting[key(self.known[place])].append(place)
        waiting.pop(None, None)
        for place in self.appeared():
            if found := waiting.get(key(self.fresh[place])):
                self.pair(found.pop(), place)

    def vanished(self) -> list[int]:
        """Known cards that no fresh card is yet."""
        return [place for place in range(len(self.known)) if place not in self._taken]

    def appeared(self) -> list[int]:
        """Fresh cards that no known card is yet."""
        return [place for place in range(len(self.fresh)) if place not in self.known_of]


def _pair_edited(matching: _Matching) -> None:
    # The notes of most starts are those of the start before, and comparing takes a library.
    from bot.decks.editing import similar  # noqa: PLC0415

    gone = {place: matching.known[place] for place in matching.vanished()}
    new = {place: matching.fresh[place] for place in matching.appeared()}
    repeated = _repeated(matching.known) | _repeated(matching.fresh)
    for _, known, fresh in sorted(similar(gone, new, repeated), key=lambda pair: -pair[0]):
        matching.pair(known, fresh)


def _repeated(cards: Iterable[KnownCard]) -> set[str]:
    """Prompts that several cards have: they tell no card from another."""
    counts = Counter(card.prompt for card in cards)
    return {prompt for prompt, count in counts.items() if count > 1}


def _ids(fresh: Sequence[KnownCard], matching: _Matching) -> Iterable[CardId]:
    """The ids of the fresh cards; a new card never takes the id of one known, here or gone."""
    used = {known.id for known in matching.known}
    repeats: Counter[CardId] = Counter()
    for place, card in enumerate(fresh):
        if place in matching.known_of:
            yield matching.known[matching.known_of[place]].id
            continue
        card_id = card.id
        while card_id in used:
            repeats[card.id] += 1
            card_id = naming.derive((card.id, str(repeats[card.id])))
        used.add(card_id)
        yield card_id
