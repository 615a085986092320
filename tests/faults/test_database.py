"""The database is gone for a minute, around nine: everybody is told, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.chats import chat as wishes
from tests.fakes.chats.chat import Chat
from tests.fakes.postgres import Server
from tests.faults.clocks import NINE
from tests.faults.gate import gate
from tests.faults.holder import held
from tests.faults.town import AWAY, Place, Town, counted, morning, town

POST = wishes.Request.POST

Gone = Callable[[], AbstractAsyncContextManager[None]]
"""For how long the context lasts, the database is gone."""


@pytest.fixture(params=["held", "stopped"])
async def here(
    request: pytest.FixtureRequest, chat: Chat, tmp_path: Path
) -> AsyncIterator[tuple[Town, Gone]]:
    """A bot on SQLite, which another program can hold, or on PostgreSQL, which can be stopped."""
    if request.param == "held":
        async with town(f"sqlite:///{tmp_path / 'test.db'}", chat) as one:
            yield one, lambda: held(tmp_path / "test.db")
        return
    server: Server = request.getfixturevalue("postgres_server")
    async with server.database() as url, gate(url, tmp_path) as way:

        @asynccontextmanager
        async def stopped() -> AsyncIterator[None]:
            await way.shut()
            yield
            await way.open()

        async with town(way.url, chat) as one:
            yield one, stopped


async def told(place: Place, who: str, name: str) -> str:
    """What somebody reads who gives a command."""
    return (await place.chat.command(who, name)).texts()


async def test_a_minute_without(here: tuple[Town, Gone]) -> None:
    """Whoever asks or answers is told to try again and then can; nothing is asked twice."""
    one, gone = here
    place = one.place
    single, first = await morning(one, place)
    assert counted(await place.press("Ana", single))
    assert counted(await place.press("Ana", first))

    await one.until(NINE - timedelta(seconds=20))
    async with gone():
        assert AWAY in await place.press("Bo", single)
        assert AWAY in await place.press("Bo", first)
        await one.until(NINE + timedelta(seconds=20))
        assert AWAY in await told(place, "Cy", "quiz")
        assert AWAY in await place.press("Cy", single)
        await one.until(NINE + timedelta(seconds=40))
        assert place.dailies() == []
        assert len(place.chat.messages("yard")) == 1
    await one.later(30)

    [question] = place.dailies()
    assert counted(await place.press("Bo", question))
    assert counted(await place.press("Bo", single))
    assert "Over: question 1 of 7" in first.texts()
    assert "question 2 of 7" in place.chat.newest("yard").texts()
    assert "Not asked" not in await place.shown()
    assert [await one.kept(place, who) for who in ("Ana", "Bo", "Cy")] == [2, 2, 0]
    assert await one.store.rescore() == 0


async def test_between_a_post_and_its_memory(here: tuple[Town, Gone]) -> None:
    """What the room sees is remembered when the database is back, and not posted again."""
    one, gone = here
    place = one.place
    await place.chat.command("Mo", "daily set", time="9:00")
    await one.until(NINE - timedelta(seconds=10), step=600)
    hold = place.chat.hold_next(POST)
    coming = asyncio.create_task(one.until(NINE + timedelta(seconds=2)))
    await hold.reached.wait()
    async with gone():
        hold.release()
        await coming
        [question] = await place.chat.until(place.dailies)
        assert AWAY in await place.press("Ana", question)
        await one.later(50)
    await one.later(60)

    assert place.dailies() == [question]
    assert counted(await place.press("Ana", question))
    assert await one.kept(place, "Ana") == 1
    assert place.chat.requested(POST) == 1
    assert "next: Tuesday 24 November, 09:00" in await place.shown()


async def test_a_database_that_is_frozen(
    discord: Chat, postgres_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says nothing for a minute: whoever asked or answered then is told when it does again."""
    monkeypatch.setattr(discord.in_time, 0.02)
    async with (
        postgres_server.database() as url,
        gate(url, tmp_path) as way,
        town(way.url, discord) as one,
    ):
        place = one.place
        single, first = await morning(one, place)
        await one.until(NINE - timedelta(seconds=20))
        way.stall()
        deeds = [await discord.pressing("Ana", each, "A") for each in (single, first)]
        for deed in deeds:
            await deed.outcome()
        await one.pass_by(70)
        assert place.dailies() == []
        assert [list(deed.shown) for deed in deeds] == [[], []]
        assert "stands still" in await place.runner.trouble()
        await way.open()
        assert all([counted((await discord.told(deed)).texts()) for deed in deeds])
        await one.later(30)

        [question] = place.dailies()
        assert counted(await place.press("Ana", question))
        assert len(discord.messages("yard")) > 1
        assert await one.kept(place, "Ana") == 3
        assert await one.store.rescore() == 0
