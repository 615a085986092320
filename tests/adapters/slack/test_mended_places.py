"""Where people are told what: where they look, and if it must be, somewhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack import failures, sockets
from bot.errors import PlatformUnavailable
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel
from tests.fakes.slack_wired import Wired, wired


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A connected bot."""
    async with FakeSlack() as server, wired(server, tmp_path) as bot:
        yield bot


@pytest.fixture
def hall(here: Wired) -> Channel:
    """Where it is asked."""
    return here.server.add_channel("hall")


async def test_a_press_above_a_thread_is_answered_in_the_channel(
    here: Wired, hall: Channel
) -> None:
    """A remark below a question takes nobody's verdict out of the channel where they look."""
    question = await here.quiz(hall)
    here.server.write(hall.workspace.owner, hall, "Hm.", thread=question)
    [told] = (await here.press(question)).shown
    assert told.thread_ts is None


@pytest.mark.parametrize(
    ("name", "said"), [("leaderboard", "All time"), ("quiz", "/invite @Studybot")]
)
async def test_a_form_is_answered_where_the_bot_is_not(here: Wired, name: str, said: str) -> None:
    """Whoever fills in a form in a channel that the bot is not in is written to."""
    den = here.server.add_channel("den", private=True, member=False)
    ana = here.server.workspace.owner
    await here.command(ana, den, "form", name=name)
    [view] = here.server.state.views.values()
    await (await here.server.submit(ana, view)).outcome()
    await here.connection.idle()
    assert said in here.server.direct(ana).newest.texts()


async def test_a_form_that_is_asked_for_twice(here: Wired, hall: Channel) -> None:
    """Nobody is told that a form cannot be had which is open before them."""
    here.server.lose_next("/api/views.open$")
    asked = await here.command(hall.workspace.owner, hall, "form")
    assert here.asked("views.open") == ["0", "exchanged_trigger_id"]
    assert asked.acknowledged
    assert asked.shown == []


async def named(here: Wired, hall: Channel, name: str) -> None:
    """Return once the board calls somebody this."""
    async with asyncio.timeout(10):
        while True:
            here.clock.advance(1)
            board = await here.command(hall.workspace.owner, hall, "", name="leaderboard")
            if name in board.shown[0].texts():
                return


async def test_a_guest_is_called_by_their_name(here: Wired, hall: Channel) -> None:
    """Of somebody from another workspace, in a shared channel, the bot's own workspace tells."""
    elsewhere = here.server.add_workspace("Elsewhere", installed=False)
    bo = here.server.add_user("Bo", display_name="Bo of Elsewhere")
    question = await here.quiz(hall)
    bo.home = elsewhere.id
    told = await here.press(question, who=bo)
    assert [one.seen_by for one in told.shown] == [bo]
    await named(here, hall, "Bo of Elsewhere")


async def test_a_start_without_sockets_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operator is told that no connection is to be had, where nothing would ever be heard."""
    monkeypatch.setattr(sockets, "OPENING", 0.2)
    async with FakeSlack() as server:
        server.sockets.refuse = True
        with pytest.raises(PlatformUnavailable, match="Socket Mode"):
            async with wired(server, tmp_path):
                pass


async def test_a_name_that_could_not_be_found_out(here: Wired, hall: Channel) -> None:
    """It is asked for again with the next thing that person does."""
    bo = here.server.add_user("bo", display_name="Bo the Bold")
    here.server.fail_next("users.info", error="internal_error")
    await here.press(await here.quiz(hall), who=bo)
    here.clock.advance(2)
    await here.server.until(lambda: len(here.asked("users.info")) == 2)  # the starter's as well
    await here.press(await here.quiz(hall), who=bo)
    await named(here, hall, "Bo the Bold")


async def test_who_only_looks_changes_nothing(here: Wired, hall: Channel) -> None:
    """What shows somebody something is done as often as it is delivered, and is written nowhere."""
    board = await here.command(hall.workspace.owner, hall, "", name="leaderboard")
    assert await here.store.once(f"slack {board.payload['trigger_id']}", here.clock.now())
    asked = await here.command(hall.workspace.owner, hall, "")
    assert not await here.store.once(f"slack {asked.payload['trigger_id']}", here.clock.now())


@pytest.mark.parametrize(
    ("said", "wait"), [("2", 2.0), ("1.5", 1.5), ("inf", 3600.0), ("-1", 0.0), ("soon", 5.0)]
)
def test_a_wait_is_believed_within_reason(said: str, wait: float) -> None:
    """Whatever stands between Slack and the bot, nothing waits for ever."""
    assert failures.wait_of({"Retry-After": said}) == wait
