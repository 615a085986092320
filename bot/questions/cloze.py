"""A blank in a sentence that itself says which alternatives are wrong.

A blank in any sentence has too many right fillings. Here the sentence names what it excludes
("use ReLU instead of Sigmoid or Tanh"), or the term heads a definition and has siblings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from bot.model import Card, Kind, Question
from bot.questions import alternatives, distractors, entries, grammar, inline, prompts
from bot.questions.draft import Brief, Draft
from bot.questions.entries import Group
from bot.questions.flaws.stems import BLANK
from bot.questions.prompts import Asked
from bot.questions.words import content, normal
from bot.richtext import Inlines, Paragraph, Span, plain_line

_LONGEST: Final = 220
_READ: Final = 2 * _LONGEST
"""Characters of a sentence that is looked at: a longer one leaves no stem that fits."""
_SENTENCES: Final = 256
"""Sentences of a card that are looked at."""
_LEAST: Final = 3
_INSTEAD: Final = re.compile(
    r"\s*(?P<open>\()?(?:instead of|rather than|as opposed to) (?P<wrong>[^();.]+?)"
    r"(?(open)\)|(?=,|;|\.|$| for | to | in | when | because | with ))",
    re.IGNORECASE,
)
_EXAMPLE: Final = re.compile(
    r"(?:such as|like|e\.g\.|including|for example|for instance)\b", re.IGNORECASE
)


def questions(brief: Brief, groups: Sequence[Group]) -> Iterator[Question]:
    """A question for each sentence of the card that says what does not belong in its blank."""
    for label, sentence in islice(_sentences(brief.card, groups), _SENTENCES):
        text = plain_line(sentence)
        match = _INSTEAD.search(text) if len(text) <= _READ else None
        if not match or _EXAMPLE.search(text):
            continue
        rest = inline.join(
            inline.cut(sentence, 0, match.start()), inline.cut(sentence, match.end())
        )
        listed = alternatives.split(inline.cut(sentence, *match.span("wrong")))
        wrong = [spans for spans in listed if entries.is_term(spans)]
        brief.rng.shuffle(wrong)
        topic = _topic(brief.asked, label)
        if topic and (found := _question(brief, _Gapped(rest, sentence, topic), wrong)):
            yield found


@dataclass(frozen=True, slots=True)
class _Gapped:
    """A sentence without what it excludes, the sentence as it was, and what it is about."""

    rest: Inlines
    whole: Inlines
    topic: Inlines


def _sentences(card: Card, groups: Sequence[Group]) -> Iterator[tuple[str, Inlines]]:
    """The sentences of the card with the label, if any, that they stand behind."""
    for group in groups:
        for entry in group:
            for sentence in grammar.sentences(entry.definition):
                yield entry.name, sentence
    for block in card.answer:
        if isinstance(block, Paragraph):
            for line in entries.lines(block.spans):
                if entries.entry(line) is None:
                    yield from (("", sentence) for sentence in grammar.sentences(line))


def _topic(asked: Asked, label: str) -> Inlines | None:
    """The lead of the stem with the label; the prompt itself where that needs no lead."""
    lead = prompts.lead(asked)
    lead = inline.quiet(asked.line) if lead == () else lead
    return inline.join(lead, f" ({label.casefold()})") if lead and label else lead


def _question(brief: Brief, gapped: _Gapped, wrong: Sequence[Inlines]) -> Question | None:
    taken = {normal(plain_line(spans)) for spans in wrong}
    for start, end, key in _keys(gapped.rest):
        blanked = inline.quiet(grammar.bare(_with_blank(gapped.rest, start, end)))
        text = plain_line(blanked)
        fits = len(text) <= _LONGEST and len(content(text)) >= _LEAST
        if fits and normal(plain_line(key)) not in taken:
            build = partial(_draft, gapped, blanked, key)
            if found := distractors.flawless(brief, build, wrong):
                return found
    return None


def _keys(sentence: Inlines) -> Iterator[tuple[int, int, Inlines]]:
    """The bold and code terms of a sentence with their places."""
    at = 0
    for span in sentence:
        start, at = at, at + len(plain_line((span,)))
        if isinstance(span, Span) and (span.bold or span.code):
            key = inline.quiet((span,))
            if entries.is_term(key):
                yield start, at, key


def _with_blank(sentence: Inlines, start: int, end: int) -> Inlines:
    return inline.join(inline.cut(sentence, 0, start), BLANK, inline.cut(sentence, end))


def _draft(gapped: _Gapped, blanked: Inlines, key: Inlines, chosen: Sequence[Inlines]) -> Draft:
    which = "which of the two" if len(chosen) == 1 else "which of these"
    lead = prompts.leading(gapped.topic, which)
    return Draft(
        kind=Kind.CLOZE,
        stem=inline.join(lead, " fills the blank in \u201c", blanked, "\u201d?"),
        key=key,
        distractors=chosen,
        explanation=(Paragraph(gapped.whole),),
    )
