"""The bot in this process, on a Slack of this machine, with a clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from random import Random
from typing import Final, Self

from structlog.typing import EventDict

from adapters import web
from adapters.slack.connection import Connection, Options, connected
from adapters.slack.manifest import SCOPES
from adapters.slack.oauth import App
from adapters.slack.paths import REQUESTS
from bot.decks.parsing import parse
from bot.model import RoomId, SpaceId
from bot.runner import Runner
from bot.service import Catalog, Studybot
from bot.storage import SqlStore, open_store
from tests.fakes.clock import FakeClock
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.messages import Message
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.signing import JSON
from tests.fakes.slack.world import Channel, User, Workspace
from tests.fakes.wired import NOTES

POSTS: Final = "/api/chat.postMessage$"
"""Where messages are posted, as faults name it."""

EDITS: Final = "/api/chat.update$"
"""Where they are changed."""

ANSWERS: Final = "/response/"
"""Where people are answered."""


class Wired:
    """A connected bot, and what a test makes people and the clock do with it."""

    def __init__(
        self,
        server: FakeSlack,
        connection: Connection,
        studybot: Studybot,
        store: SqlStore,
        clock: FakeClock,
    ) -> None:
        self.server = server
        self.connection = connection
        self.studybot = studybot
        self.store = store
        self.clock = clock
        self.runner = Runner(studybot, store, [connection.platform], clock)
        self.url = ""
        """Where deliveries go, for a bot on HTTP."""

    async def later(self, seconds: float) -> None:
        """Let time pass for the bot, and see everything that becomes due to its end."""
        self.clock.advance(seconds)
        await self.runner.settle()

    async def command(
        self, who: User, place: Channel, words: str, *, name: str = "quiz"
    ) -> Delivery:
        """Somebody types a command, and knows what came of it."""
        done = await self.server.command(who, place, f"/{name}", words)
        await done.outcome()
        await self.connection.idle()
        return done

    async def quiz(self, place: Channel, words: str = "") -> Message:
        """Somebody asks for questions; the first one."""
        done = await self.command(place.workspace.owner, place, words)
        assert done.acknowledged, self.server.transcript()
        assert not done.shown, done.shown
        return place.newest

    async def press(
        self, question: Message, label: str = "A", *, who: User | None = None
    ) -> Delivery:
        """Somebody presses the button of this label, and knows what came of it."""
        user = who or question.channel.workspace.owner
        done = await self.server.press(user, question, question.button(label))
        await done.outcome()
        await self.connection.idle()
        return done

    async def sent(
        self, body: bytes, kind: str = JSON, headers: Mapping[str, str] | None = None
    ) -> int:
        """How a body is answered over HTTP, which is signed unless other headers are given."""
        proof = self.server.sign(body) if headers is None else headers
        status, said = await self.server.deliver_raw(
            f"{self.url}{REQUESTS}", body, {**proof, "Content-Type": kind}
        )
        assert "secret" not in said
        await self.connection.idle()
        return status

    async def until_logged(self, logged: list[EventDict], event: str) -> EventDict:
        """What was logged of such an event, once it is: nobody outside can see it happen."""
        async with asyncio.timeout(10):
            while True:
                for entry in logged:
                    if entry["event"] == event:
                        return entry
                await self.store.note("")  # whatever else there is to do gets its turn

    def asked(self, method: str) -> list[str]:
        """How the calls of a method were answered, oldest first: ``ok``, an error or a status."""
        return [
            "ok" if one.ok else one.error or str(one.status) for one in self.server.called(method)
        ]


def by_socket(server: FakeSlack) -> Options:
    """One workspace, by Socket Mode."""
    return Options(
        bot_token=server.bot_token, app_token=server.app_token, api_url=f"{server.api_url}"
    )


def by_http(server: FakeSlack) -> Options:
    """One workspace, by signed HTTP."""
    return Options(
        bot_token=server.bot_token,
        signing_secret=server.signing_secret,
        api_url=f"{server.api_url}",
    )


def by_installation(server: FakeSlack) -> Options:
    """Every workspace that installs the bot."""
    app = App(server.client_id, server.client_secret, "https://quiz.example.org", tuple(SCOPES))
    return replace(by_http(server), bot_token=None, app=app)


@asynccontextmanager
async def wired(
    server: FakeSlack,
    folder: Path,
    options: Options | None = None,
    *,
    database: str = "",
    core: type[Studybot] = Studybot,
) -> AsyncIterator[Wired]:
    """A bot that is connected, by Socket Mode if nothing is named; stopped in order at the end.

    Nothing becomes due by itself: see ``Wired.later``. Names are found out once time passes.
    """
    options = options or by_socket(server)
    clock = FakeClock()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(
            open_store(database or f"sqlite:///{folder / 'test.db'}")
        )
        studybot = core(store, Catalog([parse(NOTES.encode(), "numbers.md")]), Random(1), UTC)
        hurrying = stack.enter_context(_Hurry(clock))
        connection = await stack.enter_async_context(connected(studybot, store, clock, options))
        stack.callback(hurrying.begin)
        here = Wired(server, connection, studybot, store, clock)
        running = asyncio.create_task(connection.run())
        stack.push_async_callback(_ended, running)
        if connection.routes:
            here.url = await stack.enter_async_context(_listening(connection.routes))
            server.deliver_to(*{*server.endpoints, f"{here.url}{REQUESTS}"})
        else:
            await server.connected(2)
        yield here


class _Hurry:
    """Lets a clock run on to the end: what waits for its turn then gets it."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """From now on time flies."""
        self._clock.advance(1)
        self._timer = asyncio.get_running_loop().call_later(0.01, self.begin)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer:
            self._timer.cancel()


async def _ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def _listening(routes: Mapping[tuple[str, str], web.Handler]) -> AsyncIterator[str]:
    async with web.serve("127.0.0.1", 0, pages={}, routes=routes) as (host, port):
        yield f"http://{host}:{port}"


def room(place: Channel) -> RoomId:
    """A channel, as the core knows it."""
    return RoomId("slack", place.workspace.id, place.id)


def space(workspace: Workspace) -> SpaceId:
    """A workspace, as the core knows it."""
    return SpaceId("slack", workspace.id)
