"""What chats show alike of a round: how much of it, and in which plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.chat.grids import grid
from adapters.chat.plain import clipped, isolated, name, short
from bot import wording
from bot.actions import Action, AnswerRound, ShowAnswer
from bot.richtext import RichText, plain
from bot.screens import (
    AnswerScreen,
    QuestionScreen,
    RevealScreen,
    RoundHead,
    Verdict,
    VerdictScreen,
)

HEAD = 120
"""Columns of the line above a question, or below an explanation."""

LINE = 120
"""Columns of a question that is told again on one line."""

RETOLD = 600
"""Room of a question that is over: it stood where its end is told, and can be read nowhere else."""

EXPLAINED = 1800
"""Room of an explanation that one person reads, who can have the full answer."""

EXPLAINED_TO_ALL = 900
"""Room of an explanation in the room, where everybody has to scroll past it."""

PART = 2800
"""Room of one part of an answer."""

STROKE, TRACE = "▇", "▏"
"""What bars are drawn with; a trace is what is less than a stroke."""

_NAMED = 50
"""Winners whose names are looked at; fewer are shown."""

_BAR = 12
"""The longest bar, in characters."""


def where(head: RoundHead) -> str:
    """The deck and the topic of a question."""
    return isolated(clipped(wording.where(head), HEAD))


def closing(screen: QuestionScreen, now: datetime) -> datetime | None:
    """The end of the round, if it has one; before it began, as from ``now``."""
    if screen.closes_at or screen.pace.seconds is None:
        return screen.closes_at
    return now + timedelta(seconds=screen.pace.seconds)


def choice(index: int, option: RichText, room: int) -> str:
    """An option on one line of at most ``room`` units, behind its letter."""
    letter = f"{wording.letter(index)} · "
    return letter + (short(option, room - len(letter), room - len(letter)) or wording.PICTURE)


def key(screen: VerdictScreen) -> tuple[int, ...]:
    """The options that are shown beside a verdict: the right ones, to whoever was wrong."""
    return screen.key if screen.verdict is Verdict.WRONG else ()


def unsaid(screen: VerdictScreen) -> RichText:
    """The explanation of a verdict, unless the key that is shown says the same."""
    said = [plain(screen.options[index]) for index in key(screen)]
    return () if said and plain(screen.explanation) in said else screen.explanation


def reading(screen: AnswerScreen, here: int, parts: int) -> Iterator[tuple[Action, str]]:
    """What can be pressed below a part of an answer, and what stands on it.

    Reading on comes last, so that nothing moves when there is no more to read.
    """
    if screen.rate:
        yield AnswerRound(screen.round, (0,)), wording.KNEW_IT
        yield AnswerRound(screen.round, (1,)), wording.DID_NOT
    if here + 1 < parts:
        yield ShowAnswer(screen.round, here + 1), wording.READ_ON


def sign(screen: RevealScreen, index: int) -> str:
    """What stands beside an option that was right."""
    return wording.RIGHT_OPTION if index in screen.key else ""


def winners(screen: RevealScreen) -> str:
    """Who was right; empty if nobody was."""
    named = tuple(replace(one, name=name(one.name)) for one in screen.winners[:_NAMED])
    return wording.winners(replace(screen, winners=named + screen.winners[_NAMED:]))


def bars(screen: RevealScreen) -> str:
    """How often each option was chosen: the number, for those who are read to, and a bar."""
    if not screen.chosen:
        return ""
    most = max(*screen.chosen, 1)
    rows = [
        (wording.letter(index), str(amount), _bar(amount / most))
        for index, amount in enumerate(screen.chosen)
    ]
    return grid(rows, right=(1,))


def _bar(share: float) -> str:
    return STROKE * round(share * _BAR) or (TRACE if share else "")
