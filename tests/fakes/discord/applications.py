"""The REST side of the bot itself: who it is, its commands, where its gateway is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests.fakes.discord.calls import Answer, Call, Route
from tests.fakes.discord.component_rules import length
from tests.fakes.discord.refusals import Flaw, Json, Refused, Why
from tests.fakes.discord.world import User

_NAME: Final = re.compile(r"[-_'\w]{1,32}")


def me(call: Call) -> Answer:
    """Get Current User."""
    return Answer(200, call.state.bot.self())


def application(call: Call) -> Answer:
    """Get Current Application."""
    bot = call.state.bot
    return Answer(
        200,
        {
            "id": str(bot.id),
            "name": bot.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": User(1, "Owner").json(),
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "type": None,
            "team": None,
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "approximate_guild_count": len(call.state.guilds),
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": [],
        },
    )


def guild(call: Call) -> Answer:
    """Get Guild."""
    found = call.state.guilds.get(int(call.at["guild_id"]))
    if found is None or found.removed:
        raise Refused(Why.UNKNOWN_GUILD)
    return Answer(200, found.json())


def _own(call: Call) -> None:
    if call.at["application_id"] != str(call.state.bot.id):
        raise Refused(Why.UNKNOWN_APPLICATION)


def commands(call: Call) -> Answer:
    """Get Global Application Commands."""
    _own(call)
    return Answer(200, call.state.commands)


def put_commands(call: Call) -> Answer:
    """Bulk Overwrite Global Application Commands."""
    _own(call)
    state, given = call.state, call.body
    flaws = list(_command_flaws(given))
    if flaws:
        raise Refused(Why.INVALID_BODY, flaws)
    known = {command["name"]: command["id"] for command in state.commands}
    state.commands = [
        {
            **command,
            "id": known.get(command["name"]) or str(state.ids.next()),
            "application_id": str(state.bot.id),
            "version": str(state.ids.next()),
            "type": command.get("type", 1),
            "default_member_permissions": _text(command.get("default_member_permissions")),
        }
        for command in given
    ]
    state.changed()
    return Answer(200, state.commands)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _command_flaws(given: object) -> Iterator[Flaw]:
    if not isinstance(given, list) or len(given) > 100:
        yield Flaw((), "BASE_TYPE_MAX_LENGTH", "Must be a list of 100 or fewer.")
        return
    names: set[str] = set()
    for index, command in enumerate(given):
        if command.get("name") in names:
            text = "Application command names must be unique"
            yield Flaw((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
        names.add(command.get("name"))
        yield from _described((index,), command)


def _described(path: tuple[str | int, ...], one: Json) -> Iterator[Flaw]:
    """A command or an option of one: its name, what it says of itself, its own options."""
    name = str(one.get("name"))
    if not _NAME.fullmatch(name) or name != name.lower():
        text = "Command name is invalid"
        yield Flaw((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", text)
    yield from length((*path, "description"), one.get("description", ""), 1, 100)
    options = one.get("options") or []
    if len(options) > 25 or len(one.get("choices") or ()) > 25:
        text = "Must be 25 or fewer in length."
        yield Flaw((*path, "options"), "BASE_TYPE_MAX_LENGTH", text)
    optional = [not option.get("required") for option in options]
    if optional != sorted(optional):
        text = "Required options must be placed before non-required options"
        yield Flaw((*path, "options"), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
    for index, option in enumerate(options):
        yield from _described((*path, "options", index), option)


_APPLICATION: Final = "/applications/{application_id}/commands"
ROUTES: Final = (
    Route("GET", "/users/@me", me),
    Route("GET", "/oauth2/applications/@me", application),
    Route("GET", "/applications/@me", application),
    Route("GET", "/guilds/{guild_id}", guild),
    Route("GET", _APPLICATION, commands),
    Route("PUT", _APPLICATION, put_commands),
)
