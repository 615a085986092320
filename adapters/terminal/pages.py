"""The screens that things are looked up in: boards, decks, help, notices."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from adapters.terminal import prose
from adapters.terminal.keys import invitation
from adapters.terminal.layout import Spread, columns
from bot import wording
from bot.commands import Command
from bot.errors import StudybotError
from bot.model import Finding, Severity, Standing
from bot.screens import BoardScreen, DeckListScreen, DeckNews, DeckReportScreen, HelpScreen, Notice
from bot.wording import daily

NAME = 30
"""Columns that a name may take."""

FINDINGS = 20
"""Findings of a deck shown in a conversation; ``studybot check`` shows them all."""

SEVERITY = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

LEAVE = "/quit"


def name(words: str) -> Text:
    """A player's name, cut to what a line can spare."""
    text = Text(prose.one_line(words))
    text.truncate(NAME, overflow="ellipsis")
    return text


def board(screen: BoardScreen) -> Iterator[RenderableType]:
    """A page of a board, the viewer's own line below it where it is on another page."""
    title = Text(prose.one_line(wording.board_title(screen)), "bold")
    yield Spread(title, Text(wording.board_size(screen), "dim"))
    lines = [_standing(row, screen) for row in screen.rows]
    if not lines:
        yield Text(wording.EMPTY_BOARD)
    elif screen.own and screen.own not in screen.rows:
        lines += [(Text("  …"),), _standing(screen.own, screen)]
    yield columns(lines, right=(0, 2, 3))
    if lines and screen.viewer and not screen.own:
        yield Text(wording.NOT_ON_BOARD)
    if said := invitation(screen):
        yield Text(said)


def _standing(row: Standing, screen: BoardScreen) -> tuple[Text, ...]:
    style = "bold" if row.account == screen.viewer else ""
    own = name(row.name)
    if row.account == screen.viewer:
        own.append(f" {wording.YOU}")
    own.stylize(style)
    told = (str(row.points), wording.accuracy(row), daily.board_streak(row.streak))
    return Text(f"  {row.rank}", style), own, *(Text(one, style) for one in told if one)


def deck_list(screen: DeckListScreen) -> Iterator[RenderableType]:
    """The decks, each with the name that commands call it by."""
    yield Text(wording.count(len(screen.decks), "deck"), "bold")
    yield columns(
        (
            Text(f"  {prose.one_line(deck.name)}", "bold"),
            Text(prose.one_line(f"{deck.title}: {wording.deck_size(deck)}")),
        )
        for deck in screen.decks
    )
    for error in screen.broken:
        yield Text(prose.one_line(wording.explain(error)))


def deck_report(screen: DeckReportScreen) -> Iterator[RenderableType]:
    """A deck, its topics, its questions and the first of its findings."""
    deck = screen.deck
    for said in wording.deck_news(screen):
        yield Text(prose.one_line(said), "bold")
    if screen.news is DeckNews.REMOVED:
        return
    yield Spread(
        Text(prose.one_line(deck.title), "bold"), Text(prose.one_line(screen.source), "dim")
    )
    if screen.kept:
        yield Text(prose.one_line(wording.explain(screen.kept)), "yellow")
    yield Text(wording.deck_size(deck))
    for said in wording.deck_kinds(screen):
        yield Text(f"  {said}")
    if screen.topics:
        yield Text(wording.count(len(screen.topics), "topic"))
        yield columns(
            (Text(f"  {amount}"), Text(prose.one_line(topic))) for topic, amount in screen.topics
        )
    yield Text(wording.findings_title(screen.findings))
    for finding in screen.findings[:FINDINGS]:
        yield _finding(finding, screen.source)
    if len(screen.findings) > FINDINGS:
        more = wording.more(len(screen.findings) - FINDINGS)
        yield Text(f"  {more}: studybot check lists them all")


def _finding(finding: Finding, source: str) -> RenderableType:
    text = Text(f"{prose.one_line(source)}:{finding.line} ")
    text.append(finding.severity.value, SEVERITY[finding.severity])
    text.append(f" {prose.one_line(finding.message)} {prose.one_line(finding.hint)}")
    return Padding(text, (0, 0, 0, 2), expand=False)


def help_page(screen: HelpScreen) -> Iterator[RenderableType]:
    """The commands as declared, and what only a terminal has."""
    yield Text(wording.HELP_TITLE, "bold")
    detailed = wording.detailed(screen)
    for command in screen.commands:
        yield Text(f"  {wording.usage(command)}", "bold")
        yield Padding(Text(wording.described(command)), (0, 0, 0, 4), expand=False)
        if detailed:
            yield _options(command)
    if not detailed:
        yield Text(f"  {LEAVE}", "bold")
        yield Text("    Leave this terminal; exit and Ctrl-D do the same.")
        yield Text(wording.HELP_ON_ONE)
        yield Text("A question is answered by its letter: a, or a c where two are right.")


def _options(command: Command) -> RenderableType:
    options = ((Text(one.name), Text(wording.takes(one))) for one in command.options)
    return Padding(columns(options), (0, 0, 0, 6), expand=False)


def notice(news: Notice | StudybotError) -> Iterator[RenderableType]:
    """A sentence."""
    if isinstance(news, StudybotError):
        yield Text(prose.one_line(wording.explain(news)))
    else:
        yield Text(wording.notice(news))
