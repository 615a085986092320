"""What is said while questions are asked: the question, the verdict, the reveal, the report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model import Ending, Kind, Pace, Source
from bot.screens import (
    Missed,
    QuestionScreen,
    QuizReport,
    Result,
    RevealScreen,
    RoundHead,
    Verdict,
    VerdictScreen,
    VoidScreen,
)
from bot.wording import daily
from bot.wording.numbers import count, left, letter, letters, listed, spelled

SHOW_ANSWER = "Show the answer"
KNEW_IT = "I knew it"
DID_NOT = "I did not"
FULL_ANSWER = "The full answer"
READ_ON = "Read on"
ANSWER = "Answer"
STILL_OPEN = "Still open from before:"
IN_THREAD = "What follows is in this thread."
NEXT_QUESTION = "the next question follows"

_MADE = {
    Kind.AUTHORED: "asked as its author wrote it",
    Kind.TERM: "made from the notes",
    Kind.ANSWER: "made from the notes",
    Kind.CLOZE: "made from the notes",
    Kind.RECALL: "from the notes",
}
_NAMED = 10
"""Winners named before the rest is counted."""


def where(head: RoundHead) -> str:
    """The deck and the topic of a question."""
    return " · ".join(part for part in (head.deck, topic(head.topic)) if part)


def topic(names: Sequence[str]) -> str:
    """A topic, from the outermost heading to the innermost; empty where there is none."""
    return " / ".join(names)


def which(head: RoundHead) -> str:
    """Which question of how many, or of which day; empty where it is the only one."""
    if head.daily:
        return daily.of_the_day(head.daily)
    return f"question {head.number} of {head.total}" if head.total > 1 else ""


def instruction(screen: QuestionScreen) -> str:
    """What to do where it is more than choosing one option; empty otherwise."""
    if not screen.options:
        return "Answer it for yourself, then look."
    return f"Choose {spelled(screen.choose)}." if screen.choose > 1 else ""


def progress(screen: QuestionScreen, now: datetime) -> str:
    """How many answered and how long it stays open, as far as there is something to say."""
    parts = [f"{screen.answered} answered" if screen.answered else "", _limit(screen, now)]
    return " · ".join(part for part in parts if part)


def progress_until(screen: QuestionScreen, moment: str) -> str:
    """How many answered, and until which ``moment`` it stays open, if there is one.

    The reader's own program counts down to the moment. There is always something to say, so that
    the line is there from the beginning and nothing moves when it changes.
    """
    said = f"{screen.answered} answered" if screen.answered else "nobody answered yet"
    return f"{said} · closes {moment}" if moment else said


def closes_at(moment: str) -> str:
    """Until which ``moment`` of the day a question stays open, where nothing counts down to it."""
    return f"closes at {moment}"


def _limit(screen: QuestionScreen, now: datetime) -> str:
    pace: Pace = screen.pace
    if screen.closes_at is None:
        return count(pace.seconds, "second") if pace.seconds is not None else ""
    remaining = (screen.closes_at - now).total_seconds()
    return f"closes in {left(remaining)}" if remaining > 0 else "time is up"


def verdict(screen: VerdictScreen) -> str:
    """The line that tells someone how they answered."""
    said = _rated(screen) if screen.verdict is Verdict.RATED else _answered(screen)
    row = daily.streak(screen.streak)
    return f"{said.removesuffix('.')} · {row}" if row else said


def _answered(screen: VerdictScreen) -> str:
    said = _judged(screen)
    if not screen.again:
        return said
    before = f"You answered this before: {letters(screen.picks)}."
    return before + ("" if screen.verdict is Verdict.RECORDED else f" {said}")


def own_answer(picks: tuple[int, ...], key: tuple[int, ...]) -> str:
    """How someone answered whose verdict had to wait for the reveal."""
    return f"You chose {letters(picks)}: {'right' if set(picks) == set(key) else 'wrong'}"


def _judged(screen: VerdictScreen) -> str:
    if screen.verdict is Verdict.RIGHT:
        if screen.points:
            return f"Right, +{screen.points}"
        return "Right — no points: this card already earned you points today"
    if screen.verdict is Verdict.WRONG:
        verb = "it is" if len(screen.key) == 1 else "they are"
        return f"Wrong: {verb} {letters(screen.key)}"
    return (
        f"Recorded: {letters(screen.picks)}. Whether it is right is told when the question closes."
    )


def _rated(screen: VerdictScreen) -> str:
    rating = "you knew it" if screen.picks == (0,) else "you did not know it"
    return f"You rated this before: {rating}." if screen.again else f"Noted: {rating}."


def where_from(place: Source) -> str:
    """The place in the notes that a question comes from."""
    return f"{place.name}, line {place.line}"


def source(place: Source, kind: Kind) -> str:
    """Where a question comes from and how it was made."""
    return f"{where_from(place)} · {_MADE[kind]}"


def over(screen: RevealScreen) -> str:
    """That a question is over, and which where there are several."""
    numbered = which(screen.head)
    return f"Over: {numbered}" if numbered else "Over"


def chosen(screen: RevealScreen) -> str:
    """How often each option was chosen; empty where too few answered to tell."""
    said = [f"{letter(index)} {amount}" for index, amount in enumerate(screen.chosen)]
    return "Chosen: " + " · ".join(said) if said else ""


def turnout(screen: RevealScreen) -> str:
    """How many were right, for the room."""
    if not screen.answered:
        return "nobody answered"
    if not screen.options:
        return f"{screen.answered} answered for themselves"
    return f"{len(screen.winners)} of {screen.answered} right"


def winners(screen: RevealScreen) -> str:
    """Who was right, in order of arrival, with what it earned; empty if nobody was."""
    if not screen.winners or not screen.options:
        return ""
    named = [
        winner.name
        + (f" +{winner.points}" if winner.points else "")
        + (f" in {winner.elapsed:.1f} s" if screen.speed else "")
        for winner in screen.winners[:_NAMED]
    ]
    more = len(screen.winners) - len(named)
    return "Right: " + listed([*named, f"{more} more"] if more else named)


def voided(screen: VoidScreen) -> str:
    """That a question does not count, and what becomes of it."""
    if screen.again:
        return (
            "This question does not count: the bot was away while it was open. It is asked again."
        )
    return "This question does not count: it ended before anybody answered it."


def report_title(report: QuizReport) -> str:
    """The line above a report."""
    return "Result: " + " · ".join(part for part in (report.deck, report.topic) if part)


def ending(report: QuizReport) -> str:
    """How far a series came, and why it ended."""
    asked = f"{report.asked} of {count(report.total, 'question')}"
    match report.ending:
        case Ending.COMPLETE:
            return count(report.total, "question")
        case Ending.STOPPED:
            return f"stopped after {asked}"
        case Ending.UNANSWERED:
            return f"ended after {asked}: nobody was answering any more"
        case Ending.INTERRUPTED:
            return f"ended after {asked}: the bot was away for too long"
        case Ending.NOTES_GONE:
            return f"ended after {asked}: its notes are not here any more"
        case Ending.UNREACHABLE:
            return f"ended after {asked}: this room could not be reached"


def result(line: Result) -> str:
    """How one player did in a series."""
    said = f"{line.correct} of {line.answered} right"
    return said if line.earned == line.points else f"{said}, +{line.earned} on the board"


def report_note(report: QuizReport) -> str:
    """Why the board may have got less than the report says; empty where it has not."""
    if all(line.earned == line.points for line in report.results):
        return ""
    return "A card earns points for the board once a day."


def too_few(report: QuizReport) -> str:
    """That nobody took part; empty where someone did."""
    return "" if report.results else "Nobody answered."


def hardest(missed: Missed) -> str:
    """How one of the hardest questions of a series was answered; its stem goes with it."""
    return f"Hardest: question {missed.number}, {missed.correct} of {missed.answered} right"
