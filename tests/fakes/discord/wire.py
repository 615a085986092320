"""Requests as anybody can write them, without an SDK that would keep within the rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp

from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.messages import Message
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import Spec
from tests.fakes.discord.world import Channel, Guild, User

Json = dict[str, Any]

V2: Final = 1 << 15
EPHEMERAL: Final = 1 << 6


class Wire:
    """A server with one channel and one person, and a bot that is written by hand."""

    def __init__(self, server: FakeDiscord, session: aiohttp.ClientSession, guild: Guild) -> None:
        self.server = server
        self.session = session
        self.guild = guild
        self.hall: Channel = guild.channel("general")
        self.ana: User = server.add_user("Ana")

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Sends a request with the bot's token; the answer's status and body."""
        headers = {"Authorization": f"Bot {self.server.token}"}
        async with self.session.request(
            method, self.server.api_url + path, json=body, headers=headers
        ) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def post(self, **body: object) -> tuple[int, Any]:
        """Posts in the hall."""
        return await self.ask("POST", f"/channels/{self.hall.id}/messages", body)

    async def posted(self, **body: object) -> Message:
        """Posts in the hall what is right."""
        assert (await self.post(**body))[0] == 200
        return self.hall.newest

    async def edit(self, message: Message, **body: object) -> tuple[int, Any]:
        """Edits a message of the hall."""
        path = f"/channels/{message.channel.id}/messages/{message.id}"
        return await self.ask("PATCH", path, body)

    async def respond(self, interaction: Interaction, **body: object) -> tuple[int, Any]:
        """Answers an interaction."""
        path = f"/interactions/{interaction.id}/{interaction.token}/callback?with_response=1"
        return await self.ask("POST", path, body)

    async def follow(
        self, interaction: Interaction, method: str, rest: str = "", body: object = None
    ) -> tuple[int, Any]:
        """Uses an interaction's token."""
        path = f"/webhooks/{self.server.state.bot.id}/{interaction.token}{rest}"
        return await self.ask(method, path, body)

    async def command(self) -> Interaction:
        """Ana runs a command."""
        return await self.server.command(self.ana, self.hall, "ask")


@asynccontextmanager
async def wired(spec: Spec | None = None) -> AsyncIterator[Wire]:
    """A Discord without limits on how often it is asked, and no bot that listens."""
    async with FakeDiscord(spec=spec, limit=None) as server, aiohttp.ClientSession() as session:
        yield Wire(server, session, await server.add_guild("School"))


def text(content: str = "Hello") -> Json:
    """A text display."""
    return {"type": 10, "content": content}


def button(custom_id: str = "x", **more: object) -> Json:
    """A button."""
    return {"type": 2, "style": 2, "label": "A", "custom_id": custom_id, **more}


def row(*parts: Json) -> Json:
    """A row of components."""
    return {"type": 1, "components": list(parts)}


def menu(options: int = 2, **more: object) -> Json:
    """A menu."""
    offered = [{"label": str(number), "value": str(number)} for number in range(options)]
    return {"type": 3, "custom_id": "menu", "options": offered, **more}


def container(*parts: Json) -> Json:
    """A container."""
    return {"type": 17, "components": list(parts)}


def section(*parts: Json, **more: object) -> Json:
    """A section."""
    return {"type": 9, "components": list(parts), "accessory": button("s"), **more}
