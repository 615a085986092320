"""Where a series plays."""

from pathlib import Path

import pytest

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack_wired import wired

HINT = "What follows is in this thread."


async def test_a_series_keeps_its_channel_quiet(tmp_path: Path) -> None:
    """Its first question says where it goes on, and its report is shown in the channel as well."""
    async with FakeSlack() as server:
        hall = server.add_channel("hall")
        async with wired(server, tmp_path) as here:
            first = await here.quiz(hall, "questions:2 seconds:10")
            assert HINT in first.texts()
            await here.press(first)
            await here.later(11)
            assert "Over" in first.texts()
            assert HINT in first.texts()
            await here.later(5)
            assert hall.messages == [first]
            (second,) = hall.thread(first.ts)
            assert HINT not in second.texts()
            await here.later(11)
            _, report = hall.thread(first.ts)
            assert hall.messages == [first, report]
            assert "Result" in report.texts()
        assert server.complaints() == []


@pytest.mark.parametrize("words", ["", "questions:2"])
async def test_what_has_no_thread_names_none(tmp_path: Path, words: str) -> None:
    """A single question goes on nowhere, and a direct message needs no thread."""
    async with FakeSlack() as server:
        hall, ana = server.add_channel("hall"), server.workspace.owner
        async with wired(server, tmp_path) as here:
            asked = await here.quiz(server.direct(ana) if words else hall, words)
            assert HINT not in asked.texts()


async def test_a_series_that_is_stopped_promises_nothing(tmp_path: Path) -> None:
    """Its first question points to the thread that has the report, and to no further question."""
    async with FakeSlack() as server:
        hall = server.add_channel("hall")
        async with wired(server, tmp_path) as here:
            first = await here.quiz(hall, "questions:2 seconds:10")
            await here.press(first)
            await here.command(server.workspace.owner, hall, "", name="stop")
            await here.later(2)
            assert "next question" not in first.texts()
            assert HINT in first.texts()
            [report] = hall.thread(first.ts)
            assert "stopped after 1 of 2" in report.texts()
