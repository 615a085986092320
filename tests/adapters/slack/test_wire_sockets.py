"""What a cut of Socket Mode means for people who click: the real SDK on a wire."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.typing import EventDict

from adapters.slack import sockets
from bot.errors import PlatformUnavailable, SecretRefused
from tests.fakes.process import free_port
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.sockets import MOST
from tests.fakes.slack.world import Channel
from tests.fakes.slack_wired import Wired, by_socket, wired

pytestmark = pytest.mark.timeout(60)

PING = 0.8
HASTY = 0.1
"""Between two signs of life, as above; where nobody is to be answered meanwhile."""


@pytest.fixture
async def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wired]:
    """A bot that looks after its connections more often than it does elsewhere."""
    monkeypatch.setattr(sockets, "PING", PING)
    async with FakeSlack() as server:
        server.add_channel("hall")
        async with wired(server, tmp_path) as here:
            yield here
        assert server.complaints() == []


@pytest.fixture
def hall(here: Wired) -> Channel:
    """A channel."""
    return here.server.workspace.named("hall")


CUTS: dict[str, Callable[[FakeSlack], Awaitable[None]]] = {
    "a refresh": lambda server: server.disconnect(),
    "a warning": lambda server: server.disconnect("warning"),
    "a goodbye": lambda server: server.drop_sockets(abruptly=False),
    "no word": lambda server: server.drop_sockets(),
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
async def test_a_cut_of_all(
    here: Wired, hall: Channel, cut: Callable[[FakeSlack], Awaitable[None]]
) -> None:
    """Who clicked before is kept; once the bot is back everybody is answered, as before."""
    server = here.server
    people = [server.add_user(name) for name in ("Bo", "Cy")]
    question = await here.quiz(hall)
    await here.press(question, who=people[0])
    await cut(server)
    await server.until(lambda: server.sockets.opened >= 4 and len(server.sockets.connections) == 2)
    told = await here.press(question, who=people[1])
    assert [one.seen_by for one in told.shown] == [people[1]]
    again = await here.press(question, "B", who=people[0])
    assert "You answered this before: A." in again.shown[0].texts()
    assert await here.connection.trouble() == ""


@pytest.mark.parametrize("how", ["asked to go", "cut"])
async def test_one_of_two_is_lost(here: Wired, hall: Channel, how: str) -> None:
    """The other answers meanwhile: nothing that is delivered then is lost."""
    server = here.server
    people = [server.add_user(f"Player {number}") for number in range(6)]
    question = await here.quiz(hall)
    if how == "cut":
        await server.sockets.drop(count=1)
    else:
        await server.sockets.disconnect(count=1)
    told = [await here.press(question, who=one) for one in people]
    assert [one.acknowledged for one in told] == [True] * len(people)
    await server.until(lambda: len(server.sockets.connections) == 2)
    assert [shown.seen_by for one in told for shown in one.shown] == people


async def test_slack_is_away_for_a_while(
    here: Wired, hall: Channel, logged: list[EventDict]
) -> None:
    """The bot says so, comes back by itself, and is told of the events it has missed."""
    server = here.server
    question = await here.quiz(hall)
    await server.go_down()
    while not await here.connection.trouble():
        await here.store.note("")
    assert (await server.press(here.server.workspace.owner, question, "A")).failed
    missed = await server.invite_bot(hall)
    await here.until_logged(logged, "disconnected")
    server.come_back()
    await server.connected(2)
    await here.until_logged(logged, "connected again")
    assert not (await here.press(question)).failed
    await server.advance(61)
    await server.until(lambda: missed.retries and missed.retries[-1].acknowledged)


async def test_a_ticket_that_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a connection fails at the last step, the next try begins with a new ticket."""
    monkeypatch.setattr(sockets, "PING", HASTY)
    async with FakeSlack() as server, wired(server, tmp_path):
        before = len(opened(server))
        server.sockets.refuse = True
        await server.drop_sockets()
        await server.until(lambda: len(opened(server)) >= before + 2)
        server.state.tickets.clear()  # they are too old by now
        server.sockets.refuse = False
        await server.connected(2)


def opened(server: FakeSlack) -> list[float]:
    """When addresses of connections were asked for."""
    return [one.at for one in server.called("apps.connections.open")]


async def test_too_many_connections(here: Wired, hall: Channel) -> None:
    """The bot tries again, and not without a pause."""
    server = here.server
    await here.quiz(hall)
    server.sockets.most = 0
    before = len(opened(server))
    await server.drop_sockets()
    await server.until(lambda: len(opened(server)) >= before + 6)
    assert opened(server)[before + 5] - opened(server)[before] >= PING
    server.sockets.most = MOST
    await server.connected(2)
    assert not (await here.press(hall.newest)).failed


async def test_a_silent_connection(here: Wired, hall: Channel) -> None:
    """A connection that gives no sign of life is given up and made anew."""
    question = await here.quiz(hall)
    here.server.mute_sockets()
    await here.server.until(lambda: here.server.sockets.opened >= 4)
    await here.server.connected(2)
    assert not (await here.press(question)).failed


async def test_wrong_tokens(tmp_path: Path) -> None:
    """Which of the two tokens Slack does not take is said, without the token."""
    async with FakeSlack() as server:
        right = by_socket(server)
        for name, wrong in (
            ("SLACK_BOT_TOKEN", replace(right, bot_token=f"{server.bot_token}-wrong")),
            ("SLACK_APP_TOKEN", replace(right, app_token=f"{server.app_token}-wrong")),
            ("SLACK_APP_TOKEN", replace(right, app_token=server.bot_token)),
            ("SLACK_BOT_TOKEN", replace(right, bot_token=server.app_token)),
        ):
            with pytest.raises(SecretRefused) as refused:
                async with wired(server, tmp_path, wrong):
                    pass
            assert name in str(refused.value)
            assert "wrong" not in str(refused.value)
            assert server.bot_token not in str(refused.value)
        nowhere = replace(right, api_url=f"http://127.0.0.1:{free_port()}/api/")
        with pytest.raises(PlatformUnavailable):
            async with wired(server, tmp_path, nowhere):
                pass


async def test_no_connection_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Slack answers but takes no connection the bot tries on, and can be stopped."""
    monkeypatch.setattr(sockets, "PING", HASTY)
    async with FakeSlack() as server:
        server.sockets.refuse = True
        stopped, late = (asyncio.create_task(starting(server, tmp_path)) for _ in range(2))
        await server.until(lambda: len(opened(server)) >= 6)
        stopped.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stopped
        server.sockets.refuse = False
        await late
        assert server.sockets.opened == 2
        assert server.complaints() == []


async def starting(server: FakeSlack, folder: Path) -> None:
    """Start the bot, and stop it once it is there."""
    async with wired(server, folder):
        pass
