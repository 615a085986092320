"""What must hold after any number of deaths, judged by what people did and saw."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from tests.crash.evidence import Answered, Kept

LATE: Final = timedelta(hours=2, minutes=1)
"""How late a question of the day may be seen: two hours, and what a bot in no hurry needs."""

PROMPT: Final = 1.2
"""Seconds within which an acknowledgement means that something is done: see ``IN_TIME``."""

UNDER_WAY: Final = timedelta(seconds=15)
"""What the clock of a bot, ten times as fast as ours, goes on while such a press is on its way."""

QUESTION: Final = "a question: the chat took it, and the bot died before it kept that"
REPORT: Final = "a report: the chat took it, and the bot died before it kept that"
FORGOTTEN: Final = "a report: the same, and the chat had forgotten it when the next bot came"

_BEFORE: Final = re.compile(r"You answered this before: ([A-J])\.")
_RECORDED: Final = re.compile(r"Recorded: ([A-J])\.")
_JUDGED: Final = re.compile(r"^\W*(Right|Wrong)\b")
_TURNOUT: Final = re.compile(r"\bOver\b[^\n]* · (?:(\d+) of (\d+) right|nobody answered)")
_RESULT: Final = re.compile(r"^\W*Result: ", re.MULTILINE)
_WRONG: Final = ("Studybot met an error",)


Day = tuple[str, datetime]
"""A room's channel, and when a question of the day was due there."""


@dataclass(frozen=True, slots=True)
class Told:
    """One press: who chose what, and what they then knew. ``said`` is all they were shown."""

    user: str
    round: str
    picks: tuple[int, ...]
    said: str
    at: datetime
    prompt: bool = False
    """Whether it was acknowledged so soon that what they wanted was done."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that a room was shown: what it came with, and what it says in the end."""

    channel: str
    id: str
    round: str | None
    life: int
    at: datetime
    text: str
    open: bool
    """Whether one can still answer on it."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything there is to judge. ``before`` is what was kept after each death, in turn."""

    told: Sequence[Told]
    shown: Sequence[Shown]
    kept: Kept
    before: Sequence[Kept]
    due: Mapping[str, Sequence[datetime]]
    """When each room was to be asked a question of the day."""
    remembers: timedelta
    """For so long the chat itself tells apart what it was sent twice; zero where it never does."""


@dataclass(slots=True)
class Judgement:
    """What was found."""

    faults: list[str] = field(default_factory=list)
    acknowledged: int = 0
    """Answers that somebody knows were taken."""
    missing: int = 0
    twice: int = 0
    days: int = 0
    """Questions of the day that were due."""
    skipped: int = 0
    """Those of them that were not seen, and noted with the reason."""
    unsure: int = 0
    """Those that were seen, which no bot lived to know; later ones noted them as skipped."""
    lost: int = 0
    """Questions of the day that were neither shown nor skipped."""
    stuck: int = 0
    """Rooms in which nothing goes on or begins any more."""
    duplicates: Counter[str] = field(default_factory=Counter)
    """Messages that show what another shows, by why that could not be helped."""


def judge(case: Case) -> Judgement:
    """What is wrong, and what had to be."""
    found = Judgement()
    _answers(case, found)
    _points(case.kept, found)
    _endings(case, found)
    _duplicates(case, found)
    _days(case, found)
    return found


# --- answers ---


def _answers(case: Case, found: Judgement) -> None:
    kept = {(one.round, one.user): one for one in case.kept.answers}
    chosen: defaultdict[tuple[str, str], set[tuple[int, ...]]] = defaultdict(set)
    known: set[tuple[str, str]] = set()
    for press in case.told:
        key = press.round, press.user
        chosen[key].add(press.picks)
        if any(word in press.said for word in _WRONG):
            found.faults.append(f"{press.user} was told: {press.said}")
        expected = _expected(press, case.kept)
        if expected is None:
            continue
        known.add(key)
        answer = kept.get(key)
        if answer is None:
            found.missing += 1
            asked = case.kept.rounds.get(press.round)
            found.faults.append(f"an answer is missing that was acknowledged: {press} of {asked}")
        elif answer.picks not in expected:
            found.faults.append(f"{press} was told so, but {answer} is kept")
    found.acknowledged = len(known)
    for key, answer in kept.items():
        if answer.picks not in chosen[key]:
            found.faults.append(f"nobody gave this answer: {answer}")


def _expected(press: Told, kept: Kept) -> set[tuple[int, ...]] | None:
    """What must be kept, after what somebody was told; None where they were promised nothing."""
    if again := _BEFORE.search(press.said) or _RECORDED.search(press.said):
        return {("ABCDEFGHIJ".index(again[1]),)}
    if _JUDGED.search(press.said):
        return {press.picks}
    if press.said or not press.prompt:
        return None
    # It was acknowledged, and the bot died before it said more: an answer, or a refusal.
    asked = kept.rounds.get(press.round)
    ends = [one for one in (asked.closes_at, asked.closed_at) if one] if asked else []
    # Its time may have run out long before a bot came that closed it.
    late = not ends or press.at > min(ends) - UNDER_WAY
    return None if late else {(index,) for index in range(10)}


def _points(kept: Kept, found: Judgement) -> None:
    """Nobody is given points twice for a card on one day; nobody answers a question twice."""
    earned = [one for one in kept.answers if one.points]
    given = Counter((one.user, one.workspace, one.card, one.day) for one in earned)
    answers = Counter((one.user, one.round) for one in kept.answers)
    counts: list[tuple[object, int]] = [*given.items(), *answers.items()]
    for key, times in counts:
        if times > 1:
            found.twice += 1
            found.faults.append(f"counted {times} times: {key}")


