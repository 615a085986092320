"""What a deck says as a whole: which words are everywhere, what each term means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from bot.model import Card, CardId, Deck
from bot.questions import alternatives, entries, inline
from bot.questions.alternatives import Alternatives
from bot.questions.entries import Group
from bot.questions.prompts import Ask, Asked
from bot.questions.words import content, normal
from bot.richtext import plain, plain_line

_COMMON: Final = 0.4
"""The share of cards from which on a word gives nothing away: it is what the deck is about."""
_FREQUENT: Final = 0.25
"""The share of cards from which on two claims may share a word and have nothing else in common."""
_RECURRING: Final = 3
"""Cards in which a label stands that is no term: the sides of a subject are labelled alike."""
_MEANINGS: Final = 16
"""Definitions of one term that are compared: a deck may define it in each of its cards."""
_ENOUGH: Final = 8
"""Cards a deck needs before "all over the deck" means anything."""


@dataclass(frozen=True, slots=True)
class Context:
    """What one must know of a deck to judge a question made from it.

    ``common`` are the stems that stand all over the deck, ``frequent`` those in many cards;
    ``meanings`` what it says of each term,
    as stems; ``said`` all that a card says, prompt and answer; ``prompts`` what the prompt says;
    ``beside`` what stands in one list with a term; ``recurring`` the labels of many cards.
    """

    common: frozenset[str] = frozenset()
    frequent: frozenset[str] = frozenset()
    meanings: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    said: Mapping[CardId, frozenset[str]] = field(default_factory=dict)
    prompts: Mapping[CardId, frozenset[str]] = field(default_factory=dict)
    beside: Alternatives = field(default_factory=dict)
    recurring: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, deck: Deck, groups: Mapping[CardId, tuple[Group, ...]], asked: Mapping[CardId, Asked]
    ) -> Self:
        """The context of ``deck``, whose cards hold ``groups`` and ask what ``asked`` says.

        Linear in the deck's text.
        """
        said = {
            card.id: content(plain(card.prompt)) | content(plain(card.answer))
            for card in deck.cards
        }
        spread = Counter(stem for stems in said.values() for stem in stems)
        return cls(
            common=_from(spread, _COMMON, len(deck.cards)),
            frequent=_from(spread, _FREQUENT, len(deck.cards)),
            meanings=_meanings(deck, groups, asked),
            said=said,
            beside=alternatives.gather(deck.cards),
            recurring=_recurring(groups.values()),
            prompts={card.id: content(plain(card.prompt)) for card in deck.cards},
        )


def _from(spread: Mapping[str, int], share: float, cards: int) -> frozenset[str]:
    """The stems that stand in this share of the cards or more."""
    if cards < _ENOUGH:
        return frozenset()
    return frozenset(stem for stem, count in spread.items() if count >= share * cards)


def _recurring(groups: Iterable[tuple[Group, ...]]) -> frozenset[str]:
    """The labels of so many cards that they name sides of the subjects (``Time``, ``Input``)."""
    spread = Counter(
        name for its in groups for name in {entries.key(entry) for group in its for entry in group}
    )
    return frozenset(name for name, count in spread.items() if count >= _RECURRING)


def _meanings(
    deck: Deck, groups: Mapping[CardId, tuple[Group, ...]], asked: Mapping[CardId, Asked]
) -> dict[str, tuple[frozenset[str], ...]]:
    found: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for card in deck.cards:
        for group in groups.get(card.id, ()):
            for entry in group:
                found[entries.key(entry)].append(
                    content(entry.name) | content(plain_line(entry.definition))
                )
        its = asked[card.id]
        subject = "" if its.ask is Ask.COMPARE else normal(plain_line(its.subject))
        subject = subject or _term_of(card)
        if subject:
            found[subject].append(content(plain(card.answer)))
    return {term: tuple(dict.fromkeys(meanings[:_MEANINGS])) for term, meanings in found.items()}


def _term_of(card: Card) -> str:
    """The prompt where it is but a name, as the deck knows it."""
    line = inline.line_of(card.prompt)
    return normal(plain_line(line)) if line and entries.is_term(line) else ""
