"""The bot asks Discord no oftener than it may, and answers people meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.chat.counting import EVERY
from adapters.discord.client import AT_ONCE, FIRST, LOOKED_THROUGH, REQUESTS, SECOND
from tests.adapters.gallery import question
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Channel
from tests.fakes.wired import POSTS, Wired, room, wired

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot in a server with one channel."""
    async with FakeDiscord() as server:
        await server.add_guild("School", "hall")
        async with wired(server, tmp_path) as here:
            here.clock.advance(SECOND.total_seconds())  # beginning took some requests, too
            yield here


@pytest.fixture
def hall(here: Wired) -> Channel:
    """The channel."""
    [guild] = here.server.state.guilds.values()
    return guild.channel("hall")


async def waiting(here: Wired, hall: Channel, number: int) -> list[asyncio.Task[None]]:
    """So many that wait for their turn, unless they have it at once."""
    platform = here.connection.platform
    line = [asyncio.create_task(platform.turn(room(hall))) for _ in range(number)]
    await turned()
    return line


async def turned() -> None:
    """Let those whose turn it is go on."""
    for _ in range(10):
        await asyncio.sleep(0)


def served(line: list[asyncio.Task[None]]) -> int:
    """How many of these had their turn."""
    return sum(one.done() for one in line)


async def in_a_second(here: Wired, hall: Channel) -> int:
    """How many of a long line have their turn in the time for which the limit holds."""
    line = await waiting(here, hall, 2 * REQUESTS)
    for _ in range(2 * REQUESTS - 1):
        here.clock.advance(SECOND.total_seconds() / REQUESTS / 2)
        await turned()
    return served(line)


async def test_requests_are_spread(here: Wired, hall: Channel) -> None:
    """A few go at once, the others one after the other."""
    line = await waiting(here, hall, AT_ONCE + 2)
    assert served(line) == AT_ONCE
    for more in (1, 2):
        here.clock.advance(SECOND.total_seconds() / REQUESTS)
        await turned()
        assert served(line) == AT_ONCE + more


async def test_no_second_has_too_many(here: Wired, hall: Channel) -> None:
    """However many wait, there are fifty in somewhat more than a second."""
    assert await in_a_second(here, hall) == REQUESTS


async def test_looking_through_a_channel_counts(here: Wired, hall: Channel) -> None:
    """A post that is looked for in the history first is two requests, for which one asks once."""
    since = here.clock.now() - timedelta(hours=1)
    await here.connection.platform.turn(room(hall))
    await here.connection.platform.post(room(hall), question(), since)
    [looked] = [one for one in here.server.requests if "limit" in one.query]
    assert looked.query["limit"] == str(LOOKED_THROUGH)
    assert await in_a_second(here, hall) == REQUESTS - 2


async def test_answering_people_counts_for_nothing(here: Wired, hall: Channel) -> None:
    """However many are answered, what the clock posts waits for none of them."""
    asked = await here.quiz(hall)
    for number in range(AT_ONCE):
        await here.press(asked, who=here.server.add_user(f"U{number}"))
    assert await in_a_second(here, hall) == REQUESTS


async def test_a_limit_of_the_whole_bot_is_heeded(here: Wired, hall: Channel) -> None:
    """What Discord says to one request holds for all: they wait here, and a little longer."""
    here.server.limit_next("POST", POSTS, 0.05, everywhere=True)
    await here.connection.platform.post(room(hall), question())
    assert here.asked("POST", "/messages") == [429, 200]
    [waits] = await waiting(here, hall, 1)
    here.clock.advance(FIRST.total_seconds())
    await turned()
    assert not waits.done()
    here.clock.advance(0.05)
    await turned()
    assert waits.done()


async def test_a_limit_of_one_channel_holds_up_no_other(here: Wired, hall: Channel) -> None:
    """That one the SDK waits for."""
    here.server.limit_next("POST", POSTS, 0.05)
    await here.connection.platform.post(room(hall), question())
    assert served(await waiting(here, hall, 1)) == 1


async def test_verdicts_overtake_what_waits(here: Wired, hall: Channel) -> None:
    """With many requests in line a press is answered at once, and its count shown in its turn."""
    asked = await here.quiz(hall)
    line = await waiting(here, hall, 2 * REQUESTS)
    assert (await here.press(asked)).message.private
    await turned()
    here.clock.advance(EVERY.total_seconds())
    await turned()
    assert "1 answered" not in asked.texts()
    assert served(line) < len(line)
    while served(line) < len(line):
        here.clock.advance(0.1)
        await turned()
    here.clock.advance(0.1)
    await here.server.until(lambda: "1 answered" in asked.texts())
