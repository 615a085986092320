"""Answers that are not ready in time: what Discord is told, and what people see in the end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from structlog.typing import EventDict

from adapters.discord import acknowledging
from bot.actions import Action
from bot.invocations import Invocation
from bot.model import Message as Shown
from bot.model import Request
from bot.screens import Reply
from bot.service import Studybot
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel
from tests.fakes.people import commanded
from tests.fakes.wired import CALLBACKS, Wired, room, wired

pytestmark = pytest.mark.timeout(60)

MESSAGE, DEFERRED, DEFERRED_UPDATE = 4, 5, 6


class Gated(Studybot):
    """A core that answers nobody while its gate is closed."""

    gate: asyncio.Event

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """Do it once the gate is open."""
        await self.gate.wait()
        return await super().perform(invocation, request)

    async def press(self, action: Action, request: Request, message: Shown | None = None) -> Reply:
        """Do it once the gate is open."""
        await self.gate.wait()
        return await super().press(action, request, message)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot with a gate that is open."""
    async with FakeDiscord(spec=published()) as server:
        await server.add_guild("School", "hall")
        async with wired(server, tmp_path, Gated) as here:
            gate(here).set()
            yield here
        assert server.complaints() == []


def gate(here: Wired) -> asyncio.Event:
    """Its gate."""
    assert isinstance(here.studybot, Gated)
    if not hasattr(here.studybot, "gate"):
        here.studybot.gate = asyncio.Event()
    return here.studybot.gate


@pytest.fixture
def shut(here: Wired, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Closes the gate; those who then wait are told so sooner than usual."""

    def close() -> None:
        gate(here).clear()
        monkeypatch.setattr(acknowledging, "IN_TIME", 0.01)

    return close


def hall(here: Wired) -> Channel:
    """The only channel."""
    [guild] = here.server.state.guilds.values()
    return guild.channel("hall")


def answers(here: Wired) -> list[int]:
    """The kinds of first answers so far."""
    return [one.body["type"] for one in here.server.requests if one.path.endswith("/callback")]


async def done(here: Wired, asked: Interaction) -> Interaction:
    """The interaction once all is said."""
    await asked.outcome()
    gate(here).set()
    await here.connection.drain()
    return asked


async def test_a_verdict_that_takes_long(here: Wired, shut: Callable[[], None]) -> None:
    """Whoever waits for a verdict sees that the bot thinks, and then the verdict alone."""
    question = await here.quiz(hall(here))
    shut()
    press = await here.server.press(here.ana, question, question.button("A"))
    await done(here, press)
    assert answers(here) == [MESSAGE, DEFERRED]
    [told] = press.shown
    assert told.seen_by is here.ana
    assert "numbers.md" in told.texts()


async def test_a_question_that_takes_long(here: Wired, shut: Callable[[], None]) -> None:
    """The question stands where the room saw the bot think, and its clock starts then."""
    shut()
    asked = await here.server.command(here.ana, hall(here), "quiz", {"seconds": 10})
    await done(here, asked)
    assert answers(here) == [DEFERRED]
    assert asked.shown == hall(here).messages
    await here.later(11)
    assert "Over" in hall(here).newest.texts()


async def test_a_mistake_that_takes_long(here: Wired, shut: Callable[[], None]) -> None:
    """What was announced to the room is taken back, and only the asker reads what was wrong."""
    shut()
    asked = await here.server.command(here.ana, hall(here), "quiz", {"deck": "physics"})
    await done(here, asked)
    assert answers(here) == [DEFERRED]
    assert hall(here).messages == []
    [told] = asked.shown
    assert told.seen_by is here.ana
    assert "no deck “physics”" in told.texts()


async def test_a_page_that_takes_long(here: Wired, shut: Callable[[], None]) -> None:
    """A board stays as it is until it turns, in its place."""
    question = await here.quiz(hall(here))
    await here.press(question)
    board = await commanded(here.server, here.ana, hall(here), "leaderboard")
    shut()
    turned = await here.server.press(here.ana, board, board.button("Today"))
    await done(here, turned)
    assert answers(here)[-1] == DEFERRED_UPDATE
    assert turned.shown == []
    assert "Today" in board.texts()
    assert "All time" in board.before[0]


@pytest.mark.parametrize("effect", [False, True])
async def test_a_wish_to_wait_that_is_lost(
    here: Wired, shut: Callable[[], None], *, effect: bool
) -> None:
    """Whether Discord heard the wish to wait or not: the question is there once, and known."""
    shut()
    here.server.fail_next("POST", CALLBACKS, 0, after_effect=effect)
    asked = await here.server.command(here.ana, hall(here), "quiz")
    await here.server.until(lambda: answers(here) == [DEFERRED])
    await done_anyway(here, asked)
    [shown] = hall(here).messages
    assert asked.shown == [shown]
    [opened] = await here.store.open_rounds(room(hall(here)))
    assert [one.id for one in await here.store.messages(opened.id)] == [str(shown.id)]


async def done_anyway(here: Wired, asked: Interaction) -> None:
    """Open the gate before anything is acknowledged, and see everything to its end."""
    gate(here).set()
    await asked.outcome()
    await here.connection.drain()


async def test_an_answer_that_comes_too_late(here: Wired, logged: list[EventDict]) -> None:
    """A series nobody was shown holds up nothing: the next one can begin at once."""
    hold = here.server.hold_next("POST", CALLBACKS)
    late = await here.server.command(here.ana, hall(here), "quiz", {"questions": 2})
    await hold.reached.wait()
    here.server.advance(10)
    hold.release()
    assert (await late.outcome()).failed
    await here.until_logged(logged, "an interaction was answered too late")
    async with asyncio.timeout(10):
        while await here.store.running_quiz(room(hall(here))):
            pass  # nobody outside can see it end
    begun = await here.quiz(hall(here), questions=2)
    assert "question 1 of 2" in begun.texts()
    assert hall(here).messages == [begun]
