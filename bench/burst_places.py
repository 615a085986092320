"""The Discord and the Slack of the measurement of a burst: many rooms, and what is posted."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

import aiohttp

from adapters.slack import rates
from adapters.slack.installations import Installations, Installed
from bench.process import free_port
from bot.model import RoomId
from bot.ports import Store
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Workspace

TOGETHER = 20
"""Rooms of a server or workspace, where there are many of them."""

WHOLE = 50
"""Requests that Discord takes of a bot in a second."""

LOOK = 0.1
"""Seconds between two looks at whether a bot is there."""

_DISCORD_BEGAN = datetime(2015, 1, 1, tzinfo=UTC).timestamp()
_OK = 200
_REFUSED = "one too many"


class Places(Protocol):
    """A platform with many rooms. Moments are seconds since 1970."""

    @property
    def rooms(self) -> Sequence[RoomId]:
        """All of them."""
        ...

    @property
    def settings(self) -> Mapping[str, str]:
        """What leads a bot there, as environment."""
        ...

    @property
    def bound(self) -> float:
        """Seconds in which the platform takes one post for each room."""
        ...

    async def open(self) -> None:
        """Be there, with all rooms."""
        ...

    async def close(self) -> None:
        """Be gone."""
        ...

    async def prepare(self, store: Store) -> None:
        """Keep what a bot knows of places that let it in before."""
        ...

    async def ready(self) -> None:
        """Return once a bot serves people there."""
        ...

    def amount(self) -> int:
        """How many messages were posted so far."""
        ...

    def posted(self) -> Mapping[RoomId, Sequence[float]]:
        """When something was posted in each room."""
        ...

    def complaints(self) -> list[str]:
        """What a well-behaved bot does not do."""
        ...


def refused(places: Places) -> int:
    """How many requests were one too many."""
    return sum(_REFUSED in one for one in places.complaints())


def faults(places: Places) -> list[str]:
    """What else a well-behaved bot does not do."""
    return [one for one in places.complaints() if _REFUSED not in one]


class OnDiscord:
    """Servers with some rooms each."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._server = FakeDiscord(whole=WHOLE)
        self.rooms: list[RoomId] = []
        self.bound = number / WHOLE

    @property
    def settings(self) -> Mapping[str, str]:
        """Its token, its addresses."""
        return {
            "DISCORD_TOKEN": self._server.token,
            "DISCORD_API_URL": self._server.api_url,
            "DISCORD_GATEWAY_URL": self._server.gateway_url,
            "STUDYBOT_HTTP": "off",
        }

    async def open(self) -> None:
        """Make the servers."""
        await self._server.start()
        for first in range(0, self._number, TOGETHER):
            names = [f"room-{one}" for one in range(first, min(first + TOGETHER, self._number))]
            guild = await self._server.add_guild(f"School {first}", *names)
            self.rooms += [RoomId("discord", str(guild.id), str(one)) for one in guild.channels]

    async def close(self) -> None:
        """Close the port."""
        await self._server.stop()

    async def prepare(self, store: Store) -> None:
        """Of servers nothing is kept."""

    async def ready(self) -> None:
        """Its gateway is listened to."""
        await self._server.until(lambda: self._server.gateway.connected, 60)

    def amount(self) -> int:
        """There are no other messages."""
        return len(self._server.state.messages)

    def posted(self) -> Mapping[RoomId, Sequence[float]]:
        """A message's id says when it was posted."""
        channels = self._server.state.channels
        return {
            room: [
                _DISCORD_BEGAN + (one.id >> 22) / 1000
                for one in channels[int(room.channel)].messages
            ]
            for room in self.rooms
        }

    def complaints(self) -> list[str]:
        """As the fake has them."""
        return self._server.complaints()


class OnSlack:
    """One workspace with all rooms, or many with some of them each."""

    def __init__(self, number: int, *, many: bool) -> None:
        together = min(number, TOGETHER) if many else number
        self._number = number
        self._port = free_port() if many else 0
        self._server = FakeSlack()
        self._server.limits.enforce = True
        self._spaces = [
            self._server.workspace,
            *(
                self._server.add_workspace(f"School {one}")
                for one in range(1, -(-number // together))
            ),
        ]
        self.rooms: list[RoomId] = []
        self.bound = together * rates.MINUTE.total_seconds() / rates.POSTS

    @property
    def settings(self) -> Mapping[str, str]:
        """Its secrets, its address, and where it sends what happens."""
        server = self._server
        if not self._port:
            return {
                "SLACK_BOT_TOKEN": server.bot_token,
                "SLACK_APP_TOKEN": server.app_token,
                "SLACK_API_URL": server.api_url,
                "STUDYBOT_HTTP": "off",
            }
        return {
            "SLACK_SIGNING_SECRET": server.signing_secret,
            "SLACK_CLIENT_ID": server.client_id,
            "SLACK_CLIENT_SECRET": server.client_secret,
            "SLACK_API_URL": server.api_url,
            "STUDYBOT_URL": "https://quiz.example.org",
            "STUDYBOT_HTTP": f"127.0.0.1:{self._port}",
        }

    async def open(self) -> None:
        """Make the channels."""
        await self._server.start()
        for number in range(self._number):
            space = self._spaces[number % len(self._spaces)]
            place = self._server.add_channel(f"room-{number}", workspace=space)
            self.rooms.append(RoomId("slack", space.id, place.id))

    async def close(self) -> None:
        """Close the port."""
        await self._server.stop()

    async def prepare(self, store: Store) -> None:
        """Keep where it was installed, if it was."""
        if self._port:
            kept = Installations(store, self._server.client_id)
            for one in self._spaces:
                await kept.keep(_installed(one), datetime.now(UTC))

    async def ready(self) -> None:
        """Its sockets are open, or it says that it is well."""
        if not self._port:
            await self._server.connected(2)
            return
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            address = f"http://127.0.0.1:{self._port}/readyz"
            while not await _well(session, address):  # noqa: ASYNC110 -- nobody tells of it
                await asyncio.sleep(LOOK)

    def amount(self) -> int:
        """There are no other messages."""
        return sum(
            len(channel.everything) for one in self._spaces for channel in one.channels.values()
        )

    def posted(self) -> Mapping[RoomId, Sequence[float]]:
        """A message's name says when it was posted."""
        return {
            RoomId("slack", one.id, channel.id): [float(said.ts) for said in channel.everything]
            for one in self._spaces
            for channel in one.channels.values()
        }

    def complaints(self) -> list[str]:
        """As the fake has them."""
        return self._server.complaints()


def _installed(space: Workspace) -> Installed:
    return Installed(space.id, space.bot_id, space.bot.id, tuple(sorted(space.scopes)), space.token)


async def _well(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as said:
            return said.status == _OK
    except aiohttp.ClientConnectionError:
        return False
