"""The bot as a service: every platform that has its settings, the clock, and what watches them."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom

import structlog
import typer
from aiohttp import web

from adapters import probes, ways
from adapters.platforms import Connect, Connection, turned_on
from adapters.settings import Settings
from adapters.terminal.presence import Presence
from adapters.watching import Notes, on_terminal, watching
from adapters.web import Handler, said
from bot import wording
from bot.decks.beside import Pictures
from bot.decks.library import Library
from bot.errors import BadSetting, PlatformUnavailable
from bot.ports import Clock, Store
from bot.runner import Runner
from bot.service import Catalog, Studybot
from bot.storage import open_store
from bot.wording import health

AGAIN = timedelta(seconds=10)
"""The wait before a platform that is away is tried again, where another one is served meanwhile."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Probe:
    """Something that says why it is not well; see ``adapters.probes``."""

    name: str
    trouble: Callable[[], Awaitable[str]]


async def serve(settings: Settings, library: Library, clock: Clock) -> None:
    """Serve every platform that is turned on until cancelled, then end in order.

    Raises whatever makes going on impossible, as a ``StudybotError``.
    """
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database))
        catalog = Catalog(library.decks, library.problems, str(settings.content))
        await catalog.recognise(store)
        pictures = Pictures(settings.content)
        studybot = Studybot(store, catalog, SystemRandom(), settings.zone, pictures=pictures)
        file = settings.database_file
        presence = stack.enter_context(Presence(file and file.with_name(f"{file.name}.lock")))
        services = [
            Service(name, connect, studybot, store, clock) for name, connect in turned_on(settings)
        ]
        routes: dict[tuple[str, str], Handler] = {}
        await stack.enter_async_context(_watched(settings, services, store, routes))
        notes = Notes(settings.content, library, str(settings.zone))
        await stack.enter_async_context(watching(notes, catalog, store, clock, on_terminal))
        for problem in library.problems:
            typer.echo(wording.explain(problem), err=True)
        cards = [(deck.title, len(deck.cards)) for deck in library.decks]
        alone = len(services) == 1
        sole = presence.alone()
        await _together(*(one.keep_up(routes, cards, alone=alone, sole=sole) for one in services))


class Service:
    """One platform, served side by side with others: the trouble of one is no other's."""

    def __init__(
        self, name: str, connect: Connect, studybot: Studybot, store: Store, clock: Clock
    ) -> None:
        """Connect to nothing yet."""
        self.name = name
        self._connect = connect
        self._studybot = studybot
        self._store = store
        self._clock = clock
        self._connection: Connection | None = None
        self._runner: Runner | None = None
        self._away = "not connected yet"

    async def keep_up(
        self,
        routes: dict[tuple[str, str], Handler],
        decks: list[tuple[str, int]],
        *,
        alone: bool,
        sole: bool,
    ) -> None:
        """Serve until cancelled. What ends a platform ends the bot only where it is ``alone``.

        What it answers over HTTP is put among the ``routes``, and 503 in its place once it is gone.
        ``sole`` is as in ``bot.runner.Runner``.
        """
        own: Mapping[tuple[str, str], Handler] = {}
        while True:
            try:
                async with self._connect(self._studybot, self._store, self._clock) as connection:
                    self._connection = connection
                    own = connection.routes
                    routes.update(own)
                    platforms = [connection.platform]
                    self._runner = Runner(
                        self._studybot, self._store, platforms, self._clock, sole=sole
                    )
                    _settle_down()
                    try:
                        await _together(
                            self._runner.run(), connection.run(), _announce(connection, decks)
                        )
                    finally:
                        # A balancer is told to send nobody here; who comes is still answered.
                        self._connection, self._away = None, health.STOPPING
            except PlatformUnavailable as error:
                if alone:
                    raise
                self._away = error.reason
                _log.warning("a platform is away", platform=self.name, reason=error.reason)
            finally:
                self._connection = self._runner = None
                routes.update(dict.fromkeys(own, _elsewhere))
            sole = False
            await self._clock.sleep_until(self._clock.now() + AGAIN)

    async def trouble(self) -> str:
        """Why nobody there can be served now; empty when all are."""
        return await self._connection.trouble() if self._connection else self._away

    async def clock_trouble(self) -> str:
        """Why what is due there is not being done; empty while it is, or while nobody is there."""
        return await self._runner.trouble() if self._runner else ""


@asynccontextmanager
async def _watched(
    settings: Settings,
    services: list[Service],
    store: Store,
    routes: Mapping[tuple[str, str], Handler],
) -> AsyncIterator[None]:
    """Answer those who watch this process, and what comes for a platform.

    Without it, if the usual port happens to be taken and nothing has to come in there.
    """
    if settings.http is None:
        yield
        return

    async def database() -> str:
        await store.keep_note("asked how it does", "")  # one that can only be read serves nobody
        return ""

    async def clock() -> str:
        return next(filter(None, [await one.clock_trouble() for one in services]), "")

    alive = [Probe("clock", clock)]
    ready = [
        *alive,
        Probe("database", database),
        *(Probe(one.name, one.trouble) for one in services),
    ]
    asked_in = isinstance(settings.slack, ways.OneWorkspace | ways.ManyWorkspaces)
    async with AsyncExitStack() as stack:
        host, port = settings.http.host, settings.http.port
        try:
            await stack.enter_async_context(
                probes.serve(
                    host, port, alive=alive, ready=ready, routes=routes if asked_in else None
                )
            )
        except BadSetting as error:
            if asked_in or "http" in settings.model_fields_set:
                raise
            _log.warning("health cannot be asked for", reason=wording.explain(error))
        yield


async def _elsewhere(_: web.BaseRequest) -> web.StreamResponse:
    """Not here, not now: a balancer may try another process."""
    return said(503, {"status": "unavailable"})


async def _announce(connection: Connection, decks: list[tuple[str, int]]) -> None:
    """Tell whoever started the bot that it is there, and what is still to do."""
    typer.echo(wording.serving(decks, await connection.introduction()))
    sys.stdout.flush()


def _settle_down() -> None:
    """Never look through again what is there now, for it stays to the end.

    That saves a tenth of the work when a crowd answers.
    """
    gc.collect()
    gc.freeze()


async def _together(*work: Coroutine[None, None, None]) -> None:
    """Do things side by side until one of them fails, or this is cancelled; then end them all."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
