"""What Discord answers when it refuses: the codes and the forms of its own errors."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, NamedTuple

Json = dict[str, Any]


class Kind(NamedTuple):
    """An error as Discord documents it: the HTTP status, its own code and the sentence."""

    status: int
    code: int
    message: str


class Why(Kind, Enum):
    """The errors this server knows."""

    GENERAL = Kind(404, 0, "404: Not Found")
    UNAUTHORIZED = Kind(401, 0, "401: Unauthorized")
    UNKNOWN_APPLICATION = Kind(404, 10002, "Unknown Application")
    UNKNOWN_CHANNEL = Kind(404, 10003, "Unknown Channel")
    UNKNOWN_GUILD = Kind(404, 10004, "Unknown Guild")
    UNKNOWN_MESSAGE = Kind(404, 10008, "Unknown Message")
    UNKNOWN_USER = Kind(404, 10013, "Unknown User")
    UNKNOWN_WEBHOOK = Kind(404, 10015, "Unknown Webhook")
    UNKNOWN_INTERACTION = Kind(404, 10062, "Unknown interaction")
    ALREADY_ACKNOWLEDGED = Kind(400, 40060, "Interaction has already been acknowledged.")
    TOO_LARGE = Kind(413, 40005, "Request entity too large")
    MISSING_ACCESS = Kind(403, 50001, "Missing Access")
    NOT_THE_AUTHOR = Kind(403, 50005, "Cannot edit a message authored by another user")
    EMPTY_MESSAGE = Kind(400, 50006, "Cannot send an empty message")
    CANNOT_SEND_TO_USER = Kind(403, 50007, "Cannot send messages to this user")
    MISSING_PERMISSIONS = Kind(403, 50013, "Missing Permissions")
    INVALID_WEBHOOK_TOKEN = Kind(401, 50027, "Invalid Webhook Token")
    INVALID_BODY = Kind(400, 50035, "Invalid Form Body")
    ARCHIVED = Kind(400, 50083, "Thread is archived")
    INVALID_JSON = Kind(400, 50109, "The request body contains invalid JSON.")


class Flaw(NamedTuple):
    """One thing that is wrong in a request's body, and where."""

    path: tuple[str | int, ...]
    code: str
    message: str

    def __str__(self) -> str:
        """As a person reads it: ``components.0.label: Must be …``."""
        return f"{'.'.join(map(str, self.path)) or 'body'}: {self.message} ({self.code})"


class Refused(Exception):
    """The request is answered with an error, and has no effect."""

    def __init__(self, why: Why, flaws: Iterable[Flaw] = ()) -> None:
        self.why = why
        self.flaws = tuple(flaws)
        super().__init__(f"{why.code} {why.message}")

    def body(self) -> Json:
        """The answer's body, with the tree of what is wrong where Discord sends one."""
        body: Json = {"message": self.why.message, "code": self.why.code}
        if self.flaws:
            body["errors"] = tree(self.flaws)
        return body


def tree(flaws: Iterable[Flaw]) -> Json:
    """Discord's form of many flaws: the body's own shape, with ``_errors`` where one is."""
    root: Json = {}
    for flaw in flaws:
        node = root
        for step in flaw.path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": flaw.code, "message": flaw.message})
    return root
