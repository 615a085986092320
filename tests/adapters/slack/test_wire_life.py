"""Channels and workspaces that come and go, and series in threads: the real SDK on a wire."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.model import Ending
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel, User
from tests.fakes.slack_wired import Wired, by_http, by_socket, room, space, wired

pytestmark = pytest.mark.timeout(60)

PAUSE = 5


@pytest.fixture(params=[by_socket, by_http])
async def here(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Wired]:
    """A bot in a workspace with two channels, reached in one of the two ways."""
    async with FakeSlack() as server:
        for name in ("hall", "yard"):
            server.add_channel(name)
        async with wired(server, tmp_path, request.param(server)) as here:
            yield here
        assert server.complaints() == []


@pytest.fixture
def hall(here: Wired) -> Channel:
    """One of the channels."""
    return here.server.workspace.named("hall")


@pytest.fixture
def ana(here: Wired) -> User:
    """Somebody who takes part."""
    return here.server.add_user("Ana")


async def dealt_with(here: Wired, *happened: Delivery) -> None:
    """Return once the bot has heard of all this and done what is to be done."""
    for one in happened:
        await one.outcome()
    assert all(one.acknowledged for one in happened)
    await here.connection.idle()


async def test_a_series_plays_in_a_thread(here: Wired, hall: Channel, ana: User) -> None:
    """The first question stands in the channel, the rest below it; the report is told to all.

    What somebody alone is told of a press in the thread stands in the thread.
    """
    first = await here.quiz(hall, "questions:3 seconds:10")
    told = await here.press(first, who=ana)
    assert [one.thread_ts for one in told.shown] == [None]
    for number in (2, 3):
        await here.later(11)
        await here.later(PAUSE)
        question = hall.thread(first.ts)[-1]
        assert f"question {number} of 3" in question.texts()
        told = await here.press(question, who=ana)
        assert [one.thread_ts for one in told.shown] == [first.ts]
    assert hall.messages == [first]
    await here.later(11)
    report = hall.messages[-1]
    assert hall.messages == [first, report]
    assert (report.thread_ts, report.broadcast) == (first.ts, True)
    assert "Result" in report.texts()


async def test_a_series_is_stopped_from_the_channel(here: Wired, hall: Channel, ana: User) -> None:
    """No command can be given in a thread: given in the channel, it ends what plays there."""
    await here.command(ana, hall, "questions:3 seconds:10")
    first = hall.newest
    await here.press(first, who=ana)
    await here.later(11)
    await here.later(PAUSE)
    await here.press(hall.thread(first.ts)[-1], who=ana)
    bo = here.server.add_user("Bo")
    refused = await here.command(bo, hall, "", name="stop")
    assert [one.seen_by for one in refused.shown] == [bo]
    assert await here.store.running_quiz(room(hall))
    await here.command(ana, hall, "", name="stop")
    await here.later(2)
    assert await here.store.running_quiz(room(hall)) is None
    assert "Result" in hall.newest.texts()
    assert hall.newest.thread_ts == first.ts


async def test_a_series_in_a_direct_message(here: Wired, ana: User) -> None:
    """Between two there is no thread, and nobody is hurried."""
    place = here.server.direct(ana)
    await here.command(ana, place, "questions:2")
    first = place.newest
    await here.press(first, who=ana)
    await here.later(PAUSE)
    assert "question 2 of 2" in place.newest.texts()
    await here.press(place.newest, who=ana)
    await here.later(PAUSE)
    assert "Result" in place.newest.texts()
    assert [one.thread_ts for one in place.everything] == [None] * len(place.everything)


async def test_the_beginning_of_a_series_is_deleted(here: Wired, hall: Channel) -> None:
    """It goes on in the channel, where there is no thread any more."""
    first = await here.quiz(hall, "questions:3 seconds:10")
    await here.press(first)
    await here.later(11)
    here.server.delete_message(first)
    await here.later(PAUSE)
    assert "question 2 of 3" in hall.newest.texts()
    assert hall.newest.in_channel
    await here.press(hall.newest)
    await here.later(11)
    await here.later(PAUSE)
    assert "question 3 of 3" in hall.newest.texts()
    await here.press(hall.newest)
    await here.later(11)
    assert "Result" in hall.newest.texts()


async def archived(server: FakeSlack, hall: Channel) -> Delivery:
    """The channel is archived."""
    return await server.archive(hall)


async def deleted(server: FakeSlack, hall: Channel) -> Delivery:
    """The channel is deleted."""
    return await server.delete_channel(hall)


async def removed(server: FakeSlack, hall: Channel) -> Delivery:
    """The bot is removed from the channel."""
    return await server.remove_bot(hall)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (archived, "the channel was archived"),
        (deleted, "the channel was deleted"),
        (removed, "the bot was removed from the channel"),
    ],
)
async def test_a_channel_is_lost(
    here: Wired,
    hall: Channel,
    logged: list[EventDict],
    happens: Callable[[FakeSlack, Channel], Awaitable[Delivery]],
    reason: str,
) -> None:
    """What was open there ends at once, and once; the other channel is served."""
    yard = hall.workspace.named("yard")
    await here.quiz(hall)
    await here.quiz(hall, "questions:2 seconds:10")
    series = await here.store.running_quiz(room(hall))
    assert series
    happened = await happens(here.server, hall)
    await dealt_with(here, happened)
    await dealt_with(here, await happened.redeliver())
    assert await here.store.open_rounds(room(hall)) == ()
    assert (await here.store.quiz(series[0].id)).ending is Ending.UNREACHABLE
    lost = [one for one in logged if one["event"] == "a place is lost"]
    assert [(one["reason"], one["ended"]) for one in lost] == [(reason, 2)]
    before = here.asked("chat.postMessage")
    await here.later(3601)
    assert here.asked("chat.postMessage") == before
    await here.quiz(yard)


async def test_a_channel_invites_the_bot(here: Wired, ana: User) -> None:
    """It is greeted once, however often that is told; nobody else's coming is."""
    club = here.server.add_channel("club", member=False)
    invited = await here.server.invite_bot(club)
    again = await invited.redeliver()
    other = await here.server.event(
        "member_joined_channel", user=ana.id, channel=club.id, team=club.workspace.id
    )
    await dealt_with(here, invited, again, other)
    [greeting] = club.messages
    assert "/quiz" in greeting.texts()


