"""Known and fresh cards of one deck, paired one by one; who may be paired, and by what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain

from bot.decks import naming
from bot.decks.remembering import GIVEN
from bot.model import KnownCard

_Topic = tuple[str, ...]


class Matching:
    """Which known card each fresh card is, both by their places; filled pair by pair."""

    def __init__(self, known: Sequence[KnownCard], fresh: Sequence[KnownCard]) -> None:
        """Begin with no pair."""
        self.known = known
        self.fresh = fresh
        self.known_of: dict[int, int] = {}
        self._taken: set[int] = set()

    def pair(self, gone: int, new: int) -> None:
        """Let a fresh card be a known one, unless either has found another or it must not be."""
        free = gone not in self._taken and new not in self.known_of
        if free and may_be(self.known[gone], self.fresh[new]):
            self._taken.add(gone)
            self.known_of[new] = gone

    def pair_up(
        self,
        key: Callable[[KnownCard], Hashable],
        before: Callable[[KnownCard], Iterable[Hashable]] | None = None,
        *,
        alone: bool = False,
    ) -> None:
        """Pair the free cards that have the same key, by their ids; None is no key.

        ``before`` tells the keys of a known card, where it has others than a fresh one or several.
        With ``alone``, only cards are paired whose key no other free card has.
        """
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for place in reversed(self.vanished()):
            card = self.known[place]
            for one in (key(card),) if before is None else before(card):
                waiting[one].append(place)
        waiting.pop(None, None)
        keys = {place: key(self.fresh[place]) for place in self.appeared()}
        counts = Counter(keys.values()) if alone else Counter()
        for place, one in keys.items():
            found = waiting.get(one, ())
            if alone and (counts[one] > 1 or len(found) > 1):
                continue
            self._first(found, place)

    def _first(self, found: Sequence[int], place: int) -> None:
        while found and place not in self.known_of:
            *found, gone = found
            self.pair(gone, place)

    def is_open(self) -> bool:
        """Whether there are cards left on both sides."""
        return len(self.known_of) < min(len(self.known), len(self.fresh))

    def vanished(self) -> list[int]:
        """Known cards that no fresh card is yet, by their ids."""
        free = (place for place in range(len(self.known)) if place not in self._taken)
        return sorted(free, key=lambda place: self.known[place].id)

    def appeared(self) -> list[int]:
        """Fresh cards that no known card is yet, by their ids: their order in the file is none."""
        free = (place for place in range(len(self.fresh)) if place not in self.known_of)
        return sorted(free, key=lambda place: self.fresh[place].id)

    def renamed(self) -> dict[_Topic, _Topic]:
        """Headings that are gone, and below which ones most of their cards now stand."""
        there = {card.topic for card in self.fresh}
        moves: dict[_Topic, Counter[_Topic]] = defaultdict(Counter)
        for new, gone in self.known_of.items():
            if self.known[gone].topic not in there:
                moves[self.known[gone].topic][self.fresh[new].topic] += 1
        return {
            topic: new
            for topic, counts in moves.items()
            for new, count in counts.most_common(1)
            if 2 * count > counts.total()
        }


def question(card: KnownCard) -> tuple[Hashable, ...]:
    """What is asked, to the letter."""
    return card.prompt, card.options, card.exhibits


def given_names(card: KnownCard) -> Iterable[str]:
    """The ids by which an author may mean a known card; its own counts, for exports write it."""
    return chain(filter(_is_given, card.names), (f"{GIVEN}{card.id}",))


def given_now(card: KnownCard) -> str | None:
    """The author's id that the card had when it was last seen, if any."""
    latest = card.names[0] if card.names else f"{GIVEN}{card.id}"
    unnamed = not card.names and naming.is_derived(card.id)
    return latest if _is_given(latest) and not unnamed else None


def hashes(card: KnownCard) -> list[str]:
    """The names that were made of the card's questions, newest first."""
    return [name for name in card.names if not _is_given(name)]


def may_be(known: KnownCard, fresh: KnownCard) -> bool:
    """Whoever changes an id that they gave means another card."""
    now = given_now(fresh)
    return None in {now, given_now(known)} or now in {given_now(known), f"{GIVEN}{known.id}"}


def _is_given(name: str) -> bool:
    return name.startswith(GIVEN)
