"""One suite, run on every database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import SqlStore, open_store
from tests.fakes.postgres import Server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/studybot.db"


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[str]:
    """The URL of a fresh, empty database of each kind; tests with a store begin beyond that."""
    if request.param == "sqlite":
        yield sqlite_url
        return
    server: Server = request.getfixturevalue("postgres_server")
    async with server.database(made="store" in request.fixturenames) as found:
        yield found


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    """An empty store."""
    async with open_store(url) as opened:
        yield opened


@pytest.fixture
async def other(url: str, store: SqlStore) -> AsyncIterator[SqlStore]:  # noqa: ARG001 (it makes the schema)
    """A second store on the database of ``store``: what another process would have."""
    async with open_store(url) as opened:
        yield opened
