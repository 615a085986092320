"""What people in a Slack of the tests do, and what they then see, however busy the machine is."""

from __future__ import annotations

from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.messages import Message
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel, User


async def told(server: FakeSlack, done: Delivery) -> Message:
    """What somebody is shown, once the bot has acknowledged what they did."""
    await done.outcome()
    assert done.acknowledged, server.transcript()
    return (await server.until(lambda: done.shown))[0]


async def pressed(server: FakeSlack, user: User, message: Message, label: str) -> Message:
    """What somebody is shown who presses the button of this label."""
    return await told(server, await server.press(user, message, message.button(label)))


async def commanded(
    server: FakeSlack, user: User, place: Channel, name: str, words: str = ""
) -> Message:
    """What somebody alone is shown who types a command."""
    return await told(server, await server.command(user, place, name, words))


async def asked(
    server: FakeSlack, user: User, place: Channel, name: str, words: str = ""
) -> Message:
    """The question that a room sees because somebody typed a command."""
    before = len(place.messages)
    done = await server.command(user, place, name, words)
    await server.until(lambda: len(place.messages) > before or done.shown)
    assert done.shown == []
    return place.newest
