"""What ``studybot check`` says about notes, for people and as the JSON that is a contract."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.text import Text

from adapters.terminal import prose
from adapters.terminal.layout import UNLIMITED, columns
from adapters.terminal.pages import SEVERITY
from bot import wording
from bot.model import Card, Deck, Finding, Question, Severity
from bot.richtext import plain

_INDENT = 4

_LONGEST = 1000
"""Characters of a line of the file that are shown at most, however wide the terminal is."""

_FULL = 5
"""Findings of one code that are shown in full: whoever has read five knows the sixth."""


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
        return self.severities[Severity.ERROR] > 0

    @property
    def severities(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(found.severity for found in self.findings)

    @property
    def objective(self) -> int:
        """How many cards have a question that can be judged."""
        return len({question.card for question in self.questions})


def page(checked: Checked) -> Iterator[RenderableType]:
    """One deck for people: each finding with its line of the file and what to do."""
    path = prose.one_line(checked.path)
    yield Text(f"{path}: {prose.one_line(checked.deck.title)}", "bold")
    shown, left = _parted(checked.findings)
    for finding in shown:
        yield _Told(path, finding, _source(checked.lines, finding.line))
    for code, findings in left.items():
        lines = [finding.line for finding in findings]
        yield Text(wording.checked_more(code, lines))
    cards = len(checked.deck.cards)
    yield Text(wording.checked(cards, checked.objective, checked.severities))


def totals(decks: Sequence[Checked]) -> RenderableType:
    """What it came to in several files: a line for each, in the order they were looked through."""
    rows = [(_counts(one), prose.one_line(one.path)) for one in decks]
    whole = tuple(map(sum, zip(*(counts for counts, _ in rows), strict=True)))
    head = tuple(Text(title, "bold") for title in wording.CHECKED_COLUMNS)
    body = [(*map(_number, counts, _COLOURS), Text(path)) for counts, path in rows]
    last = (
        *(Text(str(amount), "bold") for amount in whole),
        Text(wording.count(len(rows), "file")),
    )
    return columns([head, *body, last], right=range(len(_COLOURS)))


def contract(decks: Sequence[Checked]) -> dict[str, object]:
    """The object that ``studybot check --json`` prints; all texts plain."""
    return {"decks": [_deck(one) for one in decks]}


_COLOURS = ("", "", SEVERITY[Severity.ERROR], SEVERITY[Severity.WARNING])


def _counts(checked: Checked) -> tuple[int, ...]:
    found = checked.severities
    bad = found[Severity.ERROR], found[Severity.WARNING]
    return len(checked.deck.cards), checked.objective, *bad


def _number(amount: int, colour: str) -> Text:
    return Text(str(amount), colour if amount else "dim")


def _parted(
    findings: Sequence[Finding],
) -> tuple[list[Finding], dict[str, list[Finding]]]:
    """What is shown in full, and by its code what is so alike that its lines are enough."""
    alike: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.code].append(finding)
    left = {code: found[_FULL:] for code, found in alike.items() if len(found) > _FULL + 1}
    hidden = {id(finding) for found in left.values() for finding in found}
    return [finding for finding in findings if id(finding) not in hidden], left


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding with its line of the file: for programs begun by one line, for people wrapped."""

    path: str
    finding: Finding
    source: str

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        found, message = self.finding, prose.one_line(self.finding.message)
        whole = options.max_width >= UNLIMITED
        place = Text(f"{self.path}:{found.line}: ")
        place.append(found.severity.value, SEVERITY[found.severity])
        yield place.append(f": {message}" if whole else "").append(f" [{found.code}]", "dim")
        if self.source:
            yield _indented(Text(self.source, "dim", overflow="ellipsis", no_wrap=True))
        if not whole:
            yield _indented(Text(message))
        if found.hint:
            yield _indented(Text(prose.one_line(found.hint)))


def _source(lines: Sequence[str], number: int) -> str:
    line = lines[number - 1][:_LONGEST] if 0 < number <= len(lines) else ""
    return prose.harmless(line).strip()


def _indented(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, _INDENT), expand=False)


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
