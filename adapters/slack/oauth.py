"""Installing the bot in a workspace with a browser: there, to Slack, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import browsing, failures
from adapters.slack.authorizing import ManyWorkspaces
from adapters.slack.installations import Installed
from adapters.slack.paths import CALLBACK, INSTALL
from adapters.slack.states import LIFETIME, States
from bot.errors import DatabaseError
from bot.ports import Clock, Store
from bot.wording import installing as wording

_AUTHORIZE = "../oauth/v2/authorize"
"""Where Slack asks for approval, seen from its API."""

_STALE = frozenset({"invalid_browser", "invalid_state", "missing_code"})
_EXPIRED = frozenset({"invalid_code", "code_already_used"})
_CANCELLED = "access_denied"
_TRANSIENT = frozenset(
    {
        "fatal_error",
        "internal_error",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    }
)
_FORBIDDEN, _AWAY = 403, 503
_REASON = re.compile(r"[a-z0-9_]{1,60}")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """The app as Slack knows it, and ``url``, the public address at which Slack finds the bot."""

    client_id: str
    client_secret: str = field(repr=False)
    url: str
    scopes: Sequence[str]


class Installing:
    """The two pages that an installation goes through, as handlers for an HTTP server."""

    def __init__(
        self,
        app: App,
        workspaces: ManyWorkspaces,
        store: Store,
        client: AsyncWebClient,
        clock: Clock,
    ) -> None:
        """Take a ``client`` without a token; approval is asked for next to where its API is."""
        self._flow = _Flow(app, workspaces, States(store, app.client_secret, clock), client)

    async def install(self, request: web.BaseRequest) -> web.StreamResponse:
        """Send a browser to Slack, to ask for approval."""
        return await to_aiohttp_response(await self._flow.handle_installation(_read(request)))

    async def callback(self, request: web.BaseRequest) -> web.StreamResponse:
        """Take the browser back, with the approval or without: say what came of it."""
        try:
            answer = await self._flow.handle_callback(_read(request))
        except _Refused as error:
            _log.warning("an installation was refused", reason=error.reason)
            sentence = _sentence(error.reason)
            answer = browsing.failed(sentence, INSTALL, _FORBIDDEN)
        except (DatabaseError, aiohttp.ClientError, OSError, SlackClientError) as error:
            cause = str(error) if isinstance(error, DatabaseError) else type(error).__name__
            _log.warning("an installation was interrupted", error=cause)
            answer = browsing.failed(wording.INSTALLATION_INTERRUPTED, INSTALL, _AWAY)
        return await to_aiohttp_response(answer)


class _Refused(Exception):
    """Slack gives no token; ``reason`` is its name for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Flow(AsyncOAuthFlow):
    """slack_bolt's order of things, with our state, our storage and our words.

    Its own exchange of the code logs the code.
    """

    def __init__(
        self, app: App, workspaces: ManyWorkspaces, states: States, client: AsyncWebClient
    ) -> None:
        self._workspaces = workspaces
        settings = AsyncOAuthSettings(
            client_id=app.client_id,
            client_secret=app.client_secret,
            scopes=list(app.scopes),
            user_scopes=[],
            redirect_uri=f"{app.url.rstrip('/')}{CALLBACK}",
            install_path=INSTALL,
            redirect_uri_path=CALLBACK,
            install_page_rendering_enabled=False,
            authorization_url=urljoin(client.base_url, _AUTHORIZE),
            callback_options=AsyncCallbackOptions(_succeeded, _failed),
            # Nothing reads it; without one slack_bolt would keep files in the home folder.
            installation_store=AsyncInstallationStore(),
            state_store=states,
            state_expiration_seconds=int(LIFETIME.total_seconds()),
        )
        super().__init__(client=client, settings=settings)

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Where the browser is sent. The SDK's own would put in whatever is asked, unquoted."""
        asked = {
            "client_id": self.settings.client_id,
            "scope": ",".join(self.settings.scopes or ()),
            "user_scope": "",
            "redirect_uri": self.settings.redirect_uri or "",
            "state": state,
        }
        if team := request.query.get("team"):
            asked["team"] = team[0]
        return f"{self.settings.authorization_url}?{urlencode(asked)}"

    async def run_installation(self, code: str) -> Installation:
        """What Slack gives for the code of an approval. Raises ``_Refused``."""
        try:
            given = await self._exchanged(code)
            token = given.get("access_token")
            if not token:
                raise _Refused("no_bot_token")
            if given.get("refresh_token"):
                # It would end within a day.
                raise _Refused("token_rotation_enabled")
            auth = await self.client.auth_test(token=token)
        except SlackApiError as error:
            reason = failures.code(error)
            if not reason or reason in _TRANSIENT:
                raise
            raise _Refused(reason) from None
        organised = bool(given.get("is_enterprise_install"))
        team, organisation = given.get("team") or {}, given.get("enterprise") or {}
        return Installation(
            app_id=given.get("app_id"),
            team_id=None if organised else team.get("id"),
            team_name=None if organised else team.get("name"),
            enterprise_id=organisation.get("id"),
            enterprise_name=organisation.get("name"),
            is_enterprise_install=organised,
            bot_token=token,
            bot_id=auth.get("bot_id"),
            bot_user_id=given.get("bot_user_id"),
            bot_scopes=given.get("scope") or "",
            user_id=(given.get("authed_user") or {}).get("id", ""),
        )

    async def _exchanged(self, code: str) -> AsyncSlackResponse:
        # The SDK's own method signs in by a class that aiohttp is about to drop.
        login = aiohttp.encode_basic_auth(self.settings.client_id, self.settings.client_secret)
        return await self.client.api_call(
            "oauth.v2.access",
            data={"code": code, "redirect_uri": self.settings.redirect_uri},
            headers={"Authorization": login},
        )

    async def store_installation(
        self,
        request: AsyncBoltRequest,  # noqa: ARG002 -- slack_bolt's signature
        installation: Installation,
    ) -> None:
        """Keep the token. Raises ``DatabaseError``."""
        given = installation
        home = given.enterprise_id if given.is_enterprise_install else given.team_id
        if not home or not given.bot_token:
            raise _Refused("no_workspace")
        await self._workspaces.install(
            Installed(
                home=home,
                bot=given.bot_id or "",
                user=given.bot_user_id or "",
                scopes=tuple(given.bot_scopes or ()),
                token=given.bot_token,
            )
        )
        _log.info("the bot was installed", workspace=home)


def _read(request: web.BaseRequest) -> AsyncBoltRequest:
    """A request as slack_bolt wants it; a browser that comes here sends no body."""
    return AsyncBoltRequest(
        body="", query=request.query_string, headers=dict(request.headers.items())
    )


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    given = args.installation
    name = given.enterprise_name if given.is_enterprise_install else given.team_name
    return browsing.succeeded(name or "", given.team_id)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    reason = args.reason
    _log.info("nothing was installed", reason=reason if _REASON.fullmatch(reason) else "unreadable")
    return browsing.failed(_sentence(reason), INSTALL, args.suggested_status_code)


def _sentence(reason: str) -> str:
    if reason == _CANCELLED:
        return wording.INSTALLATION_CANCELLED
    if reason in _STALE:
        return wording.INSTALLATION_STALE
    if reason in _EXPIRED:
        return wording.INSTALLATION_EXPIRED
    return wording.INSTALLATION_REFUSED
