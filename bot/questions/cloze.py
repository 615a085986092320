"""A blank in a sentence that itself says which alternatives are wrong.

A blank in any sentence has too many right fillings. Here the sentence names what it excludes
("use ReLU instead of Sigmoid or Tanh"), or the term heads a definition and has siblings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from bot.model import Card, Kind, Question, Source
from bot.questions import distractors, entries, grammar, inline
from bot.questions.context import Context
from bot.questions.entries import Group
from bot.questions.flaws.stems import BLANK
from bot.questions.prompts import Ask, Asked
from bot.questions.words import content, normal
from bot.richtext import Inlines, Paragraph, Span, plain_line

_LONGEST: Final = 220
_LEAST: Final = 3
_INSTEAD: Final = re.compile(
    r"\s*(?P<open>\()?(?:instead of|rather than|as opposed to) (?P<wrong>[^();.]+?)"
    r"(?(open)\)|(?=,|;|\.|$| for | to | in | when | because | with ))",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\s*(?:/|,|\bor\b|\band\b)\s*")
_EXAMPLE: Final = re.compile(r"(?:such as|like|e\.g\.|including|for example|for instance)\b", re.I)


def questions(  # noqa: PLR0913, PLR0917 -- what every kind is made from
    card: Card,
    groups: Sequence[Group],
    asked: Asked,
    source: Source,
    context: Context,
    rng: Random,
) -> Iterator[Question]:
    """A question for each sentence of the card that says what does not belong in its blank."""
    for label, sentence in _sentences(card, groups):
        match = _INSTEAD.search(plain_line(sentence))
        if not match or _EXAMPLE.search(plain_line(sentence)):
            continue
        rest = inline.join(
            inline.cut(sentence, 0, match.start()), inline.cut(sentence, match.end())
        )
        wrong = _alternatives(sentence, match)
        rng.shuffle(wrong)
        yield from _in_sentence(card, rest, wrong, _topic(asked, label), source, context)


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


def _alternatives(sentence: Inlines, match: re.Match[str]) -> list[Inlines]:
    """The things a sentence excludes, split where a slash, a comma, "or" or "and" stands."""
    found: list[Inlines] = []
    at = match.start("wrong")
    for gap in (*_BETWEEN.finditer(match["wrong"]), None):
        end = match.start("wrong") + gap.start() if gap else match.end("wrong")
        found.append(inline.quiet(inline.trim(inline.cut(sentence, at, end))))
        at = match.start("wrong") + gap.end() if gap else end
    return [spans for spans in found if entries.is_term(spans)]


def _topic(asked: Asked, label: str) -> Inlines:
    if asked.ask is Ask.OTHER:
        return ()
    if not label:
        return inline.quiet(asked.subject)
    return inline.join(inline.quiet(asked.subject), f" ({label.casefold()})")


def _in_sentence(  # noqa: PLR0913, PLR0917 -- as questions
    card: Card,
    sentence: Inlines,
    wrong: Sequence[Inlines],
    topic: Inlines,
    source: Source,
    context: Context,
) -> Iterator[Question]:
    at = 0
    for span in sentence:
        start, at = at, at + len(plain_line((span,)))
        if not isinstance(span, Span) or not (span.bold or span.code):
            continue
        key = inline.quiet((span,))
        if not entries.is_term(key) or normal(span.text) in map(normal, map(plain_line, wrong)):
            continue
        if made := _question(card, sentence, (start, at), key, wrong, topic, source, context):
            yield made
            return


def _question(  # noqa: PLR0913, PLR0917 -- as questions
    card: Card,
    sentence: Inlines,
    gap: tuple[int, int],
    key: Inlines,
    wrong: Sequence[Inlines],
    topic: Inlines,
    source: Source,
    context: Context,
) -> Question | None:
    blanked = inline.join(inline.cut(sentence, 0, gap[0]), BLANK, inline.cut(sentence, gap[1]))
    blanked = inline.quiet(grammar.bare(blanked))
    if len(plain_line(blanked)) > _LONGEST or len(content(plain_line(blanked))) < _LEAST:
        return None

    def build(chosen: Sequence[Inlines]) -> Question:
        which = "which of the two" if len(chosen) == 1 else "which one"
        lead = inline.join(topic, f": {which}") if topic else inline.join(which)
        return distractors.objective(
            card=card.id,
            kind=Kind.CLOZE,
            stem=inline.join(lead, " fills the blank in \u201c", blanked, "\u201d?"),
            key=key,
            distractors=chosen,
            explanation=(Paragraph(sentence),),
            source=source,
        )

    return distractors.flawless(build, wrong, context)
