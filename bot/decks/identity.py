"""Which card is which when a deck is loaded again: a score must survive the mending of a typo."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.fuzz import token_sort_ratio

from bot.decks import naming
from bot.decks.likeness import Text, answers_alike, is_edited, signs
from bot.model import CardId, Deck, KnownCard

_REWORDED = 55.0
"""Points of 100 that two prompts must share for a closer look at them and at their answers."""

_COMPARISONS = 100_000
"""Pairs of prompts compared at most, half a second's work; beyond, only likely ones are."""

_RARE_WORDS, _LIKELY = 3, 50
"""Likely pairs share one of the prompt's rarest words; so many are looked at for each."""


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
    matching.pair_up(lambda card: (card.id, signs(card.prompt)))
    for _, gone, new in sorted(_similar(matching), key=lambda pair: -pair[0]):
        matching.pair(gone, new)
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


def _similar(matching: _Matching) -> Iterator[tuple[float, int, int]]:
    """How similar, known card, fresh card: for every pair that may be one card edited."""
    gone = {place: Text(matching.known[place]) for place in matching.vanished()}
    new = {place: Text(matching.fresh[place]) for place in matching.appeared()}
    repeated = _repeated(matching.known) | _repeated(matching.fresh)
    likely = _likely(gone, len(new))
    for place, text in new.items():
        alike = process.extract(
            text.line,
            likely(text),
            scorer=token_sort_ratio,
            score_cutoff=_REWORDED,
            limit=None,
        )
        for _, points, other in alike:
            known = gone[other]
            ambiguous = text.card.prompt in repeated
            if _may_be(known, text) and is_edited(known, text, repeated=ambiguous):
                yield _likeness(known, text, points), other, place


def _may_be(known: Text, fresh: Text) -> bool:
    """Whoever changes an id that they gave means another card."""
    return naming.is_derived(known.card.id) or naming.is_derived(fresh.card.id)


def _likeness(known: Text, fresh: Text, points: float) -> float:
    """Prompt and answer count alike; the same headings settle a tie."""
    same_topic = known.card.topic == fresh.card.topic
    return points + 100 * answers_alike(known, fresh) + same_topic


def _repeated(cards: Iterable[KnownCard]) -> set[str]:
    """Prompts that several cards have: they tell no card from another."""
    counts = Counter(card.prompt for card in cards)
    return {prompt for prompt, count in counts.items() if count > 1}


def _likely(known: dict[int, Text], asked: int) -> Callable[[Text], dict[int, str]]:
    """For a card, the prompts worth comparing: all of them while the work stays bounded."""
    lines = {place: text.line for place, text in known.items()}
    if len(lines) * asked <= _COMPARISONS:
        return lambda _: lines
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in known.items():
        for word in set(text.prompt):
            places[word].append(place)

    def likely(text: Text) -> dict[int, str]:
        words = sorted((word for word in set(text.prompt) if word in places), key=_rarity)
        near = (place for word in words[:_RARE_WORDS] for place in places[word][:_LIKELY])
        return {place: lines[place] for place in near}

    def _rarity(word: str) -> tuple[int, str]:
        return len(places[word]), word

    return likely


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
