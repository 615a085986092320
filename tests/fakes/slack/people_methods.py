"""The methods that tell who and what there is."""

from __future__ import annotations

import secrets
from typing import Final

from tests.fakes.slack.calls import Call, Json, Method, SlackError, method
from tests.fakes.slack.world import APP_ID


def api_test(call: Call) -> Json:
    """``api.test``."""
    if call.args.get("error"):
        raise SlackError(str(call.args["error"]), args=call.args)
    return {"ok": True, "args": call.args}


def auth_test(call: Call) -> Json:
    """``auth.test``."""
    workspace = call.workspace
    return {
        "ok": True,
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.handle,
        "team_id": workspace.id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def auth_revoke(call: Call) -> Json:
    """``auth.revoke``."""
    if not call.flag("test"):
        call.workspace.revoked = "token_revoked"
    return {"ok": True, "revoked": not call.flag("test")}


def connections_open(call: Call) -> Json:
    """``apps.connections.open``: where to open a socket, once."""
    ticket = secrets.token_hex(16)
    call.state.tickets.add(ticket)
    return {"ok": True, "url": f"{call.state.socket_url}/?ticket={ticket}&app_id={APP_ID}"}


def users_info(call: Call) -> Json:
    """``users.info``."""
    return {"ok": True, "user": call.user().json()}


def team_info(call: Call) -> Json:
    """``team.info``."""
    workspace = call.workspace
    wanted = call.args.get("team")
    if wanted and wanted != workspace.id:
        raise SlackError("team_not_found")
    domain = workspace.domain
    team = {"id": workspace.id, "name": workspace.name, "domain": domain, "email_domain": ""}
    return {"ok": True, "team": {**team, "url": f"https://{domain}.slack.com/", "icon": {}}}


def bots_info(call: Call) -> Json:
    """``bots.info``."""
    if call.args.get("bot", call.workspace.bot_id) != call.workspace.bot_id:
        raise SlackError("bot_not_found")
    return {"ok": True, "bot": call.workspace.bot_json()}


def conversations_info(call: Call) -> Json:
    """``conversations.info``."""
    return {"ok": True, "channel": call.channel().json()}


def conversations_open(call: Call) -> Json:
    """``conversations.open`` with one person."""
    if call.args.get("channel"):
        return {"ok": True, "channel": {"id": call.channel().id}}
    wanted = str(call.args.get("users") or "").split(",")
    if wanted == [""]:
        raise SlackError("users_list_not_supplied")
    found = call.workspace.users.get(wanted[0])
    if found is None or len(wanted) > 1:
        raise SlackError("user_not_found")
    if found.deleted:
        raise SlackError("user_disabled")
    channel = call.state.direct(found)
    whole = channel.json() if call.flag("return_im") else {"id": channel.id}
    return {"ok": True, "channel": whole}


def conversations_members(call: Call) -> Json:
    """``conversations.members``, in pages."""
    members = sorted(user.id for user in call.channel().members)
    limit, start = int(call.args.get("limit") or 100), int(call.args.get("cursor") or 0)
    more = start + limit < len(members)
    cursor = str(start + limit) if more else ""
    page = members[start : start + limit]
    return {"ok": True, "members": page, "response_metadata": {"next_cursor": cursor}}


def conversations_join(call: Call) -> Json:
    """``conversations.join``."""
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    if channel.private:
        raise SlackError("method_not_supported_for_channel_type")
    channel.members.add(call.workspace.bot)
    return {"ok": True, "channel": channel.json()}


_PLACES: Final = "channels:read groups:read im:read mpim:read"
METHODS: Final[tuple[Method, ...]] = (
    method("api.test", api_test, "error foo", opens="none"),
    method("auth.test", auth_test),
    method("auth.revoke", auth_revoke, "test"),
    method("apps.connections.open", connections_open, opens="app"),
    method("users.info", users_info, "user include_locale", "users:read"),
    method("team.info", team_info, "team domain", "team:read"),
    method("bots.info", bots_info, "bot team_id", "users:read"),
    method(
        "conversations.info",
        conversations_info,
        "channel include_locale include_num_members",
        _PLACES,
    ),
    method(
        "conversations.open",
        conversations_open,
        "channel users return_im prevent_creation",
        "im:write mpim:write",
    ),
    method("conversations.members", conversations_members, "channel cursor limit", _PLACES),
    method("conversations.join", conversations_join, "channel", "channels:join"),
)
