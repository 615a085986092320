"""What the bot does when Discord fails, limits it or loses its answers: the real SDK on a wire."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.runner import serving
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel
from tests.fakes.wired import CALLBACKS, POSTS, Wired, room, wired

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


def hall(here: Wired, name: str = "hall") -> Channel:
    """A channel of the only server."""
    [guild] = here.server.state.guilds.values()
    return guild.channel(name)


async def between(here: Wired, place: Channel) -> None:
    """A series whose first question is over and whose second one is about to be posted."""
    first = await here.quiz(place, questions=2, seconds=10)
    await here.press(first)
    await here.later(11)
    assert "Over" in first.texts()


async def goes_on(here: Wired, place: Channel) -> None:
    """The second question was posted once, can be answered, and the report follows."""
    assert "question 2 of 2" in place.messages[1].texts()
    assert (await here.press(place.messages[1])).message.private
    await here.later(11)
    assert len(place.messages) == 3
    assert "Result" in place.newest.texts()


async def test_a_limited_post_is_waited_for(here: Wired) -> None:
    """A rate limit on the next question delays it, and it is posted once."""
    await between(here, hall(here))
    here.server.limit_next("POST", POSTS, 0.2)
    await here.later(PAUSE)
    assert here.asked("POST", "/messages") == [429, 200]
    await goes_on(here, hall(here))


async def test_a_long_limit_on_everything(
    here: Wired, monkeypatch: pytest.MonkeyPatch, logged: list[EventDict]
) -> None:
    """A global limit beyond the bot's patience ends that try, never the sending of anything."""
    await between(here, hall(here))
    monkeypatch.setattr(serving, "PATIENCE", timedelta(seconds=0.1))
    here.server.limit_next("POST", POSTS, 0.5, everywhere=True)
    await here.later(PAUSE)
    assert "a platform takes too long" in [entry["event"] for entry in logged]
    await here.server.until(lambda: len(hall(here).messages) == 2)
    monkeypatch.undo()
    await here.later(5)
    await goes_on(here, hall(here))
    await between(here, hall(here, "yard"))
    await here.later(PAUSE)
    await goes_on(here, hall(here, "yard"))


@pytest.mark.parametrize("effect", [False, True])
@pytest.mark.parametrize("status", [0, 502, 503])
async def test_a_post_that_fails(here: Wired, status: int, *, effect: bool) -> None:
    """Whether the post arrived before the answer failed or not: the question is there once."""
    await between(here, hall(here))
    here.server.fail_next("POST", POSTS, status, after_effect=effect)
    await here.later(PAUSE)
    await here.later(5)
    assert here.asked("POST", "/messages") == [status, 200]
    await goes_on(here, hall(here))


@pytest.mark.parametrize("effect", [False, True])
@pytest.mark.parametrize("status", [0, 503])
async def test_a_verdict_whose_receipt_fails(here: Wired, status: int, *, effect: bool) -> None:
    """The person sees the verdict once, and the answer is counted."""
    question = await here.quiz(hall(here))
    here.server.fail_next("POST", CALLBACKS, status, after_effect=effect)
    press = await here.press(question)
    await here.server.until(lambda: len(here.asked("POST", "/callback")) == 3)
    assert [told.seen_by for told in press.shown] == [here.ana]
    await here.connection.drain()
    assert [told.seen_by for told in press.shown] == [here.ana]
    assert "1 answered" in question.texts()


@pytest.mark.parametrize("effect", [False, True])
@pytest.mark.parametrize("status", [0, 503])
async def test_a_question_whose_receipt_fails(here: Wired, status: int, *, effect: bool) -> None:
    """The room sees the question once, the bot knows its message, and its clock has started."""
    here.server.fail_next("POST", CALLBACKS, status, after_effect=effect)
    question = await here.quiz(hall(here), seconds=10)
    await here.server.until(lambda: 200 in here.asked("POST", "/callback") or _looked(here))
    await here.connection.drain()
    [asked] = await here.store.open_rounds(room(hall(here)))
    assert [one.id for one in await here.store.messages(asked.id)] == [str(question.id)]
    assert asked.opened_at == here.clock.now()
    await here.later(11)
    assert hall(here).messages == [question]
    assert "Over" in question.texts()


def _looked(here: Wired) -> bool:
    """Whether the bot has asked for the message that its answer became."""
    return bool(here.asked("GET", "/messages/@original"))
