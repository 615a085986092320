"""The world that the use cases are tried in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import SqlStore
from tests.fakes.world import World, world


@pytest.fixture
async def cells(tmp_path: Path) -> AsyncIterator[World]:
    """A bot with a deck of four cards, three of them objective."""
    async with world(tmp_path) as opened:
        yield opened


@pytest.fixture
def store(cells: World) -> SqlStore:
    """The real store below the bot, to spoil what it keeps."""
    assert isinstance(cells.store, SqlStore)
    return cells.store
