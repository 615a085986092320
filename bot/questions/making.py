"""Everything that can be asked about the cards of one deck."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from random import Random

from bot.model import Card, CardId, Deck, Finding, Kind, Question, Source
from bot.questions import answers, authored, cloze, entries, prompts, terms
from bot.questions.context import Context
from bot.questions.entries import Group


class Maker:
    """Makes the questions of one deck, each card when it is first needed.

    What it makes depends on the deck alone: chance comes from the card's id. What is known of the
    deck as a whole is gathered once, in time linear in the deck.
    """

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self._made: dict[CardId, tuple[Question, ...]] = {}

    def questions(self, card: Card) -> tuple[Question, ...]:
        """Every flawless objective question of ``card``, the best kind first; may be empty."""
        if card.id not in self._made:
            self._made[card.id] = tuple(self._questions(card))
        return self._made[card.id]

    def recall(self, card: Card) -> Question:
        """``card`` asked openly: the prompt, and the answer to compare with."""
        return Question(
            card=card.id,
            kind=Kind.RECALL,
            stem=card.prompt,
            options=(),
            key=(),
            explanation=card.answer,
            source=self._source(card),
        )

    def remarks(self, card: Card) -> tuple[Finding, ...]:
        """What the author of ``card`` could mend in its choices."""
        return authored.remarks(card, self._source(card), self._context)

    def _questions(self, card: Card) -> Iterator[Question]:
        source, context = self._source(card), self._context
        if found := authored.question(card, source, context):
            yield found
        rng = Random(card.id)  # noqa: S311 -- the same for everybody on purpose
        asked, groups = prompts.asked(card.prompt), self._groups.get(card.id, ())
        for group in groups:
            yield from terms.questions(card, group, asked, source, context, rng)
        yield from answers.questions(card, self._pool, source, context, rng)
        yield from cloze.questions(card, groups, asked, source, context, rng)

    def _source(self, card: Card) -> Source:
        return Source(self._deck.source, card.line)

    @cached_property
    def _groups(self) -> dict[CardId, tuple[Group, ...]]:
        return {card.id: entries.groups(card.answer) for card in self._deck.cards}

    @cached_property
    def _context(self) -> Context:
        return Context.of(self._deck, self._groups)

    @cached_property
    def _pool(self) -> answers.Pool:
        return answers.Pool.of(
            fact
            for card in self._deck.cards
            for fact in answers.facts(card, prompts.asked(card.prompt), self._groups[card.id])
        )
