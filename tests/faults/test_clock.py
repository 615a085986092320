"""The clock is set back, or is wrong for a while: nothing is asked twice, nothing is stuck."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.chats import chat as wishes
from tests.fakes.chats.chat import Chat
from tests.faults.clocks import NINE
from tests.faults.town import Town, counted, morning, town

POST = wishes.Request.POST
HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
async def here(chat: Chat, tmp_path: Path) -> AsyncIterator[Town]:
    """A bot whose clock can be set."""
    async with town(f"sqlite:///{tmp_path / 'test.db'}", chat) as one:
        yield one


def number(one: Town) -> int:
    """How many questions of the series were asked so far."""
    return sum("What is true" in each.texts() for each in one.place.chat.messages("yard"))


async def test_set_back_after_the_post(here: Town) -> None:
    """At 9:05 it is 8:05 again: no second question that day, and the series goes on at once."""
    place = here.place
    single, first = await morning(here, place, seconds=60)
    for minutes in (0, 2, 4):
        await here.until(NINE + timedelta(minutes=minutes), step=10)
        await place.press("Ana", await here.open_in_series())
    await here.until(NINE + timedelta(minutes=5), step=10)
    [question] = place.dailies()
    asked = number(here)
    here.clock.step(-HOUR)

    assert counted(await place.press("Ana", question))
    assert counted(await place.press("Ana", single))
    await here.later(75, step=5)
    assert number(here) > asked
    assert "next: Tuesday 24 November, 09:00 (today's was asked already)" in await place.shown()
    await here.later(2 * HOUR, step=300)
    assert place.dailies() == [question]
    assert "Over" in single.texts()
    assert "Over" in first.texts()
    assert "Over" not in question.texts()

    await here.until(NINE + timedelta(days=1, minutes=1), step=HOUR)
    assert len(place.dailies()) == 2
    assert "Over" in question.texts()
    assert "Not asked" not in await place.shown()
    assert await here.store.rescore() == 0


async def test_set_back_just_before(here: Town) -> None:
    """Just before nine it is just before eight: the question comes once, when it is nine."""
    place = here.place
    await place.chat.command("Mo", "daily set", time="9:00")
    await here.until(NINE - timedelta(seconds=10), step=300)
    here.clock.step(-HOUR)
    await here.until(NINE - timedelta(seconds=40), step=300)
    assert place.dailies() == []
    await here.later(60)
    assert len(place.dailies()) == 1
    await here.later(HOUR, step=300)

    assert len(place.dailies()) == 1
    assert "Not asked" not in await place.shown()


async def test_an_hour_ahead_for_a_while(here: Town) -> None:
    """At 8:59 it is 9:59 for ten minutes: asked then, not again at nine; nothing waits an hour."""
    place = here.place
    single, first = await morning(here, place)
    here.clock.step(HOUR)
    await here.later(60, step=5)
    [question] = place.dailies()
    assert counted(await place.press("Ana", question))
    await place.press("Ana", await here.open_in_series())
    asked = number(here)
    here.clock.step(-HOUR)
    await here.later(60, step=5)

    assert number(here) > asked
    assert counted(await place.press("Bo", question))
    assert not (await place.chat.command("Bo", "quiz")).private
    await here.later(HOUR, step=300)
    assert place.dailies() == [question]
    assert "Over" in first.texts()
    assert "Over" in single.texts()


async def test_set_back_while_the_chat_is_away(here: Town) -> None:
    """What could not be posted before is posted within a minute, whatever the clock shows."""
    place = here.place
    await morning(here, place)
    place.chat.fail_next(POST, times=1000)
    await here.until(NINE + timedelta(minutes=1), step=5)
    assert place.dailies() == []
    here.clock.step(-HOUR)
    place.chat.end_faults()
    await here.later(60, step=5)

    assert len(place.dailies()) == 1
    assert number(here) >= 2
