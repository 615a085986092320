"""Asking, answering and stopping: the life of questions and series as people drive it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.actions import AnswerRound, ShowAnswer
from bot.errors import AnswerFirst, DatabaseError, NothingToStop, RoundOver, StarterOnly
from bot.game import grading, rounds, scoring, series
from bot.invocations import Invocation
from bot.model import (
    AccountId,
    Answer,
    Ending,
    Message,
    Person,
    Quiz,
    Request,
    RoomId,
    Round,
    RoundId,
    RoundState,
)
from bot.ports import Store
from bot.richtext import RichText, plain
from bot.screens import Notice, NoticeScreen, QuestionScreen, Reply, Screen
from bot.service import endings, views
from bot.service.asking import Asker
from bot.service.known import ENDED, ROUNDS, Clicked, KnownRounds, Recent
from bot.service.shelves import Shelves
from bot.service.spaces import Spaces
from bot.service.streaks import Streaks


class Quizzes:
    """What people do with questions; ``wake`` is called when the clock has something new to do."""

    def __init__(  # noqa: PLR0913 -- what the use cases work on
        self,
        store: Store,
        shelves: Shelves,
        asker: Asker,
        *,
        spaces: Spaces,
        streaks: Streaks,
        wake: Callable[[], None],
    ) -> None:
        """Take what the use cases work on."""
        self._store = store
        self._shelves = shelves
        self._asker = asker
        self._spaces = spaces
        self._streaks = streaks
        self._wake = wake
        self._known = KnownRounds(store)
        self._compared: Recent[RoundId, tuple[RichText, bool]] = Recent(ROUNDS)

    async def start(self, invocation: Invocation, request: Request) -> Reply:
        """Ask one question, or begin a series.

        A series never has more rounds than there are cards to ask. Raises ``SeriesRunning``,
        ``NotInThisRoom``, and ``UnknownDeck``, ``UnknownTopic``, ``EmptyDeck`` or ``NoDecks``.
        """
        await self._spaces.admit(request)
        name = invocation.word("deck")
        entry = await self._spaces.deck(name, request.room.space, request.at)
        topic = invocation.word("topic")
        wanted = invocation.number("questions") or 1
        total = min(wanted, len(await entry.askable(topic))) if wanted > 1 else 1
        pace = rounds.pace(
            seconds=invocation.number("seconds"),
            speed=invocation.flag("speed"),
            series=total > 1,
            alone=request.alone,
        )
        made = await self._asker.question(entry, topic, request.room, series=wanted > 1)
        if total == 1:
            asked = self._asker.single(request, entry.deck, made, pace)
            await self._store.open_round(asked)
        else:
            quiz = self._asker.quiz(request, entry.deck, topic, total, pace)
            asked = self._asker.in_series(quiz, 1, made, request.at, None)
            await self._store.open_quiz(quiz, asked)
        return Reply(room=views.question(asked, 0))

    async def shown(self, asked: Round | RoundId, message: Message, at: datetime) -> Screen | None:
        """A round's question can be seen since ``at``, in this message: its clock starts.

        If it was ended while it was being posted, what the message must show instead. Raises
        ``RoundUnknown``.
        """
        posted = asked if isinstance(asked, Round) else await self._store.round(asked)
        now = await self._known.shown(posted, message, at)
        self._wake()
        return None if now.state is RoundState.OPEN else await self.screen(now.id)

    async def answer(self, action: AnswerRound, request: Request, message: Message | None) -> Reply:
        """Keep someone's first answer and tell them what they may know now.

        ``message`` is the one whose button was pressed, if the room can see it: it is remembered.
        One that still has buttons though its round has ended is told as ``changed``. Raises
        ``OptionOutOfRange``, ``WrongNumberOfPicks``, ``RoundUnknown`` and, where no message has to
        be brought up to date, ``RoundOver``.
        """
        clicked = await self._clicked(action.round, message, request)
        asked = clicked.round
        answer = await self._graded(asked, action.picks, request)
        hasten = rounds.hastened(asked, request.at, alone=request.alone)
        try:
            kept = await self._store.record_answer(answer, request.person.name, hasten)
        except RoundOver as error:
            if message is None or (await self._known.now(asked.id)).state not in ENDED:
                raise
            # A message with buttons, which a room that was lost for a while never saw change.
            return Reply(private=NoticeScreen(error), changed=asked.id)
        if hasten:
            self._wake()
        if not kept.first and asked.pace.sealed and asked.state is RoundState.OPEN:
            asked = await self._known.now(asked.id)  # if it has ended since, more may be told
        streak = await self._streak(asked, request)
        verdict = views.verdict(
            asked, kept.answer, again=not kept.first, more=await self._more(asked), streak=streak
        )
        return Reply(
            private=verdict,
            changed=asked.id if kept.first or clicked.stale else None,
        )

    async def show_answer(
        self, action: ShowAnswer, request: Request, message: Message | None = None
    ) -> Reply:
        """The whole answer, privately: of open recall at once, else only after one's verdict.

        ``message`` is as in ``answer``. Raises ``RoundUnknown`` and ``AnswerFirst``.
        """
        outcome = await self._store.outcome(action.round)
        asked = outcome.round
        # Of other questions it is the reveal that has this button.
        on = None if asked.question.objective else message
        clicked = await self._clicked(action.round, on, request)
        answered = any(one.account == request.person.account for one in outcome.answers)
        told = asked.state is RoundState.CLOSED or (answered and not asked.pace.sealed)
        if asked.question.objective and not told:
            raise AnswerFirst
        rate = not asked.question.objective and not answered
        screen = views.whole_answer(asked, await self._whole(asked), rate=rate, part=action.part)
        return Reply(private=screen, changed=asked.id if clicked.stale else None)

    async def stop(self, request: Request) -> Reply:
        """End the room's series, or reveal the asker's latest open question.

        Raises ``NothingToStop`` and ``StarterOnly``.
        """
        notice = None
        while notice is None:  # until nothing happens between looking and ending
            running = await self._store.running_quiz(request.room)
            if running:
                notice = await self._end(running[1], running[0], request, Notice.STOPPING)
            else:
                single = await self._stoppable(request)
                notice = await self._end(single, None, request, Notice.REVEALING)
        self._wake()
        return Reply(private=NoticeScreen(notice))

    async def screen(self, round_id: RoundId) -> Screen:
        """What the round's messages should show now. Raises ``RoundUnknown``."""
        outcome = await self._store.outcome(round_id)
        if outcome.round.state in {RoundState.POSTING, RoundState.OPEN}:
            return views.question(outcome.round, len(outcome.answers))
        quiz = await endings.series_of(self._store, outcome)
        return await endings.ending(self._store, outcome, quiz)

    async def open_questions(
        self, room: RoomId, now: datetime, besides: AccountId | None = None
    ) -> tuple[QuestionScreen, ...]:
        """The room's questions that were shown and can still be answered, oldest first.

        Those that the account ``besides`` has answered are left out.
        """
        outcomes = [
            await self._store.outcome(asked.id)
            for asked in await self._store.open_rounds(room)
            if asked.closes_at is not None and asked.closes_at >= now and asked.opened_at
        ]
        return tuple(
            views.question(one.round, len(one.answers))
            for one in outcomes
            if besides not in {answer.account for answer in one.answers}
        )

    async def running(self, room: RoomId) -> QuestionScreen | None:
        """The present question of the room's series, shown yet or not; None if none runs."""
        found = await self._store.running_quiz(room)
        return views.question(found[1], 0) if found else None

    async def _clicked(
        self, round_id: RoundId, message: Message | None, request: Request
    ) -> Clicked:
        clicked = await self._known.clicked(round_id, message, request.at)
        if clicked.new:
            self._wake()  # its clock may have started
        return clicked

    async def _streak(self, asked: Round, request: Request) -> int:
        """How many days in a row somebody has answered who did so now; 0 if that is not known."""
        if asked.daily is None:
            return 0
        try:
            return await self._streaks.one(asked, request.person.account, request.at)
        except DatabaseError:  # the answer is kept, and that is what has to be told
            return 0

    async def _graded(self, asked: Round, picks: tuple[int, ...], request: Request) -> Answer:
        correct = grading.correct(asked.question, picks)
        elapsed = rounds.elapsed(asked, request.at)
        scored = correct and asked.question.objective
        return Answer(
            round=asked.id,
            account=request.person.account,
            picks=picks,
            at=request.at,
            day=await self._spaces.day(asked.room.space, request.at),
            elapsed=elapsed,
            correct=correct,
            points=scoring.points(correct=scored, pace=asked.pace, elapsed=elapsed),
        )

    async def _more(self, asked: Round) -> bool:
        """Whether the notes say more than the explanation."""
        whole = await self._whole(asked)
        known = self._compared.get(asked.id)
        if known is None or known[0] is not whole:
            known = whole, plain(whole) != plain(asked.question.explanation)
            self._compared.put(asked.id, known)
        return known[1]

    async def _whole(self, asked: Round) -> RichText:
        """The card's answer as the notes have it now; the snapshot's where the card is gone."""
        entry = await self._shelves.at_hand(asked.deck, asked.room.space)
        card = entry.card(asked.question.card) if entry else None
        return card.answer if card else asked.question.explanation

    async def _stoppable(self, request: Request) -> Round:
        single = [
            asked
            for asked in await self._store.open_rounds(request.room)
            # The question of the day is the clock's: it ends with the day.
            if asked.quiz is None and asked.due_at is not None and asked.daily is None
        ]
        if not single:
            raise NothingToStop
        own = [asked for asked in single if _may_end(request.person, asked.starter)]
        if not own:
            raise StarterOnly
        return own[-1]

    async def _end(
        self, asked: Round, quiz: Quiz | None, request: Request, notice: Notice
    ) -> Notice | None:
        """End it; None if something happened to it since it was looked at."""
        if quiz and not _may_end(request.person, quiz.starter):
            raise StarterOnly
        answers = len((await self._store.outcome(asked.id)).answers)
        over = series.stop(asked, quiz, request.at, Ending.STOPPED)
        return notice if await self._store.end_round(over.round, answers, over.quiz) else None


def _may_end(person: Person, starter: AccountId) -> bool:
    return person.moderator or person.account == starter
