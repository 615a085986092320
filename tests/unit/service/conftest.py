"""The world that the use cases are tried in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.world import World, world


@pytest.fixture
async def cells(tmp_path: Path) -> AsyncIterator[World]:
    """A bot with a deck of four cards, three of them objective."""
    async with world(tmp_path) as opened:
        yield opened
