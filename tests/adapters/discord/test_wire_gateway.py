"""What a cut of the gateway means for people who click: the real SDK on a wire."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.wired import Wired, wired

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot in a server, whose requests are all valid."""
    async with FakeDiscord(spec=published()) as server:
        await server.add_guild("School", "hall")
        async with wired(server, tmp_path) as here:
            yield here
        assert server.complaints() == []


CUTS: dict[str, Callable[[FakeDiscord], Awaitable[None]]] = {
    "a close code": lambda server: server.drop_gateway(4000),
    "a goodbye": lambda server: server.drop_gateway(1000),
    "no word": lambda server: server.drop_gateway(),
    "op 7": lambda server: server.ask_reconnect(),
    "op 9": lambda server: server.invalidate(resumable=True),
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
async def test_a_cut_loses_no_click(
    here: Wired, cut: Callable[[FakeDiscord], Awaitable[None]]
) -> None:
    """Who clicks before, during or after a cut is answered, and the answers are all counted."""
    server = here.server
    [guild] = server.state.guilds.values()
    people = [server.add_user(name) for name in ("Bo", "Cy", "Di")]
    question = await here.quiz(guild.channel("hall"))
    before = await here.press(question, who=people[0])
    await cut(server)
    during = await here.press(question, who=people[1])
    await server.until(lambda: len(server.gateway.resumes) == 1)
    after = await here.press(question, who=people[2])
    assert [one.failed for one in (before, during, after)] == [False] * 3
    await here.connection.drain()
    assert "3 answered" in question.texts()
    assert len(server.gateway.identifies) == 1


async def test_a_new_session_begins(here: Wired) -> None:
    """Where a session cannot be resumed the bot begins another, and old buttons still answer."""
    server = here.server
    [guild] = server.state.guilds.values()
    question = await here.quiz(guild.channel("hall"))
    await server.invalidate(resumable=False)
    await server.until(lambda: not server.gateway.connected)
    await server.until(lambda: len(server.gateway.identifies) == 2 and server.gateway.connected, 20)
    assert not (await here.press(question)).failed
    assert await here.connection.trouble() == ""
    assert server.gateway.resumes == []
    assert here.asked("POST", "/messages") == []  # nobody is greeted again


async def test_a_cut_is_told_to_those_who_watch(here: Wired) -> None:
    """Until the session goes on the bot says which shard is missing."""
    server = here.server
    await here.quiz(next(iter(server.state.guilds.values())).channel("hall"))
    troubles: list[str] = []

    async def on_shard_disconnect(shard_id: int) -> None:
        await own(shard_id)
        troubles.append(await here.connection.trouble())

    own = here.client.on_shard_disconnect
    here.client.event(on_shard_disconnect)
    await server.drop_gateway()
    await server.until(lambda: len(server.gateway.resumes) == 1)
    assert troubles == ["not connected to the gateway, shards 0"]
