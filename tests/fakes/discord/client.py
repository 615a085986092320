"""How a test lets the real client loose on the fake."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord.server import FakeDiscord


@contextmanager
def pointed(server: FakeDiscord) -> Iterator[None]:
    """Meanwhile discord.py takes this server for Discord."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = server.api_url, yarl.URL(server.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def running(
    client: discord.Client, server: FakeDiscord, *, shards: int = 1
) -> AsyncIterator[None]:
    """Meanwhile this client is connected; whatever its start raises is raised here."""
    with pointed(server):
        started = asyncio.create_task(client.start(server.token))
        connected = asyncio.create_task(server.connected(shards))
        try:
            await asyncio.wait({started, connected}, return_when=asyncio.FIRST_COMPLETED)
            if started.done():
                await started
            await connected
            yield
        finally:
            connected.cancel()
            await client.close()
            await asyncio.gather(started, connected, return_exceptions=True)
