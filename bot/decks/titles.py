"""What the words of a line say of it: that it is numbered, that it asks, that it is no question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.decks.inline import trimmed, with_text, without_start
from bot.decks.words import QUESTION, QUESTION_LETTERS, question_label
from bot.richtext import Inlines, Span, plain_line

_AFTER = ".):\\]–—\\-\uff0e\uff1a\uff09\u3001\u3002"
_NUMBER = re.compile(
    r"[\s*_]*(?:"
    rf"(?:Q|{QUESTION})[\s.#-]*(?:n[°ºo]\.?\s?|№\s?)?\(?(?P<asked>\d{{1,6}})"
    rf"(?:[\s*_]*[{_AFTER}]+(?!\d)|(?=[\s*_]|$))"
    rf"|第\s?(?P<ordinal>\d{{1,6}})\s?(?:{QUESTION})?[\s*_]*[{_AFTER}]*"
    rf"|[{QUESTION_LETTERS}]\s?(?P<lettered>\d{{1,3}})[\s*_]*[{_AFTER}]+(?=\s)"
    rf"|[#(\[]?(?P<bare>\d{{1,6}})[\s*_]*(?P<after>[{_AFTER}]+)(?![\d-])"
    r"|\#(?P<hash>\d{1,6})(?=\s)"
    r"|(?P<keycap>(?:\d\ufe0f?\u20e3){1,3})[.):]?"
    r"|(?P<deep>\d{1,3}(?:\.\d{1,3})+)\.?(?=\s)"
    r"|(?P<loose>\d{1,3})(?=\s+\S)"
    r")[\s*_]*",
    re.IGNORECASE,
)
_PICTOGRAPH = "[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3]"
_ORNAMENTS = re.compile(rf"\s*(?:{_PICTOGRAPH}\s*)++")  # read backwards, from the end of a line
_ORNAMENT = re.compile(rf"(?:{_PICTOGRAPH}\s*)*+(?=\S*\w)")
_EARLY_DIGIT = re.compile(r"\D{0,40}\d")
_SURE = re.compile(r"[.)\]\uff0e\uff09\u3001]")
_DIGITS = ("asked", "ordinal", "lettered", "bare", "hash", "keycap", "deep", "loose")
_KEYCAP = re.compile("[\ufe0f\u20e3]")
_SHORT = 3
_ASKS = re.compile(r"[?\uff1f\u061f](?=\W{0,40}$|\s)|_{3,}|\uff08\s{0,6}\uff09\W?$|\(\s{1,6}\)\W?$")
"""A question mark, or room to write in."""

_WANTED = re.compile(
    r"(?:explain|describe|compare|contrast|define|discuss|differentiate|distinguish|prove|derive"
    r"|illustrate|summari[sz]e|elaborate|justify)\s+\S"
    r"|(?:name|list|state|give|outline|show|write|identify|mention|find)\s+"
    r"(?:the|an?|all|some|any|one|two|three|four|five|several|examples?|\d+|at\s+least|me|us"
    r"|different|various|common|your|how|why|what)\s",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:the\s+)?(?:introduction|preface|foreword|contribut(?:ing|ions?|ors?)|(?:table\s+of\s+)?"
    r"contents|licen[cs]e|references|further\s+reading|acknowledge?ments?|credits|change\s*log"
    r"|conclusions?|about\s+(?:the\s+authors?|me|us|this\s+\w+))\W*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:the\s+)?(?:table\s+of\s+)?contents\W*|toc\W*", re.IGNORECASE)
_NOTES = (
    r"(?:file|document|list|repo(?:sitory)?|guide|deck|notes?|page|questions?|book|handbook|course"
    r"|cheat\s?sheet|readme|project|collection)"
)
_ABOUT_THE_FILE = re.compile(
    r"(?:(?:an?|the|my|our)\s+)?(?:intro|contribute|toc|index|licen[cs]ing|reference|resources?"
    r"|authors?|about|prerequisites?|installation|getting\s+started|to-?\s?do|roadmap|disclaimer"
    r"|support|contact|usage|faqs?|q\s*&\s*a|questions?(?:\s+(?:and|&)\s+answers?)?"
    r"|(?:list|table|index)\s+of\s+(?:contents|questions|topics|chapters))\W*"
    r"|how\s+(?:to|can\s+(?:i|you|we)|do\s+(?:i|you|we))\s+(?:(?:contribute|help)"
    rf"(?:\s+to\s+(?:this|these|our)\s+{_NOTES})?"
    rf"|(?:use|read|navigate|study|work\s+with)\s+(?:this|these)\s+{_NOTES})\W*"
    r"|(?:(?:do\s+you\s+)?want|would\s+you\s+like)\s+to\s+(?:contribute|help)\W*"
    r"|found\s+an?\s+(?:mistake|typo|error|bug|issue)\W*"
    rf"|who\s+is\s+this\s+(?:{_NOTES}\s+)?for\W*"
    r"|what\s+(?:should|must|do)\s+(?:i|we)\s+(?:(?:have|need)\s+to\s+)?do\s+"
    r"(?:today|tomorrow|now|next|this\s+(?:week|month|sprint|weekend))\W*",
    re.IGNORECASE,
)
_CHOOSES = re.compile(
    r"\b(?:which|who|whose|whom|select|choose|pick|tick|mark|true|false|correct|wrong|right)\b"
    r"|\bof\s+(?:these|the\s+following)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"(?:why|how|when|where|why\s+not|what\s+for)\W*"
    r"|(?=.*\b(?-i:[Ii]ts?|[Tt]hey|[Tt]hem|[Tt]heir|[Tt]his|[Tt]hese)\b)"
    r"(?:(?:what|why|how|when|where|who|is|are|was|were|does|do|did|should|can|could|would|we|you|i"
    r"|one|it|its|they|them|their|this|these|the|a|and|or|to|for|in|of|so|not|use|used|using|work"
    r"|works|need|needed|matter|matters|mean|means|important|good|bad|better|examples?|main"
    r"|advantages?|disadvantages?|benefits?|drawbacks?|pros|cons|point)\b\W*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in front of a line; ``rest`` is the line without it.

    A ``sure`` one can be nothing else, as in ``1.`` or ``Q1``; ``1914:`` may be a year. A
    ``loose`` one has nothing behind it, as in ``3 ways``.
    """

    text: str
    value: int
    sure: bool
    loose: bool
    rest: Inlines


