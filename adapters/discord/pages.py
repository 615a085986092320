"""The screens that things are looked up in: boards, reports, decks, help, notices."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ButtonStyle
from discord.ui import LayoutView

from adapters.chat import pages as chat
from adapters.chat.plain import clipped, name, short, units
from adapters.discord import fitting, layout, markdown
from adapters.discord.fitting import ROOM
from adapters.discord.layout import Press, framed
from bot import wording
from bot.commands import Command
from bot.errors import StudybotError
from bot.model import Finding
from bot.screens import (
    BoardScreen,
    DeckLine,
    DeckListScreen,
    DeckNews,
    DeckReportScreen,
    FileScreen,
    HelpScreen,
    Missed,
    Notice,
    NoticeScreen,
    QuizReport,
    Result,
    WelcomeScreen,
)


def report(screen: QuizReport) -> LayoutView:
    """The end of a series: everybody's result and the hardest questions."""
    title = _title(wording.report_title(screen))
    nobody, note = wording.too_few(screen), markdown.small(wording.report_note(screen))
    top = "\n".join(filter(None, (title, wording.ending(screen), nobody)))
    missed = "\n".join(map(_missed, screen.hardest[: chat.HARDEST]))
    room = ROOM - units(top) - units(missed) - units(note)
    results = fitting.listed(screen.results, _result, room, chat.RESULTS)
    return framed((top, results, missed, note), layout.BLUE)


def _title(words: str) -> str:
    return markdown.strong(markdown.escape(chat.title(words)))


def _result(line: Result) -> str:
    medal, who = chat.medal(line), markdown.escape(name(line.name))
    told = (
        markdown.strong(who) if medal else who,
        wording.count(line.points, "point"),
        wording.result(line),
    )
    return f"{medal or markdown.strong(str(line.rank))}  {' · '.join(told)}"


def _missed(missed: Missed) -> str:
    return f"{wording.hardest(missed)}: {markdown.escape(short(missed.stem), start=False)}"


def board(screen: BoardScreen) -> LayoutView:
    """A page of a board, the viewer's own line below it where it is on another page."""
    size = wording.board_size(screen)
    title = " · ".join(filter(None, (_title(wording.board_title(screen)), size)))
    columns = markdown.monospaced(chat.standings(screen))
    note = markdown.escape(chat.missing(screen))
    periods, turns = layout.rows(_periods(screen)), layout.rows(_turns(screen))
    return framed((title, columns, note, *periods, *turns), layout.BLUE)


def _periods(screen: BoardScreen) -> Iterator[Press]:
    for turn in screen.periods:
        present = turn.period is screen.period
        style = ButtonStyle.primary if present else ButtonStyle.secondary
        yield layout.button(turn, wording.period(turn.period), style)


def _turns(screen: BoardScreen) -> Iterator[Press]:
    """Back, on and show; back and on are always there together, so that neither takes a place."""
    for back, turn in chat.turns(screen):
        label = wording.BACK if back else wording.NEXT
        yield layout.button(turn, label) if turn else layout.idle(label)
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
    title = markdown.escape(chat.title(deck.title), start=False)
    return f"- {markdown.code(clipped(deck.name, chat.TITLE))} {title}: {wording.deck_size(deck)}"


def deck_report(screen: DeckReportScreen) -> LayoutView:
    """A deck, its topics, its questions and the first of its findings."""
    deck = screen.deck
    news = "\n".join(
        markdown.line(clipped(one, chat.SENTENCE)) for one in wording.deck_news(screen)
    )
    if screen.news is DeckNews.REMOVED:
        return framed((news,))
    source = markdown.small(markdown.line(clipped(screen.source, chat.TITLE)))
    kinds = [f"- {said}" for said in wording.deck_kinds(screen)]
    top = "\n".join([_title(deck.title), source, wording.deck_size(deck), *kinds])
    if screen.kept:
        top += f"\n\n{_explained(screen.kept)}"
    topics = fitting.listed(chat.topics(screen), _topic, ROOM // 3)
    if topics:
        topics = f"{markdown.strong(wording.count(len(screen.topics), 'topic'))}\n{topics}"
    found = markdown.strong(wording.findings_title(screen.findings))
    room = ROOM - sum(map(units, (news, top, topics, found)))
    most, more = chat.findings_told(screen)
    findings = fitting.listed(chat.worst_first(screen.findings), _finding, room, most, more)
    return framed((news, top, topics, f"{found}\n{findings}" if findings else found))


def file(screen: FileScreen) -> LayoutView:
    """What the file is that comes with this."""
    said = markdown.line(clipped(wording.file(screen), chat.SENTENCE))
    return layout.with_file(said, screen.name, screen.data)


def _topic(topic: tuple[str, int]) -> str:
    title, amount = topic
    said = markdown.escape(chat.title(title), start=False)
    return f"- {said}: {wording.count(amount, 'card')}"


def _finding(finding: Finding) -> str:
    return f"- {markdown.escape(chat.finding(finding), start=False)}"


def help_page(screen: HelpScreen) -> LayoutView:
    """The commands as declared."""
    title, detailed = markdown.strong(wording.HELP_TITLE), wording.detailed(screen)
    note = "" if detailed else markdown.small(markdown.escape(wording.HELP_ON_ONE))
    room = ROOM - units(title) - units(note)
    show = _in_detail if detailed else _command
    return framed((title, fitting.listed(screen.commands, show, room), note))


def _command(command: Command) -> str:
    usage = markdown.strong(markdown.escape(wording.usage(command)))
    return f"{usage}\n{markdown.escape(wording.described(command))}"


def _in_detail(command: Command) -> str:
    options = (
        f"- {markdown.code(one.name)} {markdown.escape(wording.takes(one), start=False)}"
        for one in command.options
    )
    return "\n".join([_command(command), *options])


def welcome(screen: WelcomeScreen) -> LayoutView:
    """How to begin, and what is still missing for it."""
    greeting = markdown.line(clipped(wording.greeting(screen.decks), chat.SENTENCE))
    missing = markdown.line(clipped(wording.missing_rights(screen.missing), chat.SENTENCE // 2))
    return framed((wording.INTRODUCTION, greeting, missing), layout.BLUE)


def notice(screen: NoticeScreen) -> LayoutView:
    """A sentence."""
    news = screen.notice
    return framed((_explained(news) if isinstance(news, StudybotError) else _told(news),))


def _told(news: Notice) -> str:
    return markdown.escape(wording.notice(news))


def _explained(trouble: StudybotError) -> str:
    return markdown.line(chat.error(trouble))