async def test_a_workspace_removes_the_bot(
    here: Wired, hall: Channel, ana: User, logged: list[EventDict]
) -> None:
    """What was open there ends, and Slack is asked for nothing more."""
    question = await here.quiz(hall, "questions:2 seconds:10")
    await here.press(question, who=ana)
    await dealt_with(here, *await here.server.uninstall())
    assert await here.store.open_rooms(space(hall.workspace)) == ()
    assert "a place is lost" in [one["event"] for one in logged]
    await here.later(3601)


async def test_somebody_elses_token_is_revoked(here: Wired, hall: Channel) -> None:
    """A person's token that is revoked ends nothing."""
    await here.quiz(hall)
    revoked = await here.server.event("tokens_revoked", tokens={"oauth": ["U1"], "bot": []})
    await dealt_with(here, revoked)
    assert len(await here.store.open_rounds(room(hall))) == 1


async def test_names_are_found_out(here: Wired, hall: Channel) -> None:
    """Boards show what people call themselves, once Slack has told it, and the handle before."""
    ana = here.server.add_user("ana.b", display_name="Ana the First")
    hold = here.server.hold_next("users.info")
    question = await here.quiz(hall)
    await here.press(question, who=ana)
    await hold.reached.wait()
    board = await here.command(ana, hall, "", name="leaderboard")
    assert "ana.b" in board.shown[0].texts()
    hold.release()
    await here.server.until(lambda: here.asked("users.info") == ["ok"])

    async def named() -> str:
        board = await here.command(ana, hall, "", name="leaderboard")
        return board.shown[0].texts()

    while "Ana the First" not in await named():
        here.clock.advance(0.1)
