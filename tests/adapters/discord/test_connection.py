"""How the connection to Discord is ended while things are going on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.typing import EventDict

from adapters.discord.membership import Membership
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
    await here.connection.settled()
    await here.quiz(hall)
    question = await here.quiz(bar)
    await here.server.remove_bot(school)
    await here.press(question)  # this one is heard of later
    await here.connection.drain()
    assert await here.store.open_rounds(room(hall)) == ()


async def test_an_event_that_breaks_is_logged(here: Wired, logged: list[EventDict]) -> None:
    """What nobody foresaw in an event is logged with its name, and the next event is served."""
    school, _ = here.server.state.guilds.values()
    here.client.membership = Broken(here.studybot, here.connection.platform, here.clock)
    await here.server.delete_channel(school.channel("hall"))
    broken = await here.until_logged(logged, "an event could not be dealt with")
    assert broken["handler"] == "on_guild_channel_delete"
    logged.remove(broken)
    side = await here.server.add_channel(school, "yard")
    assert not (await here.quiz(side)).private


class Broken(Membership):
    """Fails in a way nobody foresaw."""

    async def channel_gone(self, guild_id: int, channel_id: int) -> None:
        """Divide by nothing."""
        assert guild_id / 0 == channel_id
