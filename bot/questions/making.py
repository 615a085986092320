"""Everything that can be asked about the cards of one deck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice
from random import Random
from typing import Final

from bot.model import Card, CardId, Deck, Finding, Kind, Question, Source
from bot.questions import answers, authored, cloze, entries, facts, frames, inline, prompts, terms
from bot.questions.context import Context
from bot.questions.draft import Brief
from bot.questions.entries import Entry, Group
from bot.questions.words import content
from bot.richtext import Paragraph, plain

_MOST: Final = 64
"""Questions of one card: nobody meets it so often."""
_CLOSE: Final = 0.6
"""The share of words from which on two questions for one thing are the same question."""


class Maker:
    """Makes the questions of one deck, each card when it is first needed.

    What it makes depends on the deck alone: chance comes from the card's id. What is known of the
    deck as a whole is gathered once, in time linear in the deck.
    """

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self._made: dict[CardId, tuple[Question, ...]] = {}

    def questions(self, card: Card) -> tuple[Question, ...]:
        """The flawless objective questions of ``card``, the best kind first; may be empty."""
        if card.id not in self._made:
            self._made[card.id] = tuple(islice(_distinct(self._questions(card)), _MOST))
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
        brief = Brief(
            card=card,
            asked=self._asked.get(card.id) or prompts.asked(card.prompt),
            source=self._source(card),
            context=self._context,
            rng=Random(card.id),  # noqa: S311 -- the same for everybody on purpose
        )
        if found := authored.question(card, brief.source, brief.context):
            yield found
        groups = self._groups.get(card.id, ())
        for group in groups:
            yield from terms.questions(brief, group)
        if card.id in self._glossary:
            yield from self._term(brief)
        yield from frames.questions(brief, self._frames)
        yield from answers.questions(brief, self._pool)
        yield from cloze.questions(brief, groups)

    def _term(self, brief: Brief) -> Iterator[Question]:
        """The question for a card that is itself a term: asked by its definition, among others."""
        unsaid = replace(brief, asked=prompts.Asked(prompts.Ask.OTHER, ()))
        siblings = self._topics[brief.card.topic]
        if found := terms.question(unsaid, self._glossary[brief.card.id], siblings):
            yield found

    def _source(self, card: Card) -> Source:
        return Source(self._deck.source, card.line)

    @cached_property
    def _asked(self) -> dict[CardId, prompts.Asked]:
        return {card.id: prompts.asked(card.prompt) for card in self._deck.cards}

    @cached_property
    def _groups(self) -> dict[CardId, tuple[Group, ...]]:
        return {card.id: entries.groups(card.answer) for card in self._deck.cards}

    @cached_property
    def _glossary(self) -> dict[CardId, Entry]:
        """The cards that are a term and its definition, by themselves."""
        found = ((card.id, _entry(card)) for card in self._deck.cards)
        return {card: entry for card, entry in found if entry}

    @cached_property
    def _topics(self) -> dict[tuple[str, ...], list[Entry]]:
        """The terms under each heading: siblings."""
        found: dict[tuple[str, ...], list[Entry]] = {}
        for card in self._deck.cards:
            if entry := self._glossary.get(card.id):
                found.setdefault(card.topic, []).append(entry)
        return found

    @cached_property
    def _frames(self) -> frames.Frames:
        return frames.Frames.of(self._deck.cards)

    @cached_property
    def _context(self) -> Context:
        return Context.of(self._deck, self._groups, self._asked)

    @cached_property
    def _pool(self) -> facts.Pool:
        return facts.Pool.of(
            fact
            for card in self._deck.cards
            for fact in facts.facts(card, self._asked[card.id], self._groups[card.id])
        )


def _distinct(questions: Iterable[Question]) -> Iterator[Question]:
    """``questions`` without those that ask for the same in nearly the words of an earlier one."""
    seen: list[tuple[list[str], frozenset[str]]] = []
    for question in questions:
        keys = [plain(question.options[at]).casefold() for at in question.key]
        told = content(plain(question.stem))
        if question.kind is not Kind.AUTHORED:
            if any(keys == key and _are_close(told, stem) for key, stem in seen):
                continue
            seen.append((keys, told))
        yield question


def _are_close(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _CLOSE * max(len(one), len(other))


def _entry(card: Card) -> Entry | None:
    """``card`` as a term with its definition, None if its prompt is no term or asks something."""
    term = inline.line_of(card.prompt)
    match card.answer:
        case (Paragraph(spans=definition), *_) if term and not card.choices:
            entry = Entry(inline.quiet(inline.trim(term)), inline.one_line(definition))
            return entry if entries.is_term(entry.term) else None
        case _:
            return None
