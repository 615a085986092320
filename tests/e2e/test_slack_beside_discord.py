"""Both chats in one process: one deck, one database, and one of them away for a while."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes import people, slack_people
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.process import STARTED_WITHIN, discord, school, started
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack_process import socket_mode

pytestmark = pytest.mark.timeout(90)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A Slack that checks every request, and at the end has nothing to complain of."""
    async with FakeSlack() as server:
        yield server
    assert server.complaints() == []


async def test_an_outage_of_discord(slack: FakeSlack, tmp_path: Path) -> None:
    """Slack is served while Discord is away; stopped, the bot ends on both in order."""
    room = slack.add_channel("hall")
    ana, bo = slack.add_user("Ana"), slack.add_user("Bo")
    async with FakeDiscord() as other:
        hall = (await other.add_guild("School", "hall")).channel("hall")
        dan = other.add_user("Dan")
        settings = discord(other) | socket_mode(slack)
        async with started(school(tmp_path), settings) as bot:
            await slack.until(lambda: slack.sockets.opened >= 2 or not bot.running, STARTED_WITHIN)
            await other.until(lambda: other.gateway.connected or not bot.running, STARTED_WITHIN)
            question = await slack_people.asked(slack, ana, room, "/quiz")
            there = await people.commanded(other, dan, hall, "quiz")
            await slack_people.pressed(slack, ana, question, "A")
            assert (await people.pressed(other, dan, there, "A")).private

            await other.stop()
            await slack_people.pressed(slack, bo, question, "A")
            await slack.until(lambda: "2 answered" in question.texts())
            assert await bot.stop() == 0
            assert "Traceback" not in bot.said
            kept = "select account_platform, count(*) from answers group by 1 order by 1"
            assert bot.rows(kept) == [("discord", 1), ("slack", 2)]
            for secret in (other.token, slack.bot_token, slack.app_token):
                assert secret not in bot.said
