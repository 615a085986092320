"""Small cards, decks and questions by hand."""

import re

from bot.model import Card, CardId, Choice, Deck, DeckId, Kind, Question, Source
from bot.questions import entries, flaws, prompts
from bot.questions.making import Maker
from bot.richtext import Inlines, Listing, Paragraph, RichText, Span, plain

SOURCE = Source("notes.md", 1)
_STYLED = re.compile(r"\*\*`(.+?)`\*\*|\*\*(.+?)\*\*|`(.+?)`")


def spans(line: str) -> Inlines:
    """A line with ``**bold**`` and `` `code` `` as spans."""
    found: list[Span] = []
    at = 0
    for match in _STYLED.finditer(line):
        found.append(Span(line[at : match.start()]))
        both, bold, code = match.groups()
        found.append(Span(both or bold or code, bold=not code, code=not bold))
        at = match.end()
    return tuple(span for span in (*found, Span(line[at:])) if span.text)


def rich(*lines: str) -> RichText:
    """Paragraphs, and one list of the lines that begin with a dash."""
    items = tuple((Paragraph(spans(line[2:])),) for line in lines if line.startswith("- "))
    prose = tuple(Paragraph(spans(line)) for line in lines if not line.startswith("- "))
    return (*prose, Listing(items)) if items else prose


def card(prompt: str, *answer: str, choices: tuple[str, ...] = (), topic: str = "Topic") -> Card:
    """A card; a choice that begins with ``*`` is right."""
    return Card(
        id=CardId(f"id of {prompt} {answer}"),
        prompt=rich(prompt),
        answer=rich(*answer),
        topic=(topic,),
        line=7,
        choices=tuple(Choice(rich(one.lstrip("*")), one.startswith("*")) for one in choices),
    )


def deck(*cards: Card) -> Deck:
    """A deck of these cards."""
    return Deck(DeckId("notes"), "Notes", "notes.md", cards)


def context_of(*cards: Card) -> flaws.Context:
    """What a deck of these cards says as a whole."""
    groups = {one.id: entries.groups(one.answer) for one in cards}
    asked = {one.id: prompts.asked(one.prompt) for one in cards}
    return flaws.Context.of(deck(*cards), groups, asked)


def question(stem: str, *options: str, kind: Kind = Kind.TERM) -> Question:
    """A question; an option that begins with ``*`` is right."""
    return Question(
        card=CardId("c"),
        kind=kind,
        stem=rich(stem),
        options=tuple(rich(option.lstrip("*")) for option in options),
        key=tuple(at for at, option in enumerate(options) if option.startswith("*")),
        explanation=(),
        source=SOURCE,
    )


def found(asked: Question, context: flaws.Context | None = None) -> set[str]:
    """The names of the flaws of a question."""
    return {flaw.name for flaw in flaws.find(asked, context or flaws.Context())}


def asked(one: Card, *others: Card) -> tuple[Question, ...]:
    """The questions of a card in a deck with others."""
    return Maker(deck(one, *others)).questions(one)


def stems(one: Card, *others: Card) -> list[str]:
    """The stems of the questions of a card."""
    return [plain(question.stem) for question in asked(one, *others)]


def right(question: Question) -> list[str]:
    """The right options."""
    return [plain(question.options[at]) for at in question.key]
