"""The connection to Slack: made, watched and ended in order, whichever way Slack reaches us."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import structlog
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import api, failures, listening, paths
from adapters.slack.api import Api
from adapters.slack.authorizing import ManyWorkspaces, OneWorkspace
from adapters.slack.client import Slack
from adapters.slack.inbound import Inbound
from adapters.slack.installations import Installations
from adapters.slack.life import Life
from adapters.slack.oauth import App, Installing
from adapters.slack.people import People
from adapters.slack.receiving import Receiving
from adapters.slack.sockets import Sockets
from bot import wording
from bot.errors import SecretRefused
from bot.ports import Clock, Store
from bot.service import Studybot

GRACE = 5.0
"""Seconds that answers under way, and counts not yet shown, get when the bot is stopped."""

_log = structlog.get_logger(__name__)

Route = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Options:
    """How to reach Slack, and how it reaches us.

    With ``app_token`` by Socket Mode, else by HTTP, which ``signing_secret`` proves. With
    ``bot_token`` in one workspace, else in all that install the ``app``.
    """

    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    app: App | None = None
    api_url: str | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Where the bot works: how it sends there, a sentence that says where, what it is got by."""

    api: Api
    introduction: str
    routes: Mapping[tuple[str, str], Route] = field(default_factory=dict)


class Connection:
    """All that answers on Slack."""

    def __init__(
        self, studybot: Studybot, store: Store, clock: Clock, options: Options, home: Home
    ) -> None:
        """Wire what answers, what posts and what counts; connect to nothing yet."""
        slack, workspaces = home.api, home.api.workspaces
        self.platform = Slack(studybot, slack, clock)
        self.name = self.platform.name
        self._home = home
        self._people = People(slack, clock, studybot.named)
        self._inbound = Inbound(studybot, store, self.platform, self._people, clock)
        self._life = Life(studybot, store, self.platform, clock)
        app = listening.app(slack.web, workspaces)
        listening.listen_to_people(app, self._inbound)
        listening.listen_to_life(app, self._life, workspaces)
        self._sockets = Sockets(app, options.app_token, slack.web) if options.app_token else None
        secret = options.signing_secret
        self._receiving = Receiving(app, secret) if secret and not self._sockets else None

    @property
    def routes(self) -> Mapping[tuple[str, str], Route]:
        """What is answered over HTTP: by method and path."""
        own = {("POST", paths.REQUESTS): self._receiving.deliver} if self._receiving else {}
        return {**own, **self._home.routes}

    async def introduction(self) -> str:
        """Where the bot is there, or where it is installed from."""
        return self._home.introduction

    async def open(self) -> None:
        """Have Slack reach us, where that is for us to do."""
        if self._sockets:
            await self._sockets.open()

    async def run(self) -> None:
        """Be there for people until cancelled."""
        watching = [self._sockets.run()] if self._sockets else []
        await asyncio.gather(self._people.run(), *watching)

    async def trouble(self) -> str:
        """Why nobody on Slack can be served now; empty when all are."""
        return await self._sockets.trouble() if self._sockets else ""

    async def idle(self) -> None:
        """Return once everybody is answered who was heard of so far."""
        for one in (self._sockets, self._receiving, self._life, self._inbound, self._people):
            if one:
                await one.idle()

    async def drain(self) -> None:
        """Answer whoever still waits, hear of nothing new, show what was counted.

        That may take a few seconds, and no more: however many go on pressing, it ends.
        """
        try:
            async with asyncio.timeout(GRACE):
                await self.idle()
                if self._sockets:
                    await self._sockets.close()
                    await self.idle()
        except TimeoutError:
            _log.warning("stopped before everybody was answered")
            if self._sockets:
                await self._sockets.close()
        try:
            async with asyncio.timeout(GRACE):
                await self._inbound.close()
        except TimeoutError:
            _log.warning("stopped before everything was shown")


@asynccontextmanager
async def connected(
    studybot: Studybot, store: Store, clock: Clock, options: Options
) -> AsyncIterator[Connection]:
    """A connection that Slack's events come through, if not by HTTP.

    Raises ``SecretRefused`` and ``PlatformUnavailable``.
    """
    async with api.opened() as session:
        web_client = api.client(options.api_url, session)
        home = await _home(store, clock, options, web_client, session)
        connection = Connection(studybot, store, clock, options, home)
        try:
            await connection.open()
            yield connection
        finally:
            await connection.drain()


async def _home(
    store: Store,
    clock: Clock,
    options: Options,
    web_client: AsyncWebClient,
    session: aiohttp.ClientSession,
) -> Home:
    if options.app is None:
        auth = await _asked(options.bot_token or "", web_client)
        one = OneWorkspace(options.bot_token or "", auth)
        said = wording.in_workspace(str(auth.get("user", "")), str(auth.get("team", "")))
        return Home(Api(web_client, one, session), said)
    many = ManyWorkspaces(Installations(store, options.app.client_id), clock)
    pages = Installing(options.app, many, store, web_client, clock)
    return Home(
        Api(web_client, many, session),
        wording.installed_from(f"{options.app.url}{paths.INSTALL}"),
        {("GET", paths.INSTALL): pages.install, ("GET", paths.CALLBACK): pages.callback},
    )


async def _asked(token: str, web_client: AsyncWebClient) -> Mapping[str, object]:
    """Whose a token is. Raises ``SecretRefused`` and ``PlatformUnavailable``."""
    with failures.told():
        try:
            auth = await web_client.auth_test(token=token)
        except SlackApiError as error:
            if failures.code(error) in {*failures.REVOKED, failures.ANOTHER_KIND}:
                raise SecretRefused("SLACK_BOT_TOKEN", "Slack") from error
            raise
    return auth.data if isinstance(auth.data, dict) else {}
