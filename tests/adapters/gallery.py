"""One of every screen, made of given words, so that any of them can be hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.actions import TurnBoard
from bot.commands import COMMANDS
from bot.errors import UnknownDeck
from bot.model import (
    AccountId,
    Daily,
    Ending,
    Finding,
    Kind,
    Pace,
    Period,
    QuizId,
    RoomId,
    RoundId,
    Severity,
    Source,
    Standing,
    Streak,
    Yesterday,
)
from bot.richtext import (
    CodeBlock,
    Formula,
    Heading,
    Image,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
    paragraph,
    text,
)
from bot.schedules import EVERY_DAY, Pause, PauseReason, Rule, Skip, SkipReason
from bot.screens import (
    AnswerScreen,
    BoardScreen,
    DailyNews,
    DailyPlan,
    DailyScreen,
    DeckChange,
    DeckLine,
    DeckListScreen,
    DeckNews,
    DeckReportScreen,
    FileScreen,
    HelpScreen,
    Missed,
    NoticeScreen,
    Preview,
    QuestionScreen,
    QuizReport,
    Result,
    RevealScreen,
    RoundHead,
    Screen,
    SettingsScreen,
    Verdict,
    VerdictScreen,
    VoidScreen,
    WelcomeScreen,
    Winner,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUND = RoundId("r1")
ROOM = RoomId("terminal", "local", "main")


def prose(words: str) -> RichText:
    """Every kind of block, made of ``words``."""
    cell = (Span(words),)
    return (
        Heading(2, cell),
        Paragraph((Span(words, bold=True), Span(words, code=True), Image("x.png", words))),
        CodeBlock(words),
        Formula(words, words),
        Listing((text(words), text("plain")), start=3),
        Listing((paragraph(Span(words, italic=True)),)),
        Quote(text(words)),
        Table((cell, cell), ((cell, cell),)),
    )


def account(user: str) -> AccountId:
    """Somebody at a terminal."""
    return AccountId("terminal", "local", user)


def question(words: str = "Which?", *, options: int = 3, choose: int = 1) -> QuestionScreen:
    """An open question; without options it is open recall."""
    return QuestionScreen(
        round=ROUND,
        head=RoundHead(words, (words,), 3, 10),
        kind=Kind.TERM,
        stem=text(words),
        options=tuple(text(f"{words} {number}") for number in range(options)),
        choose=choose,
        pace=Pace(30),
        closes_at=NOW + timedelta(seconds=30),
        answered=12,
    )


def verdict(words: str = "Because.", told: Verdict = Verdict.WRONG) -> VerdictScreen:
    """A verdict on the first of two options, the second of which is right."""
    options = (text("one"), text(words))
    place = Source("notes.md", 41)
    return VerdictScreen(
        round=ROUND,
        verdict=told,
        points=0,
        again=False,
        picks=(0,),
        options=options,
        key=(1,),
        explanation=prose(words),
        source=place,
        kind=Kind.TERM,
        more=True,
    )


def reveal(words: str = "Because.", *, answered: int = 12) -> RevealScreen:
    """A question that is over, answered by more than one person."""
    return RevealScreen(
        round=ROUND,
        head=RoundHead(words, (), 3, 10),
        kind=Kind.TERM,
        stem=text(words),
        options=(text("one"), text(words)),
        key=(1,),
        explanation=prose(words),
        source=Source("notes.md", 41),
        answered=answered,
        chosen=(1, 11),
        winners=(Winner(words, 10, 2.5), Winner("Bo", 0, 3.0)),
        speed=False,
    )


def board(words: str = "Ana") -> BoardScreen:
    """The first of three pages, its viewer on a later one."""
    rows = tuple(
        Standing(rank, account(f"u{rank}"), name, points, 20, 18)
        for rank, name, points in ((1, words, 240), (2, "Bo", 180))
    )
    turn = TurnBoard(Period.WEEK, None, here=True, page=1)
    return BoardScreen(
        period=Period.WEEK,
        deck="",
        here=True,
        rows=rows,
        page=0,
        pages=3,
        players=43,
        own=Standing(17, account("me"), "Me", 40, 3, 2),
        viewer=account("me"),
        periods=tuple(TurnBoard(period, None, here=True, page=0) for period in Period),
        turns=(turn,),
        share=TurnBoard(Period.WEEK, None, here=True, page=0, share=True),
    )


def _in_a_row(shown: BoardScreen) -> BoardScreen:
    """A board on which everybody answered on many days in a row."""
    return replace(shown, rows=tuple(replace(row, streak=10**4) for row in shown.rows))


def of_the_day(words: str = "Which?", streaks: int = 3) -> QuestionScreen:
    """The question of a day, with the result of the one before."""
    last = Yesterday(date(2026, 11, 21), prose(words), (text(words), prose(words)), 9, 2)
    daily = Daily(
        NOW,
        date(2026, 11, 22),
        NOW + timedelta(days=1, seconds=-1),
        last,
        (Streak(words, 10**4),) * streaks,
    )
    head = RoundHead(words, (words,), 1, 1, daily)
    return replace(question(words), head=head, pace=Pace(), closes_at=daily.until)


def plan(words: str = "Ana") -> DailyPlan:
    """What is going to be asked in a room, for whoever set it."""
    preview = Preview((words,), prose(words), (text("one"), text(words)))
    rule = Rule(time(9, 30), EVERY_DAY[:5], "America/Argentina/Buenos_Aires")
    return DailyPlan(rule, words, words, NOW + timedelta(days=1), True, None, preview)  # noqa: FBT003 -- asked today


def plans(words: str) -> tuple[Screen, ...]:
    """A room's daily question in all the news there can be of it."""
    paused = [
        replace(plan(words), next=None, preview=None, pause=Pause(reason, NOW, words))
        for reason in PauseReason
    ]
    skips = tuple(Skip(ROOM, NOW, reason) for reason in SkipReason)
    zone = "Europe/Berlin"
    return (
        DailyScreen(DailyNews.SET, plan(words), skips, zone),
        *(DailyScreen(news, replace(plan(words), preview=None), skips, zone) for news in DailyNews),
        *(DailyScreen(DailyNews.SHOWN, one, skips, zone) for one in (None, *paused)),
    )


