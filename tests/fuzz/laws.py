"""What every deck keeps, whatever the file was; each law is an assertion."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decks import reading
from bot.decks.identity import carry_over
from bot.decks.remembering import remembered
from bot.model import MAX_OPTIONS, Deck, Question
from bot.richtext import CodeBlock, Formula, Image, RichText, inlines, plain, walk

ROOM, SHARE = 2_000, 40
"""Characters that a deck may show of a file: some, and so many for each byte of it."""


def texts(found: Deck) -> Iterator[RichText]:
    """Everything of a deck that is shown to people."""
    for card in found.cards:
        yield card.prompt
        yield card.answer
        yield from (choice.text for choice in card.choices)


def characters(shown: RichText) -> Iterator[str]:
    """Every string in rich text."""
    for part in inlines(shown):
        yield from (part.source, part.alt) if isinstance(part, Image) else (part.text, part.link)
    for block in walk(shown):
        match block:
            case CodeBlock(code=code, language=language):
                yield from (code, language)
            case Formula(formula=formula, tex=tex):
                yield from (formula, tex)
            case _:
                pass


def assert_sound(found: Deck, lines: int) -> None:
    """Ids tell cards apart, lines are the file's, and what is asked can be answered."""
    assert len({card.id for card in found.cards}) == len(found.cards)
    assert bool(found.cards) != any(it.code == "no-questions" for it in found.findings)
    assert all(1 <= finding.line <= lines for finding in found.findings)
    for card in found.cards:
        assert 1 <= card.line <= lines
        assert card.prompt
        assert card.answer
        if card.choices:
            assert 2 <= len(card.choices) <= MAX_OPTIONS
            assert any(choice.right for choice in card.choices)
    for shown in texts(found):
        assert not any("\0" in text for text in characters(shown))


def assert_bounded(found: Deck, size: int) -> None:
    """A small file gives no large deck."""
    shown = sum(len(plain(text)) for text in texts(found))
    told = sum(len(finding.message) + len(finding.hint) for finding in found.findings)
    assert shown <= ROOM + SHARE * size
    assert told <= ROOM * (len(found.findings) + 1)


def assert_askable(question: Question) -> None:
    """A question has options that differ and a key among them, or is open recall."""
    assert question.stem
    assert question.explanation
    if question.objective:
        assert 2 <= len(question.options) <= MAX_OPTIONS
        assert question.key == tuple(sorted(set(question.key)))
        assert all(0 <= place < len(question.options) for place in question.key)
    assert bool(question.key) == question.objective
    for text in (question.stem, question.explanation, *question.options):
        plain(text)


def assert_carried(before: Deck, after: Deck) -> None:
    """However a file was edited, ids stay unique and a second load changes nothing."""
    carried = carry_over(remembered(before), after)
    assert len({card.id for card in carried.cards}) == len(after.cards)
    assert carry_over(remembered(carried), carried) == carried


def line_count(data: bytes) -> int:
    """The lines of a file that is text."""
    return reading.read(data, "notes.md").text.count("\n") + 1
