import asyncio
import os
import re
import sqlite3
import threading
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, delete, event, insert, select, table, text, update

from bot.errors import (
    DatabaseError,
    DatabaseFull,
    DatabaseLocked,
    DatabaseNotOurs,
    DatabaseReadOnly,
    DatabaseTooNew,
    DatabaseUnavailable,
)
from bot.model import CardId, Daily, KnownCard, RoundState
from bot.schedules import Attendance
from bot.storage import SqlStore, claims, open_store
from bot.storage.creating import schema
from bot.storage.migrating import configuration, migrate
from bot.storage.schema import NEWEST
from bot.storage.transaction import Transaction
from tests.fakes.builders import (
    DECK,
    NOON,
    TODAY,
    account,
    answer,
    asked,
    message,
    scheduled,
)

VERSION = table("alembic_version", column("version_num"))
MINUTE = timedelta(minutes=1)
BRIEFLY = 0.05
"""A busy timeout, in seconds, for a database that stays busy."""


@contextmanager
def held(path: str) -> Iterator[None]:
    """Another program in the middle of writing to a SQLite file."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
    finally:
        connection.close()


def path_of(url: str) -> str:
    """The file of a SQLite URL."""
    return url.removeprefix("sqlite:///")


def content(url: str) -> bytes:
    """What the file of a SQLite URL holds."""
    return Path(path_of(url)).read_bytes()


def overwrite(url: str, data: bytes) -> None:
    """Put ``data`` in the place of the file of a SQLite URL."""
    Path(path_of(url)).write_bytes(data)


async def refused(url: str) -> DatabaseError:
    """The error that opening the store raises."""
    with pytest.raises(DatabaseError) as caught:
        async with open_store(url, busy_timeout=BRIEFLY):
            pass
    return caught.value


def storage_threads() -> list[threading.Thread]:
    """The threads of open stores."""
    return [each for each in threading.enumerate() if "_connection_worker" in each.name]


async def test_migrations_make_what_the_tables_say(store: SqlStore) -> None:
    """The schema that the migrations build differs in nothing from the tables in the code."""

    def differences(transaction: Transaction) -> list[object]:
        _down_to(transaction, "base")
        migrate(transaction.connection)
        context = MigrationContext.configure(
            transaction.connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, schema(transaction.dialect)))

    assert await store.database.write(differences) == []


async def test_a_new_database_is_as_if_it_had_been_migrated(store: SqlStore) -> None:
    """What a new database is given at once is, to the letter, what all the migrations make."""

    def rebuilt(transaction: Transaction) -> list[tuple[str, ...]]:
        _down_to(transaction, "base")
        assert not described(transaction)
        migrate(transaction.connection)
        return described(transaction)

    created = await store.database.read(described)
    migrated = await store.database.write(rebuilt)

    assert migrated == created
    assert "uq_quizzes_running" in str(created)


def described(transaction: Transaction) -> list[tuple[str, ...]]:
    """Everything the database itself says of the tables, Alembic's apart."""
    found = (row for each in _SAID[transaction.dialect] for row in transaction.execute(text(each)))
    lines = (tuple(map(_in_any_order, row)) for row in found)
    return sorted(line for line in lines if "alembic_version" not in str(line))


