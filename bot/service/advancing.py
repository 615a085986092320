"""What the clock drives: closing rounds, showing how they ended, going on with a series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import EmptyDeck, NoDecks, UnknownDeck, UnknownTopic
from bot.game import series
from bot.game.series import Finished, Then
from bot.model import AccountId, Ending, Message, Quiz, Round, RoundId, RoundOutcome, RoundState
from bot.ports import Store
from bot.screens import QuizReport, Screen
from bot.service import views
from bot.service.asking import Asker
from bot.service.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Ask:
    """Post this question, then report it as shown."""

    round: RoundId
    screen: Screen


@dataclass(frozen=True, slots=True)
class Finish:
    """Show how a round ended in all its messages, post what follows, then report it as settled."""

    round: RoundId
    messages: tuple[Message, ...]
    screen: Screen
    report: Screen | None


Step = Ask | Finish


class Advancing:
    """Takes a due round one step on. Every step may be taken again after a crash."""

    def __init__(self, store: Store, catalog: Catalog, asker: Asker) -> None:
        """Take what the use cases work on."""
        self._store = store
        self._catalog = catalog
        self._asker = asker

    async def advance(self, due: Round, now: datetime) -> Step | None:
        """What must be shown now for a round that was claimed; None if nothing.

        What is to be kept has been kept when this returns.
        """
        match due.state:
            case RoundState.POSTING if due.clocked:
                return Ask(due.id, views.question(due, 0))
            case RoundState.POSTING:
                await self._never_shown(due, now)
                return None
            case RoundState.OPEN:
                return await self._close(due, now)
            case RoundState.CLOSED | RoundState.VOID:
                return await self._finish(due.id)

    async def settled(self, round_id: RoundId) -> None:
        """A round's ending was shown everywhere."""
        await self._store.settle_round(round_id)

    async def abandon(self, due: Round, now: datetime) -> None:
        """The room cannot be reached any more: end the round, and its series, without a word."""
        running = await self._store.running_quiz(due.room)
        if running and running[0].id == due.quiz:
            await self._end_quietly(running[1], running[0], now, Ending.UNREACHABLE)
        await self._end_quietly(due, None, now, Ending.UNREACHABLE)

    async def _never_shown(self, due: Round, now: datetime) -> None:
        """Nobody reported the reply as sent. A single question still counts if it is clicked."""
        quiz = await self._series(due)
        if quiz:
            await self._end_quietly(due, quiz, now, Ending.INTERRUPTED)
        await self._store.settle_round(due.id)

    async def _end_quietly(
        self, asked: Round, quiz: Quiz | None, now: datetime, ending: Ending
    ) -> None:
        answers = len((await self._store.outcome(asked.id)).answers)
        over = series.stop(asked, quiz, now, ending)
        await self._store.end_round(over.round, answers, over.quiz)
        await self._store.settle_round(asked.id)

    async def _close(self, due: Round, now: datetime) -> Step | None:
        """End an open round, weighed again whenever an answer comes in between."""
        quiz = await self._series(due)
        while due.state is RoundState.OPEN:
            answers = len((await self._store.outcome(due.id)).answers)
            over = series.finish(due, quiz, answers, now)
            following, over = await self._following(over, now)
            if await self._store.end_round(over.round, answers, over.quiz, following):
                return await self._finish(due.id)
            due = await self._store.round(due.id)
        return None

    async def _following(self, over: Finished, now: datetime) -> tuple[Round | None, Finished]:
        """The round that comes next; where the notes are gone, the series ends instead."""
        quiz, asked = over.quiz, over.round
        if quiz is None or over.then is Then.NOTHING:
            return None, over
        if over.then is Then.AGAIN:
            again = self._asker.in_series(quiz, asked.number, asked.question, now, now)
            return again, over
        try:
            entry = self._catalog.find(quiz.deck)
            made = await self._asker.question(entry, quiz.topic or None, quiz.room, series=True)
        except (UnknownDeck, UnknownTopic, EmptyDeck, NoDecks):
            return None, series.cut(over, now)
        post_at = now + series.pause(quiz)
        return self._asker.in_series(quiz, asked.number + 1, made, now, post_at), over

    async def _finish(self, round_id: RoundId) -> Finish:
        outcome = await self._store.outcome(round_id)
        quiz = await self._series(outcome.round)
        names = await self._names([outcome])
        last = series.ended_with(quiz, outcome.round)
        return Finish(
            round_id,
            await self._store.messages(round_id),
            views.ending(outcome, names, again=quiz is not None and not last),
            await self._report(quiz) if quiz and last else None,
        )

    async def report(self, round_id: RoundId) -> QuizReport | None:
        """The report of the round's series once that has ended; None before, or without one."""
        asked = await self._store.round(round_id)
        quiz = await self._series(asked)
        return await self._report(quiz) if quiz and quiz.ended_at else None

    async def _report(self, quiz: Quiz) -> QuizReport:
        outcomes = await self._store.outcomes(quiz.id)
        return views.report(quiz, outcomes, await self._names(outcomes))

    async def _series(self, due: Round) -> Quiz | None:
        return await self._store.quiz(due.quiz) if due.quiz else None

    async def _names(self, outcomes: Sequence[RoundOutcome]) -> Mapping[AccountId, str]:
        accounts = {answer.account for one in outcomes for answer in one.answers}
        return await self._store.names(accounts)
