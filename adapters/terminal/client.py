"""The terminal as a chat platform: what is posted is printed, and printed once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, assert_never

import structlog

from adapters.terminal import files, inbound, prose
from adapters.terminal.desk import Desk
from adapters.terminal.identity import PLATFORM, ROOM
from adapters.terminal.inbound import Leave, Perform, Press
from adapters.terminal.keys import invitation
from adapters.terminal.layout import Page
from adapters.terminal.render import PRIVATE, render
from bot import wording
from bot.actions import Action, AnswerRound
from bot.errors import RoundUnknown, StudybotError
from bot.invocations import Invocation
from bot.model import AccountId, Message, MessageId, Person, Request, RoomId, RoundId
from bot.ports import Clock
from bot.screens import (
    FileScreen,
    NoticeScreen,
    QuestionScreen,
    QuizReport,
    Reply,
    RevealScreen,
    Screen,
    VoidScreen,
)
from bot.wording import daily

_log = structlog.get_logger(__name__)


class UseCases(Protocol):
    """What a terminal asks of the core; ``bot.service.Studybot`` says what each of them does."""

    async def perform(self, invocation: Invocation, request: Request) -> Reply: ...  # noqa: D102
    async def press(  # noqa: D102
        self, action: Action, request: Request, message: Message | None = None
    ) -> Reply: ...
    async def shown(  # noqa: D102
        self, round_id: RoundId, message: Message, at: datetime
    ) -> Screen | None: ...
    async def screen(self, round_id: RoundId) -> Screen: ...  # noqa: D102
    async def report(self, round_id: RoundId) -> QuizReport | None: ...  # noqa: D102
    async def running(self, room: RoomId) -> QuestionScreen | None: ...  # noqa: D102
    async def open_rounds(  # noqa: D102
        self, room: RoomId, now: datetime, besides: AccountId | None = None
    ) -> tuple[QuestionScreen, ...]: ...


class Terminal:
    """One person at one terminal, in the room that all terminals of a database share.

    A round is one message to all of them: its id is the round's, whichever process showed it.
    """

    name = PLATFORM

    def __init__(
        self,
        studybot: UseCases,
        person: Person,
        clock: Clock,
        page: Page,
        alone: Callable[[], bool],
    ) -> None:
        """Take the use cases, who sits here, and where to print; ``alone`` says if nobody else."""
        self.desk = Desk()
        self._studybot = studybot
        self.person = person
        self._clock = clock
        self._page = page
        self._alone = alone

    # --- the Platform port ---

    async def turn(self, room: RoomId) -> None:
        """Return at once: a terminal takes any number."""

    async def post(
        self,
        room: RoomId,  # noqa: ARG002 - there is one
        screen: Screen,
        since: datetime | None = None,  # noqa: ARG002 - what is on this terminal it printed
        below: Message | None = None,  # noqa: ARG002 - a terminal shows one thing after the other
    ) -> MessageId:
        """Print ``screen``, unless it was printed while following another process."""
        match screen:
            case QuestionScreen():
                self._ask(screen)
                return MessageId(screen.round)
            case QuizReport():
                self._report(screen)
            case _:
                self._show(screen)
        return MessageId(uuid.uuid4().hex)

    async def edit(self, message: Message, screen: Screen) -> None:  # noqa: ARG002 - see the class
        """Print how a round ended, once; a changed number of answers is shown under the prompt."""
        match screen:
            case QuestionScreen():
                self.desk.renew(screen)
            case RevealScreen() | VoidScreen():
                self._end(screen)
            case _:
                self._show(screen)

    # --- the person ---

    async def handle(self, line: str) -> bool:
        """Do what a line says and print what comes of it. False once the person wants to go."""
        try:
            return await self._obey(line)
        except StudybotError as error:
            self.tell(error)
        except Exception as error:  # noqa: BLE001 - one line that fails must not end the quiz
            _log.error("a line failed", exc_info=error)
            self._page.text(PRIVATE + wording.unexpected(error))
        return True

    def tell(self, error: StudybotError) -> None:
        """Print what went wrong, for this person."""
        self._show(NoticeScreen(error), private=True)

    def status(self, now: datetime) -> str:
        """What stands below the prompt: what a letter answers, what is awaited, or what to do."""
        if current := self.desk.current():
            typed = invitation(self.desk.keyed(current))
            parts = (_which(current), wording.progress(current, now), typed)
        elif timed := self.desk.timed():
            parts = (_which(timed[-1]), wording.progress(timed[-1], now), "")
        elif self.desk.series:
            parts = (wording.NEXT_QUESTION, "", "")
        else:
            parts = (wording.HOW_TO_BEGIN, "", "")
        return " · ".join(part for part in parts if part)

    async def resume(self) -> None:
        """Print again what is open in the room and not yet answered by this person.

        Of single questions only the newest: the others come back one by one as it is answered.
        """
        now = self._clock.now()
        every = await self._studybot.open_rounds(ROOM, now)
        mine = await self._studybot.open_rounds(ROOM, now, self.person.account)
        newest = [screen for screen in mine if screen.head.total == 1][-1:]
        shown = [screen for screen in mine if screen.head.total > 1 or screen in newest]
        for screen in every:
            self.desk.skip(screen, answered=screen not in mine)
        if running := await self._studybot.running(ROOM):
            self.desk.runs(running)
        if shown:
            self._page.text(wording.STILL_OPEN)
        for screen in shown:
            self._show(screen)

    async def follow(self) -> None:
        """Print what other processes did in the room since: questions, endings, reports."""
        screens = await self._studybot.open_rounds(ROOM, self._clock.now())
        still = {screen.round for screen in screens}
        for screen in self.desk.open():
            if screen.round not in still:
                await self._follow_end(screen.round)
        if (last := self.desk.series) and not self.desk.is_open(last.round):
            await self._follow_series(last.round)
        for screen in screens:
            self.desk.renew(screen)
            self._ask(screen)
        self._remind()

    async def _follow_end(self, round_id: RoundId) -> None:
        try:
            self._end(await self._studybot.screen(round_id))
        except RoundUnknown:
            self.desk.forget(round_id)

    async def _follow_series(self, last: RoundId) -> None:
        """A series may end between two of its questions: it is asked for by its last one."""
        try:
            report = await self._studybot.report(last)
        except RoundUnknown:
            self.desk.forget(last)
        else:
            if report:
                self._report(report)

    async def _obey(self, line: str) -> bool:
        at = self._clock.now()
        intent = inbound.read(line, self.desk)
        request = Request(self.person, ROOM, at, alone=self._alone())
        match intent:
            case None:
                return True
            case Leave():
                return False
            case Perform(invocation=invocation):
                reply = await self._studybot.perform(files.handed(invocation), request)
            case Press(action=action):
                reply = await self._studybot.press(action, request, _pressed(action))
            case _:
                assert_never(intent)
        await self._answer(reply)
        return True

    async def _answer(self, reply: Reply) -> None:
        if isinstance(reply.private, FileScreen):
            file = reply.private
            path = files.save(file.name, file.data, Path.cwd())
            self._page.text(PRIVATE + prose.one_line(wording.saved(file, str(path))))
        elif reply.private:
            self._show(reply.private, private=True)
        if reply.room:
            message = Message(ROOM, await self.post(ROOM, reply.room))
            if isinstance(reply.room, QuestionScreen):
                await self._asked(reply.room.round, message)
        if reply.changed:
            message = Message(ROOM, MessageId(reply.changed))
            await self.edit(message, await self._studybot.screen(reply.changed))

    async def _asked(self, round_id: RoundId, message: Message) -> None:
        self.desk.own(round_id)
        ended = await self._studybot.shown(round_id, message, self._clock.now())
        if ended:
            await self.edit(message, ended)

    # --- printing ---

    def _ask(self, screen: QuestionScreen) -> None:
        if not self.desk.knows(screen.round):
            self._show(screen)

    def _end(self, screen: Screen) -> None:
        if not isinstance(screen, RevealScreen | VoidScreen) or self.desk.is_over(screen.round):
            return
        told = self.desk.told(screen.round)
        alone = isinstance(screen, RevealScreen) and screen.answered == 1
        if (told and alone and not self.desk.promised()) or self.desk.retold(screen):
            self.desk.put(screen)  # there is nothing to add to what they know
            return
        self._show(screen, told=told)
        picks = self.desk.picks(screen.round)
        if picks and isinstance(screen, RevealScreen):
            self._page.text(PRIVATE + wording.own_answer(picks, screen.key))

    def _report(self, report: QuizReport) -> None:
        """Print a report once, whether it is posted here or found while following others."""
        if self.desk.reported(report.quiz):
            self.desk.put(report)
        else:
            self._show(report)

    def _remind(self) -> None:
        """Print a question again that a letter now answers and that was not shown last."""
        current, last = self.desk.current(), self.desk.question
        if current and (last is None or current.round != last.round):
            self._page.text(wording.STILL_OPEN)
            self._show(current)

    def _show(self, screen: Screen, *, private: bool = False, told: bool = False) -> None:
        self.desk.put(screen)
        self._page.show(render(screen, self._clock.now(), private=private, told=told))


def _which(screen: QuestionScreen) -> str:
    """Which question this is, on a line that has little room."""
    return daily.OF_THE_DAY if screen.head.daily else wording.which(screen.head)


def _pressed(action: Action) -> Message | None:
    """The message that holds the button of a letter."""
    return Message(ROOM, MessageId(action.round)) if isinstance(action, AnswerRound) else None
