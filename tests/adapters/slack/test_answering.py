"""Answers at the address that Slack names: sent again where that may help, and as they are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel
from tests.fakes.slack_wired import ANSWERS, Wired, wired


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A connected bot."""
    async with FakeSlack() as server, wired(server, tmp_path) as bot:
        yield bot


@pytest.fixture
def hall(here: Wired) -> Channel:
    """Where it is asked."""
    return here.server.add_channel("hall")


async def test_an_answer_whose_connection_broke(here: Wired, hall: Channel) -> None:
    """It is sent once more, and told in the same way."""
    question = await here.quiz(hall)
    here.server.fail_next(ANSWERS, status=0)
    assert len((await here.press(question)).messages) == 1
    assert here.asked("chat.postEphemeral") == []


async def test_an_answer_that_is_limited_for_a_moment(here: Wired, hall: Channel) -> None:
    """The moment is waited for."""
    question = await here.quiz(hall)
    here.server.fail_next(ANSWERS, retry_after=1)
    told = await here.press(question)
    [first, second] = [one for one in here.server.requests if one.path.startswith(ANSWERS)]
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 1
    assert len(told.messages) == 1


async def test_an_answer_in_a_thread(here: Wired, hall: Channel) -> None:
    """It is told there, with all of its words."""
    first = await here.quiz(hall, "questions:2 seconds:10")
    await here.press(first)
    await here.later(11)
    await here.later(5)
    [second] = hall.thread(first.ts)
    [told] = (await here.press(second)).messages
    assert told.thread_ts == first.ts
    assert told.text
    assert told.blocks
