"""A bot that is killed at a bad moment and started again."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.discord.messages import Message
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import User
from tests.fakes.people import commanded, pressed
from tests.fakes.process import school, serving

pytestmark = pytest.mark.timeout(90)

POSTS = r"/channels/\d+/messages$"


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """A Discord that checks every request, and at the end has nothing to complain of."""
    async with FakeDiscord(spec=published()) as server:
        yield server
    assert server.complaints() == []


async def told(server: FakeDiscord, user: User, question: Message, label: str) -> str:
    """What somebody reads who presses the button of this label."""
    return (await pressed(server, user, question, label)).texts()


async def test_killed_while_a_question_is_open(server: FakeDiscord, tmp_path: Path) -> None:
    """The same buttons answer after the restart, each person once, and the count goes on."""
    hall = (await server.add_guild("School", "hall")).channel("hall")
    ana, bo = server.add_user("Ana"), server.add_user("Bo")
    async with serving(server, school(tmp_path)) as first:
        question = await commanded(server, ana, hall, "quiz")
        before = await told(server, ana, question, "A")
        await first.kill()
    async with serving(server, tmp_path) as second:
        again = await told(server, ana, question, "B")
        assert again.startswith("**You answered this before: A.")
        assert before.splitlines()[1:] == again.splitlines()[1:]
        assert "You answered this before" not in await told(server, bo, question, "B")
        await server.until(lambda: "2 answered" in question.texts())
        assert await second.stop() == 0
        assert second.rows("select picks from answers order by at") == [("[0]",), ("[1]",)]


async def test_killed_in_a_timed_series(server: FakeDiscord, tmp_path: Path) -> None:
    """The series goes on after the restart, and its report counts the answers before it."""
    hall = (await server.add_guild("School", "hall")).channel("hall")
    ana = server.add_user("Ana")
    async with serving(server, school(tmp_path)) as first:
        one = await commanded(server, ana, hall, "quiz", questions=2, seconds=2)
        assert "Recorded: A" in await told(server, ana, one, "A")
        await first.kill()
    async with serving(server, tmp_path) as second:
        await server.until(lambda: "**Over" in one.texts(), 20)
        await server.until(lambda: len(hall.messages) == 2, 20)
        two = hall.newest
        assert "question 2 of 2" in two.texts()
        assert "Recorded: A" in await told(server, ana, two, "A")
        await server.until(lambda: "**Over" in two.texts(), 20)
        await server.until(lambda: len(hall.messages) == 3)
        assert await second.stop() == 0
        [(right, points)] = second.rows("select sum(correct), sum(points) from answers")
        assert points == 10 * right
        assert f"Ana** · {points} points · {right} of 2 right" in hall.newest.texts()


async def test_killed_between_a_post_and_its_receipt(server: FakeDiscord, tmp_path: Path) -> None:
    """What was posted but never recorded is not posted again, and the round goes on."""
    ana = server.add_user("Ana")
    room = server.direct(ana)
    async with serving(server, school(tmp_path)) as first:
        one = await commanded(server, ana, room, "quiz", questions=2)
        server.lose_next("POST", POSTS)
        await told(server, ana, one, "A")
        await server.until(lambda: len(room.messages) == 2)
        await first.kill()
    two = room.newest
    async with serving(server, tmp_path) as second:
        await server.until(lambda: len(nonces(server)) == 2, 20)
        await told(server, ana, two, "A")
        await server.until(lambda: "Result: " in room.newest.texts())
        assert await second.stop() == 0
    first_try, second_try, report = nonces(server)
    assert first_try == second_try != report
    shown = [re.search("question . of 2|Result", each.texts()) for each in room.messages]
    assert [each and each[0] for each in shown] == ["question 1 of 2", "question 2 of 2", "Result"]


def nonces(server: FakeDiscord) -> list[str]:
    """By what the bot told its posts apart, one for each try."""
    return [
        one.body["nonce"]
        for one in server.requests
        if one.method == "POST" and re.search(POSTS, one.path)
    ]
