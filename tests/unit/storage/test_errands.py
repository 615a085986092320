import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.storage.errands import ErrandConnection


class Counted(ErrandConnection):
    """A connection that counts how often its thread was sent for."""

    errands = 0

    async def _execute(self, fn: Callable[..., object], *args: object, **kwargs: object) -> object:
        self.errands += 1
        work: Callable[..., Awaitable[object]] = super()._execute
        return await work(fn, *args, **kwargs)


@pytest.fixture
async def connection() -> AsyncIterator[Counted]:
    """A connection to memory that begins transactions only when it is told to."""
    connection = Counted(lambda: sqlite3.connect(":memory:", isolation_level=None))
    assert await connection is connection
    await connection.cursor().execute("CREATE TABLE t (x INTEGER PRIMARY KEY)")
    connection.errands = 0
    yield connection
    await connection.close()


async def count(connection: Counted) -> int:
    """How many lines the table has."""
    cursor = connection.cursor()
    await cursor.execute("SELECT count(*) FROM t")
    [(number,)] = await cursor.fetchall()
    return int(number)


async def test_one_errand_for_a_statement(connection: Counted) -> None:
    """A statement and its rows, their names and their number are had for one errand each."""
    cursor = connection.cursor()
    await cursor.executemany("INSERT INTO t VALUES (?)", [(3,), (5,)])
    assert (cursor.rowcount, cursor.description, await cursor.fetchall()) == (2, None, [])
    await cursor.execute("SELECT x FROM t WHERE x > ?", (3,))
    assert await cursor.fetchall() == [(5,)]
    assert cursor.description[0][0] == "x"
    await cursor.execute("INSERT INTO t VALUES (8)")
    assert (cursor.lastrowid, await cursor.fetchall()) == (8, [])
    await cursor.close()
    assert connection.errands == 3


async def test_a_new_cursor_knows_nothing(connection: Counted) -> None:
    """Before it executes anything a cursor has no rows and has changed none."""
    cursor = connection.cursor()
    assert (cursor.rowcount, cursor.lastrowid, cursor.description) == (-1, None, None)
    assert await cursor.fetchall() == []


async def test_what_is_not_committed_is_undone(connection: Counted) -> None:
    """A rollback undoes what came after the last commit; after a commit it costs nothing."""
    cursor = connection.cursor()
    await cursor.execute("BEGIN")
    await cursor.execute("INSERT INTO t VALUES (1)")
    await connection.commit()
    before = connection.errands
    await connection.rollback()
    assert connection.errands == before
    await cursor.execute("BEGIN")
    await cursor.execute("INSERT INTO t VALUES (2)")
    with pytest.raises(sqlite3.IntegrityError):
        await cursor.execute("INSERT INTO t VALUES (2)")
    await connection.rollback()
    assert await count(connection) == 1


async def test_a_statement_given_up_is_undone(connection: Counted) -> None:
    """A transaction whose caller went away while it began is rolled back all the same."""
    await connection.commit()
    given_up = asyncio.create_task(connection.cursor().execute("BEGIN"))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.wait({given_up})

    await connection.rollback()

    assert not connection.in_transaction


async def test_a_commit_given_up_is_not_taken_for_done(connection: Counted) -> None:
    """Whoever stops waiting for a commit does not know it done, and the thread is asked."""
    await connection.cursor().execute("BEGIN")
    given_up = asyncio.create_task(connection.commit())
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.wait({given_up})
    before = connection.errands

    await connection.rollback()

    assert connection.errands == before + 1
