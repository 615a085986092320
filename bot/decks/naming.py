"""Where ids come from: what makes a question this question, and an answer this answer."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import assert_never

from bot.model import CardId, Choice
from bot.richtext import (
    CodeBlock,
    Formula,
    Heading,
    Image,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Table,
    plain,
    plain_line,
    walk,
)

_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DERIVED = re.compile(r"[0-9a-f]{12}")
_APOSTROPHES = re.compile(r"(?<=\w)['’](?=\w)")
_WORDS = re.compile(r"[^\W_]+")

TOKENS = re.compile(r"[^\W_]+|[-!]?[+#*/=<>&|%^~@$\\]+|--+|(?<!\S)-(?=\w)")
"""Words, and signs that mean something."""


def is_valid(given: str) -> bool:
    """Whether an author's id has only letters, digits, ``.``, ``_`` and ``-``, 64 at most."""
    return bool(_GIVEN.fullmatch(given))


def is_derived(card: CardId) -> bool:
    """Whether an id looks like one made here and not by an author."""
    return bool(_DERIVED.fullmatch(card))


def normalised(words: str) -> str:
    """``words`` as far as they matter for sameness: no case, no punctuation, single spaces.

    An apostrophe joins (``what's`` and ``whats`` are one), other signs part.
    A text of nothing but signs (``==`` or ``===``?) is compared by its signs.
    """
    letters = folded(words)
    return " ".join(_WORDS.findall(letters)) or "".join(letters.split())


def folded(words: str) -> str:
    """``words`` without case, without apostrophes inside, in the plainest of equal characters."""
    plainest = words if words.isascii() else unicodedata.normalize("NFKC", words)
    return _APOSTROPHES.sub("", plainest.casefold())


def plain_text(rich: RichText) -> str:
    """What a person reads, on one line."""
    return " ".join(plain(rich).split())


def question_key(prompt: RichText, choices: Sequence[Choice]) -> tuple[str, ...]:
    """What makes a question this question: its words, code, pictures and options."""
    if not choices:
        return tuple(_sense(prompt))
    options = sorted("\n".join(_sense(choice.text)) for choice in choices)
    return (*_sense(prompt), "/options", *options)


def topic_key(topic: Sequence[str]) -> tuple[str, ...]:
    """What makes a path of headings this path."""
    return tuple(map(normalised, topic))


def answer_key(answer: RichText) -> tuple[str, ...]:
    """What makes an answer this answer."""
    return tuple(_sense(answer))


def derive(*keys: tuple[str, ...]) -> CardId:
    """A short id that is the same wherever and whenever it is made from the same keys."""
    digest = hashlib.blake2b(digest_size=6)
    for key in keys:
        for part in key:
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        digest.update(b"\1")
    return CardId(digest.hexdigest())


def _sense(rich: RichText) -> Iterator[str]:
    """Words without case and punctuation; code and formulas to the letter, for there they count."""
    for block in walk(rich):
        match block:
            case CodeBlock(code=code):
                yield "\n".join(line.rstrip() for line in code.split("\n"))
            case Formula(tex=tex):
                yield " ".join(tex.split())
            case Paragraph(spans=spans) | Heading(title=spans):
                yield from _line_sense(spans)
            case Table(head=head, rows=rows):
                for cell in chain(head, *rows):
                    yield from _line_sense(cell)
            case Listing() | Quote():
                pass
            case _:
                assert_never(block)


def _line_sense(line: Inlines) -> Iterator[str]:
    yield normalised(plain_line(line))
    for part in line:
        if isinstance(part, Image):
            yield part.source
        elif part.code:
            yield part.text


def signs(words: str) -> tuple[str, ...]:
    """The signs of a text that mean something, in their order."""
    return tuple(part for part in TOKENS.findall(words) if not part[0].isalnum())
