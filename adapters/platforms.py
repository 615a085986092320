"""Which platforms are turned on, and how each is reached: an SDK is loaded where it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol, assert_never

from adapters import ways
from adapters.settings import Settings
from adapters.web import Handler
from bot import wording
from bot.errors import BadSetting
from bot.ports import Clock, Platform, Store
from bot.service import Studybot

if TYPE_CHECKING:  # their SDKs are for the platforms that are turned on
    from adapters.discord.connection import Options as DiscordOptions
    from adapters.slack.connection import Options as SlackOptions


class Connection(Protocol):
    """A platform that the bot is connected to."""

    @property
    def platform(self) -> Platform:
        """What posts there."""
        ...

    @property
    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What it answers over HTTP: by method and path."""
        ...

    async def run(self) -> None:
        """Be there for people until cancelled. Raises why it cannot go on if it cannot."""
        ...

    async def introduction(self) -> str:
        """Where the bot is there, and how to let it in where it is not yet, once that is known."""
        ...

    async def trouble(self) -> str:
        """Why nobody there can be served now; empty when all are."""
        ...


Connect = Callable[[Studybot, Store, Clock], AbstractAsyncContextManager[Connection]]


def turned_on(settings: Settings) -> list[tuple[str, Connect]]:
    """Every platform that has its settings, with how it is connected to."""
    found: list[tuple[str, Connect]] = []
    if settings.discord_token is not None:
        found.append(("discord", _discord(settings)))
    if settings.slack is not None:
        found.append(("slack", _slack(settings.slack)))
    return found


def _discord(settings: Settings) -> Connect:
    from adapters.discord.connection import connected  # noqa: PLC0415

    options = discord_options(settings)
    return lambda studybot, store, clock: connected(studybot, store, clock, options)


def _slack(way: ways.Way) -> Connect:
    from adapters.slack.connection import connected  # noqa: PLC0415

    options = slack_options(way)
    return lambda studybot, store, clock: connected(studybot, store, clock, options)


def discord_options(settings: Settings) -> DiscordOptions:
    """How to reach Discord. Raises ``BadSetting`` where there is no token."""
    from adapters.discord.connection import Options  # noqa: PLC0415

    if settings.discord_token is None:
        raise BadSetting("DISCORD_TOKEN", "", wording.FROM_THE_PORTAL)
    ids = settings.discord_shard_ids
    return Options(
        settings.discord_token.get_secret_value(),
        settings.discord_api_url,
        settings.discord_gateway_url,
        list(ids) if ids else None,
        settings.discord_shard_count,
    )


def slack_options(way: ways.Way) -> SlackOptions:
    """How to reach Slack, and how it reaches us."""
    from adapters.slack.connection import Options  # noqa: PLC0415

    match way:
        case ways.SocketMode(bot_token=bot, app_token=app):
            return Options(
                bot_token=bot.get_secret_value(),
                app_token=app.get_secret_value(),
                api_url=way.api_url,
            )
        case ways.OneWorkspace(bot_token=bot, signing_secret=secret):
            return Options(
                bot_token=bot.get_secret_value(),
                signing_secret=secret.get_secret_value(),
                api_url=way.api_url,
            )
        case ways.ManyWorkspaces(client_id=client, client_secret=word, signing_secret=secret):
            from adapters.slack.manifest import SCOPES  # noqa: PLC0415
            from adapters.slack.oauth import App  # noqa: PLC0415

            return Options(
                signing_secret=secret.get_secret_value(),
                app=App(client, word.get_secret_value(), way.url, tuple(SCOPES)),
                api_url=way.api_url,
            )
        case _:
            assert_never(way)


async def invite(settings: Settings) -> str:
    """The address at which the bot is invited; Discord is asked who the token belongs to."""
    from adapters.discord.connection import logged_in  # noqa: PLC0415
    from adapters.discord.rights import invitation  # noqa: PLC0415

    async with logged_in(discord_options(settings)) as client:
        return invitation(client.application_id or 0)
