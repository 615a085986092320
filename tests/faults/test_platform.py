"""A chat is gone for an hour, or for longer, around nine: nobody else waits for it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.runner import serving
from bot.schedules import Occurrence, Rule, Schedule
from tests.fakes.chats import chat as wishes
from tests.fakes.chats.chat import Chat
from tests.fakes.chats.discord import DiscordChat
from tests.fakes.chats.slack import SlackChat
from tests.fakes.discord.faults import LOST, Fault, Hold, failure
from tests.faults.clocks import NINE
from tests.faults.town import Place, Town, counted, morning, town

POST = wishes.Request.POST
FOR_LONG = 100_000
ROOMS = 50


async def both(here: Town) -> tuple[Place, Place]:
    """Two chats on which a question of the day is set for nine, the first with more under way."""
    gone, well = here.places
    await well.chat.command("Mo", "daily set", time="9:00")
    await morning(here, gone)
    return gone, well


async def hour(here: Town, well: Place) -> None:
    """It gets ten, while all is well elsewhere."""
    await here.until(NINE + timedelta(seconds=10))
    [question] = well.dailies()
    assert counted(await well.press("Ana", question))
    await here.until(NINE + timedelta(minutes=10), step=60)
    assert counted(await well.press("Bo", await well.chat.command("Bo", "quiz")))
    await here.until(NINE + timedelta(hours=1), step=300)


async def test_an_hour(discord: Chat, slack: Chat, tmp_path: Path) -> None:
    """It asks once it is back, and the other chat was asked at nine."""
    async with town(f"sqlite:///{tmp_path / 'test.db'}", discord, slack) as here:
        gone, well = await both(here)
        gone.chat.fail_next(POST, times=FOR_LONG)
        await hour(here, well)
        assert gone.dailies() == []
        shown = await gone.shown()
        gone.chat.end_faults()
        await here.later(20)

        [question] = gone.dailies()
        assert counted(await gone.press("Ana", question))
        assert "question 2 of 7" in gone.chat.newest("yard").texts()
        await here.until(NINE + timedelta(hours=3), step=900)
        assert gone.dailies() == [question]
        assert len(well.dailies()) == 1
        assert "Not asked" not in shown + await gone.shown()
        assert await here.store.rescore() == 0


async def test_more_than_two_hours(discord: Chat, slack: Chat, tmp_path: Path) -> None:
    """What it would ask too late it does not ask, says why, and asks on the next day."""
    async with town(f"sqlite:///{tmp_path / 'test.db'}", slack, discord) as here:
        gone, well = await both(here)
        gone.chat.fail_next(POST, times=FOR_LONG)
        await hour(here, well)
        await here.until(NINE + timedelta(hours=2, minutes=1), step=300)
        gone.chat.end_faults()
        await here.later(60, step=20)

        assert gone.dailies() == []
        shown = await gone.shown()
        assert "Monday 23 November, 09:00: Studybot or the chat was away for two hours" in shown
        assert "Not asked" not in await well.shown()
        await here.until(NINE + timedelta(days=1, minutes=1), step=3600)
        assert len(gone.dailies()) == 1
        assert len(well.dailies()) == 2


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs is given up after a moment."""
    monkeypatch.setattr(serving, "PATIENCE", timedelta(seconds=0.3))


@pytest.mark.usefixtures("hasty")
async def test_a_chat_that_hangs(chat: Chat, tmp_path: Path, logged: list[EventDict]) -> None:
    """What is not answered at all is given up, and tried again: it is asked, once."""
    async with town(f"sqlite:///{tmp_path / 'test.db'}", chat) as here:
        place = here.place
        await chat.command("Mo", "daily set", time="9:00")
        await here.until(NINE - timedelta(seconds=10), step=300)
        hold = hang(chat, r"/channels/\d+/messages$|chat.postMessage$")
        await here.until(NINE + timedelta(seconds=2), step=4)
        assert hold.reached.is_set()
        assert "a platform takes too long" in [one["event"] for one in logged]
        assert place.dailies() == []
        hold.release()
        await here.later(60, step=5)

        [question] = place.dailies()
        assert counted(await place.press("Ana", question))


@pytest.mark.usefixtures("hasty")
async def test_one_broken_room_among_many(discord: Chat, tmp_path: Path) -> None:
    """The others are asked at nine; the one that is forbidden stands still, the one hangs alone."""
    assert isinstance(discord, DiscordChat)
    names = [f"room-{number}" for number in range(ROOMS)]
    for name in names:
        await discord.server.add_channel(discord.guild, name)
    async with town(f"sqlite:///{tmp_path / 'test.db'}", discord) as here:
        place = here.place
        for name in ("hall", "yard", *names):
            await here.store.change_schedule(None, at_nine(discord, name))
        await discord.shut_out("hall", unseen=True)
        hold = hang(discord, f"/channels/{discord.room('yard').channel}/messages$")
        await here.until(NINE - timedelta(seconds=5), step=300)
        here.clock.advance(5)
        await here.creep(lambda: all(place.dailies(name) for name in names))
        took = here.clock.now() - NINE

        assert took < timedelta(minutes=1)
        assert hold.reached.is_set()
        assert [len(place.dailies(name)) for name in ("hall", "yard", *names)] == [0, 0] + [1] * 50
        await here.settle()
        assert "Studybot could not write in this room (Missing" in await place.shown("Ana", "hall")
        hold.release()
        await here.later(60, step=5)
        assert [len(place.dailies(name)) for name in ("hall", "yard", *names)] == [0] + [1] * 51


async def test_a_chat_that_is_gone_is_told_of_once(
    discord: Chat, tmp_path: Path, logged: list[EventDict]
) -> None:
    """However many rooms wait for it, the log says so once a minute."""
    async with town(f"sqlite:///{tmp_path / 'test.db'}", discord) as here:
        for name in ("hall", "yard"):
            await here.store.change_schedule(None, at_nine(discord, name))
        discord.fail_next(POST, times=FOR_LONG)
        await here.until(NINE - timedelta(seconds=2), step=300)
        await here.until(NINE + timedelta(seconds=90), step=5)
        tried, said = discord.requested(POST), [one["event"] for one in logged]
        assert tried > 10
        assert said.count("a platform is away") == 2
        discord.end_faults()
        await here.later(20, step=5)
        assert [len(here.place.dailies(name)) for name in ("hall", "yard")] == [1, 1]


def at_nine(chat: Chat, room: str) -> Schedule:
    """A question of the day that Mo has set."""
    return Schedule(
        chat.room(room),
        Rule(NINE.time()),
        deck=None,
        setter=chat.account("Mo"),
        set_at=NINE - timedelta(days=1),
        alone=False,
        next=Occurrence(NINE.date(), NINE),
    )


def hang(chat: Chat, path: str) -> Hold:
    """The next such request is not answered until it is released, and comes to nothing then."""
    assert isinstance(chat, DiscordChat | SlackChat)
    hold, lost = Hold(), failure(LOST, None, None)
    chat.server.faults.add(Fault("POST", re.compile(path), 1, lost, hold=hold))
    return hold
