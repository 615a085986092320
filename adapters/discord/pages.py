"""The screens that things are looked up in: boards, reports, decks, help, notices."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ButtonStyle
from discord.ui import LayoutView

from adapters.chat.plain import clipped, isolated, name, one_line, short, units
from adapters.discord import fitting, layout, markdown, tables
from adapters.discord.fitting import ROOM
from adapters.discord.layout import Press, framed
from bot import wording
from bot.commands import Command
from bot.errors import StudybotError
from bot.model import Finding, Standing
from bot.screens import (
    BoardScreen,
    DeckLine,
    DeckListScreen,
    DeckReportScreen,
    HelpScreen,
    Missed,
    Notice,
    NoticeScreen,
    QuizReport,
    Result,
    WelcomeScreen,
)

_TITLE = 120
"""Columns of a title."""

_ON_BOARD = 24
"""Columns of a name on a board, which has to fit a telephone."""

_SENTENCE = 1000
"""Columns of a sentence that holds foreign words."""

_ROWS = 25
"""Rows of a board; a page has fewer."""

_RESULTS = 20
"""Players in the report of a series: it stands in the room, for everybody to scroll past."""

_HARDEST = 5
"""Questions that a report looks back at."""

_FINDINGS = 15
"""Findings of a deck shown in a chat."""

_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def report(screen: QuizReport) -> LayoutView:
    """The end of a series: everybody's result and the hardest questions."""
    title = _title(wording.report_title(screen))
    nobody, note = wording.too_few(screen), markdown.small(wording.report_note(screen))
    top = "\n".join(filter(None, (title, wording.ending(screen), nobody)))
    missed = "\n".join(map(_missed, screen.hardest[:_HARDEST]))
    room = ROOM - units(top) - units(missed) - units(note)
    results = fitting.listed(screen.results, _result, room, _RESULTS)
    return framed((top, results, missed, note), layout.BLUE)


def _title(words: str) -> str:
    return markdown.strong(markdown.escape(isolated(clipped(words, _TITLE))))


def _result(line: Result) -> str:
    medal = _MEDALS.get(line.rank) if line.points else None  # for nothing it would be mockery
    place = medal or markdown.strong(str(line.rank))
    who = markdown.escape(name(line.name))
    if medal:
        who = markdown.strong(who)
    told = (who, wording.count(line.points, "point"), wording.result(line))
    return f"{place}  {' · '.join(told)}"


def _missed(missed: Missed) -> str:
    return f"{wording.hardest(missed)}: {markdown.escape(short(missed.stem), start=False)}"


def board(screen: BoardScreen) -> LayoutView:
    """A page of a board, the viewer's own line below it where it is on another page."""
    size = wording.board_size(screen)
    title = " · ".join(filter(None, (_title(wording.board_title(screen)), size)))
    rows = [_standing(row, screen) for row in screen.rows[:_ROWS]]
    note = "" if rows else markdown.escape(wording.EMPTY_BOARD)
    if rows and screen.own and screen.own not in screen.rows:
        rows += [("…", "", "", ""), _standing(screen.own, screen)]
    elif rows and screen.viewer and not screen.own:
        note = markdown.escape(wording.NOT_ON_BOARD)
    columns = markdown.monospaced(tables.grid(rows, right=(0, 2, 3))) if rows else ""
    periods, turns = layout.rows(_periods(screen)), layout.rows(_turns(screen))
    return framed((title, columns, note, *periods, *turns), layout.BLUE)


def _standing(row: Standing, screen: BoardScreen) -> tuple[str, str, str, str]:
    who = name(row.name, _ON_BOARD)
    if row.account == screen.viewer:
        who += f" {wording.YOU}"
    return str(row.rank), who, str(row.points), wording.accuracy(row)


def _periods(screen: BoardScreen) -> Iterator[Press]:
    for turn in screen.periods:
        present = turn.period is screen.period
        style = ButtonStyle.primary if present else ButtonStyle.secondary
        yield layout.button(turn, wording.period(turn.period), style)


