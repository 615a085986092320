"""What stays in memory of people who were answered: the real SDK on a wire."""

import asyncio
import gc
from pathlib import Path

import discord
import pytest

from tests.fakes.discord.server import FakeDiscord
from tests.fakes.wired import wired

pytestmark = pytest.mark.timeout(60)

PEOPLE, TIMES = 25, 20


async def test_a_verdict_leaves_nothing_behind(tmp_path: Path) -> None:
    """However many people are answered: no task, no view and no interaction stays of any."""
    async with FakeDiscord() as server:
        hall = (await server.add_guild("School", "hall")).channel("hall")
        people = [server.add_user(f"Player {number}") for number in range(PEOPLE)]
        async with wired(server, tmp_path) as here:
            question = await here.quiz(hall)
            tasks = running()
            for _ in range(TIMES):
                told = await asyncio.gather(*(here.press(question, who=one) for one in people))
                assert not any(press.failed for press in told)
            await here.connection.drain()
            assert f"{PEOPLE} answered" in question.texts()
            views = here.client._connection._view_store  # noqa: SLF001 -- nowhere else is it seen
            assert (views._views, views._synced_message_views) == ({}, {})  # noqa: SLF001
            assert running() <= tasks
            gc.collect()
            assert alive(discord.Interaction) <= 1
            assert alive(discord.ui.LayoutView) < PEOPLE  # verdicts that read alike are one


def running() -> int:
    """How many tasks there are, besides one for each connection to the Discord of the tests."""
    return sum("RequestHandler.start" not in repr(task) for task in asyncio.all_tasks())


def alive(kind: type[object]) -> int:
    """How many of a kind there are in memory."""
    return sum(isinstance(one, kind) for one in gc.get_objects())
