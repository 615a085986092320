"""From what is kept to what is shown: the screens of rounds and series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.game import boards, schedule
from bot.model import (
    AccountId,
    Answer,
    Ending,
    Question,
    Quiz,
    Round,
    RoundOutcome,
    RoundState,
    Yesterday,
)
from bot.richtext import RichText
from bot.screens import (
    AnswerScreen,
    Missed,
    QuestionScreen,
    QuizReport,
    Result,
    RevealScreen,
    RoundHead,
    Screen,
    Verdict,
    VerdictScreen,
    VoidScreen,
    Winner,
)

SHOW_CHOICES_FROM = 5
"""Answers a round needs before it is shown how the options were chosen."""

HARDEST = 3
"""Questions of a series that its report looks back at."""


def head(asked: Round) -> RoundHead:
    """The line above a question."""
    return RoundHead(asked.deck_title, asked.question.topic, asked.number, asked.total, asked.daily)


def question(asked: Round, answered: int) -> QuestionScreen:
    """The open round, answered by so many."""
    return QuestionScreen(
        asked.id,
        head(asked),
        asked.question.kind,
        asked.question.stem,
        asked.question.options,
        len(asked.question.key),
        asked.pace,
        _told_end(asked),
        answered,
    )


def _told_end(asked: Round) -> datetime | None:
    """When the round closes, where that was asked for or is a long way off."""
    if asked.daily:
        return asked.daily.until + schedule.GRACE  # people think in minutes
    return asked.closes_at if asked.pace.seconds is not None else None


def verdict(
    asked: Round, answer: Answer, *, again: bool, more: bool, streak: int = 0
) -> VerdictScreen:
    """What the person who answered may know now."""
    made = asked.question
    told = asked.state is RoundState.CLOSED or not asked.pace.sealed
    if not made.objective:
        word = Verdict.RATED
    elif not told:
        word = Verdict.RECORDED
    else:
        word = Verdict.RIGHT if answer.correct else Verdict.WRONG
    return VerdictScreen(
        asked.id,
        word,
        answer.points if told else 0,
        again,
        answer.picks,
        made.options,
        made.key if told else (),
        made.explanation if told and made.objective else (),
        made.source,
        made.kind,
        more and told and made.objective,
        streak,
    )


def whole_answer(asked: Round, answer: RichText, *, rate: bool, part: int) -> AnswerScreen:
    """Everything the notes say about the round's card, to be read from this part on."""
    made = asked.question
    return AnswerScreen(asked.id, made.stem, answer, made.source, rate, part)


def ending(outcome: RoundOutcome, names: Mapping[AccountId, str], *, again: bool) -> Screen:
    """A round that is over: its reveal, or that it does not count and is asked ``again``."""
    asked, answers = outcome.round, outcome.answers
    if asked.state is RoundState.VOID:
        return VoidScreen(asked.id, head(asked), asked.question.stem, again)
    right = [answer for answer in answers if answer.correct and asked.question.objective]
    return RevealScreen(
        asked.id,
        head(asked),
        asked.question.kind,
        asked.question.stem,
        asked.question.options,
        asked.question.key,
        asked.question.explanation,
        asked.question.source,
        len(answers),
        _chosen(asked.question, answers),
        tuple(
            Winner(names.get(one.account, one.account.user), one.points, one.elapsed)
            for one in right
        ),
        asked.pace.speed,
    )


def report(
    quiz: Quiz, outcomes: Sequence[RoundOutcome], names: Mapping[AccountId, str]
) -> QuizReport:
    """The end of a series."""
    results = (
        Result(
            scored.standing.rank,
            scored.standing.name,
            scored.standing.points,
            scored.earned,
            scored.standing.correct,
            scored.standing.answered,
        )
        for scored in boards.series(outcomes, names)
    )
    return QuizReport(
        quiz.id,
        quiz.deck_title,
        quiz.topic,
        len(outcomes),
        quiz.total,
        quiz.ending or Ending.COMPLETE,
        tuple(results),
        _hardest(outcomes),
    )


def yesterday(outcome: RoundOutcome) -> Yesterday | None:
    """What the next post tells of a question of a day; None if it never counted."""
    asked, answers = outcome.round, outcome.answers
    if asked.state is not RoundState.CLOSED or asked.daily is None:
        return None
    made = asked.question
    right = tuple(made.options[index] for index in made.key) or (made.explanation,)
    correct = sum(answer.correct for answer in answers)
    return Yesterday(
        asked.daily.told, made.stem, right, len(answers), correct, judged=made.objective
    )


def _chosen(made: Question, answers: Iterable[Answer]) -> tuple[int, ...]:
    picks = [answer.picks for answer in answers]
    if len(picks) < SHOW_CHOICES_FROM:
        return ()
    counts = Counter(pick for choice in picks for pick in choice)
    return tuple(counts[option] for option in range(len(made.options)))


def _hardest(outcomes: Iterable[RoundOutcome]) -> tuple[Missed, ...]:
    missed = [
        Missed(
            outcome.round.number,
            outcome.round.question.stem,
            sum(answer.correct for answer in outcome.answers),
            len(outcome.answers),
        )
        for outcome in outcomes
        if outcome.round.question.objective and outcome.answers
    ]
    wrong = [one for one in missed if one.correct < one.answered]
    return tuple(sorted(wrong, key=lambda one: (one.correct / one.answered, one.number))[:HARDEST])
