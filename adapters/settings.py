"""The environment and ``.env``, read once. Whatever is wrong is named, with what was expected."""

from __future__ import annotations

import difflib
import os
import zoneinfo
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from adapters import values, ways
from adapters.logs import start_log
from adapters.values import Address, LogSetting, without_secret
from bot.errors import BadSetting

__all__ = [
    "PREFIX",
    "Address",
    "LogSetting",
    "Settings",
    "load",
    "make_folder",
    "start_log",
    "unknown",
    "variable",
    "without_secret",
]

PREFIX = "STUDYBOT_"

_EXPECTED = {
    "STUDYBOT_DATABASE_URL": (
        "sqlite:///path/to/file.db or postgresql://user:password@host/name"
        " (characters such as @ and / in a password written as %40 and %2F)"
    ),
    "STUDYBOT_DATA": "a folder",
    "STUDYBOT_CONTENT": "a folder",
    "STUDYBOT_TIMEZONE": "an IANA time zone such as Europe/Vienna, America/New_York or UTC",
    "STUDYBOT_LOG": (
        f"a level ({', '.join(values.LEVELS)}), followed by json if wanted, such as: info json"
    ),
    "STUDYBOT_HTTP": "host:port such as 127.0.0.1:8080, or off",
    "DISCORD_TOKEN": (
        "the token of a bot, three parts with dots between them, as the developer portal shows it"
        " on the page Bot after Reset Token (it is neither the client secret nor the public key)"
    ),
    "DISCORD_API_URL": "an address such as https://discord.com/api/v10, without parameters",
    "DISCORD_GATEWAY_URL": "an address such as wss://gateway.discord.gg, without parameters",
    "DISCORD_SHARD_IDS": "numbers from 0 up, such as 0,1 or 0-3",
    "DISCORD_SHARD_COUNT": f"a whole number from 1 to {values.MOST_SHARDS}",
    **ways.EXPECTED,
    "SLACK_API_URL": "an address such as https://slack.com/api, without parameters",
}
_URLS = {
    "STUDYBOT_DATABASE_URL",
    "STUDYBOT_URL",
    "DISCORD_API_URL",
    "DISCORD_GATEWAY_URL",
    "SLACK_API_URL",
}
# The id is none, but what stands in its place by a slip may be.
_SECRETS = {
    "DISCORD_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
}

_TELLING = 0.84
"""How alike a name must be to one of ours (0 to 1), before we speak of what may be another's."""


