"""What the words of a line say of it: that it is numbered, that it asks, that it is no question."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.decks.inline import trimmed, with_text, without_start
from bot.richtext import Inlines, Span, plain_line

_NUMBER = re.compile(
    r"[\s*_]*(?:"
    r"(?P<word>Q|Question|Ques|Frage|Pregunta|Domanda)[\s.#-]*\(?(?P<asked>\d{1,6})"
    r"(?:[\s*_]*[.):\]–—-]+(?!\d)|(?=[\s*_]|$))"
    r"|[#(\[]?(?P<bare>\d{1,6})[\s*_]*[.):\]–—-]+(?![\d-])"
    r"|\#(?P<hash>\d{1,6})(?=\s)"
    r"|(?P<deep>\d{1,3}(?:\.\d{1,3})+)\.?(?=\s)"
    r")[\s*_]*",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?\uff1f\u061f](?=\W{0,40}$|\s)")
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
_ABOUT_THE_FILE = re.compile(
    r"(?:(?:an?|the|my|our)\s+)?(?:intro|contribute|toc|index|licen[cs]ing|reference|resources?"
    r"|authors?|about|prerequisites?|installation|getting\s+started|to-?\s?do|roadmap|disclaimer"
    r"|support|contact|usage|faqs?|q\s*&\s*a|questions?(?:\s+(?:and|&)\s+answers?)?"
    r"|how\s+(?:to|can\s+(?:i|you|we)|do\s+(?:i|you|we))\s+(?:contribute\b.*|help"
    r"|(?:use|read|navigate|study|work\s+with)\s+(?:this|these|the)\s+"
    r"(?:file|document|list|repo\w*|guide|deck|notes?|page|questions?)\b.*)"
    r"|(?:list|table|index)\s+of\s+.*|(?:want|would\s+you\s+like)\s+to\s.*"
    r"|found\s+an?\s.*|who\s+is\s+this\s.*for)\W*",
    re.IGNORECASE,
)


def is_about_the_file(words: str, *, numbered: bool) -> bool:
    """Whether a heading is the file's own furniture, such as its table of contents.

    A number makes a heading part of what is asked (``7. Index``) unless it can be nothing else.
    """
    return bool(_FURNITURE.fullmatch(words)) or (
        not numbered and bool(_ABOUT_THE_FILE.fullmatch(words))
    )


def is_asking(words: str) -> bool:
    """Whether a line of text is a question, or tells somebody to explain something."""
    return bool(_ASKS.search(words) or _WANTED.match(words))


def numbered(line: Inlines) -> tuple[str | None, Inlines]:
    """The number in front of a line, and the line without it and without stray marks."""
    line = _unmarked(line)
    match = _NUMBER.match(plain_line(line))
    if not match or (line and isinstance(line[0], Span) and line[0].code):
        return None, _plain_weight(line)
    number = next(text for text in match.group("asked", "bare", "hash", "deep") if text)
    return number, _plain_weight(_unmarked(without_start(line, match.end())))


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


def _plain_weight(line: Inlines) -> Inlines:
    """A title that is bold all over is as bold as one that is not."""
    if all(isinstance(part, Span) and (part.bold or part.text.isspace()) for part in line):
        return tuple(replace(part, bold=False) if isinstance(part, Span) else part for part in line)
    return line
