"""A whole evening on a Slack of this machine: the bot is a process, people click."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.process import school
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel, User
from tests.fakes.slack_people import asked, commanded, pressed, told
from tests.fakes.slack_process import HTTP, SOCKET, serving

pytestmark = pytest.mark.timeout(90)


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack that checks every request, and at the end has nothing to complain of."""
    async with FakeSlack() as server:
        yield server
    assert server.complaints() == []


# By socket there is an evening in test_evening.py.
@pytest.mark.parametrize("way", [pytest.param(SOCKET, marks=pytest.mark.long), HTTP])
async def test_an_evening(server: FakeSlack, tmp_path: Path, way: str) -> None:
    """A question is asked, answered, counted and revealed; the board is turned and shared."""
    room = server.add_channel("hall")
    ana, late = server.add_user("Ana", display_name="Ana the First"), server.add_user("Late")
    people = [ana, *(server.add_user(f"Player {number}") for number in range(11))]
    async with serving(server, school(tmp_path), way) as bot:
        question = await asked(server, ana, room, "/quiz")
        answer = question.buttons()[0].action_id
        assert "nobody answered yet" in question.texts()
        verdicts = [await pressed(server, one, question, "A") for one in people]
        assert [one.seen_by for one in verdicts] == people
        assert not any("You answered this before" in one.texts() for one in verdicts)
        again = await pressed(server, ana, question, "B")
        assert "You answered this before: A." in again.texts()
        repeated = next(one for one in server.deliveries if one.user is people[1])
        await (await repeated.redeliver()).outcome()
        await server.until(lambda: "12 answered" in question.texts())

        assert "the answer follows" in (await commanded(server, ana, room, "/stop")).texts()
        await server.until(lambda: "Over" in question.texts())
        assert question.buttons() == []
        too_late = await told(server, await server.press_anyway(late, question, answer))
        assert "takes no more answers" in too_late.texts()
        assert len(repeated.shown) == 1

        await board_is_turned(server, ana, room)
        await page_is_opened(server, ana)
        again = await asked(server, ana, room, "/studybot", "quiz keras")
        assert again is not question
        assert await bot.stop() == 0
        assert bot.rows("select count(*) from answers") == [(12,)]
        assert bot.rows("select count(*) from rounds") == [(2,)]
        assert "of 12 right" in question.texts()


async def board_is_turned(server: FakeSlack, ana: User, room: Channel) -> None:
    """Ana looks at the board's second page, and shows it to everybody.

    Her name has been found out meanwhile.
    """
    board = await commanded(server, ana, room, "/leaderboard")
    assert board.private
    assert "page 1 of 2" in board.texts()
    assert "Ana the First" in board.texts()
    turned = await server.press(ana, board, board.button("Next page"))
    await server.until(lambda: "page 2 of 2" in board.texts())
    assert turned.shown == []
    before = len(room.messages)
    await server.press(ana, board, board.button("Show to the room"))
    await server.until(lambda: len(room.messages) > before)
    assert "page 2 of 2" in room.newest.texts()
    assert room.newest.buttons() == []


async def page_is_opened(server: FakeSlack, ana: User) -> None:
    """Ana looks at her own page: her standing, the deck, what is to come."""
    await (await server.open_home(ana)).outcome()
    await server.until(lambda: ana.workspace.homes)
    home = server.home(ana)
    assert "Keras Interview Questions" in home.texts()
    assert "Today: rank " in home.texts()
