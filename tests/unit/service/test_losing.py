from pathlib import Path

from bot.invocations import read
from bot.model import Ending, SpaceId
from bot.screens import BoardScreen
from tests.fakes.world import HALL, question, world


async def test_a_lost_space_is_left_in_order(tmp_path: Path) -> None:
    """What was open in a space that threw the bot out is over; its scores stay."""
    async with world(tmp_path) as here:
        single = await here.ask("/quiz")
        await here.answer(single.round, "Bo")
        series = await here.ask("/quiz questions:3 seconds:30")

        ended = await here.bot.lose(SpaceId(HALL.platform, HALL.workspace), here.clock.now())

        running = await here.store.round(series.round)
        assert running.quiz is not None
        assert ended == 2
        assert (await here.store.quiz(running.quiz)).ending is Ending.UNREACHABLE
        assert await here.store.open_rounds(HALL) == ()
        await here.wait(7200)
        assert here.posted() == here.edited() == []
        board = (await here.say("/leaderboard")).private
        assert isinstance(board, BoardScreen)
        assert [row.name for row in board.rows] == ["Bo"]


async def test_a_lost_room_leaves_the_others_alone(tmp_path: Path) -> None:
    """A channel that was deleted ends its own rounds and nobody else's."""
    async with world(tmp_path) as here:
        elsewhere = type(HALL)(HALL.platform, HALL.workspace, "elsewhere")
        await here.ask("/quiz")
        kept = await here.ask("/quiz", room=elsewhere)

        assert await here.bot.lose(HALL, here.clock.now()) == 1

        assert [one.id for one in await here.store.open_rounds(elsewhere)] == [kept.round]


async def test_a_reply_that_never_arrived_holds_up_nothing(tmp_path: Path) -> None:
    """A series whose first question could not be sent gives way to the next one at once."""
    async with world(tmp_path) as here:
        lost = question(await here.bot.perform(read("/quiz questions:3"), here.request("Ana")))

        await here.bot.unshown(lost.round, here.clock.now())

        again = await here.ask("/quiz questions:3")
        assert again.round != lost.round


async def test_a_reply_that_was_clicked_did_arrive(tmp_path: Path) -> None:
    """Whatever the sender believes, a question that someone has seen goes on."""
    async with world(tmp_path) as here:
        asked = await here.ask("/quiz")

        await here.bot.unshown(asked.round, here.clock.now())

        assert [one.round for one in await here.bot.open_rounds(HALL, here.clock.now())]
