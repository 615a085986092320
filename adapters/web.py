"""An HTTP server for what the bot answers itself: small, guarded, and cheap for each request.

Behind it are the handlers of platforms (``Routes``) and pages that only say something (``Pages``).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web
from aiohttp.hdrs import ALLOW, CACHE_CONTROL, METH_GET, METH_HEAD, SERVER

from bot.errors import BadSetting
from bot.wording import health

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
"""Answers a request, whose body is there already and no longer than ``BODY``."""

Routes = Mapping[tuple[str, str], Handler]
"""Handlers by method (in capitals) and path."""

Pages = Mapping[str, Handler]
"""Handlers by path, for GET and HEAD alone."""

BODY = 1024 * 1024
"""Bytes of a body at most."""

SENDING = 10.0
"""Seconds a body may take to come in."""

LAST_WORDS = 0.2
"""Seconds an answer may still take to be sent when the server is closed."""

_log = structlog.get_logger(__name__)
_garbage = logging.getLogger(f"{__name__}.garbage")
_garbage.disabled = True  # whoever sends some must not fill the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a server takes. A connection beyond ``connections`` is closed at once.

    ``line`` is in bytes, for the first line of a request and for each field. The other figures are
    seconds: ``opening`` until the first request must be there; ``kept`` that an unused connection
    is kept, none being kept beyond ``opening`` where this is 0; ``drain`` that requests under way
    may take when the server is closed.
    """

    connections: int
    line: int
    opening: float
    kept: float
    drain: float


CHATS = Limits(connections=512, line=8190, opening=10.0, kept=620.0, drain=5.0)
"""For platforms: many connections, kept for longer than a balancer keeps them unused."""


@asynccontextmanager
async def serve(
    host: str, port: int, *, pages: Pages, routes: Routes, limits: Limits = CHATS
) -> AsyncIterator[tuple[str, int]]:
    """Answer at this address while the context is open; gives the host and the port taken.

    A port of 0 takes a free one. Raises ``BadSetting`` if nobody can listen there. Of an exception
    in a handler only 500 is told; the log has it. When the context ends, requests under way are
    answered, and nothing new is taken.
    """
    desk = _Desk(pages, routes, limits)
    listening = await _listen(desk, host, port, limits.connections)
    try:
        yield listening.sockets[0].getsockname()[:2]
    finally:
        listening.close()
        await desk.close()


def said(status: int, body: object, **fields: str) -> web.Response:
    """A few words in JSON, which nothing caches, and after which the connection is closed."""
    answer = web.json_response(body, status=status, headers={CACHE_CONTROL: "no-store", **fields})
    answer.force_close()
    return answer


async def _listen(desk: _Desk, host: str, port: int, waiting: int) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    try:
        return await loop.create_server(desk.connection, host, port, backlog=waiting)
    except OSError:
        shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        raise BadSetting("STUDYBOT_HTTP", shown, health.A_FREE_ADDRESS) from None


class _Refusal(asyncio.Protocol):
    """A connection that is closed as soon as it is open."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


class _Request(web.BaseRequest):
    """A request whose answers, those to garbage included, do not say what software we run."""

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        response.headers.pop(SERVER, None)


class _Desk:
    """Takes connections and requests, and finds who answers them."""

    def __init__(self, pages: Pages, routes: Routes, limits: Limits) -> None:
        self._pages, self._routes, self._limits = pages, routes, limits
        self._loop = asyncio.get_running_loop()
        self._server = web.Server(
            self._answer,
            request_factory=lambda head, body, protocol, writer, task: _Request(
                head, body, protocol, writer, task, self._loop, client_max_size=BODY
            ),
            logger=_garbage,
            access_log=None,
            lingering_time=0,
            keepalive_timeout=limits.kept or limits.opening,
            max_line_size=limits.line,
            max_field_size=limits.line,
            auto_decompress=False,  # a signature is that of the bytes, and a few may become many
        )
        self._opening: dict[object, asyncio.TimerHandle] = {}
        self._busy: dict[web.RequestHandler, asyncio.Task[Any] | None] = {}
        self._closing = False
        self._quiet = asyncio.Event()

    def connection(self) -> asyncio.BaseProtocol:
        """What a new connection talks to."""
        if self._closing or len(self._server.connections) >= self._limits.connections:
            return _Refusal()
        opened = self._server()
        self._opening[opened] = self._loop.call_later(self._limits.opening, self._end, opened)
        return opened

    async def close(self) -> None:
        """Let go of whoever asks nothing, see the others answered, and take nothing new."""
        self._closing = True
        for connection in self._server.connections:
            if connection not in self._busy:
                connection.force_close()
        if self._busy:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._limits.drain):
                    await self._quiet.wait()
        # The server itself forgets those whose connection was closed at the other end.
        if hanging := [task for task in self._busy.values() if task]:
            for task in hanging:
                task.cancel()
            await asyncio.wait(hanging, timeout=LAST_WORDS)
        await self._server.shutdown(timeout=LAST_WORDS)
        for end in self._opening.values():
            end.cancel()

    def _end(self, opened: web.RequestHandler) -> None:
        del self._opening[opened]
        opened.force_close()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        connection = request.protocol
        if self._limits.kept and (end := self._opening.pop(connection, None)):
            end.cancel()
        self._busy[connection] = asyncio.current_task()
        try:
            answer = await self._answered(request)
        finally:
            del self._busy[connection]
            if self._closing and not self._busy:
                self._quiet.set()
        # Whoever is refused has to come anew: only those who are served may stay.
        if self._closing or answer.status >= web.HTTPBadRequest.status_code:
            answer.force_close()
        return answer

    async def _answered(self, request: web.BaseRequest) -> web.StreamResponse:
        handler = self._routes.get((request.method, request.path))
        if handler is None:
            return await self._shown(request)
        if refusal := await _unreceived(request):
            return refusal
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001 -- nobody outside is told what it was
            _log.error("a request was not answered", path=request.path, exc_info=error)
            return web.Response(status=500)

    async def _shown(self, request: web.BaseRequest) -> web.StreamResponse:
        """A page; or that there is none, or nothing that could be done with it in this way."""
        page = self._pages.get(request.path)
        if page and request.method in {METH_GET, METH_HEAD}:
            return await page(request)
        taken = sorted(method for method, path in self._routes if path == request.path)
        if taken:
            return said(405, {"status": "method not allowed"}, **{ALLOW: ", ".join(taken)})
        return said(404, {"status": "not found"})


async def _unreceived(request: web.BaseRequest) -> web.Response | None:
    """Read the body; if it does not come in, what is said of that."""
    if (request.content_length or 0) > BODY:
        return said(413, {"status": "too large"})
    try:
        if request.content.is_eof():  # it came with the head, as nearly all do
            await request.read()
        else:
            async with asyncio.timeout(SENDING):
                await request.read()
    except web.HTTPRequestEntityTooLarge:
        return said(413, {"status": "too large"})
    except TimeoutError:
        return said(408, {"status": "too slow"})
    except web.RequestPayloadError:
        return said(400, {"status": "bad request"})
    return None
