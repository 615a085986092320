"""The bot in a simulated Discord: the real SDK, Discord's own rules, no network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult, ResponseMessage

from adapters.discord.connection import Client, Connection, Options
from bot.decks.parsing import parse
from bot.model import RoomId
from bot.ports import Clock
from bot.runner import Runner
from bot.service import Catalog, Studybot
from bot.storage import SqlStore, open_store
from tests.fakes.world import DECK


class SimulatedClock:
    """The time of the simulation, which moves only when it is told to."""

    def __init__(self, env: simcord.Env) -> None:
        self._env = env

    def now(self) -> datetime:
        """The moment it is there."""
        return self._env.now()

    async def sleep_until(self, moment: datetime) -> None:
        """Return once the simulation was moved to ``moment``."""
        await asyncio.sleep((moment - self.now()).total_seconds())


class Bot:
    """One process of the bot, as far as it is in this one."""

    def __init__(
        self, client: Client, store: SqlStore, clock: Clock, text: str, core: type[Studybot]
    ) -> None:
        self.store = store
        catalog = Catalog([parse(text.encode(), "cells.md")])
        self.studybot = core(store, catalog, Random(1), UTC)
        self.connection = Connection(client, self.studybot, store, clock)
        self.runner = Runner(self.studybot, store, [self.connection.platform], clock)


class Simulation:
    """A server with a channel and its people, and the bot among them."""

    def __init__(self, env: simcord.Env, bot: Bot) -> None:
        self.env = env
        self.bot = bot
        self.guild = env.create_guild()
        self.channel = self.guild.create_text_channel("general")
        self._moderators = self.guild.create_role(
            "moderators", permissions=discord.Permissions(manage_messages=True)
        )
        self._organisers = self.guild.create_role(
            "organisers", permissions=discord.Permissions(manage_guild=True)
        )

    @property
    def room(self) -> RoomId:
        """The channel, as the core knows it."""
        return RoomId("discord", str(self.guild.id), str(self.channel.id))

    def someone(
        self, name: str, *, moderator: bool = False, organiser: bool = False
    ) -> MemberActor:
        """Somebody in the server."""
        given = {self._moderators: moderator, self._organisers: organiser}
        roles = [role for role, has in given.items() if has]
        return self.guild.add_member(self.env.create_user(name), roles=roles)

    def closed_channel(self) -> ChannelHandle:
        """A channel in which the bot may not write."""
        assert self.env.bot.user is not None
        denied = discord.PermissionOverwrite(send_messages=False)
        silence: dict[Any, discord.PermissionOverwrite] = {self.env.bot.user: denied}
        return self.guild.create_text_channel("closed", overwrites=silence)

    async def wait(self, seconds: float) -> None:
        """Let time pass and everything that becomes due happen."""
        await self.env.advance_time(seconds)
        await self.bot.runner.settle()
        await self.env.settle()


@asynccontextmanager
async def simulation(
    folder: Path, text: str = DECK, *, core: type[Studybot] = Studybot
) -> AsyncIterator[Simulation]:
    """A bot that is connected, with its commands declared."""
    async with open_store(f"sqlite:///{folder / 'test.db'}") as store:
        client = Client(Options("token"))
        async with simcord.run(client, shard_count=1) as env:
            bot = Bot(client, store, SimulatedClock(env), text, core)
            await bot.connection.declare()
            yield Simulation(env, bot)
            await bot.connection.drain()


def components(shown: ResponseMessage) -> list[dict[str, Any]]:
    """Every component of a message, outer before inner."""
    found: list[dict[str, Any]] = []
    waiting = list(shown.components)
    while waiting:
        one = waiting.pop(0)
        found.append(one)
        waiting[:0] = one.get("components", [])
    return found


def words(shown: ResponseMessage) -> str:
    """What people read in a message."""
    return "\n".join(one["content"] for one in components(shown) if "content" in one)


def response(result: InteractionResult) -> ResponseMessage:
    """The answer to an interaction."""
    assert result.response is not None
    return result.response
