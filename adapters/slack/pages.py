"""The screens that things are looked up in: boards, reports, decks, help, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from adapters.chat import pages as chat
from adapters.chat.plain import clipped, name, one_line, short
from adapters.slack import fitting, forms, layout, prose
from adapters.slack.fitting import ROOM
from adapters.slack.layout import Json, Page, page
from adapters.slack.leaves import Element, leaf, preformatted, section
from adapters.slack.prose import Elements
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

_Thing = TypeVar("_Thing")


def report(screen: QuizReport) -> Page:
    """The end of a series: everybody's result and the hardest questions."""
    top = lines(wording.ending(screen), wording.too_few(screen))
    results, left = fitting.listed(screen.results, _result, ROOM // 2, chat.RESULTS)
    shown = (one for line in (*results, _more(left)) for one in line)
    missed = lines(*map(_missed, screen.hardest[: chat.HARDEST]))
    return page(
        layout.header(_title(wording.report_title(screen))),
        layout.rich(top),
        layout.rich(prose.joined(shown)),
        layout.rich(missed),
        layout.small(wording.report_note(screen)),
    )


def _title(words: str) -> str:
    return chat.title(words, layout.HEADER)


def lines(*words: str) -> Elements:
    """A line for each of the words that are not blank."""
    return prose.joined(section(leaf(one)) for one in words if one)


def _more(left: int) -> Elements:
    return lines(wording.more(left)) if left else ()


def _result(line: Result) -> Elements:
    medal = chat.medal(line)
    who = leaf(name(line.name), "bold") if medal else leaf(name(line.name))
    told = f" · {wording.count(line.points, 'point')} · {wording.result(line)}"
    return (section(leaf(f"{medal or line.rank}  "), who, leaf(told)),)


def _missed(missed: Missed) -> str:
    return f"{wording.hardest(missed)}: {short(missed.stem)}"


def board(screen: BoardScreen) -> Page:
    """A page of a board, the viewer's own line below it where it is on another page.

    As lines of equal columns, not as Slack's block for tables: see ``tables``.
    """
    return page(
        layout.header(_title(wording.board_title(screen))),
        layout.small(wording.board_size(screen)),
        layout.rich((*preformatted(chat.standings(screen)), *lines(chat.missing(screen)))),
        layout.buttons(_periods(screen)),
        layout.buttons(_turns(screen)),
    )


def _periods(screen: BoardScreen) -> Iterator[Json]:
    for turn in screen.periods:
        present = turn.period is screen.period
        yield layout.button(turn, wording.period(turn.period), primary=present)


def _turns(screen: BoardScreen) -> Iterator[Json]:
    """Back, on and show; where there is no page to turn to, a button says so in that place."""
    for back, turn in chat.turns(screen):
        if turn:
            yield layout.button(turn, wording.BACK if back else wording.NEXT)
        else:
            yield layout.idle(wording.FIRST_PAGE if back else wording.LAST_PAGE)
    if screen.share:
        yield layout.button(screen.share, wording.SHARE)


def deck_list(screen: DeckListScreen) -> Page:
    """The decks, what commands call them, and what is wrong with the others."""
    decks = screen.decks
    title = wording.count(len(decks), "deck") if decks else wording.NO_DECKS
    broken, left = fitting.listed(screen.broken, explained, ROOM // 3)
    errors = (one for line in (*broken, _more(left)) for one in line)
    return page(
        layout.header(title),
        layout.rich(bulleted(decks, deck, 2 * ROOM // 3)),
        layout.rich(prose.joined(errors)),
    )


def bulleted(
    things: Sequence[_Thing],
    show: Callable[[_Thing], Elements],
    room: int,
    limit: int = 1000,
    more: Callable[[int], str] = wording.more,
) -> Elements:
    """A list with something for each, or for as many as have ``room``."""
    shown, left = fitting.listed(things, show, room, limit, more)
    rest = lines(more(left)) if left else ()
    return (*bullets(one for line in shown for one in line), *rest)


def bullets(items: Iterable[Element]) -> Elements:
    """A list of these items."""
    inside = list(items)
    return ({"type": "rich_text_list", "style": "bullet", "elements": inside},) if inside else ()


def deck(line: DeckLine) -> Elements:
    """A deck in a list."""
    called = leaf(clipped(line.name, chat.TITLE), "code")
    return (section(called, leaf(f" {chat.title(line.title)}: {wording.deck_size(line)}")),)


def deck_report(screen: DeckReportScreen) -> Page:
    """A deck, its topics, its questions and the first of its findings."""
    news = layout.rich(lines(*(clipped(one, chat.SENTENCE) for one in wording.deck_news(screen))))
    if screen.news is DeckNews.REMOVED:
        return page(news)
    topics = bulleted(chat.topics(screen), _topic, ROOM // 3)
    amount = wording.count(len(screen.topics), "topic")
    room = ROOM // 3 if screen.kept else ROOM // 2
    most, more = chat.findings_told(screen)
    worst = chat.worst_first(screen.findings)
    findings = bulleted(worst, _finding, room, most, more)
    return page(
        news,
        layout.header(_title(screen.deck.title)),
        layout.small(clipped(screen.source, chat.TITLE)),
        layout.rich(explained(screen.kept) if screen.kept else ()),
        layout.rich((*lines(wording.deck_size(screen.deck)), *_kinds(screen))),
        layout.rich((section(leaf(amount, "bold")), *topics) if topics else ()),
        layout.rich((section(leaf(wording.findings_title(screen.findings), "bold")), *findings)),
    )


def _kinds(screen: DeckReportScreen) -> Elements:
    return bullets(section(leaf(said)) for said in wording.deck_kinds(screen))


def file(screen: FileScreen) -> Page:
    """What the file is that comes with this, in few words: they are sent as part of an address."""
    titled = replace(screen, deck=chat.title(screen.deck))
    return page(layout.rich(lines(one_line(wording.file(titled)))))


def _topic(topic: tuple[str, int]) -> Elements:
    title, amount = topic
    return lines(f"{chat.title(title)}: {wording.count(amount, 'card')}")


def _finding(found: Finding) -> Elements:
    return lines(chat.finding(found))


def help_page(screen: HelpScreen) -> Page:
    """The commands as declared; of a single one its form as well."""
    detailed = wording.detailed(screen)
    shown, left = fitting.listed(screen.commands, _in_detail if detailed else _command, ROOM)
    return page(
        layout.header(wording.HELP_TITLE),
        *map(layout.rich, shown),
        layout.rich(_more(left)),
        layout.small("" if detailed else wording.HELP_ON_ONE),
        forms.buttons(screen.commands if detailed else ()),
    )


def _command(command: Command) -> Elements:
    usage = leaf(wording.usage(command), "bold")
    return (section(usage, leaf(f"\n{wording.described(command)}")),)


def _in_detail(command: Command) -> Elements:
    options = (
        section(leaf(one.name, "code"), leaf(f" {wording.takes(one)}")) for one in command.options
    )
    return (*_command(command), *bullets(options))


def welcome(screen: WelcomeScreen) -> Page:
    """How to begin, and what is still missing for it."""
    greeting = clipped(wording.greeting(screen.decks), chat.SENTENCE)
    missing = clipped(wording.missing_rights(screen.missing), chat.SENTENCE // 2)
    return page(layout.rich(lines(wording.INTRODUCTION, greeting, missing)))


def notice(screen: NoticeScreen) -> Page:
    """A sentence."""
    news = screen.notice
    said = explained(news) if isinstance(news, StudybotError) else _told(news)
    return page(layout.rich(said))


def _told(news: Notice) -> Elements:
    return lines(one_line(wording.notice(news)))


def explained(trouble: StudybotError) -> Elements:
    """What went wrong."""
    return lines(chat.error(trouble))
