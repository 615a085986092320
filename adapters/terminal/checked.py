"""What ``studybot check`` says about notes, for people and as the JSON that is a contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from adapters.terminal import prose
from adapters.terminal.pages import SEVERITY
from bot import wording
from bot.model import Card, Deck, Finding, Question, Severity
from bot.richtext import plain


@dataclass(frozen=True, slots=True)
class Checked:
    """A deck as it was looked through: ``path`` as given, ``lines`` of the file as read."""

    path: str
    deck: Deck
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    lines: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether something of the notes was lost."""
        return any(found.severity is Severity.ERROR for found in self.findings)

    @property
    def objective(self) -> int:
        """How many cards have a question that can be judged."""
        return len({question.card for question in self.questions})


def page(checked: Checked) -> Iterator[RenderableType]:
    """One deck for people: each finding with its line of the file and what to do."""
    path = prose.one_line(checked.path)
    yield Text(f"{path}: {prose.one_line(checked.deck.title)}", "bold")
    for finding in checked.findings:
        line = Text(f"{path}:{finding.line}: ")
        line.append(finding.severity.value, SEVERITY[finding.severity])
        line.append(f": {prose.one_line(finding.message)} [{finding.code}]")
        yield line
        if source := _source(checked.lines, finding.line):
            yield _indented(Text(source, "dim", overflow="ellipsis", no_wrap=True))
        if finding.hint:
            yield _indented(Text(prose.one_line(finding.hint)))
    yield summary([checked])


def summary(decks: Sequence[Checked]) -> Text:
    """What all of it came to."""
    cards = sum(len(one.deck.cards) for one in decks)
    objective = sum(one.objective for one in decks)
    return Text(wording.checked(cards, objective, sum(len(one.findings) for one in decks)))


def contract(decks: Sequence[Checked]) -> dict[str, object]:
    """The object that ``studybot check --json`` prints; all texts plain."""
    return {"decks": [_deck(one) for one in decks]}


def _source(lines: Sequence[str], number: int) -> str:
    return prose.harmless(lines[number - 1]).strip() if 0 < number <= len(lines) else ""


def _indented(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, 4), expand=False)


def _deck(checked: Checked) -> dict[str, object]:
    return {
        "path": checked.path,
        "title": checked.deck.title,
        "cards": [_card(card) for card in checked.deck.cards],
        "questions": [_question(question) for question in checked.questions],
        "findings": [_finding(finding) for finding in checked.findings],
    }


def _card(card: Card) -> dict[str, object]:
    return {
        "id": card.id,
        "line": card.line,
        "prompt": plain(card.prompt),
        "answer": plain(card.answer),
        "topic": list(card.topic),
        "options": [plain(choice.text) for choice in card.choices],
        "key": [index for index, choice in enumerate(card.choices) if choice.right],
    }


def _question(question: Question) -> dict[str, object]:
    return {
        "card": question.card,
        "kind": question.kind.value,
        "stem": plain(question.stem),
        "options": [plain(option) for option in question.options],
        "key": list(question.key),
        "explanation": plain(question.explanation),
        "source": str(question.source),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "line": finding.line,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
    }
