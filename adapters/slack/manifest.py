"""What Slack has to know of the app, made from the commands: its manifest."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import yaml

from adapters.slack.lines import FAMILY
from adapters.slack.paths import CALLBACK, REQUESTS
from bot.commands import COMMANDS, Command, FileOption
from bot.wording import INTRODUCTION, introducing

Part = dict[str, object]

SCOPES = (
    "commands",  # to have commands at all
    "chat:write",  # to post questions and to bring them up to date
    "chat:write.public",  # without being invited into every public channel first
    "users:read",  # names on boards, and who may end another's quiz or set what a room is asked
    "channels:read",  # who made a channel, and the events of channels
    "groups:read",  # the same in private channels that the bot was let into
    "im:read",  # what is asked in a direct message is for one person
    "mpim:read",  # the same for a direct message of several
    "files:read",  # the notes that somebody hands over with /deck add, and no other file
    "files:write",  # what /deck export gives, pictures beside a deck, drawn formulas
    "im:write",  # that it is sent to directly: in a channel everybody would see it
)
"""What the bot asks to be allowed, and nothing it does not use: it reads no messages."""

EVENTS = (
    "app_home_opened",  # the person's page is made when it is looked at
    "app_uninstalled",  # nothing is posted any more, and the token is forgotten
    "tokens_revoked",  # the same, where only the token was taken away
    "channel_archive",  # nothing can be posted there any more: what is open ends
    "channel_deleted",
    "channel_left",
    "group_archive",  # the same in private channels
    "group_deleted",
    "group_left",
    "member_joined_channel",  # when it is the bot itself, it says what it is
)
"""What Slack tells the bot of its own accord."""


_COLOUR = "#1f3a5f"


def manifest(url: str | None, *, many: bool = False) -> Part:
    """The manifest of the app, as Slack's schema for it wants it.

    ``url`` is the public address without a slash at its end, for HTTP; None is for Socket Mode.
    ``many``: the app is installed into many workspaces, which takes a ``url``.
    """
    requests = {} if url is None else {"request_url": f"{url}{REQUESTS}"}
    menus = {} if url is None else {"message_menu_options_url": f"{url}{REQUESTS}"}
    urls = {} if url is None else {"url": f"{url}{REQUESTS}"}
    redirects = {"redirect_urls": [f"{url}{CALLBACK}"]} if url and many else {}
    return {
        "display_information": {
            "name": introducing.NAME,
            "description": INTRODUCTION,
            "long_description": introducing.ABOUT,
            "background_color": _COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": introducing.NAME, "always_online": True},
            "slash_commands": [command | urls for command in _commands()],
        },
        "oauth_config": {**redirects, "scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**requests, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **requests, **menus},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def written(manifest: Part) -> str:
    """A manifest as YAML, ready to be pasted."""
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)


def _commands() -> list[Part]:
    """A command for each first word, and the one that all can be given behind."""
    named = [
        _command(first, introducing.family(several), introducing.hint(several))
        for first, several in _families()
    ]
    return [*named, _command(FAMILY, introducing.ANY_COMMAND, introducing.hint_of_all(COMMANDS))]


def _families() -> list[tuple[str, list[Command]]]:
    """The commands by their first word, in the order in which they are declared."""
    grouped = groupby(map(_as_typed, COMMANDS), lambda command: command.name.partition(" ")[0])
    return [(first, list(several)) for first, several in grouped]


def _as_typed(command: Command) -> Command:
    """A command with what can be typed behind it: a file is asked for by a form."""
    typed = (option for option in command.options if not isinstance(option, FileOption))
    return replace(command, options=tuple(typed))


def _command(name: str, description: str, hint: str) -> Part:
    hints = {"usage_hint": hint} if hint else {}
    return {"command": f"/{name}", "description": description, **hints, "should_escape": False}
