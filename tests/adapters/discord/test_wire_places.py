"""Rights that are taken away, places that vanish, servers that come and go: the SDK on a wire."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.model import Ending
from bot.schedules import Pause, PauseReason
from tests.fakes.discord.rights import Right
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel, Guild
from tests.fakes.people import commanded
from tests.fakes.wired import POSTS, Wired, room, space, wired

pytestmark = pytest.mark.timeout(60)

PAUSE = 5


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot in a server with two channels, whose requests are all valid."""
    async with FakeDiscord(spec=published()) as server:
        await server.add_guild("School", "hall", "yard")
        async with wired(server, tmp_path) as here:
            yield here
        assert server.complaints() == []


@pytest.fixture
def guild(here: Wired) -> Guild:
    """The server that the bot is in from the beginning."""
    [guild] = here.server.state.guilds.values()
    return guild


def reasons(logged: list[EventDict], event: str) -> list[object]:
    """What was logged as the reason of such events."""
    return [entry["reason"] for entry in logged if entry["event"] == event]


async def test_a_right_is_lost_in_a_series(
    here: Wired, guild: Guild, logged: list[EventDict]
) -> None:
    """That series ends with its reason, the other room's goes on, a new one is refused by name."""
    hall, yard = guild.channel("hall"), guild.channel("yard")
    for place in (hall, yard):
        await here.press(await here.quiz(place, questions=2, seconds=10))
    series = await here.store.running_quiz(room(hall))
    assert series
    await here.server.take_right(hall, Right.SEND_MESSAGES)
    await here.later(11)
    await here.later(PAUSE)
    assert reasons(logged, "a room is lost") == ["Missing Permissions (50013)"]
    ended = await here.store.quiz(series[0].id)
    assert ended.ending is Ending.UNREACHABLE
    assert await here.store.open_rounds(room(hall)) == ()
    await here.later(11)
    assert "Result" in yard.newest.texts()

    refused = await here.quiz(hall, questions=2)
    assert refused.private
    assert "it lacks Send Messages" in refused.texts()
    await here.server.give_right(hall, Right.SEND_MESSAGES)
    assert not (await here.quiz(hall, questions=2)).private


async def test_a_right_is_lost_while_a_verdict_is_told(here: Wired, guild: Guild) -> None:
    """Whoever may press is answered, even where the bot sees no channel any more."""
    hall = guild.channel("hall")
    question = await here.quiz(hall)
    await here.server.take_right(hall, Right.VIEW_CHANNEL)
    assert (await here.press(question)).message.private
    await here.connection.drain()
    await here.later(3601)
    assert await here.store.open_rounds(room(hall)) == ()


async def thread(here: Wired, guild: Guild) -> Channel:
    """A thread in the hall."""
    return await here.server.add_channel(guild, "side room", parent=guild.channel("hall"))


async def test_a_thread_is_deleted(here: Wired, guild: Guild, logged: list[EventDict]) -> None:
    """A series plays in a thread as in a channel, and ends at once when it is deleted."""
    side = await thread(here, guild)
    await here.press(await here.quiz(side, questions=3, seconds=10))
    await here.later(11)
    await here.later(PAUSE)
    assert "question 2 of 3" in side.newest.texts()
    await here.server.delete_channel(side)
    lost = await here.until_logged(logged, "a place is lost")
    assert (lost["reason"], lost["ended"]) == ("the channel was deleted", 1)
    assert await here.store.open_rounds(room(side)) == ()


async def test_a_thread_needs_a_right_of_its_own(here: Wired, guild: Guild) -> None:
    """What a thread asks for is the right to send in threads, and not that of the channel."""
    side = await thread(here, guild)
    hall = guild.channel("hall")
    await here.server.take_right(hall, Right.SEND_MESSAGES)
    assert not (await here.quiz(side)).private
    await here.server.take_right(hall, Right.SEND_MESSAGES_IN_THREADS)
    refused = await here.quiz(side)
    assert "it lacks Send Messages in Threads." in refused.texts()


async def test_the_bot_is_removed_and_invited_again(
    here: Wired, guild: Guild, logged: list[EventDict]
) -> None:
    """What was open in the server ends at once; back there, it greets and asks as before."""
    hall, yard = guild.channel("hall"), guild.channel("yard")
    await here.connection.introduction()
    await here.quiz(hall, questions=2, seconds=10)
    await here.quiz(yard)
    await here.server.remove_bot(guild)
    lost = await here.until_logged(logged, "a place is lost")
    assert (lost["reason"], lost["ended"]) == ("the bot was removed from the server", 2)
    assert await here.store.open_rooms(space(guild)) == ()
    await here.later(3601)
    await here.server.invite_again(guild)
    await here.server.until(lambda: here.asked("POST", "/messages") == [200])
    assert not (await here.quiz(hall, questions=2, seconds=10)).private


