"""Says over HTTP how the bot does: ``/healthz`` (it works) and ``/readyz`` (it can serve people).

What is asked costs little: a probe that is being asked is not asked again. Where nothing else is
served, connections are few and short.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import structlog
from aiohttp import web

from adapters.web import CHATS, LAST_WORDS, Handler, Limits, Routes, said
from adapters.web import serve as serve_web
from bot.errors import StudybotError
from bot.wording import explain, health

LIMIT = 2.0
"""Seconds a probe may take; after that it counts as trouble."""

LIFETIME = 10.0
"""Seconds a connection may be open, whatever is done with it."""

CONNECTIONS = 64
"""Connections open at once at most; a further one is closed at once."""

LINE = 2048
"""Bytes of a line of a request at most."""

_log = structlog.get_logger(__name__)


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
    host: str,
    port: int,
    *,
    alive: Sequence[Probe],
    ready: Sequence[Probe],
    routes: Routes | None = None,
) -> AsyncIterator[tuple[str, int]]:
    """Answer at this address while the context is open; gives the host and the port taken.

    ``/healthz`` asks ``alive``, ``/readyz`` asks ``ready``: 200 if none has trouble, else 503 and
    what the trouble is. ``routes`` is what platforms answer there, with limits that suit them
    (``adapters.web``); it may change while the context is open. A port of 0 takes a free one.
    Raises ``BadSetting`` if nobody can listen there.
    """
    checks = {"/healthz": [_Check(one) for one in alive], "/readyz": [_Check(one) for one in ready]}
    pages = {path: _page(asked) for path, asked in checks.items()}
    limits = _short() if routes is None else CHATS
    answered = {} if routes is None else routes
    async with serve_web(host, port, pages=pages, routes=answered, limits=limits) as place:
        try:
            yield place
        finally:
            await asyncio.gather(*(check.stop() for asked in checks.values() for check in asked))


def _short() -> Limits:
    return Limits(connections=CONNECTIONS, line=LINE, opening=LIFETIME, kept=0, drain=LAST_WORDS)


def _page(checks: Sequence[_Check]) -> Handler:
    async def answer(_: web.BaseRequest) -> web.Response:
        found = await asyncio.gather(*(check.trouble() for check in checks))
        trouble = {check.name: words for check, words in zip(checks, found, strict=True) if words}
        if trouble:
            return said(503, {"status": "unavailable", "trouble": trouble})
        return said(200, {"status": "ok"})

    return answer


class _Check:
    """Asks a probe, once for all who want to know meanwhile, and never waits long for it."""

    def __init__(self, probe: Probe) -> None:
        self.name = probe.name
        self._probe = probe
        self._asked: asyncio.Task[str] | None = None
        self._stopped = False

    async def trouble(self) -> str:
        """As the probe says, or that it says nothing."""
        if self._stopped:
            return health.STOPPING
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
        self._stopped = True
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
