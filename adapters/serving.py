"""The bot as a service: every platform that has its settings, the clock, and what watches them."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import SystemRandom

import structlog
import typer

from adapters import probes
from adapters.discord.connection import Connection, Options, connected, logged_in
from adapters.discord.rights import invitation
from adapters.settings import Settings
from adapters.terminal.presence import Presence
from bot import wording
from bot.decks.library import Library
from bot.errors import BadSetting
from bot.ports import Clock
from bot.runner import Runner
from bot.service import Catalog, Studybot
from bot.storage import open_store

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Probe:
    """Something that says why it is not well; see ``adapters.probes``."""

    name: str
    trouble: Callable[[], Awaitable[str]]


async def serve(settings: Settings, library: Library, clock: Clock) -> None:
    """Serve Discord until cancelled, then end in order: nobody is left waiting.

    Raises whatever makes going on impossible, as a ``StudybotError``.
    """
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database))
        catalog = Catalog(library.decks, library.problems, str(settings.content))
        await catalog.recognise(store)
        studybot = Studybot(store, catalog, SystemRandom(), settings.zone)
        file = settings.database_file
        presence = stack.enter_context(Presence(file and file.with_name(f"{file.name}.lock")))
        options = discord_options(settings)
        connection = await stack.enter_async_context(connected(studybot, store, clock, options))
        runner = Runner(studybot, store, [connection.platform], clock, sole=presence.alone())

        async def database() -> str:
            await store.keep_note(
                "asked how it does", ""
            )  # one that can only be read serves nobody
            return ""

        alive = [Probe("clock", runner.trouble)]
        ready = [*alive, Probe("database", database), Probe("discord", connection.trouble)]
        await stack.enter_async_context(_watched(settings, alive, ready))
        # What is there now stays to the end: never looking through it again saves a tenth of the
        # work when a crowd answers.
        gc.collect()
        gc.freeze()
        await _together(runner.run(), connection.run(store), _announce(connection, library))


async def invite(settings: Settings) -> str:
    """The address at which the bot is invited; Discord is asked who the token belongs to."""
    async with logged_in(discord_options(settings)) as client:
        return invitation(client.application_id or 0)


def discord_options(settings: Settings) -> Options:
    """How to reach Discord. Raises ``BadSetting`` where there is no token."""
    if settings.discord_token is None:
        raise BadSetting("DISCORD_TOKEN", "", wording.FROM_THE_PORTAL)
    ids = settings.discord_shard_ids
    return Options(
        settings.discord_token.get_secret_value(),
        settings.discord_api_url,
        settings.discord_gateway_url,
        list(ids) if ids else None,
        settings.discord_shard_count,
    )


@asynccontextmanager
async def _watched(
    settings: Settings, alive: list[Probe], ready: list[Probe]
) -> AsyncIterator[None]:
    """Answer those who watch this process; without it, if the usual port happens to be taken."""
    if settings.http is None:
        yield
        return
    async with AsyncExitStack() as stack:
        host, port = settings.http.host, settings.http.port
        try:
            await stack.enter_async_context(probes.serve(host, port, alive=alive, ready=ready))
        except BadSetting as error:
            if "http" in settings.model_fields_set:
                raise
            _log.warning("health cannot be asked for", reason=wording.explain(error))
        yield


async def _announce(connection: Connection, library: Library) -> None:
    """Tell whoever started the bot that it is there, and what is still to do."""
    name, servers = await connection.settled()
    for problem in library.problems:
        typer.echo(wording.explain(problem), err=True)
    cards = [(deck.title, len(deck.cards)) for deck in library.decks]
    typer.echo(wording.serving(name, servers, cards, connection.invitation))
    sys.stdout.flush()


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
