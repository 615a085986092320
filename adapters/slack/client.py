"""Slack as a chat platform: posting messages and changing them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.chat.mending import Mending
from adapters.chat.pacing import Each, Pacer
from adapters.slack import failures, layout
from adapters.slack.api import Api
from adapters.slack.identity import PLATFORM, direct
from adapters.slack.layout import Page
from adapters.slack.picturing import Picturing
from adapters.slack.rates import Rates
from bot import wording
from bot.model import Message, MessageId, RoomId, RoundId
from bot.ports import Clock
from bot.screens import QuestionScreen, QuizReport, RevealScreen, Screen, VoidScreen
from bot.service import Studybot

LINE = timedelta(seconds=15)
"""How long what is to be posted waits for its turn; of a longer time whoever posts it is told.

Well below the time for which the clock's side has it in hand.
"""

PATIENCE = timedelta(seconds=5)
"""How long an end waits to be shown while others are; of a longer time whoever shows it is told.

Less than the clock's side waits for a platform, with what Slack needs for the change itself.
"""

_THREADLESS = frozenset(
    {
        "thread_not_found",
        "invalid_thread_ts",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
    }
)


class Slack:
    """The Platform port on Slack's Web API."""

    name = PLATFORM

    def __init__(self, studybot: Studybot, api: Api, clock: Clock) -> None:
        """Take the use cases, whose screens are put into messages, and what sends them."""
        self.api = api
        self.picturing = Picturing(studybot, api, clock)
        self._mending = Mending(studybot, self._put)
        self._rates = Each(lambda: Rates(clock))

    async def turn(self, room: RoomId) -> None:
        """Return once one more message keeps within what Slack takes in the room's workspace.

        Changes have a limit of their own, which ``edit`` keeps. Raises ``PlatformUnavailable``
        where many more are to be posted before.
        """
        await self._rates.of(room.workspace).posts.turn(LINE)

    async def post(
        self,
        place: RoomId,
        screen: Screen,
        since: datetime | None = None,  # noqa: ARG002 -- Slack tells nobody what it has
        below: Message | None = None,
    ) -> MessageId:
        """Send a message; of a series in the thread of its beginning, and its end to all as well.

        A message that was sent by a process that died of it may be sent again: Slack has nothing
        to know it by, and both work.
        """
        page = await self._page(place, screen)
        if below is None or direct(place):
            return await self._post(place, page)
        thread = {"thread_ts": below.id, "reply_broadcast": isinstance(screen, QuizReport)}
        try:
            return await self._post(place, page, **thread)
        except _NoThread:
            return await self._post(place, page)

    async def edit(self, message: Message, screen: Screen) -> None:
        """Change a message, after every change of it that was begun before.

        Raises ``PlatformUnavailable`` where many more are to be changed before.
        """
        await self._rates.of(message.room.workspace).changes.turn(PATIENCE)
        await self._mending.edit(message, screen)

    async def mend(self, message: Message, round_id: RoundId) -> None:
        """Put in a message what it should show of a round, when its workspace's turn comes."""
        await self._rates.of(message.room.workspace).counts.turn()
        await self._mending.mend(message, round_id)

    async def _post(self, place: RoomId, page: Page, **thread: Any) -> MessageId:  # noqa: ANN401 -- Slack's
        async def send(shown: Page) -> Any:  # noqa: ANN401 -- the SDK's
            return await self.api.call(
                place.workspace,
                self._posting,
                channel=place.channel,
                **content(shown),
                **thread,
            )

        with _heeded(self._rates.of(place.workspace).posts):
            sent = await self.picturing.sent(page, send)
        return MessageId(str(sent["ts"]))

    async def _posting(self, **arguments: Any) -> Any:  # noqa: ANN401 -- the SDK's
        try:
            return await self.api.web.chat_postMessage(**arguments)
        except SlackApiError as error:
            if "thread_ts" in arguments and failures.code(error) in _THREADLESS:
                raise _NoThread from error
            raise

    async def _put(self, message: Message, screen: Screen) -> None:
        page = await self._page(message.room, screen)

        async def send(shown: Page) -> Any:  # noqa: ANN401 -- the SDK's
            return await self.api.call(
                message.room.workspace,
                self.api.web.chat_update,
                channel=message.room.channel,
                ts=message.id,
                text=shown.text,
                blocks=shown.blocks,
            )

        with _heeded(self._rates.of(message.room.workspace).changes):
            await self.picturing.sent(page, send)

    async def _page(self, place: RoomId, screen: Screen) -> Page:
        """A screen as this room is shown it: the first one of a series says where it goes on."""
        page = await self.picturing.drawn(place.workspace, screen)
        match screen:
            case QuestionScreen(head=head) | RevealScreen(head=head) | VoidScreen(head=head):
                if head.number == 1 < head.total and not direct(place):
                    return layout.noted(page, wording.IN_THREAD)
        return page


class _NoThread(Exception):
    """The message that a thread was to begin with is not there."""


@contextmanager
def _heeded(pacer: Pacer) -> Iterator[None]:
    """Leave Slack alone for as long as it says, with all that is limited together."""
    try:
        yield
    except failures.Limited as error:
        pacer.hold(error.retry_after)
        raise


def content(page: Page) -> dict[str, Any]:
    """A page as Slack takes it in a new message."""
    return {"text": page.text, "blocks": page.blocks, **UNFURLED}


UNFURLED = {"unfurl_links": False, "unfurl_media": False}
"""That Slack shows nothing of what is behind a link."""
