"""What stands in a variable, and what it means: one function a kind, ``ValueError`` if nothing."""

from __future__ import annotations

import ipaddress
import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

Level = Literal["debug", "info", "warning", "error"]
Form = Literal["text", "json"]

LEVELS: tuple[Level, ...] = get_args(Level)
FORMS: tuple[Form, ...] = get_args(Form)

MOST_SHARDS = 10_000
"""More than any bot has: a slip in a number must not fill the memory with shards."""

HIGHEST_PORT = 65535

HIDDEN = "(not shown)"
"""What stands for a secret wherever one might be read."""

_DATABASES = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_TOKEN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}")
# What is no secret of Slack's can be told by its form only where it is another thing of Slack's:
# Slack promises no lengths, and what stands before Slack may have others.
_SLACK_TOKEN = re.compile(r"(xoxb-|xapp-)[A-Za-z0-9._-]+")
_SLACK_SECRET = re.compile(r"(?!xox|xapp)[\x21-\x7e]{4,256}")
_SLACK_CLIENT = re.compile(r"(?!xox|xapp)[A-Za-z0-9._-]{1,64}")
_MEANT = {
    "xoxb-": "the bot's token, which belongs to SLACK_BOT_TOKEN",
    "xapp-": "the app's token, which belongs to SLACK_APP_TOKEN",
    "xoxp-": "a person's token, which no setting takes",
    "xoxe": "a token that changes by itself; turn Token Rotation off for the app",
}
"""What a secret of Slack is, by how it begins."""

LONGEST_URL = 2000
"""Characters of the public address at most: Slack takes 3000 with a path behind it."""

_SHARDS = re.compile(r"([0-9]{1,9})(?:\s*-\s*([0-9]{1,9}))?")
_ADDRESS = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class LogSetting:
    """What is logged and how: ``level`` is the least that is, ``form`` is text or json."""

    level: Level = "warning"
    form: Form = "text"


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen: a name or number of this machine, and a port; 0 stands for a free one."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def database(words: str) -> str:
    """A database URL with the driver we use."""
    scheme, colon, rest = words.strip().partition("://")
    driver = _DATABASES.get(scheme.lower())
    if not driver or not colon:
        raise ValueError(words)
    parts = urlsplit(words.strip())
    named = parts.path.strip("/")
    if driver.startswith("sqlite"):
        if not named or parts.netloc or named == ":memory:":
            raise ValueError(words)
    elif not named or parts.port == 0:  # looking at the port raises where it is no number
        raise ValueError(words)
    return f"{driver}://{rest}"


def zone(words: str) -> str:
    """The name of a time zone that is known here."""
    try:
        zoneinfo.ZoneInfo(words.strip())
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        raise ValueError(words) from None
    return words.strip()


def folder(path: Path) -> Path:
    """A path that is a folder, or may become one."""
    if path.exists() and not path.is_dir():
        raise ValueError(path)
    return path


def log(words: object) -> object:
    """A level, a form, or both; what is no text was read already."""
    if not isinstance(words, str):
        return words
    parts = re.split(r"[\s,]+", words.strip().lower())
    levels = [level for level in LEVELS if level in parts]
    forms = [form for form in FORMS if form in parts]
    if len(levels) > 1 or len(forms) > 1 or not {*levels, *forms}.issuperset(parts):
        raise ValueError(words)
    return LogSetting(levels[0] if levels else "warning", forms[0] if forms else "text")


def token(words: object) -> object:
    """A bot's token; None if there is nothing but spaces. No error holds what was given."""
    if not isinstance(words, str):
        return words
    bare = words.strip()
    if not bare:
        return None
    first, _, rest = bare.partition(" ")
    if first.lower() == "bot":  # copied out of a header
        bare = rest.strip()
    if not _TOKEN.fullmatch(bare):
        raise ValueError("no token")
    return bare


class Misplaced(ValueError):
    """A secret that belongs elsewhere; its text says what it is, and never has the secret."""


def slack_token(beginning: str) -> Callable[[object], object]:
    """Reads a token of Slack that begins like this; None if there is nothing but spaces."""

    def read(words: object) -> object:
        bare = _bare(words)
        if not isinstance(bare, str):
            return bare
        found = _SLACK_TOKEN.fullmatch(bare)
        if not found or found[1] != beginning:
            raise _unfit(bare, beginning)
        return bare

    return read


def slack_secret(words: object) -> object:
    """The signing secret or the client secret of an app; None if there is nothing but spaces."""
    return _fitting(words, _SLACK_SECRET)


def slack_client(words: object) -> object:
    """The client id of an app; None if there is nothing but spaces."""
    return _fitting(words, _SLACK_CLIENT)


def _fitting(words: object, form: re.Pattern[str]) -> object:
    bare = _bare(words)
    if isinstance(bare, str) and not form.fullmatch(bare):
        raise _unfit(bare)
    return bare


def _bare(words: object) -> object:
    """Text without what stands around it, None if that was all; what is no text was read."""
    return (words.strip() or None) if isinstance(words, str) else words


def _unfit(secret: str, expected: str = "") -> ValueError:
    for beginning, meaning in _MEANT.items():
        if beginning != expected and secret.startswith(beginning):
            return Misplaced(f"what is there begins with {beginning} and is {meaning}")
    return ValueError("no such secret")


def public(words: str) -> str:
    """The address under which people and Slack reach the bot; it holds no secret."""
    read = url("https")(words)
    if len(read) > LONGEST_URL or "@" in urlsplit(read).netloc:
        raise ValueError("too long, or with a password")
    return read


def url(*schemes: str) -> Callable[[str], str]:
    """Reads an address of one of these schemes that paths can be put behind."""

    def read(words: str) -> str:
        bare = words.strip()
        parts = urlsplit(bare)
        if parts.scheme not in schemes or not parts.hostname or parts.port == 0:
            raise ValueError("no address")
        if parts.query or parts.fragment or re.search(r"\s", bare):
            raise ValueError("nothing can be put behind it")
        return bare.rstrip("/")

    return read


def shards(words: object) -> object:
    """Numbers (``0,1``) and ranges (``0-3``) in order, each once; others were read already."""
    if not isinstance(words, str):
        return words
    numbers: set[int] = set()
    for part in words.split(","):
        found = _SHARDS.fullmatch(part.strip())
        if not found:
            raise ValueError(words)
        first = int(found[1])
        last = int(found[2] or first)
        if not first <= last < MOST_SHARDS:
            raise ValueError(words)
        numbers.update(range(first, last + 1))
    return tuple(sorted(numbers))


def address(words: object) -> object:
    """``host:port``, an IPv6 number in brackets; ``off`` is None; others were read already."""
    if not isinstance(words, str):
        return words
    if words.strip().lower() == "off":
        return None
    found = _ADDRESS.fullmatch(words.strip())
    if not found or int(found[3]) > HIGHEST_PORT:
        raise ValueError(words)
    if found[1]:
        ipaddress.IPv6Address(found[1])
    return Address(found[1] or found[2], int(found[3]))


def without_secret(place: str) -> str:
    """A URL as it may be shown: no user, no password, no parameters."""
    before, at, rest = place.rpartition("@")
    rest = rest.partition("?")[0]
    scheme, named, _ = before.rpartition("://")
    return f"{scheme}{named}***@{rest}" if at else rest
