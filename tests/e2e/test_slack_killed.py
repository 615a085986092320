"""A bot on Slack that is killed at a bad moment and started again."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.process import Process, school
from tests.fakes.slack.messages import Message
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import User
from tests.fakes.slack_people import asked, pressed
from tests.fakes.slack_process import WAYS, serving

KILLS = int(os.environ.get("STUDYBOT_KILLS", "1"))
"""How often a bot is killed among clicks here; ``make kills`` says more."""

pytestmark = pytest.mark.timeout(60 + 30 * KILLS)


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack that checks every request, and at the end has nothing to complain of."""
    async with FakeSlack() as server:
        yield server
    assert server.complaints() == []


def kept(bot: Process) -> set[str]:
    """Who has answered, as the database has it."""
    return {user for (user,) in bot.rows("select account_user from answers")}


@pytest.mark.parametrize("way", WAYS)
async def test_killed_among_clicks(server: FakeSlack, tmp_path: Path, way: str) -> None:
    """Whoever saw no failure is kept; the old button still answers everybody, exactly once."""
    hall = server.add_channel("hall")
    people = [server.add_user(f"Player {number}") for number in range(40)]
    school(tmp_path)
    async with serving(server, tmp_path, way) as first:
        question = await asked(server, people[0], hall, "/quiz")
        before = (await pressed(server, people[0], question, "A")).texts()
        heard = await killed(server, first, question, people[1:11], 5)
    for number in range(1, KILLS):
        crowd = people[1 + 10 * (number % 3) :][:10]
        async with serving(server, tmp_path, way) as bot:
            acknowledged = random.Random(number).randrange(1, 10)
            heard |= await killed(server, bot, question, crowd, acknowledged)
    async with serving(server, tmp_path, way) as last:
        texts = dict(zip(people, await everybody(server, people, question), strict=True))
        assert "You answered this before: A." in texts[people[0]]
        assert before.splitlines()[1:] == texts[people[0]].splitlines()[1:]
        assert all("before: A." in texts[one] for one in people if one.id in heard)
        await server.until(lambda: "40 answered" in question.texts())
        assert await last.stop() == 0
        assert last.rows("select count(*), count(distinct account_user) from answers") == [(40, 40)]


async def killed(
    server: FakeSlack, bot: Process, question: Message, crowd: list[User], acknowledged: int
) -> set[str]:
    """All of these press and the bot is killed once so many know of it; who saw no failure."""
    presses = [await server.press(one, question, "A") for one in crowd]
    await server.until(lambda: sum(one.over.is_set() for one in presses) >= acknowledged)
    await bot.kill()
    done = [await one.outcome() for one in presses]
    heard = {one.user.id for one in done if one.user and not one.failed}
    assert heard <= kept(bot)
    return heard


async def everybody(server: FakeSlack, people: list[User], question: Message) -> list[str]:
    """What all are told who press the second button."""
    told = [pressed(server, one, question, "B") for one in people]
    return [one.texts() for one in await asyncio.gather(*told)]
