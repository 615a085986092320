"""What a question is made from, and a question before its options have an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.model import Card, Kind, Question, Source
from bot.questions import inline
from bot.questions.context import Context
from bot.questions.prompts import Asked
from bot.richtext import Inlines, Paragraph, RichText, plain_line


@dataclass(frozen=True, slots=True)
class Brief:
    """All that one must know of a card to ask about it; ``rng`` is the card's own chance."""

    card: Card
    asked: Asked
    source: Source
    context: Context
    rng: Random


@dataclass(frozen=True, slots=True)
class Draft:
    """A question with one right option."""

    kind: Kind
    stem: Inlines
    key: Inlines
    distractors: Sequence[Inlines]
    explanation: RichText

    def question(self, brief: Brief) -> Question:
        """The question, its options in alphabetical order."""
        options = sorted((self.key, *self.distractors), key=self._place)
        return Question(
            card=brief.card.id,
            kind=self.kind,
            stem=(Paragraph(inline.capital(self.stem)),),
            options=tuple((Paragraph(option),) for option in options),
            key=(next(at for at, option in enumerate(options) if option is self.key),),
            explanation=self.explanation,
            source=brief.source,
        )

    def _place(self, option: Inlines) -> tuple[str, bool]:
        return plain_line(option).casefold(), option is not self.key
