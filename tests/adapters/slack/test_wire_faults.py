"""What the bot does when Slack fails, limits it or loses its answers: the real SDK on a wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.typing import EventDict

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel, User
from tests.fakes.slack_wired import ANSWERS, EDITS, POSTS, Wired, room, wired

pytestmark = pytest.mark.timeout(60)

PAUSE = 5
POST, EDIT = "chat.postMessage", "chat.update"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot in a workspace with two channels, which asks Slack for nothing wrong."""
    async with FakeSlack() as server:
        for name in ("hall", "yard"):
            server.add_channel(name)
        async with wired(server, tmp_path) as here:
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


def reasons(logged: list[EventDict], event: str) -> list[object]:
    """What was logged as the reason of such events."""
    return [entry["reason"] for entry in logged if entry["event"] == event]


async def between(here: Wired, place: Channel) -> None:
    """A series whose first question is over and whose second one is about to be posted."""
    first = await here.quiz(place, "questions:2 seconds:10")
    await here.press(first)
    await here.later(11)
    assert "Over" in first.texts()


async def goes_on(here: Wired, place: Channel) -> None:
    """The second question can be answered, and the report follows."""
    second = place.thread(place.messages[0].ts)[0]
    assert "question 2 of 2" in second.texts()
    assert [one.private for one in (await here.press(second)).shown] == [True]
    await here.later(11)
    assert "Result" in place.newest.texts()


async def test_a_short_limit_is_sat_out(here: Wired, hall: Channel) -> None:
    """A rate limit of a second on a post delays it, and it is posted once."""
    here.server.fail_next(POSTS, retry_after=1)
    question = await here.quiz(hall)
    assert here.asked(POST) == ["ratelimited", "ok"]
    assert hall.messages == [question]


async def test_a_long_limit_is_waited_for(here: Wired, hall: Channel) -> None:
    """The next question of a series comes when Slack takes it again, and once."""
    await between(here, hall)
    here.server.fail_next(POSTS, retry_after=30)
    await here.later(PAUSE)
    assert here.asked(POST) == ["ok", "ratelimited"]
    await here.later(20)
    assert here.asked(POST) == ["ok", "ratelimited"]
    await here.later(11)
    await goes_on(here, hall)


@pytest.mark.parametrize("status", [500, 503])
async def test_a_post_that_fails(here: Wired, hall: Channel, status: int) -> None:
    """A question that Slack could not take is posted some seconds later, once."""
    await between(here, hall)
    here.server.fail_next(POSTS, status=status)
    await here.later(PAUSE)
    await here.later(5)
    assert here.asked(POST) == ["ok", str(status), "ok"]
    await goes_on(here, hall)


NO_ANSWERS: dict[str, object] = {
    "a page": "<!DOCTYPE html><html>Sorry</html>",
    "a list": ["ok"],
    "nothing known": {},
    "an error of a strange kind": {"ok": False, "error": {"code": 7}},
    "a fault of theirs": {"ok": False, "error": "fatal_error"},
}


@pytest.mark.parametrize("answer", NO_ANSWERS.values(), ids=NO_ANSWERS)
async def test_an_answer_that_is_none(here: Wired, hall: Channel, answer: object) -> None:
    """Whatever something that is not Slack, or not well, answers: it is tried again."""
    await between(here, hall)
    here.server.fail_next(POSTS, body=answer)
    await here.later(PAUSE)
    await here.later(6)
    await goes_on(here, hall)
    here.server.fail_next(POSTS, body=answer)
    told = await here.command(hall.workspace.owner, hall, "")
    assert [one.private for one in told.shown] == [True]
    assert len(await here.store.open_rounds(room(hall))) == 0


@pytest.mark.parametrize("effect", [False, True])
async def test_a_post_whose_receipt_is_lost(here: Wired, hall: Channel, *, effect: bool) -> None:
    """The question is posted again; if it stands there twice, both work and both end."""
    here.server.fail_next(POSTS, status=0, after_effect=effect)
    question = await here.quiz(hall)
    assert len(hall.messages) == 1 + effect
    for one in hall.messages:
        told = await here.press(one)
        assert [shown.private for shown in told.shown] == [True]
    await here.command(hall.workspace.owner, hall, "", name="stop")
    await here.later(2)
    assert all("Over" in one.texts() for one in hall.messages)
    assert question is hall.newest


async def test_a_count_that_is_limited(here: Wired, hall: Channel, logged: list[EventDict]) -> None:
    """The count is shown once Slack takes it again; nobody waits for that."""
    question = await here.quiz(hall)
    here.server.fail_next(EDITS, retry_after=20)
    assert (await here.press(question)).shown[0].private
    here.clock.advance(2)
    await here.until_logged(logged, "a count could not be shown")
    here.clock.advance(21)
    await here.server.until(lambda: "1 answered" in question.texts())
    assert here.asked(EDIT) == ["ratelimited", "ok"]


