"""Where a bot is killed: the moments around a post and a commit, each by its name.

The product knows nothing of them: they are put around what it does from outside, in the process
that is to die.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from random import Random
from typing import Any, Final

import aiohttp

from adapters.discord.client import Discord
from adapters.slack.client import Slack
from bot.service import Studybot
from bot.storage.errands import ErrandConnection
from bot.storage.store import SqlStore


class Point(StrEnum):
    """A moment at which a bot may die."""

    ANY = "any moment"
    """Whenever it happens to be: killed from outside."""
    BEFORE_COMMIT = "before a commit"
    IN_COMMIT = "in a commit"
    AFTER_COMMIT = "after a commit"
    CLAIMED = "rounds claimed"
    ENDED = "round ended, nothing shown"
    SCHEDULE_CLAIMED = "schedules claimed"
    SCHEDULE_CHANGED = "question of the day written, not posted"
    BEFORE_POST = "before a post"
    POST_TAKEN = "post taken, answer on its way"
    AFTER_POST = "after a post, nothing kept"
    BEFORE_SHOWN = "before a question is kept as shown"
    AFTER_SHOWN = "after a question is kept as shown"
    BEFORE_EDIT = "before an edit"
    EDIT_TAKEN = "edit taken, answer on its way"
    BEFORE_REPLY = "before a reply"
    REPLY_TAKEN = "reply taken, answer on its way"
    BEFORE_SETTLED = "ending shown, not kept as settled"


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a bot dies: when it passes a point for so many times. ``seed`` is that of chance."""

    point: Point = Point.ANY
    passing: int = 1
    seed: int = 0


SYNCING: Final = 0.004
"""Seconds within which a bot dies that is to die in a commit: about as long as one takes."""

_POSTS: Final = re.compile(r"/channels/\d+/messages$|/chat\.postMessage$")
_EDITS: Final = re.compile(r"/channels/\d+/messages/\d+$|/chat\.update$")
_REPLIES: Final = re.compile(r"/callback$|/webhooks/|/response/|/chat\.postEphemeral$")

Method = Callable[..., Awaitable[Any]]
Happened = Callable[[Any, tuple[Any, ...]], bool]


class Trap:
    """Kills its own process when a point is passed for so many times."""

    def __init__(self, fate: Fate) -> None:
        self._point = fate.point
        self._left = fate.passing
        self._chance = Random(fate.seed)

    def passed(self, point: Point) -> None:
        """This point is reached; perhaps nothing happens any more after that."""
        if point is not self._point:
            return
        self._left -= 1
        if self._left:
            return
        if point is Point.IN_COMMIT:
            threading.Timer(self._chance.uniform(0, SYNCING), die).start()
        else:
            die()

    def set(self) -> None:
        """Put the points around what the bot does in this process."""
        self._around(ErrandConnection, "commit", Point.BEFORE_COMMIT, Point.AFTER_COMMIT)
        self._around(ErrandConnection, "commit", Point.IN_COMMIT, None)
        self._around(SqlStore, "claim_due", None, Point.CLAIMED, _something)
        self._around(SqlStore, "end_round", None, Point.ENDED, _something)
        self._around(SqlStore, "claim_schedules", None, Point.SCHEDULE_CLAIMED, _something)
        self._around(SqlStore, "change_schedule", None, Point.SCHEDULE_CHANGED, _asked)
        self._around(SqlStore, "settle_round", Point.BEFORE_SETTLED, None)
        self._around(Studybot, "shown", Point.BEFORE_SHOWN, Point.AFTER_SHOWN)
        for platform in (Discord, Slack):
            self._around(platform, "post", None, Point.AFTER_POST)
        self._watch_requests()

    def _around(
        self,
        owner: type,
        name: str,
        before: Point | None,
        after: Point | None,
        happened: Happened = lambda _result, _given: True,
    ) -> None:
        method: Method | None = getattr(owner, name, None)
        if method is None:
            return

        @wraps(method)
        async def watched(*given: Any, **named: Any) -> Any:  # noqa: ANN401 -- handed through
            if before:
                self.passed(before)
            result = await method(*given, **named)
            if after and happened(result, (*given, *named.values())):
                self.passed(after)
            return result

        setattr(owner, name, watched)

    def _watch_requests(self) -> None:
        """Both SDKs send with aiohttp, and aiohttp tells of requests whoever asks it to."""
        watch = aiohttp.TraceConfig()
        watch.on_request_start.append(self._begun)
        watch.on_request_end.append(self._taken)
        begin = aiohttp.ClientSession.__init__

        @wraps(begin)
        def begun(*given: Any, **named: Any) -> None:  # noqa: ANN401 -- handed through
            others = named.pop("trace_configs", None) or ()
            begin(*given, **named, trace_configs=[*others, watch])

        setattr(aiohttp.ClientSession, "__init__", begun)  # noqa: B010 -- mypy forbids the other way

    async def _begun(
        self,
        _session: aiohttp.ClientSession,
        _context: object,
        sent: aiohttp.TraceRequestStartParams,
    ) -> None:
        points = {
            "post": Point.BEFORE_POST,
            "edit": Point.BEFORE_EDIT,
            "reply": Point.BEFORE_REPLY,
        }
        self._requested(points, sent.method, sent.url.path)

    async def _taken(
        self,
        _session: aiohttp.ClientSession,
        _context: object,
        sent: aiohttp.TraceRequestEndParams,
    ) -> None:
        """The head of the answer is there; whoever sent the request has heard of nothing yet."""
        points = {"post": Point.POST_TAKEN, "edit": Point.EDIT_TAKEN, "reply": Point.REPLY_TAKEN}
        self._requested(points, sent.method, sent.url.path)

    def _requested(self, points: dict[str, Point], method: str, path: str) -> None:
        if method in {"POST", "PATCH"}:
            for kind, pattern in (("post", _POSTS), ("edit", _EDITS), ("reply", _REPLIES)):
                if pattern.search(path):
                    self.passed(points[kind])


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def _something(result: Any, _given: tuple[Any, ...]) -> bool:  # noqa: ANN401 -- of any method
    return bool(result)


def _asked(result: Any, given: tuple[Any, ...]) -> bool:  # noqa: ANN401 -- as above
    """Whether a schedule's change was kept, and came with a question."""
    return bool(result) and type(given[3]).__name__ == "Round" if len(given) > 3 else False
