"""What people are called in their workspace, and what they may do there."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from adapters.slack.api import Api
from adapters.slack.identity import account
from bot.errors import PlatformUnavailable, StudybotError
from bot.model import AccountId
from bot.ports import Clock

KNOWN = 20_000
"""People whose names are remembered."""

WAITING = 2_000
"""People whose names wait to be asked for; of more the handle has to do for now."""

APART = timedelta(seconds=1)
"""Between two questions for a name: Slack answers some hundred a minute."""

_log = structlog.get_logger(__name__)

_STRANGERS = frozenset({"user_not_found", "user_not_visible"})

Named = Callable[[AccountId, str], Awaitable[None]]


class People:
    """Answers at once with what is known, and asks Slack for the rest in its own time."""

    def __init__(self, api: Api, clock: Clock, named: Named) -> None:
        """``named`` is told of a name that was found out."""
        self._api = api
        self._clock = clock
        self._named = named
        self._names: OrderedDict[AccountId, str] = OrderedDict()
        self._asked: asyncio.Queue[AccountId] = asyncio.Queue(WAITING)
        self._telling: set[asyncio.Task[None]] = set()

    def name(self, someone: AccountId, handle: str) -> str:
        """What to call someone, whose ``handle`` came with what they did."""
        found = self._names.get(someone)
        if found is None:
            self._keep(someone, handle)
            with suppress(asyncio.QueueFull):
                self._asked.put_nowait(someone)
        return found or handle

    async def run(self) -> None:
        """Find out names until cancelled."""
        while True:
            someone = await self._asked.get()
            try:
                await self._find_out(someone)
            except StudybotError as error:
                _log.info("a name could not be found out", reason=str(error))
                self._names.pop(someone, None)  # to be asked for again with what they do next
            except Exception:  # noqa: BLE001 -- names are no reason to stop
                _log.exception("a name could not be found out")
            await self._clock.sleep_until(self._clock.now() + APART)

    async def idle(self) -> None:
        """Return once what was found out is told, also where ``run`` was cancelled over it."""
        if self._telling:
            await asyncio.wait(self._telling)

    async def moderator(self, team: str, channel: str, user: str) -> bool:
        """Whether someone runs the workspace or made the channel; no, if Slack does not say."""
        try:
            if _runs(team, await self._described(account(team, user))):
                return True
            where = await self._api.call(team, self._api.web.conversations_info, channel=channel)
        except StudybotError as error:
            _log.warning("who may moderate could not be found out", reason=str(error))
            return False
        return bool(where["channel"].get("creator") == user)

    async def organiser(self, team: str, user: str) -> bool:
        """Whether someone runs the workspace.

        Raises ``PlatformUnavailable`` and ``RoomUnreachable`` where Slack does not say: whoever
        does run it is then not told that they do not.
        """
        try:
            return _runs(team, await self._described(account(team, user)))
        except PlatformUnavailable as error:
            if error.reason in _STRANGERS:
                return False
            raise

    async def _find_out(self, someone: AccountId) -> None:
        name = _called(await self._described(someone))
        if name:
            telling = asyncio.create_task(self._tell(someone, name))
            self._telling.add(telling)
            telling.add_done_callback(self._told)
            await asyncio.shield(telling)

    async def _described(self, someone: AccountId) -> Mapping[str, Any]:
        """What Slack says of somebody, whose name is known from then on."""
        found = self._api.web.users_info
        who = await self._api.call(someone.workspace, found, user=someone.user)
        user: Mapping[str, Any] = who["user"]
        if name := _called(user):
            self._keep(someone, name)
        return user

    async def _tell(self, someone: AccountId, name: str) -> None:
        await self._named(someone, name)

    def _told(self, telling: asyncio.Task[None]) -> None:
        self._telling.discard(telling)
        if not telling.cancelled():
            telling.exception()  # ``run`` is told of it, unless it has ended

    def _keep(self, someone: AccountId, name: str) -> None:
        self._names[someone] = name
        self._names.move_to_end(someone)
        if len(self._names) > KNOWN:
            self._names.popitem(last=False)


def _called(user: Mapping[str, Any]) -> str:
    profile = user.get("profile") or {}
    named = profile.get("display_name") or profile.get("real_name") or user.get("name")
    return str(named or "")


def _runs(team: str, user: Mapping[str, Any]) -> bool:
    """Whether somebody is an admin or owner of this very workspace.

    The guests of a shared channel are described as what they are at home.
    """
    homes = {user.get("team_id", team), *(user.get("enterprise_user") or {}).get("teams", ())}
    return team in homes and bool(user.get("is_admin") or user.get("is_owner"))
