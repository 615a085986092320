"""``studybot run`` as a process of its own, as an operator starts it, on a Discord of the tests."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import socket
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, Final

from tests.fakes.discord.server import FakeDiscord

ROOT: Final = Path(__file__).parents[2]

STARTED_WITHIN: Final = 30.0
"""Seconds until a process serves people, also where many are started at once."""

ENDED_WITHIN: Final = 15.0
"""Seconds until a process that was asked to end is gone."""

# What the installed script does; for a checkout that nobody has installed.
_SCRIPT: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from adapters.cli import main; main()"
)


class Process:
    """A running bot: what it has said, and how it is ended."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path, log: Path) -> None:
        self._process = process
        self._folder = folder
        self._log = log

    @property
    def said(self) -> str:
        """What it has printed and logged so far."""
        return self._log.read_text(encoding="utf-8")

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.returncode is None

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    async def ended(self) -> int:
        """Its exit code, once it has ended."""
        async with asyncio.timeout(ENDED_WITHIN):
            return await self._process.wait()

    async def stop(self) -> int:
        """End it in order; its exit code."""
        self.signal(signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self.running:
            self._process.kill()
        await self._process.wait()

    def rows(self, question: str) -> list[Any]:
        """What a query finds in the bot's database file."""
        with closing(sqlite3.connect(self._folder / "data" / "studybot.db")) as database:
            return database.execute(question).fetchall()


@asynccontextmanager
async def begun(server: FakeDiscord, folder: Path, **settings: str) -> AsyncIterator[Process]:
    """A process that may or may not come to serve people.

    Settings given here come on top of those it needs, or in their place.
    """
    async with started(folder, discord(server) | settings) as bot:
        yield bot


def discord(server: FakeDiscord) -> dict[str, str]:
    """The settings that turn Discord on."""
    return {
        "DISCORD_TOKEN": server.token,
        "DISCORD_API_URL": server.api_url,
        "DISCORD_GATEWAY_URL": server.gateway_url,
    }


@asynccontextmanager
async def started(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Process]:
    """A process with these settings; gone in the end, whatever happened.

    It gets nothing else from the environment but where programs are; and that nobody asks for its
    health where nothing else is named, for the usual port is one, and processes are many.
    """
    log = _log(folder)
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _SCRIPT, str(ROOT), "run"),
            cwd=folder,
            env={"PATH": os.environ["PATH"], "STUDYBOT_HTTP": "off", **settings},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    bot = Process(process, folder, log)
    try:
        yield bot
    except BaseException as error:
        error.add_note(f"The process said:\n{bot.said}")
        raise
    finally:
        await bot.kill()


def _log(folder: Path) -> Path:
    """A file of its own for what each process says that is started here."""
    number, name = tempfile.mkstemp(prefix="log-", dir=folder)
    os.close(number)
    return Path(name)


@asynccontextmanager
async def serving(
    server: FakeDiscord, folder: Path, *, shards: int = 1, **settings: str
) -> AsyncIterator[Process]:
    """A process that serves people, with so many ``shards`` of its own."""
    before = len(server.gateway.identifies)
    async with begun(server, folder, **settings) as bot:

        def there() -> bool:
            here = len(server.gateway.identifies) - before
            return here >= shards and len(server.gateway.connected) >= shards

        await server.until(lambda: there() or not bot.running, STARTED_WITHIN)
        yield bot


def school(folder: Path, notes: str | None = None) -> Path:
    """The folder with decks in it: the built-in one, or these notes alone."""
    if notes is None:
        shutil.copytree(ROOT / "content", folder / "content")
    else:
        (folder / "content").mkdir()
        (folder / "content" / "notes.md").write_text(notes, encoding="utf-8")
    return folder


def free_port() -> int:
    """A port of this machine that nobody listens on, and none that whoever asks for any is given.

    Else a server of another test might have it before the process does.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
