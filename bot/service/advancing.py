"""What the clock drives: closing rounds, showing how they ended, going on with a series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import EmptyDeck, UnknownTopic
from bot.game import schedule, series
from bot.game.series import Finished, Then
from bot.model import Ending, Message, Question, Quiz, QuizId, Round, RoundId, RoundState
from bot.ports import Store
from bot.schedules import Skip, SkipReason
from bot.screens import QuizReport, Screen
from bot.service import endings, views
from bot.service.asking import Asker
from bot.service.shelves import Shelves

NOTES_AWAY = timedelta(seconds=2)
"""How soon to look again whether another process went on with a series this one cannot."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Post this question of the round, then report it as shown.

    ``below`` is the message that its series began with, if it has one.
    """

    screen: Screen
    below: Message | None


@dataclass(frozen=True, slots=True)
class Finish:
    """Show how a round ended in all its messages, post what follows, then report it as settled.

    ``below`` is as in ``Ask``, where there is a ``report``.
    """

    round: RoundId
    messages: tuple[Message, ...]
    screen: Screen
    report: Screen | None
    below: Message | None


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing can be done for the round before this moment; another process may be luckier."""

    until: datetime


Step = Ask | Finish | Wait


class Advancing:
    """Takes a due round one step on. Every step may be taken again after a crash."""

    def __init__(self, store: Store, shelves: Shelves, asker: Asker) -> None:
        """Take what the use cases work on."""
        self._store = store
        self._shelves = shelves
        self._asker = asker

    async def advance(self, due: Round, now: datetime, serving_since: datetime) -> Step | None:
        """What must be shown now for a round that was claimed; None if nothing.

        What is to be kept has been kept when this returns. ``serving_since`` is when this process
        began to serve.
        """
        match due.state:
            case RoundState.POSTING if due.daily and now - due.daily.at > schedule.LATE:
                # Should it have been seen after all, its buttons still begin it.
                await self._store.note_skip(Skip(due.room, due.daily.at, SkipReason.LATE))
                await self._store.settle_round(due.id)
                return None
            case RoundState.POSTING if due.clocked:
                return Ask(views.question(due, 0), await self._beginning(due.quiz))
            case RoundState.POSTING:
                await self._never_shown(due, now)
                return None
            case RoundState.OPEN:
                # Its ending is due at once, with a claim of its own that a failure can postpone.
                return await self.close(due, now, serving_since)
            case RoundState.CLOSED | RoundState.VOID:
                return await self._finish(due.id)

    async def settled(self, round_id: RoundId) -> None:
        """A round's ending was shown everywhere."""
        await self._store.settle_round(round_id)

    async def abandon(self, due: Round, now: datetime) -> None:
        """The room cannot be reached any more: end the round, and its series, without a word."""
        due = await self._store.round(due.id)  # a click may have opened it meanwhile
        if due.daily and due.state is RoundState.POSTING:
            await self._store.note_skip(Skip(due.room, due.daily.at, SkipReason.UNREACHABLE))
        lost = [due.id]
        running = await self._store.running_quiz(due.room)
        if running and running[0].id == due.quiz:
            await self._end(running[1], running[0], now, Ending.UNREACHABLE)
            lost.append(running[1].id)
        await self._end(due, None, now, Ending.UNREACHABLE)
        for round_id in lost:
            await self._store.settle_round(round_id)

    async def report(self, round_id: RoundId) -> QuizReport | None:
        """The report of the round's series once that has ended; None before, or without one."""
        quiz = await endings.series_of(self._store, await self._store.outcome(round_id))
        return await endings.report(self._store, quiz) if quiz and quiz.ended_at else None

    async def _never_shown(self, due: Round, now: datetime) -> None:
        """Nobody reported the reply as sent. A single question still counts if it is clicked."""
        if due.quiz:
            await self._end(due, await self._store.quiz(due.quiz), now, Ending.INTERRUPTED)
        else:
            await self._store.settle_round(due.id)

    async def _end(self, asked: Round, quiz: Quiz | None, now: datetime, ending: Ending) -> None:
        """End a round, and its series, unless something happened to it meanwhile."""
        answers = len((await self._store.outcome(asked.id)).answers)
        over = series.stop(asked, quiz, now, ending)
        await self._store.end_round(over.round, answers, over.quiz)

    async def close(self, due: Round, now: datetime, serving_since: datetime) -> Wait | None:
        """End a round that is open, weighed again whenever an answer comes in between."""
        while due.state is RoundState.OPEN:
            outcome = await self._store.outcome(due.id)
            if outcome.round.state is not RoundState.OPEN:
                return None  # somebody ended it since it was claimed, perhaps with its series
            quiz = await endings.series_of(self._store, outcome)
            if quiz and quiz.ended_at:
                return None  # or between these two looks
            over = series.finish(due, quiz, len(outcome.answers), now, serving_since)
            gone = over.then is Then.NEXT and not await self._shelves.by_id(
                due.deck, due.room.space
            )
            if gone and series.awaits_notes(due, now):
                return Wait(now + NOTES_AWAY)
            following, over = await self._following(over, now)
            if await self._store.end_round(over.round, len(outcome.answers), over.quiz, following):
                return None
            due = await self._store.round(due.id)
        return None

    async def _following(self, over: Finished, now: datetime) -> tuple[Round | None, Finished]:
        """The round that comes next; where no card is left to ask, the series ends instead."""
        quiz, asked = over.quiz, over.round
        if quiz is None or over.then is Then.NOTHING:
            return None, over
        if over.then is Then.AGAIN:
            again = self._asker.in_series(quiz, asked.number, asked.question, now, now)
            return again, over
        made = await self._next_question(quiz)
        if made is None:
            return None, series.cut(over, now)
        post_at = now + series.pause(quiz)
        return self._asker.in_series(quiz, asked.number + 1, made, now, post_at), over

    async def _next_question(self, quiz: Quiz) -> Question | None:
        entry = await self._shelves.by_id(quiz.deck, quiz.room.space)
        if entry is None:
            return None
        try:
            return await self._asker.question(entry, quiz.topic or None, quiz.room, series=True)
        except (UnknownTopic, EmptyDeck):
            return None

    async def _finish(self, round_id: RoundId) -> Finish:
        outcome = await self._store.outcome(round_id)
        quiz = await endings.series_of(self._store, outcome)
        over = quiz if quiz and series.ended_with(quiz, outcome.round) else None
        below = await self._beginning(over.id) if over else None
        # Of a series that was never seen nothing is reported. Its first question may be its last
        # one too, asked again and not seen a second time.
        seen = below is not None or outcome.round.number > 1
        return Finish(
            round_id,
            await self._store.messages(round_id),
            await endings.ending(self._store, outcome, quiz),
            await endings.report(self._store, over) if over and seen else None,
            below,
        )

    async def _beginning(self, quiz: QuizId | None) -> Message | None:
        """The message that a series began with."""
        return await self._store.first_message(quiz) if quiz else None