async def invited_again(here: Wired, *without: Right) -> Guild:
    """A server that was greeted before, and invites the bot again without some rights."""
    await here.connection.introduction()
    club = await here.server.add_guild("Club", "first", "second")
    await here.server.until(lambda: club.channel("first").messages)
    await here.server.remove_bot(club)
    for right in without:
        club.everyone &= ~right
        club.invited &= ~right
    await here.server.invite_again(club)
    return club


async def test_a_server_is_greeted(here: Wired) -> None:
    """A new server gets one short message, in the first channel where that may be written."""
    await here.connection.introduction()
    club = await here.server.add_guild("Club", "first", "second")
    await here.server.until(lambda: club.channel("first").messages)
    said = club.channel("first").newest.texts()
    assert "Numbers, 7 cards." in said
    assert "/quiz" in said
    assert "It still needs" not in said
    assert len(said) < 300
    assert here.asked("POST", "/messages") == [200]


async def test_a_server_that_gave_too_little(here: Wired) -> None:
    """The greeting names the right that is missing."""
    club = await invited_again(here, Right.SEND_MESSAGES_IN_THREADS)
    await here.server.until(lambda: len(club.channel("first").messages) == 2)
    assert "It still needs Send Messages in Threads:" in club.channel("first").newest.texts()


async def test_a_server_in_which_nothing_can_be_said(here: Wired, logged: list[EventDict]) -> None:
    """Where the bot may write nowhere it posts nothing, and the log says what is missing."""
    await invited_again(here, Right.SEND_MESSAGES)
    told = await here.until_logged(logged, "no channel to greet in")
    assert told["missing"] == ("Send Messages",)
    assert here.asked("POST", "/messages") == [200]  # from before


async def set_daily(here: Wired, place: Channel) -> None:
    """Whoever owns the server has a question a day asked in a place, from the next hour on."""
    owner = place.guild.owner if place.guild else here.ana
    told = await commanded(here.server, owner, place, "daily set", time="10:00")
    assert "every day at 10:00" in told.texts()


async def paused(here: Wired, place: Channel) -> Pause:
    """Why the question a day of a place stands still."""
    schedule = await here.store.schedule(room(place))
    assert schedule
    assert schedule.pause
    return schedule.pause


async def test_a_thread_with_a_daily_question_is_deleted(
    here: Wired, guild: Guild, logged: list[EventDict]
) -> None:
    """It stands still at once, also where the thread goes with its channel; others go on."""
    side, hall, yard = await thread(here, guild), guild.channel("hall"), guild.channel("yard")
    for place in (side, hall, yard):
        await set_daily(here, place)
    await here.server.delete_channel(hall)
    async with asyncio.timeout(10):
        while [one["event"] for one in logged].count("a schedule is paused") < 2:
            await here.store.note("")  # whatever else there is to do gets its turn
    await here.later(3600)

    assert (await paused(here, side)).reason is PauseReason.ROOM_GONE
    assert (await paused(here, hall)).reason is PauseReason.ROOM_GONE
    assert here.asked("POST", "/messages") == [200]
    assert "question of the day" in yard.newest.texts()


async def test_a_daily_question_takes_its_thread_out(here: Wired, guild: Guild) -> None:
    """A thread that Discord put away since yesterday is asked as before; a locked one is not."""
    side = await thread(here, guild)
    await set_daily(here, side)
    side.archived = True
    await here.later(3600)
    assert not side.archived
    first = side.newest
    side.archived = True
    locked = {"code": 160005, "message": "Thread is locked"}
    here.server.fail_next("POST", POSTS, 400, body=locked)
    await here.later(24 * 3600)

    assert "Over" in first.texts()
    assert (await paused(here, side)).detail == "Thread is locked (160005)"


async def test_somebody_blocks_the_bot(here: Wired) -> None:
    """Their own question a day stands still, with what Discord says of it."""
    place = here.server.direct(here.ana)
    await set_daily(here, place)
    here.ana.accepts_direct_messages = False
    await here.later(3600)

    assert (await paused(here, place)).detail == "Cannot send messages to this user (50007)"
