"""What is remembered of a card, so that it is recognised when its deck is loaded again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.decks import naming
from bot.model import Card, Deck, KnownCard
from bot.richtext import CodeBlock, Formula, Image, RichText, inlines, walk

GIVEN = "="
"""What stands before an author's id among a card's names; no hash has it."""


def remembered(deck: Deck) -> tuple[KnownCard, ...]:
    """The cards of ``deck`` as they are recognised by when it is loaded again."""
    seen = [_seen(card) for card in deck.cards]
    twins = Counter(map(_question, seen))
    return tuple(
        KnownCard(
            known.id,
            known.prompt,
            known.answer,
            known.topic,
            known.options,
            known.exhibits,
            tuple(_names(card, known.prompt, alone=twins[_question(known)] == 1)),
        )
        for card, known in zip(deck.cards, seen, strict=True)
    )


def _seen(card: Card) -> KnownCard:
    return KnownCard(
        card.id,
        naming.plain_text(card.prompt),
        naming.plain_text(card.answer),
        card.topic,
        tuple(sorted(naming.plain_text(choice.text) for choice in card.choices)),
        tuple(_exhibits(card.prompt)),
    )


def _exhibits(prompt: RichText) -> Iterator[str]:
    """Code, formulas and pictures; where a picture is kept may change."""
    for block in walk(prompt):
        match block:
            case CodeBlock(code=code):
                yield code
            case Formula(tex=tex):
                yield tex
            case _:
                pass
    for span in inlines(prompt):
        if isinstance(span, Image):
            yield span.source.rsplit("/", 1)[-1]
        elif span.code:
            yield span.text


def _question(card: KnownCard) -> tuple[object, ...]:
    words = naming.normalised(card.prompt)
    return words, card.options, card.exhibits, naming.topic_key(card.topic)


def _names(card: Card, prompt: str, *, alone: bool) -> Iterator[str]:
    """The author's id, and a hash of the question: where two share one, of the answer as well."""
    if card.given is not None:
        yield f"{GIVEN}{card.given}"
    keys = [naming.question_key(card.prompt, card.choices), naming.topic_key(card.topic)]
    if not alone:
        keys.append(naming.answer_key(card.answer))
    yield naming.derive(*keys, naming.signs(prompt))
