import asyncpg
import pytest


@pytest.mark.parametrize("run", [1, 2])
async def test_a_database_is_fresh_and_empty(postgres_url: str, run: int) -> None:
    """What one test wrote, the next one does not find."""
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    try:
        await connection.execute("CREATE TABLE notes (run integer)")
        await connection.execute("INSERT INTO notes VALUES ($1)", run)
        assert await connection.fetchval("SELECT array_agg(run) FROM notes") == [run]
    finally:
        await connection.close()
