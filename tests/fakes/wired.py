"""The bot in this process, on a Discord of this machine, with a clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path
from random import Random
from typing import Final

from structlog.typing import EventDict

from adapters.discord.connection import Client, Connection, Options, logged_in
from bot.decks.parsing import parse
from bot.model import RoomId, SpaceId
from bot.runner import Runner
from bot.service import Catalog, Studybot
from bot.storage import SqlStore, open_store
from tests.fakes.clock import FakeClock
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.messages import Message
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Channel, Guild, User
from tests.fakes.people import commanded, seen

NOTES: Final = "# Numbers\n" + "".join(
    f"\n## {number}. What is true of {number}0?\nTen divides it.\n\n"
    "- [x] It is even\n- [ ] It is odd\n- [ ] It is negative\n"
    for number in range(1, 8)
)

POSTS: Final = r"/channels/\d+/messages$"
"""Where messages are posted, as faults name it."""

CALLBACKS: Final = "/callback$"
"""Where interactions are answered."""


class Wired:
    """A connected bot, and what a test makes people and the clock do with it."""

    def __init__(
        self, server: FakeDiscord, client: Client, store: SqlStore, core: type[Studybot]
    ) -> None:
        self.server = server
        self.client = client
        self.store = store
        self.clock = FakeClock()
        catalog = Catalog([parse(NOTES.encode(), "numbers.md")])
        self.studybot = core(store, catalog, Random(1), UTC)
        self.connection = Connection(client, self.studybot, store, self.clock)
        self.runner = Runner(self.studybot, store, [self.connection.platform], self.clock)
        self.ana = server.add_user("Ana")

    async def later(self, seconds: float) -> None:
        """Let time pass for the bot, and see everything that becomes due to its end."""
        self.clock.advance(seconds)
        await self.runner.settle()

    async def quiz(self, place: Channel, **given: str | float | bool) -> Message:
        """Ana asks for questions; the first one."""
        return await commanded(self.server, self.ana, place, "quiz", **given)

    async def press(
        self, question: Message, label: str = "A", *, who: User | None = None
    ) -> Interaction:
        """Somebody presses the button of this label, and knows what came of it."""
        button = question.button(label)
        press = await self.server.press(who or self.ana, question, button)
        await seen(self.server, press)
        return press

    async def until_logged(self, logged: list[EventDict], event: str) -> EventDict:
        """What was logged of such an event, once it is: nobody outside can see it happen."""
        async with asyncio.timeout(10):
            while True:
                for entry in logged:
                    if entry["event"] == event:
                        return entry
                await self.store.note("")  # whatever else there is to do gets its turn

    def asked(self, method: str, ending: str) -> list[int]:
        """What requests were answered whose path ends like this, oldest first."""
        return [
            one.status
            for one in self.server.requests
            if one.method == method and one.path.endswith(ending)
        ]


@asynccontextmanager
async def wired(
    server: FakeDiscord, folder: Path, core: type[Studybot] = Studybot
) -> AsyncIterator[Wired]:
    """A bot that is connected, with its commands declared; stopped in order at the end.

    Nothing becomes due by itself: see ``Wired.later``.
    """
    options = Options(server.token, server.api_url, server.gateway_url)
    async with (
        open_store(f"sqlite:///{folder / 'test.db'}") as store,
        logged_in(options) as client,
    ):
        # The SDK waits two seconds for servers of which it may yet hear; here it knows all at once.
        client._connection.guild_ready_timeout = 0.3  # noqa: SLF001 -- set by the SDK alone
        here = Wired(server, client, store, core)
        await here.connection.declare()
        running = asyncio.create_task(here.connection.run())
        try:
            await server.connected()
            yield here
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            here.clock.hurry()  # what waits for its turn is not waited for
            await here.connection.drain()


def room(place: Channel) -> RoomId:
    """A channel, as the core knows it."""
    workspace = f"@{place.id}" if place.guild is None else str(place.guild.id)
    return RoomId("discord", workspace, str(place.id))


def space(guild: Guild) -> SpaceId:
    """A server, as the core knows it."""
    return SpaceId("discord", str(guild.id))
