"""Questions whose options the author of the notes wrote."""

from __future__ import annotations

from bot.model import Card, Finding, Kind, Question, Source
from bot.questions import flaws
from bot.questions.context import Context


def question(card: Card, source: Source, context: Context) -> Question | None:
    """The author's question as it stands, or None if it has a serious flaw or no choices."""
    if not card.choices:
        return None
    made = _made(card, source)
    return None if any(flaw.serious for flaw in flaws.find(made, context)) else made


def remarks(card: Card, source: Source, context: Context) -> tuple[Finding, ...]:
    """What the author could mend: a warning where the question cannot be asked, else a note."""
    if not card.choices:
        return ()
    found = flaws.find(_made(card, source), context)
    return tuple(flaw.rule.at(card.line) for flaw in found)


def _made(card: Card, source: Source) -> Question:
    return Question(
        card=card.id,
        kind=Kind.AUTHORED,
        stem=card.prompt,
        options=tuple(choice.text for choice in card.choices),
        key=tuple(at for at, choice in enumerate(card.choices) if choice.right),
        explanation=card.answer,
        source=source,
    )
