"""Presses as the gateway brings them, answered by the real client."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from adapters.discord.connection import Options, connected
from bot.actions import AnswerRound, encode
from bot.decks.parsing import parse
from bot.model import RoundId
from bot.service import Catalog, Studybot
from bot.storage import open_store
from tests.fakes.discord.components import BUTTON
from tests.fakes.discord.interactions import COMPONENT
from tests.fakes.discord.messages import Message
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.world import DECK


class Now:
    """The time of this machine."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Return once it is then."""
        await asyncio.sleep((moment - self.now()).total_seconds())


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[FakeDiscord]:
    """A Discord with a server and a bot that listens."""
    async with FakeDiscord() as server, open_store(f"sqlite:///{tmp_path}/test.db") as store:
        await server.add_guild("School", "hall")
        core = Studybot(store, Catalog([parse(DECK.encode(), "cells.md")]), Random(1), UTC)
        options = Options(server.token, server.api_url, server.gateway_url, None, 1)
        async with connected(core, store, Now(), options) as connection:
            listening = asyncio.create_task(connection.run())
            await server.connected()
            yield server
            listening.cancel()
    assert server.complaints() == []


async def asked(server: FakeDiscord) -> Message:
    """An open question."""
    hall = next(iter(server.state.guilds.values())).channel("hall")
    return (await (await server.command(server.add_user("Ana"), hall, "quiz")).outcome()).message


async def test_a_button_that_the_message_has_not(server: FakeDiscord) -> None:
    """The id alone says what a press means: the message need not show that button any more."""
    message = await asked(server)
    gone = encode(AnswerRound(RoundId("gone"), (0,)))
    data = {"component_type": BUTTON, "custom_id": gone, "id": 1}
    press = await server.state.interact(
        COMPONENT, server.add_user("Bo"), message.channel, data, message
    )
    assert (await press.outcome()).message.private


async def test_many_are_told_alike(server: FakeDiscord) -> None:
    """Two who chose the same read the same, each alone; who was right reads something else."""
    message = await asked(server)
    presses = [
        await server.press(server.add_user(name), message, button)
        for button in message.buttons()
        for name in ("Bo", "Cy")
    ]
    told = [(await press.outcome()).message for press in presses]
    assert [one.seen_by for one in told] == [press.user for press in presses]
    assert [one.texts() for one in told[::2]] == [one.texts() for one in told[1::2]]
    assert sum("Right" in one.texts() for one in told) == 2
