"""What spaces wish."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from sqlalchemy import bindparam, select

from bot.model import DeckId, SpaceId
from bot.schedules import SpaceSettings
from bot.storage.rows import AnyRow, space_of, space_values
from bot.storage.tables import space_settings
from bot.storage.transaction import Dialect, Insert, Transaction, has, insert_into

_SPACE = ("platform", "workspace")
_SETTINGS = select(space_settings).where(has(space_settings, _SPACE))
_SERVED = space_settings.c.platform.in_(bindparam("platforms", expanding=True))
_ALL = select(space_settings).where(_SERVED)


@cache
def _keep(dialect: Dialect) -> Insert:
    line = insert_into(dialect, space_settings)
    kept = {column.name: line.excluded[column.name] for column in space_settings.c}
    return line.on_conflict_do_update(index_elements=list(space_settings.primary_key), set_=kept)


def load_settings(transaction: Transaction, space: SpaceId) -> SpaceSettings:
    """See ``Store.settings``."""
    row = transaction.execute(_SETTINGS, space_values(space)).one_or_none()
    return SpaceSettings() if row is None else _settings_of(row)


def load_all_settings(
    transaction: Transaction, platforms: Collection[str]
) -> Mapping[SpaceId, SpaceSettings]:
    """See ``Store.all_settings``."""
    found = transaction.execute(_ALL, {"platforms": list(platforms)})
    return {space_of(row): _settings_of(row) for row in found}


def _settings_of(row: AnyRow) -> SpaceSettings:
    deck = None if row.deck is None else DeckId(row.deck)
    return SpaceSettings(row.zone, deck, row.channels, row.forgiving)


def keep_settings(transaction: Transaction, space: SpaceId, settings: SpaceSettings) -> None:
    """See ``Store.keep_settings``."""
    line = {
        **space_values(space),
        "zone": settings.zone,
        "deck": settings.deck,
        "channels": settings.channels,
        "forgiving": settings.forgiving,
    }
    transaction.execute(_keep(transaction.dialect), line)