_COLUMNS = """
    SELECT table_name, column_name, data_type, collation_name, column_default, is_nullable
    FROM information_schema.columns WHERE table_schema = 'public'"""
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace"""
_INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
_SAID = {
    "sqlite": ("SELECT type, name, sql FROM sqlite_master",),
    "postgresql": (_COLUMNS, _CONSTRAINTS, _INDEXES),
}


def _in_any_order(said: object) -> str:
    """What stands in a CREATE TABLE, whatever its order: SQLite adds columns in a way of its own.

    Commas in brackets are no ends.
    """
    return " ".join(sorted(re.split(r"\s*,(?![^(]*\))\s*|\s*\n\s*", str(said))))


def test_the_newest_version_is_the_last_migrations() -> None:
    """Whoever adds a migration also says that the program needs it."""
    assert ScriptDirectory.from_config(configuration()).get_heads() == [NEWEST]


async def test_an_older_database_is_brought_up_to_date(url: str) -> None:
    """A database of the first version gets what came since, and keeps what it has."""
    new = asked()
    async with open_store(url) as store:
        await store.open_round(new)
        await store.database.write(_down_to, "0001")
    async with open_store(url) as store:
        assert await store.version() == NEWEST
        assert await store.note("") is None
        assert await store.round(new.id) == new


async def test_a_database_from_before_questions_of_the_day(url: str) -> None:
    """Its rounds, their answers and what they are claimed by are kept, and are of no day."""
    new, claimed = asked(), asked(due_at=NOON)
    async with open_store(url) as store:
        for each in (new, claimed):
            await store.open_round(each)
        await store.show_round(replace(new, state=RoundState.OPEN), message())
        kept = await store.record_answer(answer(new, "ana"), "Ana")
        await store.claim_due(("chat",), NOON, MINUTE)
        await store.database.write(_down_to, "0003")
    async with open_store(url) as store:
        outcome = await store.outcome(new.id)
        assert (outcome.round.daily, outcome.answers) == (None, (kept.answer,))
        assert await store.messages(new.id) == (message(),)
        assert await store.claim_due(("chat",), NOON, MINUTE) == ()
        assert await store.question_days(new.room.space, 9) == ()
        assert await store.rescore() == 0

        daily = replace(asked(), daily=Daily(NOON, TODAY, NOON + MINUTE))
        assert await store.change_schedule(None, scheduled(), daily)
        await store.record_answer(answer(daily, "ana"), "Ana")
        found = await store.attendance(new.room.space, [account("ana")], TODAY)
        assert found == {account("ana"): Attendance(frozenset({TODAY}))}


async def test_what_is_due_is_found_in_order(sqlite_url: str) -> None:
    """However many lines are due at one moment, an index has them in order: none is sorted."""
    plans: list[str] = []

    async with open_store(sqlite_url) as store:

        def claim(transaction: Transaction) -> None:
            @event.listens_for(transaction.connection, "before_cursor_execute")
            def explain(*said: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's
                _, cursor, statement, parameters, *_ = said
                if statement.startswith(("SELECT", "WITH")):
                    cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                    plans.extend(row[3] for row in cursor.fetchall())

            for find in (claims.claim_due, claims.claim_schedules):
                find(transaction, ("chat",), NOON, MINUTE, 9)
            claims.load_next_due(transaction, ("chat",), NOON, MINUTE)

        await store.database.write(claim)

    assert {plan for plan in plans if "B-TREE" in plan} == set()
    for name in ("rounds", "schedules"):
        walks = [plan.split(" (")[0] for plan in plans if f" {name} " in plan]
        due, claimed = (f"SEARCH {name} USING INDEX ix_{name}_{of}" for of in ("due", "claimed"))
        assert walks == [due, due, claimed]


def _down_to(transaction: Transaction, version: str) -> None:
    config = configuration()
    config.attributes["connection"] = transaction.connection
    command.downgrade(config, version)


async def test_what_was_kept_is_there_again(url: str) -> None:
    """A store opened a second time remembers, and its schema is left as it is."""
    new = asked()
    async with open_store(url) as store:
        await store.open_round(new)
    async with open_store(url) as store:
        assert await store.round(new.id) == new


async def test_several_processes_start_at_once(url: str) -> None:
    """Stores opened on an empty database at the same moment make its schema once."""

    async def open_once() -> None:
        async with open_store(url) as store:
            await store.open_round(asked())

    await asyncio.gather(*(open_once() for _ in range(4)))


async def test_closing_commits_what_was_taken(url: str) -> None:
    """Answers that are under way when a store is closed are kept; later ones are refused."""
    new = asked()
    async with open_store(url) as store:
        await store.open_round(new)
        calls = [
            asyncio.create_task(store.record_answer(answer(new, f"player {number}"), ""))
            for number in range(20)
        ]
        await asyncio.sleep(0)
    kept = await asyncio.gather(*calls)
    async with open_store(url) as again:
        assert len((await again.outcome(new.id)).answers) == len(kept) == 20
    with pytest.raises(RuntimeError):
        await store.record_answer(answer(new, "late"), "")


async def test_no_thread_stays(sqlite_url: str) -> None:
    """A store that was closed leaves no thread behind."""
    async with open_store(sqlite_url) as store:
        await asyncio.gather(*(store.messages(asked().id) for _ in range(20)))
        assert storage_threads()
    assert not storage_threads()

    with held(path_of(sqlite_url)):
        await refused(sqlite_url)
    assert not storage_threads()


async def test_read_then_write_loses_nothing(url: str) -> None:
    """200 transactions that read a number and write the next one, in two stores, all count."""
    async with open_store(url) as first, open_store(url) as second:
        await first.database.write(_make_counter)
        await asyncio.gather(*((first, second)[n % 2].database.write(_count) for n in range(200)))

        assert await first.database.read(lambda each: each.execute(_NUMBER).scalar_one()) == 200


_COUNTER = table("counter", column("number"))
_NUMBER = select(_COUNTER.c.number)


def _make_counter(transaction: Transaction) -> None:
    transaction.execute(text("CREATE TABLE counter (number INTEGER)"))
    transaction.execute(insert(_COUNTER).values(number=0))


def _count(transaction: Transaction) -> None:
    number = transaction.execute(_NUMBER.with_for_update()).scalar_one()
    transaction.execute(update(_COUNTER).values(number=number + 1))


@pytest.mark.parametrize(("failures", "tries"), [(2, 3), (99, 5)])
async def test_transactions_that_lost_are_tried_again(
    postgres_url: str, failures: int, tries: int
) -> None:
    """What PostgreSQL ends for the sake of another transaction is done again, a few times."""
    attempts: list[int] = []

    def lose(transaction: Transaction) -> None:
        attempts.append(len(attempts))
        if len(attempts) <= failures:
            transaction.execute(text("DO $$ BEGIN RAISE deadlock_detected; END $$"))

    async with open_store(postgres_url) as store:
        if failures < tries:
            await store.database.write(lose)
        else:
            with pytest.raises(DatabaseLocked):
                await store.database.write(lose)

    assert len(attempts) == tries


async def test_too_new(url: str) -> None:
    """A database of a newer version is refused."""
    async with open_store(url) as store:
        await store.database.write(
            lambda each: each.execute(update(VERSION).values(version_num="9999"))
        )

    error = await refused(url)

    assert isinstance(error, DatabaseTooNew)
    assert error.revision == "9999"


@pytest.mark.parametrize("version", [None, "their-1"])
async def test_another_programs_tables(sqlite_url: str, version: str | None) -> None:
    """A database of another program is refused, and not a byte of it is changed."""
    with closing(sqlite3.connect(path_of(sqlite_url))) as theirs:
        theirs.execute("CREATE TABLE bills (amount INTEGER)")
        if version is not None:
            theirs.execute("CREATE TABLE alembic_version (version_num TEXT)")
            theirs.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        theirs.commit()
    before = content(sqlite_url)

    assert isinstance(await refused(sqlite_url), DatabaseNotOurs)
    assert content(sqlite_url) == before


async def test_tables_without_a_version(url: str) -> None:
    """A database with tables but without a version is refused, even if they look like ours."""
    async with open_store(url) as store:
        await store.database.write(lambda each: each.execute(delete(VERSION)))

    assert isinstance(await refused(url), DatabaseNotOurs)


async def test_no_database(sqlite_url: str) -> None:
    """A file that is no database is refused and keeps its content."""
    notes = b"These are my notes, not a database. " * 100
    overwrite(sqlite_url, notes)

    error = await refused(sqlite_url)

    assert isinstance(error, DatabaseNotOurs)
    assert error.where == path_of(sqlite_url)
    assert content(sqlite_url) == notes


async def test_damaged(sqlite_url: str) -> None:
    """A database whose pages were overwritten is called damaged, with what SQLite says of it."""
    async with open_store(sqlite_url):
        pass
    healthy = content(sqlite_url)
    overwrite(sqlite_url, healthy[:100] + bytes([255]) * (len(healthy) - 100))

    assert isinstance(await refused(sqlite_url), DatabaseNotOurs)


async def test_locked(sqlite_url: str) -> None:
    """A database that another program holds is called locked, and works once it is let go."""
    new = asked()
    async with open_store(sqlite_url, busy_timeout=BRIEFLY) as store:
        await store.open_round(new)
        with held(path_of(sqlite_url)):
            with pytest.raises(DatabaseLocked):
                await store.settle_round(new.id)
            with pytest.raises(DatabaseLocked):
                await store.record_answer(answer(new, "ana"), "")
            assert isinstance(await refused(sqlite_url), DatabaseLocked)
            assert await store.round(new.id) == new

        assert (await store.record_answer(answer(new, "ana"), "")).first


async def test_read_only_file(sqlite_url: str) -> None:
    """A SQLite file that may not be written to is called read-only when the store is opened."""
    async with open_store(sqlite_url):
        pass

    error = await refused(f"sqlite:///file:{path_of(sqlite_url)}?mode=ro&uri=true")

    assert isinstance(error, DatabaseReadOnly)


@pytest.mark.skipif(os.geteuid() == 0, reason="file modes do not bind root")
@pytest.mark.parametrize("mode", [0o444, 0o555])
async def test_file_modes(sqlite_url: str, mode: int) -> None:
    """A file without permission to write, or in such a folder, is called read-only."""
    async with open_store(sqlite_url):
        pass
    file = Path(path_of(sqlite_url))
    target = file if mode == 0o444 else file.parent
    before = target.stat().st_mode
    target.chmod(mode)
    try:
        assert isinstance(await refused(sqlite_url), DatabaseReadOnly)
    finally:
        target.chmod(before)


async def test_read_only_server(postgres_url: str) -> None:
    """A server that takes no writes is called read-only when the store is opened."""
    async with open_store(postgres_url) as store:
        name = await store.database.read(
            lambda each: each.execute(text("SELECT current_database()")).scalar_one()
        )
        await store.database.write(
            lambda each: each.execute(
                text(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
            )
        )

    assert isinstance(await refused(postgres_url), DatabaseReadOnly)


async def test_full(sqlite_url: str) -> None:
    """A database that cannot grow is called full, and what it has can still be read."""
    async with open_store(sqlite_url) as store:
        await store.database.write(lambda each: each.execute(text("PRAGMA max_page_count = 1")))
        cards = [KnownCard(CardId(str(n)), "prompt " * 500, "answer", ()) for n in range(50)]

        with pytest.raises(DatabaseFull):
            await store.keep_cards(DECK, cards)

        assert await store.known_cards(DECK) == ()


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """A folder where the file should be, or a file where its folder should be, is told."""
    (tmp_path / "file").write_text("")

    for place in (tmp_path, tmp_path / "file" / "studybot.db"):
        error = await refused(f"sqlite:///{place}")
        assert isinstance(error, DatabaseUnavailable)
        assert error.where == str(place)
        assert error.reason


async def test_folders_are_made(tmp_path: Path) -> None:
    """The folder of a new SQLite file is made with it."""
    async with open_store(f"sqlite+aiosqlite:///{tmp_path}/new/folder/studybot.db"):
        assert (tmp_path / "new" / "folder" / "studybot.db").exists()


async def test_memory() -> None:
    """A store in memory works like any other, until it is closed."""
    new = asked()
    async with open_store("sqlite://") as store:
        await store.open_round(new)
        await asyncio.gather(
            *(store.record_answer(answer(new, f"player {number}"), "") for number in range(20)),
            *(store.round(new.id) for _ in range(20)),
        )
        assert len((await store.outcome(new.id)).answers) == 20


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://studybot:s3cret@127.0.0.1:1/studybot",
        "postgresql://studybot@127.0.0.1:1/studybot?password=s3cret",
        "mysql://studybot:s3cret@localhost/studybot",
        "studybot:s3cret@localhost",
        "postgresql://studybot:s3cret@localhost:port/studybot",
    ],
)
async def test_secrets_stay_secret(url: str) -> None:
    """A database that cannot be reached is named without its password, wherever that stands."""
    error = await refused(url)

    assert isinstance(error, DatabaseUnavailable)
    assert "s3cret" not in "".join(traceback.format_exception(error))
    assert "s3cret" not in str(error)


async def test_no_such_database(postgres_url: str) -> None:
    """A server that does not know the database is told apart from one that is away."""
    error = await refused(postgres_url.replace("/test_", "/none_"))

    assert isinstance(error, DatabaseUnavailable)
    assert "3D000" in error.reason
