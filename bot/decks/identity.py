"""Which card is which when a deck is loaded again: a score must survive the mending of a typo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.decks import naming
from bot.decks.common import Common
from bot.decks.matching import Matching, given_names, given_now, hashes, question
from bot.decks.remembering import remembered
from bot.model import Card, CardId, Deck, KnownCard

_NAMES = 16
"""Names of a card that are remembered: so many edits can be undone, whatever they were."""

_TELLING = 40
"""Characters of an answer that, where one card alone has it, tells which card this is."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A deck whose edited cards have their old ids, and what is remembered of each of its cards."""

    deck: Deck
    cards: tuple[KnownCard, ...]


def carry_over(known: Sequence[KnownCard], deck: Deck) -> Deck:
    """``deck`` with the old ids; see ``recognise``."""
    return recognise(known, deck).deck


def recognise(known: Sequence[KnownCard], deck: Deck) -> Recognised:
    """``deck`` with the old ids of those cards that were only edited since they were ``known``.

    An author's ids decide first. Then cards that are word for word the same are matched, at their
    place or, with a telling answer, anywhere, then those whose question below its headings is or
    once was the same, then moved ones, then edited ones by the similarity of prompt and answer,
    best pair first. An id that an author changed to another is not carried over. Never gives one
    id to two cards.
    """
    fresh = remembered(deck)
    matching = Matching(known, fresh)
    _pair_same(matching)
    if matching.is_open():
        _pair_changed(matching)
    if matching.is_open():
        # The notes of most starts are those of the start before, and comparing takes a library.
        from bot.decks.editing import pair_edited  # noqa: PLC0415

        pair_edited(matching)
    ids = list(_ids(fresh, matching))
    return Recognised(
        replace(deck, cards=tuple(map(_with_id, deck.cards, ids))),
        tuple(_known(matching, place, card_id) for place, card_id in enumerate(ids)),
    )


def _pair_same(matching: Matching) -> None:
    """Whom the author names, and who is the same to the letter."""
    matching.pair_up(given_now, lambda card: (given_now(card),))
    matching.pair_up(given_now, given_names)
    matching.pair_up(lambda card: (question(card), card.answer, card.topic))
    matching.pair_up(lambda card: (card.prompt, card.answer, card.topic), _only(_words_and_place))
    matching.pair_up(lambda card: (card.id, naming.signs(card.prompt)), _only(_id_and_signs))


def _only(key: Callable[[KnownCard], Hashable]) -> Callable[[KnownCard], Iterable[Hashable]]:
    """That key of those cards that were remembered before names were."""
    return lambda card: () if card.names else (key(card),)


def _words_and_place(card: KnownCard) -> Hashable:
    return card.prompt, card.answer, card.topic


def _id_and_signs(card: KnownCard) -> Hashable:
    return card.id, naming.signs(card.prompt)


def _pair_changed(matching: Matching) -> None:
    """Who has another answer, stands elsewhere, or is asked anew with a telling answer.

    What several sections ask and answer in the same words goes where its heading went.
    """
    common = Common(matching.known, matching.fresh)

    def told(card: KnownCard) -> str | None:
        """A long answer that no other card has."""
        return card.answer if len(card.answer) >= _TELLING and not common.answer(card) else None

    def alone(card: KnownCard) -> Hashable:
        return None if common.question(card) else (question(card), card.answer)

    matching.pair_up(lambda card: told(card) and (question(card), card.answer))
    matching.pair_up(lambda card: hashes(card)[0], lambda card: hashes(card)[:1])
    matching.pair_up(lambda card: hashes(card)[0], hashes)
    matching.pair_up(alone)
    renamed = matching.renamed()

    def place(card: KnownCard) -> tuple[str, ...]:
        return renamed.get(card.topic, card.topic)

    matching.pair_up(lambda card: (question(card), card.answer, place(card)), alone=True)
    matching.pair_up(lambda card: (question(card), place(card)), alone=True)
    matching.pair_up(lambda card: (question(card), card.answer, card.topic[-1:]), alone=True)
    matching.pair_up(told, alone=True)


def _with_id(card: Card, card_id: CardId) -> Card:
    return replace(card, id=card_id)


def _known(matching: Matching, place: int, card_id: CardId) -> KnownCard:
    """What is to be remembered of a fresh card, its old names included."""
    card = matching.fresh[place]
    old = matching.known[matching.known_of[place]].names if place in matching.known_of else ()
    names = tuple(dict.fromkeys((*card.names, *old)))[:_NAMES]
    return replace(card, id=card_id, names=names)


def _ids(fresh: Sequence[KnownCard], matching: Matching) -> Iterable[CardId]:
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
