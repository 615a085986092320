"""Where people are told what: where they look, and if it must be, somewhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.slack import payloads
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel
from tests.fakes.slack_wired import Wired, wired


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A connected bot."""
    async with FakeSlack() as server, wired(server, tmp_path) as bot:
        yield bot


@pytest.fixture
def hall(here: Wired) -> Channel:
    """Where it is asked."""
    return here.server.add_channel("hall")


async def test_a_press_above_a_thread_is_answered_in_the_channel(
    here: Wired, hall: Channel
) -> None:
    """A remark below a question takes nobody's verdict out of the channel where they look."""
    question = await here.quiz(hall)
    here.server.write(hall.workspace.owner, hall, "Hm.", thread=question)
    [told] = (await here.press(question)).shown
    assert told.thread_ts is None
