"""How values of the model are kept in columns: the same on every database, and in exact order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MICROS = 1_000_000
"""Microseconds in a second."""

Value = TypeVar("Value")

Key = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is compared and sorted by code points, as Python and SQLite do, whatever the locale."""


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC. A naive ``moment`` raises ``TypeError``."""
    return (moment - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware moment, in UTC, that ``to_micros`` made ``micros`` of."""
    return EPOCH + micros * MICROSECOND


def in_utc(moment: datetime) -> datetime:
    """The same moment as it comes back from the database. A naive one raises ``TypeError``."""
    return from_micros(to_micros(moment))


class Moment(TypeDecorator[datetime]):
    """An aware moment as whole microseconds since 1970: exact, and ordered as time is.

    SQLite has no type for time, and integers also travel through JSON unharmed.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Into the database."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Out of the database."""
        return None if value is None else from_micros(value)


class Day(TypeDecorator[date]):
    """A date as ``2026-11-22``: text sorts as time does."""

    impl = Key
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Into the database."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Out of the database."""
        return None if value is None else date.fromisoformat(value)


class Seconds(TypeDecorator[float]):
    """A duration in seconds as whole microseconds, as exact as the moments it lies between."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> int | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Into the database."""
        return None if value is None else round(value * MICROS)

    def process_result_value(self, value: int | None, dialect: Dialect) -> float | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Out of the database."""
        return None if value is None else value / MICROS


class AsJson(TypeDecorator[Value], Generic[Value]):
    """A frozen value as JSON text, written and checked by ``adapter``."""

    impl = Text
    cache_ok = True

    def __init__(self, adapter: TypeAdapter[Value]) -> None:
        super().__init__()
        self.adapter = adapter

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Into the database."""
        return None if value is None else self.adapter.dump_json(value).decode()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Value | None:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Out of the database."""
        return None if value is None else self.adapter.validate_json(value)
