"""A question as the person who takes it sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.model import Kind, Question
from bot.richtext import CodeBlock, Formula, RichText, Span, inlines, plain, walk

_QUOTED: Final = re.compile("\u201c[^\u201c\u201d]*\u201d")
_TOPIC: Final = re.compile(
    r"(?::|(?<=[?\uff1f\u061f])) (?=which (?:one|of the two|of these)\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class Item:
    """A question with its texts ready to compare. "Item" is the literature's word."""

    question: Question

    @cached_property
    def stem(self) -> str:
        """The stem as plain text."""
        return plain(self.question.stem)

    @cached_property
    def framing(self) -> str:
        """The stem without what it quotes: the words that whoever wrote the question chose."""
        return _QUOTED.sub("\u201c\u201d", self.stem)

    @cached_property
    def quoted(self) -> str:
        """What the stem quotes, without the quotation marks; empty where it quotes nothing."""
        match = _QUOTED.search(self.stem)
        return match.group()[1:-1] if match else ""

    @cached_property
    def topic(self) -> str:
        """The subject that a stem of ours begins with, as in "Callbacks: which one ..."."""
        before, *asked = _TOPIC.split(self.stem, maxsplit=1)
        return before if asked and not self.authored else ""

    @cached_property
    def body(self) -> str:
        """The stem behind its topic."""
        return self.stem[len(self.topic) :]

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The options as plain text."""
        return tuple(plain(option).strip() for option in self.question.options)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The right options."""
        return tuple(text for at, text in enumerate(self.options) if at in self.question.key)

    @cached_property
    def distractors(self) -> tuple[str, ...]:
        """The wrong options."""
        return tuple(text for at, text in enumerate(self.options) if at not in self.question.key)

    @property
    def authored(self) -> bool:
        """Whether the author of the notes wrote the options."""
        return self.question.kind is Kind.AUTHORED

    @cached_property
    def coded(self) -> tuple[bool, ...]:
        """Which options are nothing but code."""
        return tuple(only_code(option) for option in self.question.options)


def only_code(rich: RichText) -> bool:
    """Whether every visible character of ``rich`` is code or a formula."""
    if any(isinstance(block, CodeBlock | Formula) for block in walk(rich)):
        return True
    spans = [span for span in inlines(rich) if isinstance(span, Span) and span.text.strip()]
    return bool(spans) and all(span.code for span in spans)
