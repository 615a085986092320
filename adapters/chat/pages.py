"""What chats show alike of boards, reports and decks: how much, and in which plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from adapters.chat.grids import grid
from adapters.chat.plain import clipped, isolated, name, one_line
from bot import wording
from bot.actions import TurnBoard
from bot.errors import StudybotError
from bot.model import Finding, Severity, Standing
from bot.screens import BoardScreen, DeckReportScreen, Result
from bot.wording import daily

TITLE = 120
"""Columns of a title."""

SENTENCE = 1000
"""Columns of a sentence that holds foreign words."""

RESULTS = 20
"""Players in the report of a series: it stands in the room, for everybody to scroll past."""

HARDEST = 5
"""Questions that a report looks back at."""

FINDINGS = 30
"""Findings of a deck shown in a chat."""

FINDINGS_IN_PASSING = 5
"""Findings that are told of a deck that was just added: those that most need somebody."""

_ON_BOARD = 24
"""Columns of a name on a board, which has to fit a telephone."""

_ROWS = 25
"""Rows of a board; a page has fewer."""

_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def title(words: str, room: int = 0) -> str:
    """A title on one line, of at most ``room`` units if that is given."""
    return isolated(clipped(words, TITLE, room and room - 2))


def medal(line: Result) -> str:
    """A medal for the best; none for nothing, where it would be mockery."""
    return _MEDALS.get(line.rank, "") if line.points else ""


def standings(screen: BoardScreen) -> str:
    """A board in columns, the viewer's own line below it where it is on another page."""
    rows = [_standing(row, screen) for row in screen.rows[:_ROWS]]
    if rows and screen.own and screen.own not in screen.rows:
        rows += [("…", "", "", "", ""), _standing(screen.own, screen)]
    return grid(rows, right=(0, 2, 3)) if rows else ""


def _standing(row: Standing, screen: BoardScreen) -> tuple[str, ...]:
    who = name(row.name, _ON_BOARD)
    if row.account == screen.viewer:
        who += f" {wording.YOU}"
    shown = str(row.rank), who, str(row.points), wording.accuracy(row)
    return (*shown, daily.board_streak(row.streak))


def missing(screen: BoardScreen) -> str:
    """That nobody is on a board, or the viewer is not; otherwise empty."""
    if not screen.rows:
        return wording.EMPTY_BOARD
    return wording.NOT_ON_BOARD if screen.viewer and not screen.own else ""


def turns(screen: BoardScreen) -> Iterator[tuple[bool, TurnBoard | None]]:
    """Back and on, if there is another page at all; without a meaning where there is none."""
    pages = {turn.page < screen.page: turn for turn in screen.turns}
    for back in (True, False) if pages else ():
        yield back, pages.get(back)


def finding(found: Finding) -> str:
    """What was found in a deck, and where."""
    said = clipped(one_line(f"{found.message} {found.hint}"), SENTENCE // 4)
    return f"line {found.line}, {found.severity.value}: {said}"


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with those that cost cards first, in the order of their lines."""
    order = list(Severity)
    return sorted(findings, key=lambda one: (order.index(one.severity), one.line))


def topics(screen: DeckReportScreen) -> tuple[tuple[str, int], ...]:
    """The topics that are told of a deck: of one that was just added, the findings matter more."""
    return screen.topics if screen.news is None else ()


def findings_told(screen: DeckReportScreen) -> tuple[int, Callable[[int], str]]:
    """How many findings are told of a deck, and what is said of how many more there are."""
    if screen.news is None:
        return FINDINGS, wording.more
    name = clipped(screen.deck.name, TITLE)
    return FINDINGS_IN_PASSING, lambda left: wording.more_findings(left, name)


def error(trouble: StudybotError) -> str:
    """What is told of an error."""
    return clipped(wording.told(trouble), SENTENCE)
