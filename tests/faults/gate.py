"""The way to a PostgreSQL server, which can be cut, closed and stalled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

_SOCKET: Final = ".s.PGSQL.5432"
_PART: Final = 65_536


class Gate:
    """Stands between a bot and the server, as a network does."""

    def __init__(self, url: str, folder: Path) -> None:
        given = make_url(url)
        self._behind = Path(str(given.query["host"])) / _SOCKET
        self._path = folder / _SOCKET
        self.url = given.set(query={"host": str(folder)}).render_as_string(hide_password=False)
        self._server: asyncio.Server | None = None
        self._open = asyncio.Event()
        self._lines: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Let everybody through."""
        self._open.set()
        if self._server is None:
            self._server = await asyncio.start_unix_server(self._come, self._path)

    async def shut(self) -> None:
        """Cut every connection, and refuse new ones: the server is stopped."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self._path.unlink(missing_ok=True)
        for line in tuple(self._lines):
            line.transport.abort()
        while self._tasks:
            await asyncio.wait(self._tasks)

    def stall(self) -> None:
        """Let nothing through any more, and tell nobody: the server is frozen."""
        self._open.clear()

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        behind, into = await asyncio.open_unix_connection(self._behind)
        self._lines |= {writer, into}
        try:
            await asyncio.gather(self._carry(reader, into), self._carry(behind, writer))
        finally:
            self._lines -= {writer, into}

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while part := await source.read(_PART):
                await self._open.wait()
                target.write(part)
                await target.drain()
        except ConnectionError:
            pass
        finally:
            target.close()


@asynccontextmanager
async def gate(url: str, folder: Path) -> AsyncIterator[Gate]:
    """An open gate to the server of a database; shut in the end."""
    one = Gate(url, folder)
    await one.open()
    try:
        yield one
    finally:
        await one.open()
        await one.shut()
