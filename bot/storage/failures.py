"""What drivers raise, told as what happened to the database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import (
    DatabaseError,
    DatabaseFull,
    DatabaseLocked,
    DatabaseNotOurs,
    DatabaseReadOnly,
    DatabaseUnavailable,
)

RETRIED = frozenset({"40001", "40P01"})
"""SQLSTATEs of a transaction that lost to another and may simply be done again."""

_UNREACHABLE = ("08", "28", "3D", "53", "55000", "57", "58")
"""Beginnings of SQLSTATE that say the server cannot serve us: connection, login, resources, a
database that takes no connections, crash."""

_PRIMARY = 0xFF
"""SQLite's extended result codes keep the primary one in their lowest byte."""


def name_of(url: URL) -> str:
    """The database in a form people know and secrets are not part of."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.set(query={}).render_as_string(hide_password=True)


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's code for what happened, or nothing."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(origin, "sqlstate", None) or "")


def is_busy(error: DBAPIError) -> bool:
    """Whether SQLite refused because somebody else holds the lock."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Whatever the driver raises inside comes out as a ``DatabaseError``, if it is one.

    Errors in our own SQL are bugs and pass as they are.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout, OSError) as error:
        explanation = _explain(error, url)
        if explanation is None:
            raise
        raise explanation from error


def _explain(error: Exception, url: URL) -> DatabaseError | None:
    where = name_of(url)
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, sqlite3.Error):
        return _explain_sqlite(origin, where)
    if state := sqlstate(error):
        return _explain_postgresql(state, where)
    if isinstance(error, PoolTimeout):
        return DatabaseUnavailable(where, "every connection is in use")
    if isinstance(error, OSError) or (
        isinstance(error, DBAPIError)
        and (error.connection_invalidated or isinstance(error, InterfaceError))
    ):
        return DatabaseUnavailable(where, _reason(error))
    return None


def _explain_sqlite(error: sqlite3.Error, where: str) -> DatabaseError | None:
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if code == sqlite3.SQLITE_CANTOPEN and _kept_from_writing(where):
        # SQLite cannot lay the files of its write-ahead log beside a database it may only read.
        code = sqlite3.SQLITE_READONLY
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseLocked(where)
        case sqlite3.SQLITE_READONLY:
            return DatabaseReadOnly(where)
        case sqlite3.SQLITE_FULL:
            return DatabaseFull(where)
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return DatabaseNotOurs(where, str(error))
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_IOERR:
            return DatabaseUnavailable(where, str(error))
        case _:
            return None


def _kept_from_writing(path: str) -> bool:
    """Whether the file can be read, and it or its folder cannot be written to."""
    folder = os.path.dirname(path) or "."  # noqa: PTH120 (as os.access takes it)
    writable = os.access(path, os.W_OK) and os.access(folder, os.W_OK)
    return os.path.isfile(path) and os.access(path, os.R_OK) and not writable  # noqa: PTH113


def _explain_postgresql(state: str, where: str) -> DatabaseError | None:
    match state:
        case "25006":
            return DatabaseReadOnly(where)
        case "53100":
            return DatabaseFull(where)
        case "55P03" | "40001" | "40P01":
            return DatabaseLocked(where)
        case "XX001" | "XX002":
            return DatabaseNotOurs(where, "it is damaged")
        case _ if state.startswith(_UNREACHABLE):
            return DatabaseUnavailable(where, f"the server refused (SQLSTATE {state})")
        case _:
            return None


def _reason(error: Exception) -> str:
    origin = error.orig if isinstance(error, DBAPIError) else error
    return str(origin) or type(origin).__name__
