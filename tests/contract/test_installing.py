import logging
import traceback
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.errors import DatabaseError
from bot.model import SpaceId
from bot.storage import SqlStore, open_store
from tests.fakes.builders import NOON

HERE = SpaceId("chat", "here")
MOMENT = timedelta(microseconds=1)
HUSH = "what lets you in"


async def test_the_last_installation_counts(store: SqlStore, other: SqlStore) -> None:
    """What was kept last is what every process reads, for this app and this space alone."""
    await store.keep_installation("app", HERE, "first", NOON)
    await other.keep_installation("app", HERE, "second", NOON + MOMENT)

    assert await store.installation("app", HERE) == "second"
    assert await store.installation("another", HERE) is None
    assert await store.installation("app", SpaceId("chat", "elsewhere")) is None
    assert await store.installation("app", SpaceId("talk", "here")) is None


async def test_an_installation_is_forgotten(store: SqlStore, other: SqlStore) -> None:
    """Nothing stays of it, what other apps and spaces have stays, and twice is as once."""
    elsewhere = SpaceId("chat", "elsewhere")
    for app, space in (("app", HERE), ("another", HERE), ("app", elsewhere)):
        await store.keep_installation(app, space, "value", NOON)

    await other.forget_installation("app", HERE, NOON)
    await other.forget_installation("app", HERE, NOON)

    assert await store.installation("app", HERE) is None
    assert await store.installation("another", HERE) == "value"
    assert await store.installation("app", elsewhere) == "value"


async def test_late_word_of_an_end(store: SqlStore) -> None:
    """What ended an installation does not end the one that was made after it."""
    await store.keep_installation("app", HERE, "first", NOON)
    await store.keep_installation("app", HERE, "second", NOON + 2 * MOMENT)

    await store.forget_installation("app", HERE, NOON + MOMENT)

    assert await store.installation("app", HERE) == "second"


async def test_a_secret_is_in_no_error(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """An installation that cannot be kept shows nothing of what it lets in with."""
    caplog.set_level(logging.DEBUG)
    async with open_store(sqlite_url) as store:
        await store.database.write(lambda each: each.execute(text("PRAGMA max_page_count = 1")))

        with pytest.raises(DatabaseError) as caught:
            await store.keep_installation("app", HERE, HUSH * 10_000, NOON)

    assert HUSH not in "".join(traceback.format_exception(caught.value))
    assert HUSH not in caplog.text
