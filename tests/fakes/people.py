"""What people in a Discord of the tests do, and what they then see, however busy the machine is."""

from __future__ import annotations

from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.messages import Message
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Channel, User


async def seen(server: FakeDiscord, asked: Interaction) -> Message:
    """The first message that somebody is shown, once the bot no longer says that it thinks.

    Raises:
        AssertionError: The bot did not answer.
    """
    await asked.outcome()
    assert not asked.failed, f"{asked}\n{server.transcript()}"
    return (await server.until(lambda: asked.shown))[0]


async def pressed(server: FakeDiscord, user: User, message: Message, label: str) -> Message:
    """What somebody is shown who presses the button of this label."""
    return await seen(server, await server.press(user, message, message.button(label)))


async def commanded(
    server: FakeDiscord, user: User, place: Channel, name: str, **given: str | float | bool
) -> Message:
    """What a command is answered with."""
    return await seen(server, await server.command(user, place, name, given))
