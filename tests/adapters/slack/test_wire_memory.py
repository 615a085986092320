"""What stays in memory of people who were answered: the real SDK on a wire."""

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack.connection import Options
from adapters.slack.payloads import Press
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack_wired import by_http, by_socket, wired

pytestmark = pytest.mark.timeout(60)

PEOPLE, TIMES = 25, 10

Way = Callable[[FakeSlack], Options]


@pytest.mark.parametrize("way", [by_socket, by_http])
async def test_a_verdict_leaves_nothing_behind(tmp_path: Path, way: Way) -> None:
    """However many people are answered: no task, no request and no press stays of any."""
    async with FakeSlack() as server:
        hall = server.add_channel("hall")
        people = [server.add_user(f"Player {number}") for number in range(PEOPLE)]
        async with wired(server, tmp_path, way(server)) as here:
            question = await here.quiz(hall)
            await asyncio.gather(*(here.press(question, who=one) for one in people))
            await here.connection.idle()
            tasks = running()
            for _ in range(TIMES - 1):
                told = await asyncio.gather(*(here.press(question, who=one) for one in people))
                assert not any(press.failed for press in told)
            here.clock.advance(2)
            await server.until(lambda: f"{PEOPLE} answered" in question.texts())
            await here.connection.idle()
            await server.until(lambda: running() <= tasks)
            gc.collect()
            for kind in (AsyncBoltRequest, AsyncBoltContext, Press):
                assert alive(kind) <= 2, kind


def running() -> int:
    """How many tasks there are, besides those of Slack's own side of the connections."""
    return sum("RequestHandler." not in repr(task) for task in asyncio.all_tasks())


def alive(kind: type[object]) -> int:
    """How many of a kind there are in memory."""
    return sum(isinstance(one, kind) for one in gc.get_objects())
