"""Short facts: cards whose prompts differ in one place have answers that exclude each other.

"What is the capital of France?" and "What is the capital of Peru?" share a frame, and no word of
any language need be understood to see it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Final, Self

from bot.model import Card, CardId, Kind, Question
from bot.questions import distractors, grammar, inline
from bot.questions.draft import Brief, Draft
from bot.richtext import Inlines, plain_line

_LONGEST: Final = 40
_MAX_WORDS: Final = 5
_FIXED: Final = 3
_GAP: Final = 3
_NEIGHBOURS: Final = 12

Form = tuple[bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Short:
    """A card with a short answer: the words of its prompt and what the answer looks like."""

    card: Card
    prompt: Inlines
    answer: Inlines

    @property
    def words(self) -> tuple[str, ...]:
        """The prompt word by word."""
        return tuple(plain_line(self.prompt).casefold().split())

    @property
    def form(self) -> Form:
        """Whether the answer is code, begins with a capital, and holds a digit."""
        text = plain_line(self.answer)
        return inline.is_code(self.answer), text[:1].isupper(), any(map(str.isdigit, text))


@dataclass(frozen=True)
class Frames:
    """The short facts of a deck, each with those that share its frame."""

    kin: Mapping[CardId, Sequence[Short]]
    facts: Mapping[CardId, Short]

    @classmethod
    def of(cls, cards: Iterable[Card]) -> Self:
        """The frames of ``cards``, in n log n.

        Sorted by their words, from the front and from the back, those that share a frame stand
        beside each other.
        """
        shorts = [short for card in cards if (short := _short(card))]
        kin: defaultdict[CardId, dict[CardId, Short]] = defaultdict(dict)
        for row in (
            sorted(shorts, key=lambda short: short.words),
            sorted(shorts, key=lambda short: short.words[::-1]),
        ):
            for at, short in enumerate(row):
                for other in row[at + 1 : at + 1 + _NEIGHBOURS]:
                    if short.form == other.form and _share_frame(short.words, other.words):
                        kin[short.card.id][other.card.id] = other
                        kin[other.card.id][short.card.id] = short
        facts = {short.card.id: short for short in shorts}
        return cls({card: tuple(found.values()) for card, found in kin.items()}, facts)


def _short(card: Card) -> Short | None:
    prompt, answer = inline.line_of(card.prompt), inline.line_of(card.answer)
    if card.choices or not prompt or not answer:
        return None
    text = plain_line(answer).strip()
    if not text or len(text) > _LONGEST or len(text.split()) > _MAX_WORDS or "\n" in text:
        return None
    return Short(card, inline.one_line(inline.trim(prompt)), grammar.bare(inline.quiet(answer)))


def _share_frame(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two prompts are alike but for a few words in one place."""
    least = min(len(one), len(other))
    front = _same(one, other)
    back = min(_same(one[::-1], other[::-1]), least - front)
    fixed = front + back
    return fixed >= _FIXED and 0 < max(len(one), len(other)) - fixed <= _GAP and least > fixed


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def questions(brief: Brief, frames: Frames) -> Iterator[Question]:
    """The card's own prompt with the answers of other cards of its frame beside the right one."""
    fact = frames.facts.get(brief.card.id)
    kin = frames.kin.get(brief.card.id, ())
    if not fact or not kin:
        return
    others = {plain_line(other.answer).casefold(): other.answer for other in kin}
    others.pop(plain_line(fact.answer).casefold(), None)
    wrong = brief.rng.sample(list(others.values()), len(others))
    if found := distractors.flawless(brief, partial(_draft, brief, fact), wrong):
        yield found


def _draft(brief: Brief, fact: Short, chosen: Sequence[Inlines]) -> Draft:
    return Draft(
        kind=Kind.ANSWER,
        stem=_stem(fact.prompt, two=len(chosen) == 1),
        key=fact.answer,
        distractors=chosen,
        explanation=brief.card.answer,
    )


def _stem(prompt: Inlines, *, two: bool) -> Inlines:
    asks = plain_line(prompt).rstrip().endswith(("?", "\uff1f", "\u061f"))
    if two:
        return inline.join(prompt, " Which of the two is right?" if asks else ": which of the two?")
    return prompt if asks else inline.join(prompt, ": which one is right?")
