"""One call of Slack's Web API: what was asked, how it is refused, and which methods there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.slack.world import Channel, User, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack.state import State

Json = dict[str, Any]


class SlackError(Exception):
    """A call that Slack refuses, by the word it gives as ``error``."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def body(self) -> Json:
        """The answer."""
        return {"ok": False, "error": self.error, **self.more}


class TooMany(SlackError):
    """One call too many; to be tried again after so many seconds."""

    def __init__(self, after: float) -> None:
        super().__init__("ratelimited")
        self.after = after


@dataclass(frozen=True, slots=True)
class Call:
    """A call by the bot of one workspace, with its arguments as far as they could be read."""

    state: State
    name: str
    workspace: Workspace
    args: Json
    token: str

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """An argument that has to be there.

        Raises:
            SlackError: It is not.
        """
        value = self.args.get(name)
        if value is None or value == "":
            said = [f"[ERROR] missing required field: {name}"]
            raise SlackError(error, response_metadata={"messages": said})
        return str(value)

    def flag(self, name: str) -> bool:
        """An argument that is on or off; Slack takes several words for it."""
        return self.args.get(name) in ("true", "1", "True", True)

    def channel(self, name: str = "channel") -> Channel:
        """The channel that is named; a private one exists only for those who are in it.

        Raises:
            SlackError: There is none that the bot could know of.
        """
        wanted = self.need(name, "channel_not_found")
        if wanted in self.workspace.users:
            return self.state.direct(self.workspace.users[wanted])
        found = self.workspace.channels.get(wanted)
        if found is None and wanted.startswith("#"):
            found = next(
                (c for c in self.workspace.channels.values() if c.name == wanted[1:]), None
            )
        if found is None or found.deleted or (found.private and not found.joined):
            raise SlackError("channel_not_found")
        return found

    def writable(self) -> Channel:
        """The channel that is to be written in.

        Raises:
            SlackError: The bot may not.
        """
        channel = self.channel()
        if channel.archived:
            raise SlackError("is_archived")
        if not channel.joined and "chat:write.public" not in self.workspace.scopes:
            raise SlackError("not_in_channel")
        return channel

    def user(self, name: str = "user") -> User:
        """The person who is named.

        Raises:
            SlackError: There is none.
        """
        found = self.workspace.users.get(self.need(name, "user_not_found"))
        if found is None:
            raise SlackError("user_not_found")
        return found


Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """One method; ``scopes`` are those of which the token needs at least one."""

    name: str
    handler: Handler
    arguments: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    opens: str = "bot"
    """Which kind of token it wants: ``bot``, ``app`` or ``none``."""


def method(
    name: str, handler: Handler, arguments: str = "", scopes: str = "", opens: str = "bot"
) -> Method:
    """A method, its arguments and scopes written as words with spaces."""
    return Method(name, handler, frozenset(arguments.split()), frozenset(scopes.split()), opens)


_CREDENTIAL = re.compile(r"^(Bearer|Basic) (.+)$")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what came of it."""

    at: float
    path: str
    """``chat.postMessage``, or the path of a response_url."""
    args: Mapping[str, Any]
    status: int
    answer: Any
    workspace: str = ""

    @property
    def ok(self) -> bool:
        """Whether Slack did what was asked."""
        return self.status == 200 and not self.error

    @property
    def error(self) -> str:
        """Why not, in Slack's word."""
        return str(self.answer.get("error", "")) if isinstance(self.answer, dict) else ""

    def __str__(self) -> str:
        """In one line of a transcript."""
        said = " ".join(f"{name}={str(value)[:120]}" for name, value in self.args.items())
        return f"{self.path} {said} -> {self.status} {self.error}".rstrip()


@dataclass(eq=False, slots=True)
class Record:
    """What a test may look at afterwards."""

    unknown: list[str] = field(default_factory=list)
    """Requests to places and methods that this server has not."""
    violations: list[str] = field(default_factory=list)
    """What Slack refuses, or what people would see broken."""
    limited: list[str] = field(default_factory=list)
    """Requests that were one too many."""
    crashes: list[str] = field(default_factory=list)
    """Faults of this server itself."""

    def complain(self, where: str, flaws: Iterable[object]) -> None:
        """Keeps what is wrong with a request."""
        self.violations += [f"{where}: {flaw}" for flaw in flaws]

    def all(self) -> list[str]:
        """Everything a well-behaved bot never does."""
        unknown = [f"{name}: no such place" for name in self.unknown]
        return self.violations + unknown + self.limited + self.crashes


def bearer(authorization: str) -> str:
    """The token of an ``Authorization`` header; empty if it has none."""
    found = _CREDENTIAL.match(authorization)
    return found[2] if found and found[1] == "Bearer" else ""