# --- what rooms see in the end ---


def _endings(case: Case, found: Judgement) -> None:
    """What is said of a question that is over is what is kept of it, in all its messages."""
    given: defaultdict[str, list[Answered]] = defaultdict(list)
    for answer in case.kept.answers:
        given[answer.round].append(answer)
    for message in case.shown:
        asked = case.kept.rounds.get(message.round or "")
        if message.round is None:
            continue
        if asked is None:
            found.faults.append(f"a question was shown that nobody knows: {message}")
        elif asked.over and message.open and (asked.id, message.id) in case.kept.messages:
            found.faults.append(f"a question is over and still looks open: {message}")
        elif said := _TURNOUT.search(message.text):
            right = sum(one.correct for one in given[asked.id])
            told = (int(said[1]), int(said[2])) if said[1] else (0, 0)
            if told != (right, len(given[asked.id])):
                found.faults.append(f"{message} says {told}, kept are {given[asked.id]}")


# --- messages that came twice ---


def _duplicates(case: Case, found: Judgement) -> None:
    copies: defaultdict[str, list[Shown]] = defaultdict(list)
    for message in case.shown:
        if message.round is not None:
            copies[message.round].append(message)
    for messages in copies.values():
        for earlier, later in pairwise(messages):
            why = _unkept(earlier, later, case)
            found.duplicates[why or "for no reason"] += 1
            if why is None or case.remembers:
                found.faults.append(f"posted twice: {earlier} and {later}")
    _reports(case, found)


def _unkept(earlier: Shown, later: Shown, case: Case) -> str | None:
    """Why the later message came; None where there was no need."""
    if earlier.life >= later.life:
        return None
    return QUESTION if _unkept_at_death(earlier, case) else None


def _unkept_at_death(message: Shown, case: Case) -> bool:
    """Whether the bot that posted a question died before it kept that it had."""
    return (message.round, message.id) not in case.before[message.life].messages


def _reports(case: Case, found: Judgement) -> None:
    """Every series that was opened and has ended was reported, and once if nobody died of it."""
    rounds = case.kept.rounds.values()
    opened = {one.quiz for one in rounds if one.opened_at}
    # One that was clicked only after it had been given up is reported if it is clicked in time.
    shown = {one for one, _ in case.kept.messages}
    known = opened | {one.quiz for one in rounds if one.id in shown}
    for channel in {one.channel for one in case.kept.series}:
        reports = [one for one in case.shown if one.channel == channel and _report(one)]
        ended = {one.id for one in case.kept.series if one.channel == channel and one.ended}
        if len(reports) < len(ended & opened):
            found.faults.append(f"{len(reports)} reports in {channel} of {ended & opened}")
        more = len(reports) - len(ended & known)
        excuses = [why for one in pairwise(reports) if (why := _excuse(*one, case))][:more]
        found.duplicates.update(excuses)
        if more > len(excuses):
            found.faults.append(f"{more} reports too many in {channel}: {reports}")


def _excuse(report: Shown, following: Shown, case: Case) -> str | None:
    """Why a report may have had to be posted again by the time of the following one, if it was."""
    if not _died_of(report, case):
        return None
    if not case.remembers:
        return REPORT
    return FORGOTTEN if following.at - report.at > case.remembers else None


def _report(message: Shown) -> bool:
    return _RESULT.search(message.text) is not None


def _died_of(report: Shown, case: Case) -> bool:
    """Whether the bot that posted a report died before it kept that it had."""
    left = case.before[report.life]
    ended = {one.id for one in left.series if one.ended and one.channel == report.channel}
    return any(
        one.over and one.due_at is not None and one.quiz in ended for one in left.rounds.values()
    )


# --- questions of the day ---


def _days(case: Case, found: Judgement) -> None:
    """Each that was due was asked once and seen in time, or it is noted why not."""
    skips = {(one.channel, one.at) for one in case.kept.skips}
    asked: defaultdict[Day, list[str]] = defaultdict(list)
    for one in case.kept.rounds.values():
        if one.daily_at:
            asked[one.channel, one.daily_at].append(one.id)
    due = [(channel, at) for channel, days in case.due.items() for at in days]
    for day in due:
        found.days += 1
        seen = [one for one in case.shown if one.round in asked[day]]
        if not seen:
            found.skipped += day in skips
            found.lost += day not in skips
        found.unsure += bool(seen) and day in skips
        if wrong := _wrong(day, asked[day], seen, case, skipped=day in skips):
            found.faults.append(f"a question of the day {wrong}: {day}, {asked[day]}, {seen}")
    for day in asked.keys() - set(due):
        found.faults.append(f"a question of the day came that was not due: {day}")
    found.faults += [f"paused: {one}" for one in case.kept.schedules if one.paused]


def _wrong(
    day: Day, rounds: Sequence[str], seen: Sequence[Shown], case: Case, *, skipped: bool
) -> str:
    """What is wrong with what became of a question of the day; empty where nothing is."""
    if not seen and not skipped:
        return "was lost"
    if len(rounds) > 1:
        return "came twice"
    if seen and seen[0].at - day[1] > LATE:
        return "came too late"
    if seen and skipped and not all(_unkept_at_death(one, case) for one in seen):
        return "came, and was skipped"
    return ""
