"""What the clock's side posts stands in the channel once, whatever happened to who posted it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from adapters.discord.client import Discord
from adapters.discord.connection import Options, connected
from bot.decks.parsing import parse
from bot.errors import RoomUnreachable
from bot.model import Message, RoomId
from bot.screens import QuestionScreen
from bot.service import Catalog, Studybot
from bot.storage import open_store
from tests.adapters.gallery import question, reveal
from tests.fakes.discord.rights import Right
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Channel
from tests.fakes.world import DECK


class Later:
    """The time of this machine, and a while more."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """The moment it would be."""
        return datetime.now(UTC) + self.ahead

    async def sleep_until(self, moment: datetime) -> None:
        """Nobody waits here."""
        raise NotImplementedError


class Hall:
    """A channel with the bot in it, and a way to let minutes pass for both sides."""

    def __init__(self, server: FakeDiscord, channel: Channel, platform: Discord) -> None:
        self.server = server
        self.channel = channel
        self.platform = platform
        guild = channel.guild
        assert guild is not None
        self.room = RoomId("discord", str(guild.id), str(channel.id))
        self.began = datetime.now(UTC)
        self.clock = Later()

    async def post(self, screen: QuestionScreen) -> str:
        """Post a question that was first to be posted when all began."""
        return await self.platform.post(self.room, screen, self.began)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    """A connected bot."""
    async with FakeDiscord() as server, open_store(f"sqlite:///{tmp_path}/test.db") as store:
        channel = (await server.add_guild("School", "hall")).channel("hall")
        clock = Later()
        core = Studybot(store, Catalog([parse(DECK.encode(), "cells.md")]), Random(1), UTC)
        options = Options(server.token, server.api_url, server.gateway_url, None, 1)
        async with connected(core, store, clock, options) as connection:
            made = Hall(server, channel, connection.platform)
            made.clock = clock
            yield made


async def test_at_once_discord_knows_it_again(hall: Hall) -> None:
    """Posted twice within a minute, a question stands there once."""
    assert await hall.post(question()) == await hall.post(question())
    assert len(hall.channel.messages) == 1


async def test_later_it_is_found_in_the_history(hall: Hall) -> None:
    """When Discord has forgotten the nonce, the message is found by the round in its buttons."""
    first = await hall.post(question())
    hall.server.advance(600)
    hall.clock.ahead = timedelta(seconds=600)

    assert await hall.post(question()) == first
    assert len(hall.channel.messages) == 1


async def test_where_the_history_may_not_be_read(hall: Hall) -> None:
    """Without that right it is posted again: twice is better than never."""
    await hall.post(question())
    await hall.server.take_right(hall.channel, Right.READ_MESSAGE_HISTORY)
    hall.server.advance(600)
    hall.clock.ahead = timedelta(seconds=600)

    await hall.post(question())

    assert len(hall.channel.messages) == 2


async def test_a_deleted_channel_is_lost(hall: Hall) -> None:
    """Neither posting nor looking back is possible where there is no channel."""
    await hall.server.delete_channel(hall.channel)
    hall.clock.ahead = timedelta(seconds=600)

    with pytest.raises(RoomUnreachable, match="10003"):
        await hall.post(question())


async def test_an_archived_thread_is_taken_out_again(hall: Hall) -> None:
    """A question in a thread that was put away meanwhile is still revealed."""
    assert hall.channel.guild is not None
    thread = await hall.server.add_channel(hall.channel.guild, "talk", parent=hall.channel)
    place = RoomId("discord", str(hall.channel.guild.id), str(thread.id))
    posted = Message(place, await hall.platform.post(place, question()))
    thread.archived = True

    await hall.platform.edit(posted, reveal())

    assert "Over" in thread.messages[0].texts()


async def test_a_locked_thread_is_lost(hall: Hall) -> None:
    """A thread that the bot may not take out again is a room it cannot reach."""
    assert hall.channel.guild is not None
    thread = await hall.server.add_channel(hall.channel.guild, "talk", parent=hall.channel)
    place = RoomId("discord", str(hall.channel.guild.id), str(thread.id))
    posted = Message(place, await hall.platform.post(place, question()))
    thread.archived = True
    await hall.server.take_right(hall.channel, Right.SEND_MESSAGES_IN_THREADS)

    with pytest.raises(RoomUnreachable, match="50013"):
        await hall.platform.edit(posted, reveal())
