"""One suite, run on every database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import SqlStore, open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/studybot.db"
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    """An empty store."""
    async with open_store(url) as opened:
        yield opened


@pytest.fixture
async def other(url: str, store: SqlStore) -> AsyncIterator[SqlStore]:  # noqa: ARG001 (the schema is made first)
    """A second store on the database of ``store``: what another process would have."""
    async with open_store(url) as opened:
        yield opened