def gallery(words: str) -> tuple[Screen, ...]:
    """One of every screen, and more of those that have several faces."""
    deck = DeckLine("notes", words, 20, 18, 2)
    place = Source(words, 41)
    finding = Finding(3, Severity.WARNING, "code", words, words)
    return (
        question(words),
        question(words, options=0, choose=0),
        *(verdict(words, told) for told in Verdict),
        AnswerScreen(ROUND, text(words), prose(words), place, rate=True),
        reveal(words),
        VoidScreen(ROUND, RoundHead(words, (), 1, 1), text(words), again=True),
        QuizReport(
            QuizId("q1"),
            words,
            words,
            3,
            10,
            Ending.STOPPED,
            (Result(1, words, 30, 20, 3, 3), Result(2, "Bo", 20, 20, 2, 3)),
            (Missed(2, text(words), 1, 2),),
        ),
        board(words),
        _in_a_row(board(words)),
        DeckListScreen((deck,), (UnknownDeck(words, (words,)),)),
        DeckReportScreen(
            deck,
            words,
            ((words, 3),),
            ((Kind.TERM, 12),),
            2,
            (finding,) * 30,
            news=DeckNews.UPDATED,
            change=DeckChange(1, 2, 3, 4),
        ),
        FileScreen(words, "cells.md", b"# Cells", "text/markdown", 2),
        HelpScreen(COMMANDS),
        WelcomeScreen(((words, 20),), (words,)),
        of_the_day(words),
        replace(verdict(words, Verdict.RATED), streak=365),
        *plans(words),
        SettingsScreen(True, "Europe/Berlin", words, (ROOM,) * 3, forgiving=True),  # noqa: FBT003 -- changed
        NoticeScreen(UnknownDeck(words, (words,))),
    )
