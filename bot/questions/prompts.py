"""What a prompt asks about: its first question, the form of it and its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.questions import grammar, inline
from bot.richtext import Inlines, RichText, plain_line


class Ask(StrEnum):
    """What kind of answer the first question of a prompt wants."""

    IS = "what is X"
    DOES = "what does X do"
    EXPLAIN = "explain X"
    COMPARE = "X versus Y"
    OTHER = "anything else"


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt understood: ``line`` is its first question, ``subject`` what that is about.

    ``subject`` has lost its articles and is empty where ``ask`` is ``OTHER``; ``named`` keeps the
    article; ``plural`` says how a sentence about the subject must agree.
    """

    ask: Ask
    line: Inlines
    subject: Inlines = ()
    named: Inlines = ()
    plural: bool = False


_ASKING: Final = ("?", "\uff1f", "\u061f")
"""What a question ends with."""

_SIDE: Final = r"(?:role|purpose|function|job|goal|use|point|aim)"
_PATTERNS: Final = tuple(
    (ask, re.compile(pattern, re.IGNORECASE))
    for ask, pattern in (
        (Ask.DOES, rf"what(?: is| are|'s|\u2019s) (?:the )?(?:main )?{_SIDE} of (?P<subject>.+)"),
        (Ask.DOES, rf"(?:explain|describe) the (?:main )?{_SIDE} of (?P<subject>.+)"),
        (Ask.DOES, r"what (?:does|do) (?P<subject>.+?) do\b(?! \w+ing)"),
        (Ask.DOES, r"how (?:does|do) (?P<subject>.+?) work\b"),
        (Ask.COMPARE, r"(?:.{0,30}?\b)differences? between (?P<subject>.+)"),
        (Ask.COMPARE, r"compare (?P<subject>.+)"),
        (Ask.COMPARE, r"(?:explain |describe )?(?P<subject>.+? (?:vs\.?|versus) [^:]+)"),
        (Ask.IS, r"(?:what|who)(?: is|'s|\u2019s| are) (?P<subject>(?!not\b|it\b|meant\b).+)"),
        (Ask.EXPLAIN, r"(?:explain|describe|define|discuss) (?P<subject>(?!how|why|what|when).+)"),
    )
)
_FIRST: Final = re.compile(r"[?!](?=\s|$)|(?<!\bvs)\.(?=\s+[^\sa-z]|$)|\n")
_CUT: Final = re.compile(
    r"[,;]? (?:and|or|but) (?:why|how|what|when|where|which|who|is|are|does|do|can|give|list|name|"
    r"its?|their)\b|[:;?,]| \(| [-\u2013\u2014] | (?:work|do)\b",
    re.IGNORECASE,
)
_ENDING: Final = re.compile(r"(?<![?!.\s])[?!.\s]+$")
_MODIFIERS: Final = re.compile(
    r"(?:(?:some|the|an?|your|any|specific|different|various|several|main|common|most|popular|key|"
    r"typical|commonly used|common used|used|two|three|four|concepts? of|terms?|ideas? of|types of|"
    r"kinds of) )+",
    re.IGNORECASE,
)
_UNCLEAR: Final = re.compile(
    r"\b(?:this|these|those|it|its|they|their|you|your|we|our|above|below|following|wrong|best|"
    r"better|right|output|result|value)\b",
    re.IGNORECASE,
)
_KINDS: Final = re.compile(
    r"which\b|how (?:to|(?:do|can|could|would|should|may|must) (?:you|we|i|one|people|users))\b|"
    r"when (?:to|(?:do|would|should) (?:you|we|i|one))\b|(?:give|list|name|mention) |"
    r"what (?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|makes?\b|happens?\b|can\b|will\b)",
    re.IGNORECASE,
)
_SIDES: Final = re.compile(
    r"\b(?:why|reasons?|benefits?|(?:dis)?advantages?|pros|cons|strengths?|weakness(?:es)?|"
    r"limitations?|drawbacks?|challenges?|importan(?:t|ce)|features|useful|help)\b",
    re.IGNORECASE,
)
"""What asks for sides of a subject, which are nothing without it."""
_LONGEST_LEAD: Final = 80
_ARTICLES: Final = re.compile(
    r"(?:(?<=\band )|(?<=\bor )|(?<=\bvs )|(?<=\bvs\. )|(?<=\bversus )|(?<=, ))(?:an?|the) ",
    re.IGNORECASE,
)
_MORE: Final = re.compile(r"(?!is )\w*[^\Ws] (?=(?P<verb>\w+))")
"""A word that is no verb, and the word behind it."""
_LONGEST: Final = 9
"""Words of a subject: what is longer is a sentence, not a name."""