def _turns(screen: BoardScreen) -> Iterator[Press]:
    """Back, on and show; back and on are always there together, so that neither takes a place."""
    pages = {turn.page < screen.page: turn for turn in screen.turns}
    for back, label in ((True, wording.BACK), (False, wording.NEXT)) if pages else ():
        yield layout.button(pages[back], label) if back in pages else layout.idle(label)
    if screen.share:
        yield layout.button(screen.share, wording.SHARE)


def deck_list(screen: DeckListScreen) -> LayoutView:
    """The decks, each with the name that commands call it by, and the files that are none."""
    title = markdown.strong(
        wording.count(len(screen.decks), "deck") if screen.decks else wording.NO_DECKS
    )
    broken = fitting.listed(screen.broken, _explained, ROOM // 3)
    room = ROOM - units(title) - units(broken)
    return framed((title, fitting.listed(screen.decks, _deck, room), broken))


def _deck(deck: DeckLine) -> str:
    title = markdown.escape(isolated(clipped(deck.title, _TITLE)), start=False)
    return f"- {markdown.code(clipped(deck.name, _TITLE))} {title}: {wording.deck_size(deck)}"


def deck_report(screen: DeckReportScreen) -> LayoutView:
    """A deck, its topics, its questions and the first of its findings."""
    deck = screen.deck
    source = markdown.small(markdown.line(clipped(screen.source, _TITLE)))
    kinds = [f"- {said}" for said in wording.deck_kinds(screen)]
    top = "\n".join([_title(deck.title), source, wording.deck_size(deck), *kinds])
    topics = fitting.listed(screen.topics, _topic, ROOM // 3)
    if topics:
        topics = f"{markdown.strong(wording.count(len(screen.topics), 'topic'))}\n{topics}"
    found = markdown.strong(wording.findings_title(screen.findings))
    room = ROOM - sum(map(units, (top, topics, found)))
    findings = fitting.listed(screen.findings, _finding, room, _FINDINGS)
    return framed((top, topics, f"{found}\n{findings}" if findings else found))


def _topic(topic: tuple[str, int]) -> str:
    title, amount = topic
    said = markdown.escape(isolated(clipped(title, _TITLE)), start=False)
    return f"- {said}: {wording.count(amount, 'card')}"


def _finding(finding: Finding) -> str:
    said = one_line(f"{finding.message} {finding.hint}")
    told = markdown.escape(clipped(said, _SENTENCE // 4), start=False)
    return f"- line {finding.line}, {finding.severity.value}: {told}"


def help_page(screen: HelpScreen) -> LayoutView:
    """The commands as declared."""
    title = markdown.strong(wording.HELP_TITLE)
    room = ROOM - units(title)
    return framed((title, fitting.listed(screen.commands, _command, room)))


def _command(command: Command) -> str:
    options = (
        f"- {markdown.code(one.name)} {markdown.escape(wording.takes(one), start=False)}"
        for one in command.options
    )
    usage = markdown.strong(markdown.escape(wording.usage(command)))
    return "\n".join([usage, markdown.escape(wording.described(command)), *options])


def welcome(screen: WelcomeScreen) -> LayoutView:
    """How to begin, and what is still missing for it."""
    greeting = markdown.line(clipped(wording.greeting(screen.decks), _SENTENCE))
    missing = markdown.line(clipped(wording.missing_rights(screen.missing), _SENTENCE // 2))
    return framed((wording.INTRODUCTION, greeting, missing), layout.BLUE)


def notice(screen: NoticeScreen) -> LayoutView:
    """A sentence."""
    news = screen.notice
    return framed((_explained(news) if isinstance(news, StudybotError) else _told(news),))


def _told(news: Notice) -> str:
    return markdown.escape(wording.notice(news))


def _explained(error: StudybotError) -> str:
    return markdown.line(clipped(wording.told(error), _SENTENCE))
