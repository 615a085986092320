"""The environment and ``.env``, read once. Whatever is wrong is named, with what was expected."""

from __future__ import annotations

import difflib
import logging
import os
import re
import sys
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TextIO, get_args
from urllib.parse import urlsplit

import structlog
from pydantic import AfterValidator, BeforeValidator, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)
from structlog.typing import EventDict, Processor

from bot.errors import BadSetting

PREFIX = "STUDYBOT_"

Level = Literal["debug", "info", "warning", "error"]
Form = Literal["text", "json"]

_LEVELS: tuple[Level, ...] = get_args(Level)
_FORMS: tuple[Form, ...] = get_args(Form)
_DATABASES = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_EXPECTED = {
    "database_url": (
        "sqlite:///path/to/file.db or postgresql://user:password@host/name"
        " (characters such as @ and / in a password written as %40 and %2F)"
    ),
    "data": "a folder",
    "content": "a folder",
    "timezone": "an IANA time zone such as Europe/Vienna, America/New_York or UTC",
    "log": f"a level ({', '.join(_LEVELS)}), followed by json if wanted, such as: info json",
}


@dataclass(frozen=True, slots=True)
class LogSetting:
    """What is logged and how: ``level`` is the least that is, ``form`` is text or json."""

    level: Level = "warning"
    form: Form = "text"


def _database(url: str) -> str:
    scheme, colon, rest = url.strip().partition("://")
    driver = _DATABASES.get(scheme.lower())
    if not driver or not colon:
        raise ValueError(url)
    parts = urlsplit(url.strip())
    named = parts.path.strip("/")
    if driver.startswith("sqlite"):
        if not named or parts.netloc or named == ":memory:":
            raise ValueError(url)
    elif not named or parts.port == 0:  # looking at the port raises where it is no number
        raise ValueError(url)
    return f"{driver}://{rest}"


def _zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name.strip())
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        raise ValueError(name) from None
    return name.strip()


def _folder(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise ValueError(path)
    return path


def _log(words: object) -> object:
    if not isinstance(words, str):
        return words
    parts = re.split(r"[\s,]+", words.strip().lower())
    levels = [level for level in _LEVELS if level in parts]
    forms = [form for form in _FORMS if form in parts]
    if len(levels) > 1 or len(forms) > 1 or not {*levels, *forms}.issuperset(parts):
        raise ValueError(words)
    return LogSetting(levels[0] if levels else "warning", forms[0] if forms else "text")


class Settings(BaseSettings):
    """Everything that can be set, each with its default."""

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

    database_url: Annotated[str, AfterValidator(_database)] | None = None
    data: Annotated[Path, AfterValidator(_folder)] = Path("data")
    content: Annotated[Path, AfterValidator(_folder)] = Path("content")
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    log: Annotated[LogSetting, NoDecode, BeforeValidator(_log)] = LogSetting()

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


def load() -> Settings:
    """The settings as they are now. Raises ``BadSetting`` for the first one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise _explained(error) from None  # pydantic's own words would quote the value
    except UnicodeDecodeError:
        raise BadSetting(".env", "not readable", "a text file in UTF-8") from None


def unknown() -> Iterator[tuple[str, str]]:
    """Names that look like settings and are none, each with the nearest real one or nothing."""
    known = [name.upper() for name in Settings.model_fields]
    in_file = DotEnvSettingsSource(Settings).env_vars
    for name in sorted({name.upper() for name in (*os.environ, *in_file)}):
        words = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and words not in known:
            close = difflib.get_close_matches(words, known, 1)
            yield name, PREFIX + close[0] if close else ""


def _explained(error: ValidationError) -> BadSetting:
    detail = error.errors(include_input=True, include_url=False)[0]
    field = str(detail["loc"][0])
    return BadSetting(PREFIX + field.upper(), _shown(field, detail["input"]), _EXPECTED[field])


def _shown(field: str, value: object) -> str:
    words = str(value)[:200]
    return without_secret(words) if field == "database_url" else words


def without_secret(url: str) -> str:
    """A database URL as it may be shown: no user, no password, no parameters."""
    before, at, place = url.rpartition("@")
    place = place.partition("?")[0]
    scheme, named, _ = before.rpartition("://")
    return f"{scheme}{named}***@{place}" if at else place


def make_folder(settings: Settings) -> None:
    """Create the data folder. Raises ``BadSetting`` where it cannot be written to."""
    expected = "a folder that can be written to"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise BadSetting(f"{PREFIX}DATA", str(settings.data), expected) from None
    if not os.access(settings.data, os.W_OK | os.X_OK):
        raise BadSetting(f"{PREFIX}DATA", str(settings.data), expected)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to whatever is standard error at the moment: a prompt may stand in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def _without_traceback(_: object, __: str, event: EventDict) -> EventDict:
    """Name an exception in one line: a terminal also shows a quiz, and debug shows the rest."""
    error = event.pop("exc_info", None)
    if error is True or isinstance(error, tuple):
        error = sys.exc_info()[1] if error is True else error[1]
    if isinstance(error, BaseException):
        event["cause"] = repr(error)
    return event


def start_log(setting: LogSetting) -> None:
    """Send what is logged, by us and by libraries, to standard error. Called once."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # Neither way of printing a traceback shows variables: there may be secrets among them.
    last: list[Processor]
    if setting.form == "json":
        traced = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        last = [structlog.processors.ExceptionRenderer(traced), structlog.processors.JSONRenderer()]
    else:
        brief = [] if setting.level == "debug" else [_without_traceback]
        plain = structlog.dev.plain_traceback
        renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)
        last = [*brief, renderer]
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            foreign_pre_chain=shared,
        )
    )
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # it names every statement twice
    logging.basicConfig(handlers=[handler], level=setting.level.upper(), force=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
