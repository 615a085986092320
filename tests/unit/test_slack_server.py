from collections.abc import AsyncIterator

import pytest

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tinybot import TinyBot, on_http, on_socket
from tests.fakes.slack.world import Channel, User


class School:
    """A channel, a learner in it, and the tiny bot."""

    def __init__(self, server: FakeSlack, bot: TinyBot, hall: Channel, ana: User) -> None:
        self.server = server
        self.bot = bot
        self.hall = hall
        self.ana = ana


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack that at the end has nothing to complain of."""
    async with FakeSlack() as server:
        yield server
    assert server.complaints() == []


@pytest.fixture(params=["socket", "http"])
async def school(server: FakeSlack, request: pytest.FixtureRequest) -> AsyncIterator[School]:
    """A bot that is reached by Socket Mode, and then by HTTP."""
    bot, reached = TinyBot(server), on_socket if request.param == "socket" else on_http
    async with reached(bot, server):
        yield School(server, bot, server.add_channel("hall"), server.add_user("Ana"))


async def test_a_command_posts_a_message(school: School) -> None:
    """What the bot posts stands in the channel, in reading order, with its buttons."""
    asked = await school.server.command(school.ana, school.hall, "/ask", "keras 5")
    await asked.outcome()
    assert asked.acknowledged, school.server.transcript()
    await school.server.until(lambda: school.hall.messages)
    assert school.hall.newest.texts() == "Which is it?"
    assert [part.label for part in school.hall.newest.buttons()] == ["A", "B"]
    assert school.bot.seen[0]["text"] == "keras 5"


async def test_a_press_is_answered_privately(school: School) -> None:
    """What comes by the response_url is shown to who pressed, and stands in no channel."""
    server, ana = school.server, school.ana
    await server.command(ana, school.hall, "/ask")
    await server.until(lambda: school.hall.messages)
    message = school.hall.newest
    press = await server.press(ana, message, message.button("B"))
    await press.outcome()
    await server.until(lambda: press.shown and message.edits)
    assert press.shown[0].texts() == "You pressed answer:1."
    assert press.shown[0].seen_by is ana
    assert school.hall.messages == [message]
    assert press.acknowledged
    assert press.seconds is not None
    assert press.seconds < 3
