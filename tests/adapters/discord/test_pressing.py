"""Presses as the gateway brings them, answered by the real client."""

from pathlib import Path

from bot.actions import AnswerRound, encode
from bot.model import RoundId
from tests.fakes.discord.components import BUTTON
from tests.fakes.discord.interactions import COMPONENT
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.people import seen
from tests.fakes.wired import wired


async def test_a_button_that_the_message_has_not(tmp_path: Path) -> None:
    """The id alone says what a press means: the message need not show that button any more."""
    async with FakeDiscord() as server:
        hall = (await server.add_guild("School", "hall")).channel("hall")
        async with wired(server, tmp_path) as here:
            question = await here.quiz(hall)
            gone = encode(AnswerRound(RoundId("gone"), (0,)))
            data = {"component_type": BUTTON, "custom_id": gone, "id": 1}
            press = await server.state.interact(COMPONENT, here.ana, hall, data, question)

            assert (await seen(server, press)).private
        assert server.complaints() == []
