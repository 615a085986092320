"""What is logged, by us and by libraries, and what of it nobody may read."""

from __future__ import annotations

import logging
import re
import sys
from datetime import datetime
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

from adapters.values import HIDDEN, LogSetting
from bot.model import RoomId

_CHATTY = ("aiosqlite", "discord", "markdown_it", "slack_sdk", "slack_bolt")
"""At debug, one names every statement twice; the chats' show tokens and what people write."""

_OUTSPOKEN = ("slack_sdk.web.async_base_client", "slack_sdk.webhook.async_client")
"""They look at their own level alone: without one they compose every debug line in vain, and say
at info to which secret address an answer was sent again."""

_SECRET = re.compile(
    r"\b(?:xox[a-z]|xoxe\.xox[a-z]|xapp)-[\w-]+(?:\.[\w-]+)*"  # tokens
    r"|(?<=[?&]ticket=)[\w%.~-]+"  # of a connection in Socket Mode
    r"|(?<=\bhooks\.slack\.com/)[\w%.~/-]+"  # addresses for answers
)


def start_log(setting: LogSetting) -> None:
    """Send what is logged, by us and by libraries, to standard error. Called once."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = _StandardError()
    handler.addFilter(_discreet)
    handler.setFormatter(
        _Formatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _readable,
                *_rendering(setting),
            ],
            foreign_pre_chain=shared,
        )
    )
    level = setting.level.upper()
    for chatty in (*_CHATTY, *_OUTSPOKEN):
        logging.getLogger(chatty).setLevel("INFO" if level == "DEBUG" else level)
    # Each request's address, where it is one of those that are as good as a token.
    logging.getLogger("aiohttp.access").setLevel("WARNING")
    # That something changed; what became of it is told by those who look.
    logging.getLogger("watchfiles").setLevel("WARNING")
    logging.basicConfig(handlers=[handler], level=level, force=True)
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


def _rendering(setting: LogSetting) -> list[Processor]:
    # Neither way of printing a traceback shows variables: there may be secrets among them.
    if setting.form == "json":
        traced = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [structlog.processors.ExceptionRenderer(traced), structlog.processors.JSONRenderer()]
    brief = [] if setting.level == "debug" else [_without_traceback]
    plain = structlog.dev.plain_traceback
    return [*brief, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Leaves out what looks like a secret: a library's error may hold the address it went to."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(HIDDEN, super().format(record))


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to whatever is standard error at the moment: a prompt may stand in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def _discreet(record: logging.LogRecord) -> bool:
    """Whether a record may be read: slack_bolt gives its loggers the level of the root itself."""
    return record.levelno > logging.DEBUG or not record.name.startswith(_CHATTY)


def _readable(_: object, __: str, event: EventDict) -> EventDict:
    """Write rooms and moments as one word each, which can be searched for."""
    for name, value in event.items():
        if isinstance(value, datetime):
            event[name] = value.isoformat()
        elif isinstance(value, RoomId):
            event[name] = f"{value.platform}/{value.workspace}/{value.channel}"
    return event


def _without_traceback(_: object, __: str, event: EventDict) -> EventDict:
    """Name an exception in one line: a terminal also shows a quiz, and debug shows the rest."""
    error = event.pop("exc_info", None)
    if error is True or isinstance(error, tuple):
        error = sys.exc_info()[1] if error is True else error[1]
    if isinstance(error, BaseException):
        event["cause"] = repr(error)
    return event