@pytest.mark.parametrize(("status", "error"), [(404, "expired_url"), (500, ""), (429, "limited")])
async def test_a_verdict_that_needs_another_way(
    here: Wired, hall: Channel, ana: User, status: int, error: str
) -> None:
    """Where Slack takes no answer at its address, the person is told as a message of their own."""
    question = await here.quiz(hall)
    here.server.fail_next(ANSWERS, status=status, error=error, times=2)
    told = await here.press(question, who=ana)
    assert [one.seen_by for one in told.shown] == [ana]
    assert here.asked("chat.postEphemeral") == ["ok"]


async def test_a_verdict_that_cannot_be_told(
    here: Wired, hall: Channel, logged: list[EventDict]
) -> None:
    """The log says so, without the address, and the answer is kept."""
    question = await here.quiz(hall)
    here.server.fail_next(ANSWERS, status=404, error="used_url")
    here.server.fail_next("postEphemeral", error="user_not_in_channel")
    told = await here.press(question)
    assert told.shown == []
    [reason] = reasons(logged, "an answer could not be sent")
    assert "user_not_in_channel" in str(reason)
    assert "/response/" not in str(logged)
    assert "You answered this before" in (await here.press(question)).shown[0].texts()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("not_in_channel", "the bot is not in the channel"),
        ("is_archived", "the channel is archived"),
        ("token_revoked", "the bot was removed from this workspace"),
    ],
)
async def test_a_room_is_lost_in_a_series(
    here: Wired, hall: Channel, logged: list[EventDict], error: str, reason: str
) -> None:
    """That series ends with its reason in the log; the one in the other room goes on."""
    yard = hall.workspace.named("yard")
    await between(here, hall)
    here.server.fail_next(POSTS, error=error)
    await here.later(PAUSE)
    assert reasons(logged, "a room is lost") == [reason]
    assert await here.store.open_rounds(room(hall)) == ()
    assert await here.store.running_quiz(room(hall)) is None
    await between(here, yard)
    await here.later(PAUSE)
    await goes_on(here, yard)


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
async def test_asked_where_it_is_not(here: Wired, hall: Channel, ana: User, error: str) -> None:
    """Whoever asks is told to invite the bot, and no round hangs."""
    here.server.fail_next(POSTS, error=error)
    told = await here.command(ana, hall, "questions:3")
    assert told.acknowledged
    [said] = told.shown
    assert said.seen_by is ana
    assert "/invite @Studybot" in said.texts()
    assert await here.store.open_rounds(room(hall)) == ()
    await here.quiz(hall, "questions:3")


async def test_a_command_is_acknowledged_once_it_is_seen(
    here: Wired, hall: Channel, ana: User
) -> None:
    """Whoever asks for a question sees a failure if the bot dies before the room has seen it."""
    hold = here.server.hold_next(POSTS)
    asked = await here.server.command(ana, hall, "/quiz", "")
    await hold.reached.wait()
    assert not asked.over.is_set()
    hold.release()
    assert (await asked.outcome()).acknowledged
    assert len(hall.messages) == 1


async def test_a_command_that_takes_long(here: Wired, hall: Channel, ana: User) -> None:
    """It is acknowledged in time all the same, and what goes wrong then is told behind that."""
    here.server.delay_next(POSTS, 1.7)
    here.server.fail_next(POSTS, error="is_archived")
    asked = await here.server.command(ana, hall, "/quiz", "")
    assert (await asked.outcome()).acknowledged
    assert asked.shown == []
    await here.connection.idle()
    assert [one.seen_by for one in asked.shown] == [ana]


async def test_names_that_are_not_told(here: Wired, hall: Channel, ana: User) -> None:
    """Where Slack tells no name the handle does; it is asked again about somebody else."""
    here.server.fail_next("users.info", error="user_not_found")
    question = await here.quiz(hall)
    await here.press(question, who=ana)
    await here.server.until(lambda: here.asked("users.info"))
    here.clock.advance(2)
    await here.server.until(lambda: here.asked("users.info") == ["user_not_found", "ok"])


async def test_a_page_that_cannot_be_shown(here: Wired, ana: User, logged: list[EventDict]) -> None:
    """The log says why, Slack is not asked to tell of it again, and the next look works."""
    here.server.fail_next("views.publish", error="not_enabled")
    opened = await here.server.open_home(ana)
    await opened.outcome()
    await here.connection.idle()
    assert opened.acknowledged
    assert "not_enabled" in str(reasons(logged, "a page could not be shown"))
    await (await here.server.open_home(ana)).outcome()
    await here.server.until(lambda: here.server.home(ana))
