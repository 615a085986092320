"""Says over HTTP how the bot does: ``/healthz`` (it works) and ``/readyz`` (it can serve people).

Nothing else is served, and what is asked costs little: a probe that is being asked is not asked
again, and connections are few and short.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import structlog
from aiohttp import web
from aiohttp.hdrs import CACHE_CONTROL, METH_GET, METH_HEAD, SERVER

from bot.errors import BadSetting, StudybotError
from bot.wording import explain, health

LIMIT = 2.0
"""Seconds a probe may take; after that it counts as trouble."""

LIFETIME = 10.0
"""Seconds a connection may be open, whatever is done with it."""

CONNECTIONS = 64
"""Connections open at once at most; a further one is closed at once."""

LAST_WORDS = 0.2
"""Seconds an answer may still take when the bot is stopped."""

LINE = 2048
"""Bytes of a line of a request at most."""

_log = structlog.get_logger(__name__)
_garbage = logging.getLogger(f"{__name__}.garbage")
_garbage.disabled = True  # whoever sends some must not fill the log


class Probe(Protocol):
    """Knows how one part of the bot does."""

    @property
    def name(self) -> str:
        """What the part is called; no two probes of a page share it."""
        ...

    def trouble(self) -> Awaitable[str]:
        """Why the part does not do well, in a sentence without secrets; empty when it does.

        May raise: a ``StudybotError`` is told in its own words, of another one its type alone.
        May be cancelled when it takes too long.
        """
        ...


@asynccontextmanager
async def serve(
    host: str, port: int, *, alive: Sequence[Probe], ready: Sequence[Probe]
) -> AsyncIterator[tuple[str, int]]:
    """Answer at this address while the context is open; gives the host and the port taken.

    ``/healthz`` asks ``alive``, ``/readyz`` asks ``ready``: 200 if none has trouble, else 503 and
    what the trouble is. A port of 0 takes a free one. Raises ``BadSetting`` if nobody can listen
    there.
    """
    pages = {"/healthz": [_Check(one) for one in alive], "/readyz": [_Check(one) for one in ready]}
    loop = asyncio.get_running_loop()
    server = web.Server(
        lambda request: _answer(request, pages),
        request_factory=lambda head, body, protocol, writer, task: _Request(
            head, body, protocol, writer, task, loop
        ),
        logger=_garbage,
        access_log=None,
        lingering_time=0,
        max_line_size=LINE,
        max_field_size=LINE,
    )
    listening = await _listen(server, host, port)
    try:
        yield listening.sockets[0].getsockname()[:2]
    finally:
        listening.close()
        await asyncio.gather(*(check.stop() for page in pages.values() for check in page))
        await server.shutdown(timeout=LAST_WORDS)


async def _listen(server: web.Server, host: str, port: int) -> asyncio.Server:
    loop = asyncio.get_running_loop()

    def connection() -> asyncio.BaseProtocol:
        if len(server.connections) >= CONNECTIONS:
            return _Refusal()
        opened = server()
        loop.call_later(LIFETIME, opened.force_close)
        return opened

    try:
        return await loop.create_server(connection, host, port)
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


async def _answer(request: web.BaseRequest, pages: Mapping[str, Sequence[_Check]]) -> web.Response:
    checks = pages.get(request.path)
    if checks is None or request.method not in {METH_GET, METH_HEAD}:
        return _page(404, {"status": "not found"})
    found = await asyncio.gather(*(check.trouble() for check in checks))
    trouble = {check.name: said for check, said in zip(checks, found, strict=True) if said}
    if trouble:
        return _page(503, {"status": "unavailable", "trouble": trouble})
    return _page(200, {"status": "ok"})


def _page(status: int, body: object) -> web.Response:
    page = web.json_response(body, status=status, headers={CACHE_CONTROL: "no-store"})
    page.force_close()
    return page


class _Check:
    """Asks a probe, once for all who want to know meanwhile, and never waits long for it."""

    def __init__(self, probe: Probe) -> None:
        self.name = probe.name
        self._probe = probe
        self._asked: asyncio.Task[str] | None = None

    async def trouble(self) -> str:
        """As the probe says, or that it says nothing."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self._asking())
        asked = self._asked
        # Not waited for by itself: it may be stuck where not even cancelling reaches it.
        await asyncio.wait({asked}, timeout=LIMIT)
        if asked.cancelled():
            return health.STOPPING
        return asked.result() if asked.done() else health.no_answer(LIMIT)

    async def stop(self) -> None:
        """Ask no longer; whoever waits is told so."""
        if self._asked:
            self._asked.cancel()
            await asyncio.wait({self._asked}, timeout=LAST_WORDS)

    async def _asking(self) -> str:
        try:
            async with asyncio.timeout(LIMIT):
                return await self._probe.trouble()
        except TimeoutError:
            return health.no_answer(LIMIT)
        except StudybotError as error:
            return explain(error)
        except Exception as error:  # noqa: BLE001 -- that is trouble, too
            _log.warning("a probe failed", probe=self.name, cause=type(error).__name__)
            return health.no_telling(error)
