"""A bot's address that answers as a test says, and keeps what came."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiohttp import web

from tests.fakes.slack.server import FakeSlack


class Endpoint:
    """No bot at all: every delivery is answered with ``status`` and ``body``."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.body: Any = ""
        """A text, or what is to be written as JSON."""
        self.heard: list[tuple[bytes, dict[str, str]]] = []

    async def answer(self, request: web.Request) -> web.Response:
        """Keeps the request."""
        self.heard.append((await request.read(), dict(request.headers)))
        if isinstance(self.body, str):
            return web.Response(status=self.status, text=self.body)
        body = orjson.dumps(self.body)
        return web.Response(status=self.status, body=body, content_type="application/json")


@asynccontextmanager
async def listening(server: FakeSlack) -> AsyncIterator[Endpoint]:
    """The address to which a server delivers."""
    endpoint, site = Endpoint(), web.Application()
    site.router.add_post("/slack", endpoint.answer)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        endpoint.url = f"http://{host}:{port}/slack"
        server.deliver_to(endpoint.url)
        yield endpoint
    finally:
        await runner.cleanup()