def is_about_the_file(words: str, *, numbered: bool) -> bool:
    """Whether a heading is the file's own furniture, such as its table of contents.

    A number makes a heading part of what is asked (``7. Index``) unless it can be nothing else.
    """
    return bool(_FURNITURE.fullmatch(words)) or (
        not numbered and bool(_ABOUT_THE_FILE.fullmatch(words))
    )


def is_contents(words: str) -> bool:
    """Whether a heading stands above a list of what is in the file."""
    return bool(_CONTENTS.fullmatch(words))


def is_asking(words: str) -> bool:
    """Whether a line of text is a question, or tells somebody to explain something."""
    return bool(_ASKS.search(words) or _WANTED.match(words))


def is_choosing(words: str) -> bool:
    """Whether a line asks to choose from what stands below it."""
    return bool(_CHOOSES.search(words))


def leans_on_its_parent(words: str) -> bool:
    """Whether a question does not say what it is about (``Why use it?``)."""
    return bool(_LEANS.fullmatch(words))


def number(line: Inlines) -> Number | None:
    """Whatever number stands in front of a line."""
    if not _EARLY_DIGIT.match(plain_line(line)):
        return None
    line = _unmarked(line)
    match = _NUMBER.match(plain_line(line))
    if not match or (line and isinstance(line[0], Span) and line[0].code):
        return None
    text = next(
        t
        for t in match.group(
            "asked", "ordinal", "lettered", "bare", "hash", "keycap", "deep", "loose"
        )
        if t
    )
    text = "".join(_KEYCAP.sub("", text).split())
    sure = not match["loose"] and (
        not match["bare"] or (len(text) <= _SHORT and bool(_SURE.match(match["after"])))
    )
    rest = bare(without_start(line, match.end()))
    return Number(text, int(text.rpartition(".")[2]), sure, bool(match["loose"]), rest)


def unnumbered(line: Inlines) -> Inlines:
    """A line without stray marks, and without a number that can be nothing else."""
    found = number(line)
    return found.rest if found and found.sure else bare(line)


def bare(line: Inlines) -> Inlines:
    """A line without what makes it a line of its kind: weight, stray marks, ``Q:``, ornaments."""
    line = _unweighted(_unmarked(line))
    if label := question_label(plain_line(line)):
        line = _unweighted(without_start(line, label))
    return _unadorned(line)


def _unadorned(line: Inlines) -> Inlines:
    """A line without the pictographs around it: how hard it is, or how nice."""
    if not line or not isinstance(last := line[-1], Span) or last.code:
        return line
    if ended := _ORNAMENTS.match(last.text[::-1]):
        kept = last.text[: -ended.end()]
        bare = trimmed((*line[:-1], with_text(last, kept)))
        line = bare if any(map(str.isalnum, plain_line(bare))) else line
    begun = _ORNAMENT.match(plain_line(line))
    return without_start(line, begun.end()) if begun and begun.end() else line


def _unmarked(line: Inlines) -> Inlines:
    """Without closing ``#`` and without ``**`` that never became bold."""
    last = line[-1] if line else None
    if isinstance(last, Span) and not last.code and last.text.endswith(("#", "**")):
        line = trimmed((*line[:-1], with_text(last, _without_end_marks(last.text))))
    if line and isinstance(first := line[0], Span) and first.text.startswith("**"):
        kept = first.text if first.code else first.text.lstrip("*")
        line = trimmed((with_text(first, kept), *line[1:]))
    return line


def _without_end_marks(text: str) -> str:
    kept = text.rstrip("#")
    if len(text) - len(kept) > 1 or kept[-1:].isspace():  # one sharp alone is C#'s
        text = kept.rstrip()
    return text.rstrip("*").rstrip() if text.endswith("**") else text


def _unweighted(line: Inlines) -> Inlines:
    """A title that is bold all over is as bold as one that is not."""
    if all(isinstance(part, Span) and (part.bold or part.text.isspace()) for part in line):
        return tuple(replace(part, bold=False) if isinstance(part, Span) else part for part in line)
    return line
