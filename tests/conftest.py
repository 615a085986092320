"""What every test may use."""

import os
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import settings
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.fakes.postgres import Server, running_server

# No deadline: a slow machine is no bug. In CI the same examples are tried every time.
FEW = 40
"""Examples of each law: the suite is to take minutes. `make fuzz` tries more of what is read."""

settings.register_profile("local", deadline=None, max_examples=FEW)
settings.register_profile("ci", deadline=None, max_examples=FEW, derandomize=True)
settings.load_profile("ci" if "CI" in os.environ else "local")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for each test worker, started when its first test asks for a database."""
    with running_server() as server:
        yield server


@pytest.fixture
async def postgres_url(postgres_server: Server) -> AsyncIterator[str]:
    """The SQLAlchemy URL of a fresh, empty PostgreSQL database."""
    async with postgres_server.database() as url:
        yield url


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What the test logged. Errors left in it at the end fail the test: none goes unnoticed."""
    with capture_logs() as entries:
        yield entries
    errors = [entry for entry in entries if entry["log_level"] in {"error", "critical"}]
    assert not errors