def lead(asked_: Asked) -> Inlines | None:
    """What a question about a part of the answer begins with, or None if it would be lost.

    That is the subject, or the prompt itself where it is a title or a question that we do not
    understand. ``()`` where the prompt asks for kinds or ways (``Which ...?``, ``How to ...?``):
    they need no subject, while the reasons that a "why" or "advantages" asks for do.
    """
    if asked_.ask is not Ask.OTHER:
        return inline.quiet(asked_.subject)
    text = plain_line(asked_.line)
    if not text or (_KINDS.match(text) and not _SIDES.search(text)):
        return ()
    if _SIDES.search(text) or len(text) > _LONGEST_LEAD:
        return None
    return inline.quiet(grammar.bare(asked_.line))


def leading(topic: Inlines, which: str) -> Inlines:
    """``topic`` and behind it the words that ask: "Callbacks: which one", "Why? Which one"."""
    if not topic:
        return inline.join(which)
    if plain_line(topic).endswith(_ASKING):
        return inline.join(topic, " ", which.capitalize())
    return inline.join(topic, ": ", which)


def first_question(prompt: RichText) -> Inlines:
    """The first sentence of a prompt on one line, ``()`` where it does not begin with text."""
    if not prompt or not (spans := inline.line_of(prompt[:1])):
        return ()
    spans = inline.trim(spans)
    match = _FIRST.search(grammar.masked(spans))
    return inline.one_line(inline.trim(inline.cut(spans, 0, match.end() if match else None)))


def asked(prompt: RichText) -> Asked:
    """What ``prompt`` asks. English is understood; anything else is ``Ask.OTHER``."""
    line = inline.quiet(first_question(prompt))
    text = grammar.masked(line)
    for ask, pattern in _PATTERNS:
        match = pattern.match(text)
        if match and (named := _subject(line, match, ask)):
            subject = _bare(named)
            plain = plain_line(subject)
            if plain and not _UNCLEAR.search(grammar.masked(subject)):
                return Asked(ask, line, subject, named, _is_plural(text, plain))
    return Asked(Ask.OTHER, line)


def _subject(line: Inlines, match: re.Match[str], ask: Ask) -> Inlines:
    start, end = match.span("subject")
    tail = _CUT.search(match.string, start + 1, end) if ask is not Ask.COMPARE else None
    spans = inline.trim(inline.cut(line, start, tail.start() if tail else end))
    spans = grammar.bare(inline.without(spans, _ENDING.finditer(plain_line(spans))))
    return spans if 0 < len(plain_line(spans).split()) <= _LONGEST else ()


def _bare(named: Inlines) -> Inlines:
    match = _MODIFIERS.match(grammar.masked(named))
    bare = inline.cut(named, match.end()) if match else named
    return inline.without(bare, _ARTICLES.finditer(grammar.masked(bare)))


def _is_plural(text: str, subject: str) -> bool:
    lead = text.casefold().split()
    if len(lead) > 1 and lead[0] in {"what", "who", "how"}:
        return lead[1] in {"are", "do"}
    return bool(re.search(r"[^su\W]s$", subject.rsplit(maxsplit=1)[-1]))


def begins_with(clause: Inlines, subject: Inlines) -> int:
    """Where ``clause`` goes on after naming ``subject`` or "It"; 0 where it names neither.

    A word that only says what the subject is ("The Adam *optimizer* updates ...") belongs to it.
    """
    plain = re.escape(plain_line(subject)) or "it"
    text = plain_line(clause)
    match = re.match(rf"(?:(?:the|an?) )?(?:{plain}|it|they|this|these) ", text, re.IGNORECASE)
    if not match:
        return 0
    more = _MORE.match(text, match.end())
    goes_on = more and (more["verb"] == "is" or grammar.is_third(more["verb"]))
    return more.end() if more and goes_on else match.end()
