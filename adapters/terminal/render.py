"""Every screen as lines of a terminal. Letters and words carry the meaning, never colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import assert_never

from rich.console import Group, RenderableType
from rich.text import Text

from adapters.terminal import dailies, pages, prose
from adapters.terminal.keys import invitation
from adapters.terminal.layout import Spread, columns
from bot import wording
from bot.richtext import RichText
from bot.screens import (
    AnswerScreen,
    BoardScreen,
    DailyScreen,
    DeckListScreen,
    DeckReportScreen,
    FileScreen,
    HelpScreen,
    NoticeScreen,
    QuestionScreen,
    QuizReport,
    RevealScreen,
    Screen,
    SettingsScreen,
    Verdict,
    VerdictScreen,
    VoidScreen,
    WelcomeScreen,
)

PRIVATE = "only you: "
"""Stands before what nobody else sees."""


def render(screen: Screen, now: datetime, *, private: bool = False, told: bool = False) -> Group:
    """The screen as it is to be printed at ``now``.

    ``private``: only this person sees it. ``told``: this person already knows the question's
    explanation, so that its reveal need not repeat it.
    """
    first, *rest = _lines(screen, now, told=told)
    return Group(_private(first), *rest) if private else Group(first, *rest)


def _private(first: RenderableType) -> RenderableType:
    mark = Text(PRIVATE, "dim")
    match first:
        case Text():
            return mark + first
        case Spread(left=left, right=right):
            return Spread(mark + left, right)
        case _:
            return Group(mark, first)


def _lines(screen: Screen, now: datetime, *, told: bool) -> Iterator[RenderableType]:  # noqa: C901, PLR0912 - a case for each screen
    match screen:
        case QuestionScreen():
            yield from _question(screen, now)
        case VerdictScreen():
            yield from _verdict(screen)
        case AnswerScreen():
            yield from _answer(screen)
        case RevealScreen():
            yield from _brief(screen) if told else _reveal(screen)
        case VoidScreen():
            yield Text(wording.voided(screen))
            yield Text(prose.short(screen.stem), "dim")
        case QuizReport():
            yield from _report(screen)
        case BoardScreen():
            yield from pages.board(screen)
        case DeckListScreen():
            yield from pages.deck_list(screen)
        case DeckReportScreen():
            yield from pages.deck_report(screen)
        case FileScreen():
            yield Text(prose.one_line(wording.file(screen)))
        case HelpScreen():
            yield from pages.help_page(screen)
        case DailyScreen():
            yield from dailies.plan(screen, now)
        case SettingsScreen():
            yield from dailies.settings(screen)
        case WelcomeScreen():
            yield Text(prose.one_line(wording.greeting(screen.decks)))
        case NoticeScreen(notice=notice):
            yield from pages.notice(notice)
        case _:
            assert_never(screen)


def _question(screen: QuestionScreen, now: datetime) -> Iterator[RenderableType]:
    if screen.head.daily:
        yield from dailies.before(screen.head.daily)
    head = Text(prose.one_line(wording.where(screen.head)), "dim")
    yield Spread(head, Text(wording.which(screen.head), "dim"))
    yield prose.blocks(screen.stem)
    yield _options(screen.options, range(len(screen.options)))
    said = " ".join(part for part in (wording.instruction(screen), invitation(screen)) if part)
    yield Spread(Text(said), Text(wording.progress(screen, now), "dim"))


def _options(options: tuple[RichText, ...], shown: Iterable[int]) -> RenderableType:
    return columns(
        (Text(f"  {wording.letter(index)}", "bold"), prose.blocks(options[index]))
        for index in shown
    )


def _verdict(screen: VerdictScreen) -> Iterator[RenderableType]:
    styles = {Verdict.RIGHT: "bold green", Verdict.WRONG: "bold red"}
    yield Text(wording.verdict(screen), styles.get(screen.verdict, "bold"))
    if screen.verdict is Verdict.WRONG:
        yield _options(screen.options, screen.key)
    if screen.explanation:
        yield prose.blocks(screen.explanation)
    if screen.verdict in styles:
        yield Text(prose.one_line(wording.source(screen.source, screen.kind)), "dim")
    if said := invitation(screen):
        yield Text(said)


def _answer(screen: AnswerScreen) -> Iterator[RenderableType]:
    yield Text(prose.short(screen.prompt, 200), "bold")
    yield prose.blocks(screen.answer)
    yield Text(prose.one_line(wording.where_from(screen.source)), "dim")
    if said := invitation(screen):
        yield Text(said)


def _brief(screen: RevealScreen) -> Iterator[RenderableType]:
    yield Spread(Text(wording.over(screen), "bold"), Text(wording.turnout(screen)))
    yield from _winners(screen)


def _reveal(screen: RevealScreen) -> Iterator[RenderableType]:
    yield Spread(Text(wording.over(screen), "bold"), Text(wording.turnout(screen)))
    yield Text(prose.short(screen.stem, 200))
    yield _options(screen.options, screen.key)
    if chosen := wording.chosen(screen):
        yield Text(chosen)
    yield from _winners(screen)
    yield prose.blocks(screen.explanation)
    yield Text(prose.one_line(wording.source(screen.source, screen.kind)), "dim")


def _winners(screen: RevealScreen) -> Iterator[RenderableType]:
    if said := wording.winners(screen):
        yield Text(prose.one_line(said))


def _report(screen: QuizReport) -> Iterator[RenderableType]:
    title = Text(prose.one_line(wording.report_title(screen)), "bold")
    yield Spread(title, Text(wording.ending(screen)))
    if nobody := wording.too_few(screen):
        yield Text(nobody)
    yield columns(
        (
            (
                Text(f"  {line.rank}"),
                pages.name(line.name),
                Text(wording.count(line.points, "point")),
                Text(wording.result(line)),
            )
            for line in screen.results
        ),
        right=(0, 2),
    )
    for missed in screen.hardest:
        yield Text(f"{wording.hardest(missed)}: {prose.short(missed.stem)}")
    if note := wording.report_note(screen):
        yield Text(note, "dim")