class Settings(BaseSettings):
    """Everything that can be set, each with its default.

    ``model_fields_set`` has what was set to something; an empty variable is as good as none.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
    )

    database_url: Annotated[str, AfterValidator(values.database)] | None = Field(
        default=None, repr=False
    )
    data: Annotated[Path, AfterValidator(values.folder)] = Path("data")
    content: Annotated[Path, AfterValidator(values.folder)] = Path("content")
    timezone: Annotated[str, AfterValidator(values.zone)] = "UTC"
    log: Annotated[LogSetting, NoDecode, BeforeValidator(values.log)] = LogSetting()
    http: Annotated[Address | None, NoDecode, BeforeValidator(values.address)] = Address(
        "127.0.0.1", 8080
    )
    url: Annotated[str, AfterValidator(values.public)] | None = None
    discord_token: Annotated[SecretStr | None, BeforeValidator(values.token)] = Field(
        default=None, validation_alias="DISCORD_TOKEN"
    )
    discord_api_url: Annotated[str, AfterValidator(values.url("http", "https"))] | None = Field(
        default=None, validation_alias="DISCORD_API_URL", repr=False
    )
    discord_gateway_url: Annotated[str, AfterValidator(values.url("ws", "wss"))] | None = Field(
        default=None, validation_alias="DISCORD_GATEWAY_URL", repr=False
    )
    discord_shard_ids: Annotated[
        tuple[int, ...] | None, NoDecode, BeforeValidator(values.shards)
    ] = Field(default=None, validation_alias="DISCORD_SHARD_IDS")
    discord_shard_count: Annotated[int, Field(ge=1, le=values.MOST_SHARDS)] | None = Field(
        default=None, validation_alias="DISCORD_SHARD_COUNT"
    )

    slack_bot_token: Annotated[SecretStr | None, BeforeValidator(values.slack_token("xoxb-"))] = (
        Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    )
    slack_app_token: Annotated[SecretStr | None, BeforeValidator(values.slack_token("xapp-"))] = (
        Field(default=None, validation_alias="SLACK_APP_TOKEN")
    )
    slack_signing_secret: Annotated[SecretStr | None, BeforeValidator(values.slack_secret)] = Field(
        default=None, validation_alias="SLACK_SIGNING_SECRET"
    )
    slack_client_id: Annotated[str | None, BeforeValidator(values.slack_client)] = Field(
        default=None, validation_alias="SLACK_CLIENT_ID"
    )
    slack_client_secret: Annotated[SecretStr | None, BeforeValidator(values.slack_secret)] = Field(
        default=None, validation_alias="SLACK_CLIENT_SECRET"
    )
    slack_api_url: Annotated[str, AfterValidator(values.url("http", "https"))] | None = Field(
        default=None, validation_alias="SLACK_API_URL", repr=False
    )

    @property
    def database(self) -> str:
        """Where the database is, with its driver: a SQLite file in the data folder by default."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'studybot.db'}"

    @property
    def database_file(self) -> Path | None:
        """The file that is the database; None where it is on a server."""
        scheme, _, place = self.database.partition(":///")
        return Path(place.partition("?")[0]) if scheme.startswith("sqlite") else None

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone that decides when a day begins."""
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def slack(self) -> ways.Way | None:
        """How Slack is reached; None if it is not turned on."""
        return ways.way(self)


def load(*, whole: bool = True) -> Settings:
    """The settings as they are now. Raises ``BadSetting`` for the first one that is wrong.

    ``whole``: also for one that lacks another; whoever is still filling them in has no use for it.
    """
    try:
        found = Settings()
    except ValidationError as error:
        raise _explained(error) from None  # pydantic's own words would quote the value
    except UnicodeDecodeError:
        raise BadSetting(".env", "not readable", "a text file in UTF-8") from None
    if whole:
        _check_shards(found)
        ways.way(found)
    return found


def unknown() -> Iterator[tuple[str, str]]:
    """Names that look like settings and are none, each with the nearest real one or nothing.

    Of names without our prefix only those that are nearly ours: the rest is for other programs.
    """
    known = [variable(field) for field in Settings.model_fields]
    words = {name.removeprefix(PREFIX): name for name in known}
    in_file = DotEnvSettingsSource(Settings).env_vars
    for name in sorted({name.upper() for name in (*os.environ, *in_file)}.difference(known)):
        if name.startswith(PREFIX):
            close = difflib.get_close_matches(name.removeprefix(PREFIX), words, 1)
            yield name, words[close[0]] if close else ""
        else:
            close = difflib.get_close_matches(name, known, 1, _TELLING)
            yield from ((name, nearest) for nearest in close)


def variable(field: str) -> str:
    """What a field is called in the environment."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else PREFIX + field.upper()


def _check_shards(found: Settings) -> None:
    ids, count = found.discord_shard_ids, found.discord_shard_count
    if not ids or (count and ids[-1] < count):
        return
    expected = (
        f"numbers below {count}, the DISCORD_SHARD_COUNT"
        if count
        else "DISCORD_SHARD_COUNT beside it, the number of all shards"
    )
    raise BadSetting("DISCORD_SHARD_IDS", ",".join(map(str, ids))[:200], expected)


def _explained(error: ValidationError) -> BadSetting:
    detail = error.errors(include_input=True, include_url=False)[0]
    named = str(detail["loc"][0])
    name = named if named in _EXPECTED else PREFIX + named.upper()
    expected = _EXPECTED[name]
    misplaced = detail.get("ctx", {}).get("error")
    if isinstance(misplaced, values.Misplaced):
        expected = f"{expected}; {misplaced}"
    return BadSetting(name, _shown(name, detail["input"]), expected)


def _shown(name: str, value: object) -> str:
    if name in _SECRETS:
        return values.HIDDEN
    words = str(value)[:200]
    return without_secret(words) if name in _URLS else words


def make_folder(settings: Settings) -> None:
    """Create the data folder. Raises ``BadSetting`` where it cannot be written to."""
    expected = "a folder that can be written to"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise BadSetting(f"{PREFIX}DATA", str(settings.data), expected) from None
    if not os.access(settings.data, os.W_OK | os.X_OK):
        raise BadSetting(f"{PREFIX}DATA", str(settings.data), expected)
