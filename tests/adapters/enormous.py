"""Every screen at its largest: as many foreign words as a deck or a room can bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from bot.errors import CardsLost, LastGoodShown, UnknownDeck
from bot.model import (
    Daily,
    Ending,
    Finding,
    Kind,
    QuizId,
    RoomId,
    RoundId,
    Severity,
    Source,
    Standing,
    Streak,
    Yesterday,
)
from bot.richtext import CodeBlock, Image, Listing, Quote, RichText, Span, Table, paragraph, text
from bot.schedules import Pause, PauseReason, Skip, SkipReason
from bot.screens import (
    AnswerScreen,
    DailyNews,
    DailyScreen,
    DeckLine,
    DeckListScreen,
    DeckReportScreen,
    Missed,
    NoticeScreen,
    Preview,
    QuizReport,
    Result,
    RoundHead,
    Screen,
    SettingsScreen,
    VoidScreen,
    WelcomeScreen,
    Winner,
)
from tests.adapters.gallery import NOW, account, board, plan, question, reveal, verdict

_FORMS = ("code", "bold", "block", "deep list", "quote", "picture", "link")
_WORDED = ("list", "table")
"""Forms that are made of many words."""


def cases(patterns: Sequence[str], worst: Sequence[str]) -> list[object]:
    """Patterns and forms: all of them plain, and the ``worst`` in every form, which takes long."""
    plain = [(pattern, "plain") for pattern in patterns]
    long = (pytest.param(*case, marks=pytest.mark.long) for case in product(worst, _FORMS))
    return [*plain, *(("word ", form) for form in _WORDED), *long]


def formed(form: str, words: str) -> RichText:  # noqa: PLR0911 -- a case for each form
    """A text of one form."""
    match form:
        case "code":
            return paragraph(Span(words, code=True))
        case "bold":
            return paragraph(Span(words, bold=True, italic=True, strike=True))
        case "block":
            return (CodeBlock(words, "python"),)
        case "list":
            return (Listing(tuple(text(one) for one in words.split(" ")[:600]), 1),)
        case "deep list" | "quote":
            rich = text(words)
            for _ in range(40):
                rich = (Listing((rich,)),) if form == "deep list" else (Quote(rich),)
            return rich
        case "table":
            cells = tuple((Span(one),) for one in words.split(" ")[:40])
            return (Table(cells, (cells,) * 12),)
        case "picture":
            return paragraph(Image("https://e.org/" + "a" * 280, words))
        case "link":
            target = f"https://e.org/{'a' * 280}"
            ends = enumerate(words[:600])
            return paragraph(*(Span(one, link=f"{target}{n % 2}") for n, one in ends))
        case _:
            return text(words)


def older(words: str) -> LastGoodShown:
    """That a deck is not shown as its file is, in as many words as there may be."""
    lost = CardsLost(words, 1, 10**6, 10**6, words, words)
    return LastGoodShown(words, words, NOW, NOW + timedelta(days=9), "Europe/Berlin", lost)


def enormous(words: str, rich: RichText) -> tuple[Screen, ...]:
    """Every screen that holds foreign words, and as many of them as there can be."""
    place = Source(words, 10**9)
    options = (rich, *(text(words),) * 7, rich, rich)  # drawing ten of the worst takes long
    asked = replace(question(words), stem=rich, options=options)
    told = replace(verdict(words), explanation=rich, options=options, key=(0, 4, 9), source=place)
    over = replace(
        reveal(words),
        stem=rich,
        options=options,
        key=(3, 9),
        explanation=rich,
        source=place,
        chosen=(10**6,) * 10,
        winners=(Winner(words, 10, 10**6),) * 500,
        speed=True,
    )
    deck = DeckLine(words, words, 10**6, 18, 10**6)
    finding = Finding(10**6, Severity.WARNING, words, words, words)
    report = DeckReportScreen(
        deck, words, ((words, 3),) * 200, ((Kind.TERM, 9),), 2, (finding,) * 300
    )
    standing = Standing(10**6, account("me"), words, 10**9, 3, 2, 10**4)
    results = tuple(Result(rank, words, 10**6, 20, 3, 3) for rank in range(1, 51))
    missed = (Missed(2, rich, 1, 2),) * 9
    return (
        asked,
        replace(asked, stem=text(words), options=(text(words),) * 10, choose=3),
        told,
        *(AnswerScreen(RoundId("r1"), rich, rich, place, rate=True, part=n) for n in (0, 1, 999)),
        over,
        VoidScreen(RoundId("r1"), asked.head, rich, again=False),
        QuizReport(QuizId("q"), words, words, 50, 50, Ending.COMPLETE, results, missed),
        replace(board(words), deck=words, rows=(standing,) * 50, own=replace(standing, rank=3)),
        DeckListScreen((deck,) * 200, (UnknownDeck(words, (words,) * 50),) * 50),
        report,
        replace(report, kept=older(words)),
        WelcomeScreen(((words, 20),), (words,) * 20),
        NoticeScreen(UnknownDeck(words, (words,) * 50)),
        *_daily(words, rich),
    )


def _daily(words: str, rich: RichText) -> tuple[Screen, ...]:
    """A question a day at its largest: only a few streaks are told, and a few skips."""
    options = (rich, *(text(words),) * 8, rich)
    last = Yesterday(date(2026, 11, 18), rich, (rich, *(text(words),) * 9), 10**6, 10**6)
    daily = Daily(
        NOW, date(2026, 11, 22), NOW + timedelta(days=1), last, (Streak(words, 10**4),) * 3
    )
    head = RoundHead(words, (words,), 1, 1, daily)
    asked = replace(question(words), head=head, stem=rich, options=options, closes_at=daily.until)
    told = replace(verdict(words), explanation=rich, options=options, streak=10**4)
    plain = replace(plan(words), preview=Preview((words,) * 9, rich, options))
    paused = replace(plain, next=None, pause=Pause(PauseReason.UNREACHABLE, NOW, words))
    kept = replace(plain, kept=older(words))
    room = RoomId("terminal", "local", "1" * 20)
    skips = (Skip(room, NOW, SkipReason.LATE),) * 3
    return (
        asked,
        replace(asked, stem=text(words), options=(text(words),) * 10),
        told,
        replace(reveal(words), head=head, stem=rich, options=options, explanation=rich),
        *(DailyScreen(DailyNews.SET, one, skips, "Europe/Berlin") for one in (plain, paused, kept)),
        SettingsScreen(True, "Europe/Berlin", words, (room,) * 300, forgiving=True),  # noqa: FBT003 -- changed
    )
