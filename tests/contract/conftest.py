"""One suite, run on every database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import SqlStore, open_store


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/studybot.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, empty database of each kind."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found: str = request.getfixturevalue(fixture)
    return found


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
