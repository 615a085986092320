"""What a card claims about its subject in one clause, and the question that asks for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

from bot.model import Card, CardId
from bot.questions import entries, facets, grammar, inline, prompts
from bot.questions.entries import Entry, Group
from bot.questions.grammar import Form
from bot.questions.prompts import Ask, Asked
from bot.questions.words import content
from bot.richtext import Inlines, Listing, Paragraph, plain_line

_LONGEST: Final = 140
_LEAST: Final = 3
"""Words of meaning an answer needs: a vaguer one may be true of anything."""
_HOLLOW: Final = re.compile(
    r"(?:affects|helps|improves|supports|influences|impacts|enhances|provides|uses|handles|"
    r"includes|contains|involves|has|allows|enables|refers|makes|offers|plays|does|"
    r"an? (?:\w+ )?(?:abbreviation|acronym|kind|type|way|concept|term|name|synonym|example|"
    r"phenomenon|thing|problem)) ",
    re.IGNORECASE,
)
"""Openings of claims that are true of many things, or that tell the name and not the thing."""
_WINDOW: Final = 24
_AROUND: Final = 100
"""Facts looked at before and behind one for others to set beside it."""
_COMPARED: Final = 200
_TWO_THIRDS: Final = 2 / 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A short claim about a card's subject, and the question it answers.

    ``stem`` asks for it among three options, ``choice`` among two; one that cannot be ``asked`` is
    a distractor of others.
    """

    card: CardId
    subject: Inlines
    form: Form
    claim: Inlines
    stem: Inlines
    choice: Inlines
    asked: bool = True

    @property
    def size(self) -> int:
        """Characters of the claim."""
        return len(plain_line(self.claim))

    @property
    def about(self) -> frozenset[str]:
        """The stems of the subject's name."""
        return content(plain_line(self.subject))


@dataclass(frozen=True)
class Pool:
    """All facts of a deck by their form, shortest first and in the order of the cards."""

    facts: Mapping[Form, Sequence[Fact]]
    in_order: Mapping[Form, Sequence[Fact]]
    by_card: Mapping[CardId, Sequence[Fact]]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Self:
        """The pool that holds ``facts``."""
        forms: defaultdict[Form, list[Fact]] = defaultdict(list)
        cards: defaultdict[CardId, list[Fact]] = defaultdict(list)
        for fact in facts:
            forms[fact.form].append(fact)
            cards[fact.card].append(fact)
        by_size = {form: sorted(found, key=_size) for form, found in forms.items()}
        return cls(by_size, forms, cards)

    def is_common(self, fact: Fact) -> bool:
        """Whether another card claims the same or more, so that the claim tells nothing apart."""
        claim = content(plain_line(fact.claim))
        row = self.facts.get(fact.form, ())
        start = bisect_left(row, fact.size * _TWO_THIRDS, key=_size)
        return any(
            other.card != fact.card and claim <= content(plain_line(other.claim))
            for other in row[start : start + _COMPARED]
        )

    def near(self, fact: Fact) -> list[Fact]:
        """Facts of the same form and about the same length, from the cards around this one.

        What stands close together in notes is of one topic, so it is not absurd at first sight.
        """
        row = self.in_order.get(fact.form, ())
        at = self._places[id(fact)]
        around = sorted(
            range(max(at - _AROUND, 0), min(at + _AROUND + 1, len(row))),
            key=lambda place: abs(place - at),
        )
        lengths = range(round(fact.size * _TWO_THIRDS), round(fact.size / _TWO_THIRDS) + 1)
        found = (row[place] for place in around if place != at)
        return [other for other in found if other.size in lengths][:_WINDOW]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {id(fact): at for row in self.in_order.values() for at, fact in enumerate(row)}


def _size(fact: Fact) -> int:
    return fact.size


def facts(card: Card, asked: Asked, groups: Sequence[Group]) -> Iterator[Fact]:
    """What the card claims about its subject: its first sentence and its facets."""
    if asked.ask in {Ask.OTHER, Ask.COMPARE} or asked.plural:
        return
    for entry in (entry for group in groups for entry in group if facets.opening(entry.name)):
        yield from _of_facet(card, asked, entry)
    match card.answer:
        case (Paragraph(spans=spans), *_) | (Listing(items=((Paragraph(spans=spans), *_), *_)), *_):
            yield from _of_sentence(card, asked, spans)
        case _:
            pass


def _of_facet(card: Card, asked: Asked, entry: Entry) -> Iterator[Fact]:
    opening = facets.opening(entry.name)
    stem = inline.join(f"{opening} ", asked.named, "?")
    choice = inline.join(f"which of the two is the {entry.name.casefold()} of ", asked.named, "?")
    for claim, form in _claims(entry.definition):
        if form is Form.VERB:
            yield Fact(card.id, asked.subject, form, claim, stem, choice)


def _of_sentence(card: Card, asked: Asked, spans: Inlines) -> Iterator[Fact]:
    first = grammar.sentences(spans)[:1]
    if not first or (entries.entry(spans) and not _is_about(entries.entry(spans), asked)):
        return
    sentence = first[0]
    rest = inline.cut(sentence, prompts.begins_with(sentence, asked.subject))
    text = plain_line(rest)
    if text.startswith("is "):
        rest = inline.cut(rest, 3)
    elif grammar.plainer(rest) == sentence and grammar.form(text) is Form.OTHER:
        return
    for claim, form in _claims(rest):
        if asking := _stem(asked, form):
            told = not _lacks_article(asked, claim)
            yield Fact(card.id, asked.subject, form, claim, *asking, asked=told)


def _lacks_article(asked: Asked, claim: Inlines) -> bool:
    """Whether the prompt leaves out an article that our question would need.

    What "is a ..." can be counted, and a name of several words that ends in a small letter is an
    ordinary noun: "What is shallow network?".
    """
    name = plain_line(asked.subject)
    counted = plain_line(claim).startswith(("A ", "An "))
    return counted and asked.named == asked.subject and name.split()[-1].islower() and " " in name


def _is_about(entry: Entry | None, asked: Asked) -> bool:
    return entry is not None and content(entry.name) == content(plain_line(asked.subject))


def _claims(spans: Inlines) -> Iterator[tuple[Inlines, Form]]:
    """The sentence without its asides and its first clause, each once."""
    sentence, *_ = (*grammar.sentences(spans)[:1], ())
    plainer = grammar.plainer(sentence)
    seen = set()
    for piece in (plainer, grammar.first_clause(plainer)):
        claim = inline.capital(inline.quiet(grammar.bare(piece)))
        text = plain_line(claim)
        fits = len(text) <= _LONGEST and len(content(text)) >= _LEAST
        if fits and text not in seen and not _HOLLOW.match(text):
            seen.add(text)
            yield claim, grammar.form(text)


def _stem(asked: Asked, form: Form) -> tuple[Inlines, Inlines] | None:
    """How a claim of this form is asked for, of three options and of two."""
    named = asked.named
    match form, asked.ask:
        case Form.VERB, Ask.DOES | Ask.IS | Ask.EXPLAIN:
            return (
                inline.join("what does ", named, " do?"),
                inline.join("which of the two describes what ", named, " does?"),
            )
        case ((Form.GERUND | Form.NOUN), (Ask.IS | Ask.EXPLAIN)):
            return (
                inline.join("what is ", named, "?"),
                inline.join("which of the two describes ", named, "?"),
            )
        case _:
            return None
