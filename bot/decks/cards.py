"""Drafts to cards: options, answer and id, and what is wrong with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.decks import naming
from bot.decks.answers import is_answer, parted
from bot.decks.blocks import rich
from bot.decks.nodes import Node
from bot.decks.shapes import CHOICES, Choosing, Draft
from bot.findings.questions import BAD_ID, DUPLICATE, DUPLICATE_ID, NOTHING_ASKED, UNANSWERED
from bot.model import Card, CardId, Choice, Finding
from bot.richtext import Listing, RichText, is_blank, plain

_LONG_ANSWER = 60
"""Characters; so long an answer is not given to two different questions."""


@dataclass(frozen=True, slots=True)
class Made:
    """The cards in the order of the file, and what was noticed on the way."""

    cards: tuple[Card, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Sketch:
    """A card that has no id yet."""

    prompt: RichText
    answer: RichText
    choices: tuple[Choice, ...]
    draft: Draft

    @cached_property
    def question(self) -> tuple[str, ...]:
        return naming.question_key(self.prompt, self.choices)

    @cached_property
    def told(self) -> tuple[str, ...]:
        return naming.answer_key(self.answer)

    @cached_property
    def place(self) -> tuple[str, ...]:
        return naming.topic_key(self.draft.topic)


def made(drafts: Iterable[Draft]) -> Made:
    """A card for every draft that has an answer, each question once."""
    findings: list[Finding] = []
    sketches = [sketch for draft in drafts if (sketch := _sketch(draft, findings))]
    kept = _without_duplicates(sketches, findings)
    return Made(tuple(_with_ids(kept, findings)), tuple(findings))


def _sketch(draft: Draft, findings: list[Finding]) -> _Sketch | None:
    if is_blank(draft.prompt):
        findings.append(NOTHING_ASKED.at(draft.line))
        return None
    choosing = _choosing(draft)
    findings += choosing.findings
    prompt = draft.prompt + rich(choosing.exhibit)
    exhibit, answer = parted(prompt, choosing.rest)
    if not is_answer(answer):
        answer = _told_by(choosing.right)
    elif not choosing.choices:
        answer += _told_by(choosing.right)
    if not answer:
        findings.append(UNANSWERED.at(draft.line, question=plain(draft.prompt)))
        return None
    return _Sketch(prompt + exhibit, answer, choosing.choices, draft)


def _choosing(draft: Draft) -> Choosing:
    """The options of a draft; a key at the end of the file counts where it has none of its own."""
    found = _options(draft.prompt, draft.body)
    if draft.key and (found is None or not found.choices):
        found = _options(draft.prompt, (*draft.body, *draft.key)) or found
    if found is not None:
        return found
    if not draft.key or is_answer(rich(draft.body)):
        return Choosing((), (), draft.body)
    return Choosing((), (), (*draft.body, *draft.key))


def _options(prompt: RichText, body: Sequence[Node]) -> Choosing | None:
    found = (shape(prompt, body) for shape in CHOICES)
    return next((choosing for choosing in found if choosing), None)


def _told_by(right: Sequence[RichText]) -> RichText:
    """The right options as an answer, where no other words are given."""
    return right[0] if len(right) == 1 else (Listing(tuple(right)),) if right else ()


def _without_duplicates(sketches: Sequence[_Sketch], findings: list[Finding]) -> list[_Sketch]:
    """Each question with each of its answers once.

    Under another heading a short answer may be the same by chance, but not a long one.
    """
    times = Counter(sketch.question for sketch in sketches)
    seen: dict[tuple[tuple[str, ...], ...], _Sketch] = {}
    for sketch in sketches:
        told = sketch.told if times[sketch.question] > 1 else ()
        place = () if sum(map(len, told)) >= _LONG_ANSWER else sketch.place
        first = seen.setdefault((sketch.question, told, place), sketch)
        if first is not sketch:
            draft, line = sketch.draft, first.draft.line
            findings.append(DUPLICATE.at(draft.line, question=plain(draft.prompt), first=line))
    return list(seen.values())


def _with_ids(sketches: Sequence[_Sketch], findings: list[Finding]) -> Iterator[Card]:
    twins = Counter((sketch.question, sketch.place) for sketch in sketches)
    used: set[CardId] = set()
    for sketch in sketches:
        draft = sketch.draft
        alone = twins[sketch.question, sketch.place] == 1
        given = _given(draft, used, findings)
        card = given or _derived(sketch, used, alone=alone)
        used.add(card)
        parts = (sketch.prompt, sketch.answer, draft.topic, draft.line, sketch.choices)
        yield Card(card, *parts, given)


def _given(draft: Draft, used: set[CardId], findings: list[Finding]) -> CardId | None:
    given = draft.given_id
    if given is None:
        return None
    if not naming.is_valid(given):
        findings.append(BAD_ID.at(draft.line, given=given))
        return None
    if given in used:
        findings.append(DUPLICATE_ID.at(draft.line, given=given))
        return None
    return CardId(given)


def _derived(sketch: _Sketch, used: set[CardId], *, alone: bool) -> CardId:
    """The answer joins in only where the question alone would not tell two cards apart."""
    keys = [sketch.question, sketch.place]
    if not alone:
        keys.append(sketch.told)
    card = naming.derive(*keys)
    while card in used:
        keys.append(("again",))
        card = naming.derive(*keys)
    return card
