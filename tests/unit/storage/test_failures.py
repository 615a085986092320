"""What drivers raise, told as what happened to the database."""

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError

from bot.errors import DatabaseUnavailable
from bot.storage.failures import explained

SERVER = make_url("postgresql+asyncpg://user:s3cr3t@host/scores")


class Refusal(Exception):
    """What a driver raises, with PostgreSQL's code."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("the server said no")
        self.sqlstate = sqlstate


@pytest.mark.parametrize("state", ["08006", "28000", "53300", "55000", "57P01", "57P03"])
def test_a_server_that_serves_nobody(state: str) -> None:
    """Whatever reason it gives for a while: the database is away, and its password stays secret."""
    with pytest.raises(DatabaseUnavailable) as told, explained(SERVER):
        raise DBAPIError("select 1", None, Refusal(state))
    assert "s3cr3t" not in str(told.value)


def test_a_connection_that_broke() -> None:
    """A connection in a state of which the driver alone complains is a database that is away."""
    with pytest.raises(DatabaseUnavailable), explained(SERVER):
        raise InterfaceError("select 1", None, Refusal(None))


def test_our_own_mistake() -> None:
    """SQL that is wrong is no database that is away."""
    with pytest.raises(DBAPIError), explained(SERVER):
        raise DBAPIError("selekt 1", None, Refusal("42601"))
