"""A whole evening on a Discord of this machine: the bot is a process, people click."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel, User
from tests.fakes.people import commanded, pressed, seen
from tests.fakes.process import school, serving

pytestmark = pytest.mark.timeout(90)


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """A Discord that checks every request, and at the end has nothing to complain of."""
    async with FakeDiscord(spec=published()) as server:
        yield server
    assert server.complaints() == []


async def hall(server: FakeDiscord) -> Channel:
    """The channel of a server that has invited the bot."""
    return (await server.add_guild("School", "hall")).channel("hall")


async def test_an_evening(server: FakeDiscord, tmp_path: Path) -> None:
    """A question is asked, answered, counted and revealed; the board is turned and shared.

    Discord is told of the commands once: the next start finds them as they are.
    """
    room, ana, late = await hall(server), server.add_user("Ana"), server.add_user("Late")
    people = [ana, *(server.add_user(f"Player {number}") for number in range(11))]
    async with serving(server, school(tmp_path)) as bot:
        question = await commanded(server, ana, room, "quiz")
        answer = question.buttons()[0].custom_id
        assert "nobody answered yet" in question.texts()
        verdicts = [await pressed(server, one, question, "A") for one in people]
        again = await pressed(server, ana, question, "B")
        assert all(
            told.private and "You answered this before" not in told.texts() for told in verdicts
        )
        assert "You answered this before: A." in again.texts()
        await server.until(lambda: "12 answered" in question.texts())

        stopped = await commanded(server, ana, room, "stop")
        assert "the answer follows" in stopped.texts()
        await server.until(lambda: "**Over" in question.texts())
        assert question.buttons() == []
        too_late = await seen(server, await server.press_anyway(late, question, answer))
        assert "takes no more answers" in too_late.texts()

        await board_is_turned(server, ana, room)
        assert await bot.stop() == 0
        assert bot.rows("select count(*) from answers") == [(12,)]
        assert "of 12 right" in question.texts()
    async with serving(server, tmp_path) as bot:
        assert await bot.stop() == 0
    told = [one for one in server.requests if one.method == "PUT"]
    assert [one.status for one in told] == [200]  # of its commands, at the first start alone
    names = {one["name"] for one in server.state.commands}
    assert names == {"quiz", "stop", "leaderboard", "deck", "help"}


async def board_is_turned(server: FakeDiscord, ana: User, room: Channel) -> None:
    """Ana looks at the board's second page, and shows it to everybody."""
    board = await commanded(server, ana, room, "leaderboard")
    assert board.private
    assert "page 1 of 2" in board.texts()
    turned = await server.press(ana, board, board.button("Next page"))
    await server.until(lambda: "page 2 of 2" in board.texts())
    assert turned.shown == []
    shown = await pressed(server, ana, board, "Show to the room")
    assert shown is room.newest
    assert "page 2 of 2" in shown.texts()
    assert shown.buttons() == []


async def test_five_hundred_at_once(tmp_path: Path) -> None:
    """Five hundred people press at one moment: each is told, counted and kept exactly once."""
    async with FakeDiscord() as server, serving(server, school(tmp_path)) as bot:
        room, ana = await hall(server), server.add_user("Ana")
        crowd = [server.add_user(f"Player {number}") for number in range(500)]
        question = await commanded(server, ana, room, "quiz")
        presses = await asyncio.gather(
            *(server.press(one, question, question.button("B")) for one in crowd)
        )
        told = [await press.outcome() for press in presses]
        assert [press for press in told if press.failed] == []
        await server.until(lambda: all(map(_told, told)))
        await server.until(lambda: "500 answered" in question.texts())
        assert await bot.stop() == 0
        assert bot.rows("select count(*), count(distinct account_user) from answers") == [
            (500, 500)
        ]
        assert server.complaints() == []  # no change of the message was one too many


def _told(press: Interaction) -> bool:
    """Whether somebody alone was shown one verdict."""
    return [message.seen_by for message in press.shown] == [press.user]
