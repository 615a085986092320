"""What the tests of shapes ask of a deck."""

from textwrap import dedent

from bot.decks.parsing import parse
from bot.model import Card, Deck
from bot.richtext import plain


def deck(markdown: str) -> Deck:
    """The deck of a file; what all its lines are indented by does not count."""
    return parse(dedent(markdown).lstrip("\n").encode(), "notes.md")


def prompts(markdown: str) -> list[str]:
    """What the cards of a file ask."""
    return [plain(card.prompt) for card in deck(markdown).cards]


def pairs(markdown: str) -> list[tuple[str, str]]:
    """Prompt and answer of each card of a file."""
    return [(plain(card.prompt), plain(card.answer)) for card in deck(markdown).cards]


def right_of(card: Card) -> list[str]:
    """The letters of the right options, in their order."""
    return [chr(ord("A") + place) for place, one in enumerate(card.choices) if one.right]


def keys(markdown: str) -> list[str]:
    """The right options of each card of a file, as letters; a dash where it has none."""
    return ["".join(right_of(card)) or "-" for card in deck(markdown).cards]


def codes(markdown: str) -> list[tuple[int, str]]:
    """Line and code of each finding of a file."""
    return [(found.line, found.code) for found in deck(markdown).findings]
