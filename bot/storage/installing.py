"""What lets an app into the spaces it was installed in."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, delete, select

from bot.model import SpaceId
from bot.storage.tables import installations
from bot.storage.transaction import Dialect, Insert, Transaction, has, insert_into

_KEY = ("platform", "workspace", "app")
_HERE = has(installations, _KEY)
_VALUE = select(installations.c.value).where(_HERE)
_FORGET = delete(installations).where(_HERE, installations.c.kept_at <= bindparam("until"))


@cache
def _keep(dialect: Dialect) -> Insert:
    line = insert_into(dialect, installations)
    return line.on_conflict_do_update(
        index_elements=[installations.c[name] for name in _KEY],
        set_={"value": line.excluded.value, "kept_at": line.excluded.kept_at},
    )


def load_installation(transaction: Transaction, app: str, space: SpaceId) -> str | None:
    """See ``Store.installation``."""
    value: str | None = transaction.execute(_VALUE, _key(app, space)).scalar_one_or_none()
    return value


def keep_installation(
    transaction: Transaction, app: str, space: SpaceId, value: str, at: datetime
) -> None:
    """See ``Store.keep_installation``."""
    line = {**_key(app, space), "value": value, "kept_at": at}
    transaction.execute(_keep(transaction.dialect), line)


def forget_installation(
    transaction: Transaction, app: str, space: SpaceId, until: datetime
) -> None:
    """See ``Store.forget_installation``."""
    transaction.execute(_FORGET, {**_key(app, space), "until": until})


def _key(app: str, space: SpaceId) -> dict[str, str]:
    return {"platform": space.platform, "workspace": space.workspace, "app": app}
