"""The screens that things are looked up in, as people will see them; and hostile ones."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import TurnBoard
from bot.commands import COMMANDS
from bot.errors import NotText, RightsMissing, RoundOver, SeriesRunning, UnknownDeck
from bot.model import Ending, Finding, Kind, Period, QuizId, Severity, Standing
from bot.richtext import CodeBlock, Image, Quote, Span, paragraph, text
from bot.screens import (
    BoardScreen,
    DeckChange,
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
    RoundHead,
    Screen,
    Verdict,
    WelcomeScreen,
)
from tests.adapters.album import DECK, OLDER, question, reveal, verdict
from tests.adapters.gallery import account

NAMES = ("Ana", "Bo", "Chén", "דנה", "宽宽", "Edda_", "Fay", "Gil", "Hà", "Io")
ME = account("me")
HOSTILE = (
    "@everyone <@1> **b** [bank](https://evil.example) ||x|| `c` # h\n# h\n- l\n> q\n-# s"
    " https://e.org/_a_?b=*c* :smile: \u202egnp.exe ```"
)
SHORT_HOSTILE = "<@1> *Zoë* ||x||"


def _reports() -> dict[str, Screen]:
    results = tuple(
        Result(rank, name, points, points, points // 10, 10)
        for rank, name, points in zip(
            (1, 2, 2, 4, 5, 6), NAMES, (80, 70, 70, 50, 30, 10), strict=False
        )
    )
    missed = Missed(3, question().stem, 2, 9), Missed(7, text("What does `Flatten` do?"), 4, 9)
    report = QuizReport(QuizId("q"), DECK, "", 10, 10, Ending.COMPLETE, results, missed)
    fewer = replace(results[0], earned=60), *results[1:3]
    many = tuple(replace(results[-1], rank=n, name=f"Player {n}") for n in range(6, 61))
    return {
        "report": report,
        "report of a series that was stopped": replace(
            report, asked=3, ending=Ending.STOPPED, topic="Callbacks", results=fewer, hardest=()
        ),
        "report, nobody answered": replace(
            report, asked=5, ending=Ending.UNANSWERED, results=(), hardest=()
        ),
        "report of sixty": replace(report, results=results[:5] + many),
    }


def _turn(page: int, *, share: bool = False) -> TurnBoard:
    return TurnBoard(Period.WEEK, None, here=True, page=page, share=share)


def _boards() -> dict[str, BoardScreen]:
    rows = tuple(
        Standing(rank, account(name), name, points, 20, points // 15)
        for rank, name, points in zip(
            (1, 2, 2, 4, 5, 6, 7, 8, 9, 10),
            NAMES,
            (240, 180, 180, 170, 120, 90, 80, 60, 50, 40),
            strict=True,
        )
    )
    own = Standing(23, ME, "Mia", 10, 9, 4)
    first = BoardScreen(
        Period.WEEK,
        "",
        True,  # noqa: FBT003 -- here
        rows,
        0,
        3,
        23,
        own,
        ME,
        tuple(TurnBoard(span, None, here=True, page=0) for span in Period),
        (_turn(1),),
        _turn(0, share=True),
    )
    last = replace(
        first,
        rows=(replace(rows[-1], rank=21, points=20), replace(rows[-2], rank=22, points=15), own),
        page=2,
        periods=tuple(
            replace(turn, page=2 if turn.period is Period.WEEK else 0) for turn in first.periods
        ),
        turns=(_turn(1),),
        share=_turn(2, share=True),
    )
    shared = replace(first, own=None, viewer=None, periods=(), turns=(), share=None)
    empty = replace(first, rows=(), pages=1, players=0, own=None, turns=(), share=None)
    return {
        "board, page 1 of 3": first,
        "board, last page": last,
        "board, of those who are not on it": replace(first, own=None),
        "board, shown to the room": shared,
        "board, empty": replace(empty, deck=DECK, here=False, period=Period.ALL),
    }


def _decks() -> dict[str, Screen]:
    deck = DeckLine("questions", DECK, 20, 20, 0)
    notes = DeckLine("statistics", "Statistics in two pages", 31, 12, 3)
    hint = "Give it choices."
    findings = (
        Finding(3, Severity.ERROR, "unanswered", "“What is p?” has no answer.", "Write one below."),
        Finding(17, Severity.WARNING, "duplicate", "This is asked twice.", "Leave one out."),
        *(
            Finding(20 + n, Severity.INFO, "recall", f"No question can be made of card {n}.", hint)
            for n in range(20)
        ),
    )
    kinds = ((Kind.TERM, 8), (Kind.CLOZE, 4))
    report = DeckReportScreen(
        notes, "statistics.md", (("Tests", 12), ("Estimators", 19)), kinds, 19, findings
    )
    good = DeckReportScreen(deck, "questions.md", (), ((Kind.AUTHORED, 14), (Kind.TERM, 6)), 0, ())
    return {
        "decks": DeckListScreen(
            (deck, notes), (NotText("notes/photo.md", "it begins like a JPEG"),)
        ),
        "decks, an older version of one": DeckListScreen((deck, notes), (OLDER,)),
        "decks, none": DeckListScreen((), ()),
        "deck": good,
        "deck with findings": report,
        "deck, an older version": replace(report, kept=OLDER, findings=findings[:2]),
        "deck added": replace(report, news=DeckNews.ADDED),
        "deck updated": replace(good, news=DeckNews.UPDATED, change=DeckChange(2, 1, 3, 16)),
        "deck removed": replace(good, topics=(), kinds=(), news=DeckNews.REMOVED),
        "deck as a file": FileScreen(DECK, "questions.apkg", b"PK", "application/octet-stream", 20),
        "help": HelpScreen(COMMANDS),
        "welcome": WelcomeScreen(((DECK, 20),), ()),
        "welcome with rights missing": WelcomeScreen(
            ((DECK, 20), ("Statistics", 31)), ("Send Messages", "View Channel")
        ),
    }


def _notices() -> dict[str, Screen]:
    return {
        "notice": NoticeScreen(Notice.STOPPING),
        "error, no such deck": NoticeScreen(UnknownDeck("kreas", ("keras", "statistics"))),
        "error, a quiz is running": NoticeScreen(SeriesRunning(3, 10)),
        "error, too late": NoticeScreen(RoundOver()),
        "error, rights missing": NoticeScreen(RightsMissing(("Send Messages",))),
    }


def _hostile() -> dict[str, Screen]:
    asked = replace(
        question(),
        head=RoundHead(HOSTILE, (SHORT_HOSTILE,), 1, 2),
        stem=text(HOSTILE),
        options=(
            paragraph(Span(HOSTILE, bold=True)),
            paragraph(Span(HOSTILE, code=True)),
            (CodeBlock(HOSTILE + "\n```\n@everyone", "py\nx"), Quote(text(HOSTILE))),
            paragraph(
                Span("https://bank.example", link="https://evil.example/) @here"),
                Image("javascript:x", HOSTILE),
            ),
        ),
    )
    names = tuple(
        replace(winner, name=name)
        for winner, name in zip(
            reveal().winners, (SHORT_HOSTILE, "\u202eanA", "א" * 50, "Z̸̧̛͎͉͓͌̽͊͘͝algo"), strict=False
        )
    )
    rows = tuple(
        Standing(rank, account(str(rank)), name, 10, 1, 1)
        for rank, name in enumerate((SHORT_HOSTILE, "```", "\u202eanA", "x\ny", "宽" * 40), start=1)
    )
    board = replace(
        _boards()["board, shown to the room"], period=Period.ALL, deck=HOSTILE, rows=rows, pages=1
    )
    return {
        "hostile question": asked,
        "hostile verdict": replace(verdict(Verdict.WRONG), explanation=text(HOSTILE)),
        "hostile names": replace(reveal(), winners=names, chosen=()),
        "hostile board": board,
        "hostile deck": _hostile_deck(),
        "hostile deck as a file": FileScreen(HOSTILE, "cells.md", b"#", "text/markdown", 1),
        "hostile error": NoticeScreen(UnknownDeck(HOSTILE, (SHORT_HOSTILE,))),
    }


def _hostile_deck() -> Screen:
    found = Finding(1, Severity.ERROR, "unanswered", f"“{HOSTILE}” has no answer.", HOSTILE)
    return DeckReportScreen(
        DeckLine(SHORT_HOSTILE, HOSTILE, 1, 0, 9),
        HOSTILE,
        ((HOSTILE, 1),),
        ((Kind.TERM, 1),),
        0,
        (found,) * 9,
        news=DeckNews.ADDED,
    )


def pages() -> dict[str, Screen]:
    """Every screen that is looked things up in, and the hostile ones of all kinds."""
    return {**_reports(), **_boards(), **_decks(), **_notices(), **_hostile()}
