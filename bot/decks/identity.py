"""Which card is which when a deck is loaded again: a score must survive the mending of a typo."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.fuzz import token_sort_ratio

from bot.decks import naming
from bot.model import CardId, Deck, KnownCard

_ALIKE, _WITNESSED = 85.0, 0.5
"""A prompt with a mended typo or a changed word keeps at least 85 of 100 points.

So do "advantages of X" and "disadvantages of X": half of the answers' words must agree as well.
Two cards of one real deck share at most 0.46 of them where their prompts are so alike.
"""

_REWORDED, _CONFIRMED, _TELLING = 55.0, 0.8, 6
"""A prompt may be half rewritten if the answer is still the same but for details.

An answer of fewer than six words, such as "Yes" or "It returns None", confirms nothing.
"""

_COMPARISONS = 100_000
"""Pairs of prompts compared at most, half a second's work; beyond, only likely ones are."""

_RARE_WORDS, _LIKELY = 3, 50
"""Likely pairs share one of the prompt's rarest words; so many are looked at for each."""

_DIGITS = re.compile(r"\w*\d\w*")


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

    Cards that are word for word the same are matched first, then those with the same id, then
    edited ones by the similarity of prompt and answer, best pair first. An id that an author
    changed to another is not carried over. Never gives one id to two cards.
    """
    fresh = remembered(deck)
    matching = _Matching(known, fresh)
    matching.pair_up(lambda card: card.id if not naming.is_derived(card.id) else None)
    matching.pair_up(lambda card: (card.prompt, card.topic, card.answer))
    matching.pair_up(lambda card: card.id)
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


@dataclass(frozen=True)
class _Text:
    """A card's words, prepared once for many comparisons."""

    card: KnownCard

    @cached_property
    def prompt(self) -> str:
        return naming.normalised(self.card.prompt)

    @cached_property
    def answer(self) -> frozenset[str]:
        return frozenset(naming.normalised(self.card.answer).split())

    @cached_property
    def digits(self) -> list[str]:
        """L1 and L2 differ in one letter of many and are two things."""
        return sorted(_DIGITS.findall(self.prompt))


def _similar(matching: _Matching) -> Iterator[tuple[float, int, int]]:
    """How similar, known card, fresh card: for every pair that may be one card edited."""
    gone = {place: _Text(matching.known[place]) for place in matching.vanished()}
    new = {place: _Text(matching.fresh[place]) for place in matching.appeared()}
    prompts = {place: text.prompt for place, text in gone.items()}
    repeated = _repeated(matching.known) | _repeated(matching.fresh)
    likely = _likely(prompts, [text.prompt for text in new.values()])
    for place, text in new.items():
        alike = process.extract(
            text.prompt,
            likely(text.prompt),
            scorer=token_sort_ratio,
            score_cutoff=_REWORDED,
            limit=None,
        )
        for _, points, other in alike:
            known = gone[other]
            same = known.prompt == text.prompt and text.card.prompt not in repeated
            if (same or _is_edited(known, text, points)) and _may_be(known, text):
                yield _likeness(known, text, points), other, place


def _may_be(known: _Text, fresh: _Text) -> bool:
    """Whoever changes an id that they gave means another card."""
    return naming.is_derived(known.card.id) or naming.is_derived(fresh.card.id)


def _is_edited(known: _Text, fresh: _Text, points: float) -> bool:
    shared = _overlap(known.answer, fresh.answer)
    if known.digits != fresh.digits and known.answer != fresh.answer:
        return False
    confirmed = shared >= _CONFIRMED and len(fresh.answer) >= _TELLING
    return confirmed or (points >= _ALIKE and shared >= _WITNESSED)


def _likeness(known: _Text, fresh: _Text, points: float) -> float:
    """Prompt and answer count alike; the same headings settle a tie."""
    same_topic = known.card.topic == fresh.card.topic
    return points + 100 * _overlap(known.answer, fresh.answer) + same_topic


def _repeated(cards: Iterable[KnownCard]) -> set[str]:
    """Prompts that several cards have: they tell no card from another."""
    counts = Counter(card.prompt for card in cards)
    return {prompt for prompt, count in counts.items() if count > 1}


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared words of all words, 0 to 1 (Dice)."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def _likely(prompts: dict[int, str], asked: Sequence[str]) -> Callable[[str], dict[int, str]]:
    """For a prompt, the ones worth comparing: all of them while the work stays bounded."""
    if len(prompts) * len(asked) <= _COMPARISONS:
        return lambda _: prompts
    places: dict[str, list[int]] = defaultdict(list)
    for place, prompt in prompts.items():
        for word in set(prompt.split()):
            places[word].append(place)

    def likely(prompt: str) -> dict[int, str]:
        words = sorted((word for word in set(prompt.split()) if word in places), key=_rarity)
        near = (place for word in words[:_RARE_WORDS] for place in places[word][:_LIKELY])
        return {place: prompts[place] for place in near}

    def _rarity(word: str) -> tuple[int, str]:
        return len(places[word]), word

    return likely


def _ids(fresh: Sequence[KnownCard], matching: _Matching) -> Iterable[CardId]:
    """The ids of the fresh cards; a new card never takes the id of a card that is known."""
    used = {matching.known[place].id for place in matching.known_of.values()}
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
