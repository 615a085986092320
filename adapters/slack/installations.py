"""What lets the bot work in the workspaces that installed it, as it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import structlog
from pydantic import TypeAdapter

from adapters.slack.identity import space
from bot.ports import Store

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """What the bot was given by whoever installed it.

    ``home`` is the id of the workspace, or of the organisation where it is installed in all of its
    workspaces; ``bot`` and ``user`` are the bot's own ids there.
    """

    home: str
    bot: str
    user: str
    scopes: tuple[str, ...]
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Within:
    """A workspace where the bot works because its organisation, ``home``, installed it."""

    home: str


_KEPT: TypeAdapter[Installed | Within] = TypeAdapter(Installed | Within)


class Installations:
    """The installations of one app, known by its client id. What fails is a ``DatabaseError``."""

    def __init__(self, store: Store, client_id: str) -> None:
        """Keep them in ``store``, apart from those of other apps."""
        self._store = store
        self._app = client_id

    async def find(self, home: str) -> Installed | None:
        """What lets the bot into a workspace or organisation; None where nothing does."""
        found = await self._load(home)
        if isinstance(found, Within):
            found = await self._load(found.home)
        return found if isinstance(found, Installed) else None

    async def keep(self, installed: Installed, at: datetime) -> None:
        """Remember an installation made ``at``, in the place of an earlier one."""
        await self._save(installed.home, installed, at)

    async def belongs(self, workspace: str, organisation: str, at: datetime) -> None:
        """Remember which organisation installed the bot for a workspace of its own.

        A request says so, and what the bot does unasked can then be done there as well. What the
        workspace installed itself stays.
        """
        if await self._load(workspace) is None:
            await self._save(workspace, Within(organisation), at)

    async def forget(self, home: str, until: datetime) -> None:
        """Forget an installation that ended; not one that was made after ``until``."""
        await self._store.forget_installation(self._app, space(home), until)

    async def _load(self, home: str) -> Installed | Within | None:
        value = await self._store.installation(self._app, space(home))
        if value is None:
            return None
        try:
            return _KEPT.validate_json(value)
        except ValueError:
            # The error would quote the value, and with it the token.
            _log.warning("an installation cannot be read", workspace=home)
            return None

    async def _save(self, home: str, kept: Installed | Within, at: datetime) -> None:
        value = _KEPT.dump_json(kept).decode()
        await self._store.keep_installation(self._app, space(home), value, at)
