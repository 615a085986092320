"""Several processes that share one token and one database."""

import asyncio
import re
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel, User
from tests.fakes.people import commanded, pressed
from tests.fakes.process import STARTED_WITHIN, Process, begun, school

pytestmark = pytest.mark.timeout(90)


async def started(stack: AsyncExitStack, server: FakeDiscord, folder: Path) -> list[Process]:
    """Two processes, each with one of two shards, on the database of this folder."""
    school(folder)
    bots = [
        await stack.enter_async_context(
            begun(server, folder, DISCORD_SHARD_IDS=shard, DISCORD_SHARD_COUNT="2")
        )
        for shard in ("0", "1")
    ]
    await server.until(lambda: len(server.gateway.connected) == 2, STARTED_WITHIN)
    return bots


async def play(server: FakeDiscord, ana: User, hall: Channel) -> None:
    """Ana plays a short series through to its report."""
    one = await commanded(server, ana, hall, "quiz", questions=2, seconds=2)
    assert "Recorded: A" in (await pressed(server, ana, one, "A")).texts()
    await server.until(lambda: len(hall.messages) == 2, 25)
    assert "Recorded: A" in (await pressed(server, ana, hall.newest, "A")).texts()
    await server.until(lambda: "Result: " in hall.newest.texts(), 25)


async def test_two_shards_in_two_processes(tmp_path: Path) -> None:
    """Each process answers in its own servers, and of everything there is one, clock and all."""
    async with FakeDiscord(spec=published()) as server, AsyncExitStack() as stack:
        server.gateway.shards = 2
        guilds = [await server.add_guild(f"School {n}", "hall", shard=(n, 2)) for n in (0, 1)]
        halls, ana = [guild.channel("hall") for guild in guilds], server.add_user("Ana")
        bots = await started(stack, server, tmp_path)
        await asyncio.gather(*(play(server, ana, hall) for hall in halls))
        assert [await bot.stop() for bot in bots] == [0, 0]
        shards = [identify["shard"] for identify in server.gateway.identifies]
        assert sorted(shards) == [[0, 2], [1, 2]]
        assert [len(hall.messages) for hall in halls] == [3, 3]
        assert bots[0].rows("select count(*) from answers") == [(4,)]
        posts = Counter(
            one.body["nonce"]
            for one in server.requests
            if one.method == "POST" and re.search(r"/channels/\d+/messages$", one.path)
        )
        answers = Counter(one.path for one in server.requests if one.path.endswith("/callback"))
        assert (len(posts), set(posts.values())) == (4, {1})
        assert (len(answers), set(answers.values())) == (6, {1})
        assert server.complaints() == []
