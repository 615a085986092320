"""With which token the bot answers a workspace, and what those are told who have none."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.installations import Installations, Installed
from bot.ports import Clock

WORKSPACES = 1000
"""Workspaces whose token is remembered; others are read again when they next ask."""

DOUBT = timedelta(minutes=1)
"""How long a token that Slack refused and nobody replaced is not looked up again."""


class Workspaces(AsyncAuthorize):
    """The workspaces that the bot works in. slack_bolt asks this for each request."""

    async def __call__(  # noqa: PLR0913 -- slack_bolt's signature
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,  # noqa: ARG002 -- slack_bolt's signature
        actor_enterprise_id: str | None = None,  # noqa: ARG002 -- as above
        actor_team_id: str | None = None,  # noqa: ARG002 -- as above
        actor_user_id: str | None = None,  # noqa: ARG002 -- as above
    ) -> AuthorizeResult | None:
        """What lets a request be answered; None where the bot is not installed."""
        organisation = enterprise_id if context.is_enterprise_install else None
        return await self.found(team_id, organisation)

    @abstractmethod
    async def found(self, team: str | None, organisation: str | None) -> AuthorizeResult | None:
        """What lets the bot answer a workspace; None where nothing does.

        ``organisation`` is the one that installed the bot for all its workspaces, or None where
        each does so itself. Raises ``DatabaseError``.
        """

    @abstractmethod
    async def token(self, team: str) -> str | None:
        """The token for what no request asked for; None where the bot is not installed.

        Raises ``DatabaseError``.
        """

    @abstractmethod
    async def refused(self, team: str, token: str) -> str | None:
        """Slack does not take this token any more: another one, if there is one by now.

        Raises ``DatabaseError``.
        """

    @abstractmethod
    async def forget(self, team: str | None, organisation: str | None, until: datetime) -> bool:
        """The bot was removed, ``until`` when; whether it is gone, and not installed anew since.

        ``organisation`` as of ``found``. Raises ``DatabaseError``.
        """


class OneWorkspace(Workspaces):
    """The single workspace that a bot token belongs to."""

    def __init__(self, token: str, auth: Mapping[str, object]) -> None:
        """``auth`` is what ``auth.test`` answered to this token when the bot started."""
        self._token = token
        self._home = str(auth["team_id"])
        self._result = AuthorizeResult(
            enterprise_id=_text(auth.get("enterprise_id")),
            team_id=self._home,
            team=_text(auth.get("team")),
            url=_text(auth.get("url")),
            bot_id=_text(auth.get("bot_id")),
            bot_user_id=_text(auth.get("user_id")),
            bot_token=token,
        )

    async def found(self, team: str | None, organisation: str | None) -> AuthorizeResult | None:
        """See ``Workspaces``. The token of a whole organisation names that as its workspace."""
        return self._result if self._home in {team, organisation} else None

    async def token(self, team: str) -> str | None:
        """See ``Workspaces``."""
        organised = self._result.enterprise_id == self._home
        return self._token if organised or team == self._home else None

    async def refused(self, team: str, token: str) -> str | None:
        """There is no other: whoever runs the bot has to give it one."""

    async def forget(self, *_: object) -> bool:
        """Nothing is kept that could be forgotten: Slack will refuse the token."""
        return True


@dataclass(slots=True)
class _Known:
    """A workspace as it was last read."""

    installed: Installed
    result: AuthorizeResult
    doubted: datetime | None = None
    """When it was last read because Slack had refused its token, to no avail."""


class ManyWorkspaces(Workspaces):
    """Every workspace that installed the bot. No request to Slack is made to answer one of theirs.

    A workspace that is not remembered is read once, however many wait for it. Nobody remembers
    that one is missing: another process may install it at any moment.
    """

    def __init__(
        self, installations: Installations, clock: Clock, remembered: int = WORKSPACES
    ) -> None:
        """Read what ``installations`` keeps, and remember so many."""
        self._installations = installations
        self._clock = clock
        self._remembered = remembered
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._reading: dict[str, asyncio.Task[_Known | None]] = {}

    async def found(self, team: str | None, organisation: str | None) -> AuthorizeResult | None:
        """See ``Workspaces``."""
        home = organisation or team
        known = await self._look_up(home) if home else None
        if known and organisation and team:
            await self._look_up(team, organisation)
        return known.result if known else None

    async def token(self, team: str) -> str | None:
        """See ``Workspaces``."""
        known = await self._look_up(team)
        return known.installed.token if known else None

    async def refused(self, team: str, token: str) -> str | None:
        """See ``Workspaces``. Another process may have seen the bot installed again."""
        known = self._known.get(team)
        if known and known.installed.token == token:
            if known.doubted and self._clock.now() - known.doubted < DOUBT:
                return None
            self._known.pop(team)
            self._known.pop(known.installed.home, None)
        known = await self._look_up(team)
        if known and known.installed.token == token:
            # Slack has also refused good tokens, on bad days: it stays, and is tried again.
            known.doubted = self._clock.now()
            return None
        return known.installed.token if known else None

    async def install(self, installed: Installed) -> None:
        """Somebody installed the bot. Raises ``DatabaseError``, and then nobody did."""
        await self._installations.keep(installed, self._clock.now())
        self._drop(installed.home)

    async def forget(self, team: str | None, organisation: str | None, until: datetime) -> bool:
        """See ``Workspaces``."""
        home = organisation or team
        if home:
            await self._installations.forget(home, until)
            self._drop(home)
        return await self.found(team, organisation) is None

    def _drop(self, home: str) -> None:
        """Read this home, and the workspaces that live by its token, anew."""
        for team, known in list(self._known.items()):
            if home in {team, known.installed.home}:
                del self._known[team]
        # What is being read at this moment may be what was there before, and is not remembered.
        self._reading.clear()

    async def _look_up(self, team: str, organisation: str | None = None) -> _Known | None:
        known = self._known.get(team)
        if known:
            self._known.move_to_end(team)
            return known
        reading = self._reading.get(team)
        if reading is None:
            reading = self._reading[team] = asyncio.create_task(self._read(team, organisation))
        # Whoever goes away leaves the reading to the others.
        return await asyncio.shield(reading)

    async def _read(self, team: str, organisation: str | None) -> _Known | None:
        try:
            if organisation:
                await self._installations.belongs(team, organisation, self._clock.now())
            installed = await self._installations.find(team)
            known = _known(installed) if installed else None
            if known and self._is_current(team):
                self._remember(team, known)
            return known
        finally:
            if self._is_current(team):
                del self._reading[team]

    def _is_current(self, team: str) -> bool:
        return self._reading.get(team) is asyncio.current_task()

    def _remember(self, team: str, known: _Known) -> None:
        # Read through a workspace, what its organisation has is the news for all of it.
        for each in {team, known.installed.home}:
            self._known[each] = known
            self._known.move_to_end(each)
        while len(self._known) > self._remembered:
            self._known.popitem(last=False)


def _known(installed: Installed) -> _Known:
    organised = installed.home.startswith(_ORGANISATION)
    result = AuthorizeResult(
        enterprise_id=installed.home if organised else None,
        team_id=None if organised else installed.home,
        bot_id=installed.bot,
        bot_user_id=installed.user,
        bot_token=installed.token,
        bot_scopes=installed.scopes,
    )
    return _Known(installed, result)


_ORGANISATION = "E"
"""Begins the id of an organisation."""


def _text(value: object) -> str | None:
    return None if value is None else str(value)
