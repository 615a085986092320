"""A term from its definition; the distractors are the terms beside it in the same list."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from bot.model import Kind, Question
from bot.questions import distractors, entries, grammar, inline, prompts
from bot.questions.context import Context
from bot.questions.draft import Brief, Draft
from bot.questions.entries import Entry, Group
from bot.questions.grammar import Form
from bot.questions.prompts import Ask, Asked
from bot.questions.words import content, normal, words
from bot.richtext import Inlines, Listing, Paragraph, RichText, Span, plain_line

_LONGEST: Final = 220
_SHORT: Final = 60
"""Characters of a sentence that is quoted whole, semicolons and all."""
_EXPLAINED: Final = 500
_LOOKED_AT: Final = 32
"""Siblings considered, so that a list of thousands takes no longer for each of them."""
_ASKED_FOR: Final = 32
"""Terms of one list that are asked for: nobody meets a card often enough to be asked for more."""
_ENOUGH: Final = 2
_SENTENCES: Final = 2
_PARTS: Final = 3
"""What of a definition is quoted: the first parts, between semicolons, of the first sentences."""
_PRONOUN: Final = re.compile(r"(?:it|they|this|these) (?:also |mainly )?(?=\w)", re.IGNORECASE)
_SEVERAL: Final = re.compile(r",|/|\b(?:and|or|vs|versus)\b", re.IGNORECASE)
_TIMES: Final = frozenset({"before", "after", "during"})
_PART: Final = re.compile(r";\s*")


def questions(brief: Brief, group: Group) -> Iterator[Question]:
    """A question for each term of ``group`` that can be asked for without a flaw."""
    usable = entries.terms(group, brief.context.recurring)
    if _are_aspects(brief.asked, usable):
        return
    for wanted in usable[:_ASKED_FOR]:
        if found := question(brief, wanted, usable):
            yield found


def _are_aspects(asked: Asked, usable: Sequence[Entry]) -> bool:
    """Whether the prompt compares things and none of ``usable`` is one of them."""
    subject = plain_line(asked.subject)
    if asked.ask is not Ask.COMPARE or not _SEVERAL.search(subject):
        return False
    return not any(content(entry.name) & content(subject) for entry in usable)


def question(brief: Brief, wanted: Entry, siblings: Sequence[Entry]) -> Question | None:
    """A question for the term ``wanted``; the siblings defined most like it are its distractors."""
    topic = _topic(brief.asked, wanted)
    if topic is None:
        return None
    some = brief.rng.sample(siblings, min(len(siblings), _LOOKED_AT))
    others = [entry for entry in some if _is_other(entry, wanted)]
    others.sort(key=lambda entry: -_likeness(entry, wanted))
    if len(others) < _ENOUGH:
        others += _beside(brief.context, wanted, {entries.key(entry) for entry in some})
    for clause in clauses(wanted.definition):
        asking = partial(stem, clause, wanted.link, topic, plural=_is_plural(brief.asked))
        build = partial(_draft, asking, wanted, {id(entry.term): entry for entry in others})
        if found := distractors.flawless(brief, build, [entry.term for entry in others]):
            return found
    return None


def _beside(context: Context, wanted: Entry, taken: Collection[str]) -> Iterator[Entry]:
    """Terms of another list that stand beside ``wanted`` in the notes, and are defined there.

    Of a term that is defined nowhere nobody can say that it does not fit as well.
    """
    for term in context.beside.get(entries.key(wanted), ()):
        name = normal(plain_line(term))
        if name not in taken and name in context.meanings:
            yield Entry(term, ())


def _draft(
    asking: Callable[..., Inlines],
    wanted: Entry,
    others: Mapping[int, Entry],
    chosen: Sequence[Inlines],
) -> Draft:
    return Draft(
        kind=Kind.TERM,
        stem=asking(two=len(chosen) == 1),
        key=wanted.term,
        distractors=chosen,
        explanation=explanation(wanted, [others[id(term)] for term in chosen]),
    )


def _is_other(entry: Entry, wanted: Entry) -> bool:
    """Whether ``entry`` can be a wrong answer: another term, and not another name of the same.

    What comes at the same time as ``wanted`` ("before rendering") may do the same.
    """
    mine, its = content(wanted.name), content(entry.name)
    if not mine or not its:
        return entry.name != wanted.name
    said, told = plain_line(entry.definition), plain_line(wanted.definition)
    if _TIMES & set(words(said)) & set(words(told)):
        return False
    return mine != its and not (said and content(said) <= content(told))


def _likeness(one: Entry, other: Entry) -> int:
    """How many words of meaning two definitions share: the more, the harder to tell apart."""
    return len(content(plain_line(one.definition)) & content(plain_line(other.definition)))


def clauses(definition: Inlines) -> tuple[Inlines, ...]:
    """What can be quoted of a definition, the best first.

    That is a short sentence as it stands, what stands between two semicolons of it, the same
    without its asides, its first clause, and last the whole of a long one.
    """
    found: dict[str, Inlines] = {}
    for sentence in grammar.sentences(definition)[:_SENTENCES]:
        whole = len(plain_line(sentence)) <= _SHORT
        for spans in (*((sentence,) if whole else ()), *_variants(sentence), sentence):
            clause = inline.quiet(grammar.bare(_resolved(spans)))
            text = plain_line(clause)
            if text and len(text) <= _LONGEST and not re.search("[\u201c\u201d]", text):
                found.setdefault(text, clause)
    return tuple(found.values())


def _variants(sentence: Inlines) -> Iterator[Inlines]:
    gaps = [gap.span() for gap in _PART.finditer(grammar.masked(sentence))]
    for part in inline.Ruler(sentence).pieces(gaps)[:_PARTS]:
        plainer = grammar.plainer(part)
        yield from (part, plainer, grammar.first_clause(plainer))


def _resolved(spans: Inlines) -> Inlines:
    """``spans`` without a leading "It", which means the term, where a verb follows."""
    match = _PRONOUN.match(plain_line(spans))
    if not match:
        return spans
    rest = inline.cut(spans, match.end())
    return rest if grammar.form(plain_line(rest)) is Form.VERB else spans


def _topic(asked: Asked, wanted: Entry) -> Inlines | None:
    """What the stem begins with, unless that is the term itself; None if it would be lost."""
    lead = prompts.lead(asked)
    return () if lead and content(plain_line(lead)) <= content(wanted.name) else lead


def _is_plural(asked: Asked) -> bool:
    """Whether "one" can stand for what the prompt names: one of the callbacks, of two methods."""
    return asked.plural or asked.ask is Ask.COMPARE


def stem(clause: Inlines, link: str, topic: Inlines, *, plural: bool, two: bool) -> Inlines:
    """The question for a term: the clause woven in where its form is sure, else quoted."""
    one = "which one" if topic and plural else "which of these"
    which = "which of the two" if two else one
    lead = prompts.leading(topic, which)
    form = Form.OTHER if ";" in plain_line(clause) else grammar.form(plain_line(clause))
    if link:
        return inline.join(lead, f" {link} ", inline.small(clause), "?")
    match form:
        case Form.VERB:
            return inline.join(lead, " ", inline.small(clause), "?")
        case Form.USE:
            return inline.join(lead, " is used ", grammar.used(clause), "?")
        case Form.NOUN if re.match(r"(?:an?|one) ", plain_line(clause), re.IGNORECASE):
            return inline.join(lead, " is ", inline.small(clause), "?")
        case _ if inline.is_code(clause):
            return inline.join(lead, " goes with ", clause, "?")
        case _:
            return inline.join(lead, " fits the description \u201c", clause, "\u201d?")


def explanation(wanted: Entry, others: Sequence[Entry]) -> RichText:
    """The definition of the key and, where they are short, of the distractors."""
    rest = [_line(entry) for entry in others if entry.definition]
    length = sum(len(plain_line(line)) for line in (_line(wanted), *rest))
    if not rest or length > _EXPLAINED:
        return (Paragraph(_line(wanted)),)
    return (Paragraph(_line(wanted)), Listing(tuple((Paragraph(line),) for line in rest)))


def _line(entry: Entry) -> Inlines:
    name = tuple(
        Span(span.text, bold=True, code=span.code) for span in entry.term if isinstance(span, Span)
    )
    return inline.join(name, f" {entry.link} " if entry.link else ": ", entry.definition)
