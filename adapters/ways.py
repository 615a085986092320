"""The ways in which Slack is reached, and which of them the settings ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pydantic import SecretStr

from adapters.values import HIDDEN, Address
from bot.errors import BadSetting

EXPECTED = {
    "SLACK_BOT_TOKEN": ("the Bot User OAuth Token of the app's page OAuth & Permissions (xoxb-…)"),
    "SLACK_APP_TOKEN": ("an App-Level Token of the app's page Basic Information (xapp-…)"),
    "SLACK_SIGNING_SECRET": (
        "the Signing Secret of the app's page Basic Information, 32 letters and digits"
    ),
    "SLACK_CLIENT_ID": (
        "the Client ID of the app's page Basic Information, two numbers with a dot between"
    ),
    "SLACK_CLIENT_SECRET": (
        "the Client Secret of the app's page Basic Information, 32 letters and digits"
    ),
    "STUDYBOT_URL": (
        "the address under which STUDYBOT_HTTP is reached from outside, such as"
        " https://quiz.example.org, without parameters"
    ),
}
"""What each of these is, in words for whoever sets it."""


@dataclass(frozen=True, slots=True)
class SocketMode:
    """One workspace, through connections that the bot opens: no public address is needed."""

    bot_token: SecretStr
    app_token: SecretStr
    api_url: str | None = None


@dataclass(frozen=True, slots=True)
class OneWorkspace:
    """One workspace, through signed requests to the bot's address."""

    bot_token: SecretStr
    signing_secret: SecretStr
    api_url: str | None = None


@dataclass(frozen=True, slots=True)
class ManyWorkspaces:
    """Any workspace that installs the bot, through signed requests; ``url`` is where people do.

    It is the public address of the bot, without a slash at its end.
    """

    client_id: str
    client_secret: SecretStr
    signing_secret: SecretStr
    url: str
    api_url: str | None = None


Way = SocketMode | OneWorkspace | ManyWorkspaces


class Given(Protocol):
    """The settings that decide; ``adapters.settings.Settings`` has them."""

    @property
    def slack_bot_token(self) -> SecretStr | None: ...  # noqa: D102 -- see .env.example
    @property
    def slack_app_token(self) -> SecretStr | None: ...  # noqa: D102
    @property
    def slack_signing_secret(self) -> SecretStr | None: ...  # noqa: D102
    @property
    def slack_client_id(self) -> str | None: ...  # noqa: D102
    @property
    def slack_client_secret(self) -> SecretStr | None: ...  # noqa: D102
    @property
    def slack_api_url(self) -> str | None: ...  # noqa: D102
    @property
    def url(self) -> str | None: ...  # noqa: D102
    @property
    def http(self) -> Address | None: ...  # noqa: D102


def way(given: Given) -> Way | None:
    """The way that is asked for; None if nothing turns Slack on.

    Raises ``BadSetting`` where something is missing, or where two ways are asked for at once.
    """
    if given.slack_app_token:
        return _socket_mode(given, given.slack_app_token)
    if given.slack_signing_secret:
        return _over_http(given, given.slack_signing_secret)
    if given.slack_bot_token:
        raise missing(
            "SLACK_APP_TOKEN",
            " beside SLACK_BOT_TOKEN, for Socket Mode;"
            " or SLACK_SIGNING_SECRET instead of it, for HTTP",
        )
    if given.slack_client_id or given.slack_client_secret:
        raise missing(
            "SLACK_SIGNING_SECRET",
            ", beside SLACK_CLIENT_ID and SLACK_CLIENT_SECRET",
        )
    return None


def _socket_mode(given: Given, app_token: SecretStr) -> SocketMode:
    if given.slack_signing_secret:
        raise BadSetting(
            "SLACK_SIGNING_SECRET",
            HIDDEN,
            "nothing beside SLACK_APP_TOKEN: that is for Socket Mode, this for HTTP, and Slack"
            " sends everything one way",
        )
    for name, there in _clients(given):
        if there:
            raise BadSetting(
                name,
                HIDDEN,
                "nothing beside SLACK_APP_TOKEN: Socket Mode serves one workspace, with"
                " SLACK_BOT_TOKEN; many take SLACK_SIGNING_SECRET instead of SLACK_APP_TOKEN",
            )
    if not given.slack_bot_token:
        raise missing("SLACK_BOT_TOKEN", ", beside SLACK_APP_TOKEN")
    return SocketMode(given.slack_bot_token, app_token, given.slack_api_url)


def _over_http(given: Given, signing_secret: SecretStr) -> OneWorkspace | ManyWorkspaces:
    if given.http is None:
        raise BadSetting(
            "STUDYBOT_HTTP",
            "off",
            "host:port: with SLACK_SIGNING_SECRET, what people do in Slack comes in there",
        )
    if any(there for _, there in _clients(given)):
        return _many(given, signing_secret)
    if not given.slack_bot_token:
        raise missing(
            "SLACK_BOT_TOKEN",
            ", beside SLACK_SIGNING_SECRET; or SLACK_CLIENT_ID and"
            " SLACK_CLIENT_SECRET instead of it, for installation into many workspaces",
        )
    return OneWorkspace(given.slack_bot_token, signing_secret, given.slack_api_url)


def _many(given: Given, signing_secret: SecretStr) -> ManyWorkspaces:
    if given.slack_bot_token:
        raise BadSetting(
            "SLACK_BOT_TOKEN",
            HIDDEN,
            "nothing beside SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: with those, each workspace"
            " gives its own token when it installs the bot",
        )
    if not given.slack_client_id:
        raise missing("SLACK_CLIENT_ID", ", beside SLACK_CLIENT_SECRET")
    if not given.slack_client_secret:
        raise missing("SLACK_CLIENT_SECRET", ", beside SLACK_CLIENT_ID")
    if not given.url:
        raise missing(
            "STUDYBOT_URL",
            ": whoever installs the bot (SLACK_CLIENT_ID) is sent back to it",
        )
    return ManyWorkspaces(
        given.slack_client_id,
        given.slack_client_secret,
        signing_secret,
        given.url,
        given.slack_api_url,
    )


def _clients(given: Given) -> tuple[tuple[str, object], ...]:
    """What installation into many workspaces takes, with its names."""
    return (
        ("SLACK_CLIENT_ID", given.slack_client_id),
        ("SLACK_CLIENT_SECRET", given.slack_client_secret),
    )


def missing(name: str, why: str) -> BadSetting:
    """That a setting is empty; ``why`` goes on from what it is: with what, or for what."""
    return BadSetting(name, "", EXPECTED[name] + why)
