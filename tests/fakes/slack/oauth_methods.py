"""Installation: what a person approves, and what the bot gets for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from tests.fakes.slack.calls import Call, Json, Method, SlackError, method
from tests.fakes.slack.world import APP_ID, User, Workspace


@dataclass(eq=False, slots=True)
class Approval:
    """What a person's browser brings back to the bot."""

    code: str
    state: str
    redirect_uri: str
    workspace: Workspace
    installer: User
    scopes: frozenset[str]
    used: bool = False

    @property
    def query(self) -> str:
        """The query string with which the browser comes back."""
        return urlencode({"code": self.code, "state": self.state})

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"{self.redirect_uri}?{self.query}"


def access(call: Call) -> Json:
    """``oauth.v2.access``: a code becomes a token, once."""
    state = call.state
    if call.args.get("client_id") != state.client_id:
        raise SlackError("invalid_client_id")
    if call.args.get("client_secret") != state.client_secret:
        raise SlackError("bad_client_secret")
    approval = state.approvals.get(call.args.get("code") or "")
    if approval is None:
        raise SlackError("invalid_code")
    if approval.used:
        raise SlackError("code_already_used")
    given = call.args.get("redirect_uri")
    if given and approval.redirect_uri and given != approval.redirect_uri:
        raise SlackError("bad_redirect_uri")
    approval.used = True
    return _installed(approval)


def _installed(approval: Approval) -> Json:
    workspace = approval.workspace
    if workspace.revoked in {"account_inactive", "token_revoked"}:
        workspace.token = f"{workspace.token}-again"
    workspace.installed, workspace.revoked = True, ""
    workspace.scopes = set(approval.scopes)
    return {
        "ok": True,
        "app_id": APP_ID,
        "authed_user": {"id": approval.installer.id},
        "scope": ",".join(sorted(workspace.scopes)),
        "token_type": "bot",
        "access_token": workspace.token,
        "bot_user_id": workspace.bot.id,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


METHODS: Final[tuple[Method, ...]] = (
    method("oauth.v2.access", access, "code redirect_uri grant_type", opens="none"),
)
