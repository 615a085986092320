"""The bot asks Slack no oftener than each workspace takes it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.client import LINE, PATIENCE
from adapters.slack.rates import CHANGES, CHANGES_AT_ONCE, POSTS, POSTS_AT_ONCE
from bot.errors import PlatformUnavailable
from bot.model import Message, RoomId
from tests.adapters.gallery import question, reveal
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel
from tests.fakes.slack_wired import POSTS as POSTING
from tests.fakes.slack_wired import Wired, room, wired

pytestmark = pytest.mark.timeout(60)

POST, EDIT = "chat.postMessage", "chat.update"
MINUTE = 60


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot in a workspace with one channel."""
    async with FakeSlack() as server:
        server.add_channel("hall")
        async with wired(server, tmp_path) as here:
            yield here


@pytest.fixture
def hall(here: Wired) -> Channel:
    """The channel."""
    return here.server.workspace.named("hall")


async def waiting(here: Wired, where: RoomId, number: int) -> list[asyncio.Task[None]]:
    """So many that wait for their turn, unless they have it at once."""
    line = [asyncio.create_task(here.connection.platform.turn(where)) for _ in range(number)]
    await turned()
    return line


async def turned() -> None:
    """Let those whose turn it is go on."""
    for _ in range(10):
        await asyncio.sleep(0)


def served(line: list[asyncio.Task[None]]) -> int:
    """How many of these had their turn."""
    return sum(one.done() for one in line)


async def test_posts_are_spread_in_each_workspace(here: Wired, hall: Channel) -> None:
    """A few go at once, the others evenly; another workspace waits for none of them."""
    line = await waiting(here, room(hall), POSTS_AT_ONCE + 2)
    assert served(line) == POSTS_AT_ONCE
    elsewhere = RoomId("slack", "T2", "C2")
    assert served(await waiting(here, elsewhere, POSTS_AT_ONCE)) == POSTS_AT_ONCE
    for more in (1, 2):
        here.clock.advance(MINUTE / POSTS)
        await turned()
        assert served(line) == POSTS_AT_ONCE + more


async def test_nobody_waits_long_in_line(here: Wired, hall: Channel) -> None:
    """With the line full, who comes is told at once when to come again."""
    fits = int(LINE.total_seconds() * POSTS / MINUTE)
    line = await waiting(here, room(hall), POSTS_AT_ONCE + fits)
    with pytest.raises(PlatformUnavailable) as told:
        await here.connection.platform.turn(room(hall))
    assert told.value.retry_after == pytest.approx(LINE.total_seconds(), abs=1)
    while served(line) < len(line):
        here.clock.advance(MINUTE / POSTS)
        await turned()


async def test_a_workspace_that_limits_posts_is_left_alone(here: Wired, hall: Channel) -> None:
    """What Slack says to one post holds for all of the workspace, and is told to who asks."""
    here.server.fail_next(POSTING, retry_after=30)
    with pytest.raises(PlatformUnavailable):
        await here.connection.platform.post(room(hall), question())
    with pytest.raises(PlatformUnavailable) as told:
        await here.connection.platform.turn(room(hall))
    assert told.value.retry_after == pytest.approx(30)
    assert here.asked(POST) == ["ratelimited"]
    here.clock.advance(30)
    await here.connection.platform.turn(room(hall))


async def test_changes_have_a_limit_of_their_own(here: Wired, hall: Channel) -> None:
    """Some are made at once; when many wait, whoever comes is told when, and Slack not asked."""
    platform = here.connection.platform
    message = Message(room(hall), await platform.post(room(hall), question()))
    for _ in range(CHANGES_AT_ONCE):
        await platform.edit(message, reveal())
    assert served(await waiting(here, room(hall), POSTS_AT_ONCE)) == POSTS_AT_ONCE
    apart, line = MINUTE / CHANGES, []
    for _ in range(int(PATIENCE.total_seconds() / apart)):
        line.append(asyncio.create_task(platform.edit(message, reveal())))
        await turned()
    with pytest.raises(PlatformUnavailable) as told:
        await platform.edit(message, reveal())
    assert told.value.retry_after == pytest.approx(apart * (len(line) + 1))
    assert here.asked(EDIT) == ["ok"] * CHANGES_AT_ONCE
    for _ in range(len(line)):
        here.clock.advance(apart)
        await turned()
    await asyncio.gather(*line)
    assert here.asked(EDIT) == ["ok"] * (CHANGES_AT_ONCE + len(line))


async def test_many_rounds_that_end_together(here: Wired) -> None:
    """Each is shown as over, once: those for which the line is too long come again."""
    halls = [here.server.add_channel(f"room-{number}") for number in range(2 * CHANGES_AT_ONCE)]
    asked = [await here.quiz(one, "seconds:10") for one in halls]
    ending = asyncio.create_task(here.later(12))
    async with asyncio.timeout(30):
        while not all("Over" in one.texts() for one in asked):
            here.clock.advance(0.2)
            await here.store.note("")  # whatever there is to do gets its turn
        await ending
    assert here.asked(EDIT) == ["ok"] * len(halls)
