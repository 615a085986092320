"""Between a use case and whoever waits for it: no error is lost, no question hangs in the air."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.errors import DatabaseError, StudybotError, Unforeseen
from bot.model import Message, RoundId
from bot.ports import Clock
from bot.screens import NoticeScreen, QuestionScreen, Reply, Screen
from bot.service import Studybot

_log = structlog.get_logger(__name__)

Show = Callable[[Message, Screen], Awaitable[None]]

REMEMBERED_WITHIN = timedelta(seconds=50)
"""How long a question that was shown is tried to be remembered: less than it is waited for."""

AGAIN = timedelta(seconds=2)
"""The wait between two such tries."""


async def replied(work: Callable[[], Awaitable[Reply | None]]) -> Reply:
    """What the use case answers with; what goes wrong is an answer as well."""
    try:
        return await work() or Reply()
    except StudybotError as error:
        if isinstance(error, DatabaseError):
            _log.warning("somebody could not be served", error=str(error))
        return Reply(private=NoticeScreen(error))
    except Exception as error:  # noqa: BLE001 -- nobody is left without an answer
        _log.exception("an interaction failed")
        return Reply(private=NoticeScreen(Unforeseen(type(error).__name__)))


class Openings:
    """What follows when a question that somebody asked for is seen by the room, or never will."""

    def __init__(self, studybot: Studybot, show: Show, clock: Clock) -> None:
        """``show`` puts a screen into a message that is there already."""
        self._studybot = studybot
        self._show = show
        self._clock = clock

    async def seen(self, asked: RoundId, message: Message) -> Screen | None:
        """The room sees the question: start its clock. What comes back says why it has none."""

        async def work() -> Reply:
            ended = await self._remembered(asked, message)
            if ended:
                await self._show(message, ended)
            return Reply()

        return (await replied(work)).private

    async def unseen(self, reply: Reply) -> None:
        """The room never saw the question of a reply: it must not hold up the next one."""
        asked = reply.room
        if isinstance(asked, QuestionScreen):

            async def work() -> Reply:
                await self._studybot.unshown(asked.round, self._clock.now())
                return Reply()

            await replied(work)

    async def _remembered(self, asked: RoundId, message: Message) -> Screen | None:
        """Start the clock of a question that the room sees, however long the database is away.

        Raises what it raises once the question would be taken for never shown.
        """
        at = self._clock.now()
        while True:
            try:
                return await self._studybot.shown(asked, message, self._clock.now())
            except DatabaseError as error:
                if self._clock.now() - at > REMEMBERED_WITHIN:
                    raise
                _log.warning("a question waits for the database", round=asked, error=str(error))
                await self._clock.sleep_until(self._clock.now() + AGAIN)
