"""Which cards that appeared may be cards that vanished, edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.fuzz import token_sort_ratio

from bot.decks import naming
from bot.decks.likeness import Text, answers_alike, is_edited
from bot.model import KnownCard

_REWORDED = 55.0
"""Points of 100 that two prompts must share for a closer look at them and at their answers."""

_COMPARISONS = 100_000
"""Pairs of prompts compared at most, half a second's work; beyond, only likely ones are."""

_RARE_WORDS, _LIKELY = 3, 50
"""Likely pairs share one of the prompt's rarest words; so many are looked at for each."""


def similar(
    gone: Mapping[int, KnownCard], new: Mapping[int, KnownCard], repeated: Container[str]
) -> Iterator[tuple[float, int, int]]:
    """How similar, known card, fresh card: for every pair that may be one card edited.

    Cards are named by their places; ``repeated`` are prompts that several cards have.
    """
    before = {place: Text(card) for place, card in gone.items()}
    likely = _likely(before, len(new))
    for place, card in new.items():
        text = Text(card)
        alike = process.extract(
            text.line,
            likely(text),
            scorer=token_sort_ratio,
            score_cutoff=_REWORDED,
            limit=None,
        )
        for _, points, other in alike:
            known = before[other]
            ambiguous = card.prompt in repeated
            if _may_be(known, text) and is_edited(known, text, repeated=ambiguous):
                yield _likeness(known, text, points), other, place


def _may_be(known: Text, fresh: Text) -> bool:
    """Whoever changes an id that they gave means another card."""
    return naming.is_derived(known.card.id) or naming.is_derived(fresh.card.id)


def _likeness(known: Text, fresh: Text, points: float) -> float:
    """Prompt and answer count alike; the same headings settle a tie."""
    same_topic = known.card.topic == fresh.card.topic
    return points + 100 * answers_alike(known, fresh) + same_topic


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
