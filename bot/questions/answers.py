"""The answer that fits a prompt; the distractors are other cards' answers of the same form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from bot.model import Kind, Question
from bot.questions import distractors, inline
from bot.questions.context import Context
from bot.questions.draft import Brief, Draft
from bot.questions.facts import Fact, Pool
from bot.questions.words import akin, is_small, stem, table, words
from bot.richtext import Inlines, plain_line

_GENERAL: Final = table("""
    new existing old one two single multiple many several different various certain given
    specific large small first last whole entire same common main whether between
    """)
"""Words that two claims may share and still have nothing to do with each other."""


def questions(brief: Brief, pool: Pool) -> Iterator[Question]:
    """A question for each stem that one of the card's facts answers."""
    if brief.card.choices:
        return
    done = set()
    for fact in pool.by_card.get(brief.card.id, ()):
        if not fact.asked or plain_line(fact.stem) in done or pool.is_common(fact):
            continue
        near = pool.near(fact)
        wrong = [other for other in near if _is_wrong(other, fact, brief.context)]
        wrong.sort(key=lambda other: -_kinship(other, fact, brief.context))
        others = {other.card: other.claim for other in wrong}
        if found := distractors.flawless(brief, partial(_draft, brief, fact), others.values()):
            done.add(plain_line(fact.stem))
            yield found


def _draft(brief: Brief, fact: Fact, chosen: Sequence[Inlines]) -> Draft:
    return Draft(
        kind=Kind.ANSWER,
        stem=fact.choice if len(chosen) == 1 else fact.stem,
        key=fact.claim,
        distractors=chosen,
        explanation=brief.card.answer,
    )


def _kinship(one: Fact, other: Fact, context: Context) -> float:
    """How much of what two cards say is the same: the more, the more plausible beside each other.

    Of equally close ones the nearer in the notes comes first.
    """
    mine, its = (context.said.get(fact.card, frozenset()) for fact in (one, other))
    return len(mine & its) / max(1, min(len(mine), len(its)))


def _share_a_word(one: Inlines, other: Inlines, context: Context) -> bool:
    """Whether two claims speak of the same thing, so that both may be true of one subject."""
    mine, its = (
        {word for word in words(plain_line(claim)) if not is_small(word)} - _GENERAL
        for claim in (one, other)
    )
    return any(
        akin(word, another) and stem(word) not in context.frequent
        for word in mine
        for another in its
    )


def _is_wrong(other: Fact, fact: Fact, context: Context) -> bool:
    """Whether ``other`` is surely untrue of the subject of ``fact``.

    It is where the two have nothing to do with each other: they share no word, and neither card
    speaks of the other's subject. Only names in code may share a part: ``git add``, ``git log``.
    """
    if other.card == fact.card or not fact.about or not other.about:
        return False
    named = all(inline.is_code(claimed.subject) for claimed in (fact, other))
    if fact.about & other.about and not named:
        return False
    if _share_a_word(fact.claim, other.claim, context):
        return False
    mine = context.said.get(fact.card, frozenset())
    its = context.said.get(other.card, frozenset())
    return not fact.about <= its and not other.about <= mine
