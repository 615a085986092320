"""Flaws of the stem: what is asked, and whether it can be understood alone."""

from __future__ import annotations

import re
from typing import Final

from bot.model import Kind
from bot.questions import grammar
from bot.questions.context import Context
from bot.questions.flaws.flaw import Flaw
from bot.questions.flaws.item import Item
from bot.questions.words import content
from bot.richtext import Span, inlines, is_blank

BLANK: Final = "____"
_LONG: Final = 400
_LEAST: Final = 2
_DANGLING: Final = re.compile(
    r"^(?:it|its|this|these|those|they|their|such|he|she|here|there|them|that|the former|"
    r"the latter)\b(?! is | are (?:many|several|two|three))|\b(?:the former|the latter|"
    r"as (?:mentioned|shown|seen|described|discussed|said|explained)|mentioned|aforementioned|"
    r"(?:see|shown|given|listed|described) (?:above|below|here)|(?:the|this|these) (?:following|"
    r"above|previous) \w+|the (?:above|previous)|this (?:case|way|is|means|approach|method|"
    r"technique|process|problem|function|layer|example)|these (?:are|two|three)|below|note that)\b",
    re.IGNORECASE,
)
_START: Final = re.compile(
    r"(?:^|[\u201c:] ?)((?:it|its|this|these|those|they|their|such|them|that)\b.*)", re.IGNORECASE
)
_DISCOURSE: Final = re.compile(
    r"(?:instead|however|also|then|therefore|moreover|additionally|furthermore|hence|thus|"
    r"otherwise|but|and|or|so|which|who|where|whose|because|mostly|usually|optionally|"
    r"finally|likewise)\b,? ",
    re.IGNORECASE,
)
_VAGUE: Final = re.compile(
    r"(?:very |more |most |the |often |also )*(?:best|better|good|great|suitable|suited|ideal|"
    r"useful|recommended|preferred|easy|easier|popular|important|essential|powerful|perfect|helpful|"
    r"crucial|common|simple|known|efficient|effective)\b(?! than)",
    re.IGNORECASE,
)
_MATTERS: Final = re.compile(
    r"(?:which one|of the two|of these|\u201c) ?(?:\w+ly )?(?:affects?|influences?|impacts?|"
    r"improves?|enhances?|helps?|contributes?|plays?|matters?|supports?) ",
    re.IGNORECASE,
)
_USED: Final = re.compile(r"\bis used (?:for|in|by|with|as|on) (?P<names>[^?]*,[^?]*)\?")
_PAIRS: Final = (("(", ")"), ("[", "]"), ("{", "}"), ("\u201c", "\u201d"))
_NEGATIVE: Final = re.compile(
    r"\b(?:not|except|never|cannot|least|incorrect|false|\w+n['\u2019]t)\b"
)
_OPINION: Final = re.compile(
    r"\b(?:do you think|would you rather|have you ever|in your (?:opinion|experience)|"
    r"your (?:favou?rite|own)|tell (?:us|me) about|describe a (?:time|situation)|"
    r"do you (?:prefer|like|know))\b",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(rf"\?|\uff1f|\u061f|{BLANK}|\.\.\.|\u2026|:\s*$")


def blank_stem(item: Item, _: Context) -> bool:
    """A stem that shows nothing."""
    return is_blank(item.question.stem)


def unfocused_stem(item: Item, _: Context) -> bool:
    """A stem we wrote that asks nothing: no question mark and no blank."""
    return not _ASKS.search(item.stem)


def dangling_stem(item: Item, _: Context) -> bool:
    """A stem that points at something outside itself: "It ...", "the above", "this method"."""
    if item.authored:
        return bool(
            re.match(r"(?:it|they|this|these)\s(?!code|program|snippet)", item.stem, re.IGNORECASE)
        )
    return bool(
        _DANGLING.search(item.stem) or any(_START.match(part) for part in _clauses(item.stem))
    )


def _clauses(stem: str) -> list[str]:
    return [part.strip() for part in re.split(r"[\u201c:]", stem)]


def broken_off(item: Item, _: Context) -> bool:
    """What is quoted begins or ends in the middle: a conjunction, an arrow, an open bracket."""
    if item.question.kind not in {Kind.TERM, Kind.CLOZE}:
        return False
    quoted = item.quoted
    torn = quoted and (_DISCOURSE.match(quoted) or not re.match(r"[\w\"'`$<>(_.]", quoted))
    return bool(torn) or any(item.body.count(a) != item.body.count(z) for a, z in _PAIRS)


def listed_names(item: Item, _: Context) -> bool:
    """What is quoted only lists names, "ReLU, Tanh", which are examples and no description."""
    if item.question.kind is not Kind.TERM:
        return False
    used = _USED.search(item.body)
    return grammar.is_names(item.quoted) or bool(used and grammar.is_names(used["names"]))


def vague_stem(item: Item, _: Context) -> bool:
    """What is asked only praises or says "it matters", which may be true of several options."""
    return item.question.kind is Kind.TERM and bool(
        _VAGUE.match(item.quoted) or _MATTERS.search(item.body)
    )


def negative_stem(item: Item, _: Context) -> bool:
    """A negative that is easily read over: neither bold nor in capitals. Quotations are exempt."""
    loud = {
        word.casefold()
        for span in inlines(item.question.stem)
        if isinstance(span, Span) and (span.bold or span.italic)
        for word in span.text.split()
    }
    if item.question.kind in {Kind.TERM, Kind.CLOZE}:
        return bool(re.search(r"\b(?:not|except)\b", item.framing.split(": ")[0]))
    which = re.search(r"\b(?:which|what|select|choose|all of)\b", item.framing, re.IGNORECASE)
    found = set(_NEGATIVE.findall(item.framing[which.start() :] if which else ""))
    return bool(found - loud)


def opinion(item: Item, _: Context) -> bool:
    """A question about the taker's views or life, which has no right answer."""
    return bool(_OPINION.search(item.framing))


def long_stem(item: Item, _: Context) -> bool:
    """A stem that takes longer to read than to answer."""
    return len(item.stem) > _LONG


def thin_stem(item: Item, context: Context) -> bool:
    """A stem that says too little to decide by: one word besides the prompt's and the options'."""
    if item.question.kind not in {Kind.TERM, Kind.CLOZE}:
        return False
    shared = context.prompts.get(item.question.card, frozenset())
    known = shared.union(*(content(text) for text in item.options))
    told = content(item.stem) - known - content("fits description fills blank used two which one")
    return len(told) < _LEAST


FLAWS: Final = (
    Flaw("blank-stem", "The question has no text.", "Write it.", blank_stem, serious=True),
    Flaw(
        "unfocused-stem",
        "The question asks nothing.",
        "End it with a question or a blank.",
        unfocused_stem,
        ours=True,
    ),
    Flaw(
        "dangling-stem",
        'The question begins with "it" or "this", and nothing before it says what is meant.',
        "Name the thing instead.",
        dangling_stem,
    ),
    Flaw(
        "broken-off",
        "What the question quotes is torn out of its sentence.",
        "Begin the definition anew and close its brackets.",
        broken_off,
        ours=True,
    ),
    Flaw(
        "listed-names",
        "The question quotes names instead of a description.",
        "Say what they have in common.",
        listed_names,
        ours=True,
    ),
    Flaw(
        "vague-stem",
        "The question praises instead of describing.",
        "Say what it is or does.",
        vague_stem,
        ours=True,
    ),
    Flaw(
        "negative-stem",
        'A "not" in the question is easily read over.',
        'Ask for what is true, or write the word in bold: "Which is **not** ...?".',
        negative_stem,
    ),
    Flaw(
        "opinion",
        "The question asks for an opinion, so no option can be right for everybody.",
        "Ask for a fact.",
        opinion,
    ),
    Flaw(
        "long-stem",
        "The question is long.",
        "Keep the definition to a sentence.",
        long_stem,
        ours=True,
    ),
    Flaw(
        "thin-stem",
        "The question says too little to decide by.",
        "Say more about the term in the notes.",
        thin_stem,
        ours=True,
    ),
)
