"""Rows sent along with a statement, as one parameter, to be joined like a table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_
from sqlalchemy.types import TypeEngine

from bot.storage.transaction import account_columns
from bot.storage.types import Key

ACCOUNT: dict[str, TypeEngine[Any]] = {
    "account_platform": Key,
    "account_workspace": Key,
    "account_user": Key,
}
"""The columns of a staged account."""


def same_account(left: FromClause, right: FromClause) -> ColumnElement[bool]:
    """Whether two lines are of one account."""
    pairs = zip(account_columns(left), account_columns(right), strict=True)
    return and_(*(one == other for one, other in pairs))
