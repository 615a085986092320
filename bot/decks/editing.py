"""Which cards that appeared may be cards that vanished, edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.fuzz import token_sort_ratio

from bot.decks.common import Common
from bot.decks.likeness import Text, answers_alike, is_edited
from bot.decks.matching import Matching, may_be
from bot.decks.slips import Change, change

_REWORDED = 55.0
"""Points of 100 that two prompts must share for a closer look at them and at their answers."""

_COMPARISONS = 100_000
"""Pairs of prompts compared at most, half a second's work; beyond, only likely ones are."""

_RARE_WORDS, _LIKELY = 3, 50
"""Likely pairs share one of the prompt's rarest words; so many are looked at for each."""

_CLOSELY = 10
"""Prompts looked at closely for each, the most similar ones, where there are many to look at."""

_READ = 500
"""Characters of a prompt that are compared before its words are."""

_Topic = tuple[str, ...]


def pair_edited(matching: Matching) -> None:
    """Pair the free cards that are one card edited, the most similar ones first."""
    gone = {place: Text(matching.known[place]) for place in matching.vanished()}
    new = {place: Text(matching.fresh[place]) for place in matching.appeared()}
    common = Common(matching.known, matching.fresh)
    pairs = _similar(gone, new, common, matching.renamed())
    ranked = sorted(pairs, key=lambda it: (-it[0], gone[it[1]].card.id, new[it[2]].card.id))
    for _, known, fresh in ranked:
        matching.pair(known, fresh)


def _similar(
    gone: Mapping[int, Text],
    new: Mapping[int, Text],
    common: Common,
    renamed: Mapping[_Topic, _Topic],
) -> Iterator[tuple[float, int, int]]:
    """How similar, known card, fresh card: for every pair that may be one card edited."""
    little = len(gone) * len(new) <= _COMPARISONS
    likely = _likely(gone, everything=little)
    limit = _LIKELY if little else _CLOSELY
    for place, fresh in new.items():
        alike = process.extract(
            fresh.line[:_READ],
            likely(fresh),
            scorer=token_sort_ratio,
            score_cutoff=_REWORDED,
            limit=limit,
        )
        for _, points, other in alike:
            known = gone[other]
            if not may_be(known.card, fresh.card):
                continue
            moved = _is_moved(known, fresh, renamed)
            if is_edited(known, fresh, common, moved=moved):
                yield points + 100 * answers_alike(known, fresh) + (not moved), other, place


def _is_moved(known: Text, fresh: Text, renamed: Mapping[_Topic, _Topic]) -> bool:
    """Whether a card stands below another heading, and not below its own with a slip mended."""
    if fresh.card.topic in {known.card.topic, renamed.get(known.card.topic)}:
        return False
    return change(known.topic, fresh.topic) > Change.SLIP


def _likely(known: Mapping[int, Text], *, everything: bool) -> Callable[[Text], dict[int, str]]:
    """For a card, the prompts worth comparing, so that the work stays bounded."""
    lines = {place: text.line[:_READ] for place, text in known.items()}
    if everything:
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
