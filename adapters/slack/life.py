"""Coming to channels and workspaces and leaving them; the page that each person has."""

from __future__ import annotations

import structlog

from adapters.chat.underway import UnderWay
from adapters.slack import reaching
from adapters.slack.client import Slack
from adapters.slack.home import home
from adapters.slack.identity import PLATFORM, account, room, space
from adapters.slack.payloads import Happening
from bot.errors import StudybotError
from bot.model import RoomId, SpaceId
from bot.ports import Clock, Store
from bot.service import Studybot

LOST = {
    "channel_archive": "the channel was archived",
    "channel_deleted": "the channel was deleted",
    "channel_left": "the bot was removed from the channel",
    "group_archive": "the channel was archived",
    "group_deleted": "the channel was deleted",
    "group_left": "the bot was removed from the channel",
}
"""The events after which nothing can be posted in a channel any more, and why."""

LEFT = frozenset({"channel_left", "group_left"})
"""Those of them after which the channel is still there, for others."""

_log = structlog.get_logger(__name__)


class Life:
    """What the bot does when it is let in or thrown out, or its page is opened.

    All of it may be delivered several times, and to several processes.
    """

    def __init__(self, studybot: Studybot, store: Store, platform: Slack, clock: Clock) -> None:
        """Take the use cases, what knows what was done before, and what posts."""
        self._studybot = studybot
        self._store = store
        self._platform = platform
        self._clock = clock
        self._under_way = UnderWay()

    async def idle(self) -> None:
        """Return once everything that was heard of has been dealt with."""
        await self._under_way.idle()

    async def page_opened(self, happening: Happening) -> None:
        """Somebody looks at their own page: bring it up to date."""
        team, user = happening.team, happening.text("user")
        if happening.event.get("tab", "home") != "home":
            return
        with self._under_way:
            now = self._clock.now()
            screen = await self._studybot.home(account(team, user), space(team), now)
            try:
                api = self._platform.api
                view = home(screen, now)
                await api.call(team, api.web.views_publish, user_id=user, view=view)
            except StudybotError as error:
                _log.warning("a page could not be shown", reason=str(error))

    async def joined(self, happening: Happening, bot_user: str) -> None:
        """Somebody invited the bot into a channel: say once how to begin."""
        team, channel = happening.team, happening.text("channel")
        if happening.text("user") != bot_user:
            return
        with self._under_way:
            if not await self._store.once(f"{PLATFORM} {happening.id}", self._clock.now()):
                return
            try:
                welcome = await self._studybot.welcome(space(team), ())
                await self._platform.post(room(team, channel), welcome)
            except StudybotError as error:
                _log.warning("a channel could not be greeted", reason=str(error))

    async def channel_lost(self, happening: Happening) -> None:
        """A channel is gone, or closed to the bot: end what was open in it, and ask nothing there.

        Word of it can come so late that the bot is let in again: that ends nothing.
        """
        team, channel, kind = happening.team, happening.text("channel"), happening.text("type")
        api = self._platform.api
        with self._under_way:
            if await reaching.lost(api, team, channel, left=kind in LEFT):
                await self._lose(room(team, channel), LOST[kind])

    async def workspace_lost(self, team: str) -> None:
        """A workspace removed the bot, as above."""
        with self._under_way:
            if await reaching.thrown_out(self._platform.api, team):
                await self._lose(space(team), "the bot was removed from the workspace")

    async def _lose(self, place: RoomId | SpaceId, reason: str) -> None:
        ended = await self._studybot.lose(place, self._clock.now())
        if ended:
            _log.warning("a place is lost", place=place, reason=reason, ended=ended)
