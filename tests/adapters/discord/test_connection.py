"""How the connection to Discord is ended while things are going on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from structlog.typing import EventDict

from adapters.discord.connection import DECLARED_AGAIN, Options, logged_in
from adapters.discord.membership import Membership
from bot.commands import COMMANDS
from bot.errors import PlatformUnavailable
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.wired import CALLBACKS, Wired, room, wired

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot in two servers, whose requests are all valid."""
    async with FakeDiscord(spec=published()) as server:
        await server.add_guild("School", "hall")
        await server.add_guild("Club", "bar")
        async with wired(server, tmp_path) as here:
            yield here
        assert server.complaints() == []


async def test_nothing_new_is_begun_while_it_ends(here: Wired) -> None:
    """However many go on pressing: who pressed before is answered and counted, then it is over."""
    school, _ = here.server.state.guilds.values()
    question = await here.quiz(school.channel("hall"))
    hold = here.server.hold_next("POST", CALLBACKS)
    press = await here.server.press(here.ana, question, question.button("A"))
    await hold.reached.wait()
    draining = asyncio.create_task(here.connection.drain())
    await here.server.until(lambda: not here.server.gateway.connected)
    hold.release()
    await draining
    assert press.message.private
    assert "1 answered" in question.texts()


async def test_a_removal_is_seen_to_its_end(here: Wired) -> None:
    """What the bot heard of before it was stopped is dealt with before the database is closed."""
    school, club = here.server.state.guilds.values()
    hall, bar = school.channel("hall"), club.channel("bar")
    await here.connection.introduction()
    await here.quiz(hall)
    question = await here.quiz(bar)
    await here.server.remove_bot(school)
    await here.press(question)  # this one is heard of later
    await here.connection.drain()
    assert await here.store.open_rounds(room(hall)) == ()


async def test_an_event_that_breaks_is_logged(here: Wired, logged: list[EventDict]) -> None:
    """What nobody foresaw in an event is logged with its name, and the next event is served."""
    school, _ = here.server.state.guilds.values()
    Broken(here.studybot, here.connection.platform, here.clock).listen(here.client)
    await here.server.delete_channel(school.channel("hall"))
    broken = await here.until_logged(logged, "an event could not be dealt with")
    assert broken["handler"] == "on_guild_channel_delete"
    logged.remove(broken)
    side = await here.server.add_channel(school, "yard")
    assert not (await here.quiz(side)).private


class Broken(Membership):
    """Fails in a way nobody foresaw."""

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Divide by nothing."""
        assert channel.id / 0 == channel.position


async def test_commands_are_told_once(tmp_path: Path) -> None:
    """Discord is told of the commands at the first start; the next one finds them as they are."""
    async with FakeDiscord(spec=published()) as server:
        for _ in range(2):
            async with wired(server, tmp_path):
                names = {one["name"] for one in server.state.commands}
                assert names == {one.name.split()[0] for one in COMMANDS}
        told = [one.status for one in server.requests if one.method == "PUT"]
        assert told == [200]
        assert server.complaints() == []


async def test_commands_that_discord_did_not_take(tmp_path: Path) -> None:
    """The bot serves people all the same, and declares its commands when Discord takes them."""
    async with FakeDiscord() as server:
        server.limit_next("PUT", "/commands$", 3600)
        async with wired(server, tmp_path) as here:
            assert not server.state.commands
            here.clock.advance(DECLARED_AGAIN.total_seconds())
            await server.until(lambda: server.state.commands)


@pytest.mark.parametrize(
    ("path", "status", "body", "said"),
    [
        ("/users/@me$", 200, "<html>a page</html>", "not Discord"),
        ("/users/@me$", 404, "<html>\n" + "x" * 9999, "<html> (404)"),
        ("/gateway/bot$", 503, {"code": 0, "message": "upstream"}, ""),
    ],
)
async def test_something_else_answers(path: str, status: int, body: object, said: str) -> None:
    """What stands at Discord's address and is not Discord is told in a sentence, not quoted."""
    async with FakeDiscord() as server:
        server.fail_next("GET", path, status, body=body, times=9)
        options = Options(server.token, server.api_url, server.gateway_url)
        with pytest.raises(PlatformUnavailable) as told:
            async with logged_in(options):
                pass
    assert said in told.value.reason
    assert len(told.value.reason) < 300
