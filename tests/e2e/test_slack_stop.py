"""How the bot on Slack ends: whoever comes while it does is still answered."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.process import school
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack_people import asked, pressed
from tests.fakes.slack_process import AGAIN, OK, listening
from tests.fakes.slack_process import asked as health
from tests.fakes.slack_wired import EDITS

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack that checks every request, and at the end has nothing to complain of."""
    async with FakeSlack() as server:
        yield server
    assert server.complaints() == []


async def unready(port: int) -> None:
    """Return once a balancer would send nobody here any more."""
    while True:
        status, _ = await health(port, "/readyz")
        if status != OK:
            return
        await asyncio.sleep(AGAIN)


async def test_a_press_while_it_ends(server: FakeSlack, tmp_path: Path) -> None:
    """A balancer is told that nobody is to be sent here; who is sent nevertheless is answered."""
    hall = server.add_channel("hall")
    ana, bo = server.add_user("Ana"), server.add_user("Bo")
    async with listening(server, school(tmp_path)) as (bot, port):
        question = await asked(server, ana, hall, "/quiz")
        hold = server.hold_next(EDITS)
        await pressed(server, ana, question, "A")
        bot.signal(signal.SIGTERM)
        await hold.reached.wait()
        await unready(port)
        told = await pressed(server, bo, question, "A")
        assert told.seen_by is bo
        hold.release()
        assert await bot.ended() == 0
        assert bot.rows("select count(*) from answers") == [(2,)]
        assert "Traceback" not in bot.said
