"""Both databases, and bots of this clock on them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clock.bots import Bots, bots


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh, empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/studybot.db"
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
async def some(url: str, tmp_path: Path) -> AsyncIterator[Bots]:
    """No process yet, and a database for those to come."""
    async with bots(url, tmp_path) as some:
        yield some
