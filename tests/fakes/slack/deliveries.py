"""Somebody acted, or something happened: what the bot is told, and what it then did about it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.fakes.slack.messages import Message
from tests.fakes.slack.views import View
from tests.fakes.slack.world import Channel, User, Workspace

Json = dict[str, Any]

ACKNOWLEDGE_WITHIN: Final = 3.0
"""Seconds a bot has to acknowledge, and a trigger_id lives."""

COMMANDS: Final = "slash_commands"
INTERACTIVE: Final = "interactive"
EVENTS: Final = "events_api"

OK: Final = 200

Resend = Callable[["Delivery", str], Awaitable["Delivery"]]


@dataclass(eq=False, repr=False, slots=True)
class Delivery:
    """One command, press, submission or event; ``outcome`` waits for what comes of it."""

    type: str
    """``slash_commands``, ``interactive`` or ``events_api``."""
    workspace: Workspace
    payload: Json
    user: User | None = None
    channel: Channel | None = None
    pressed: Message | None = None
    """The message that has the button."""
    view: View | None = None
    """The view that was submitted, closed or pressed in; ``opened`` are those that came of it."""
    sent: float = 0.0
    """When it was sent, in seconds of the fake's clock."""
    retry: tuple[int, str] | None = None
    """For a repetition: which one, and why it was needed."""
    status: int | None = None
    """The HTTP status of the acknowledgement, 200 for one by a socket; None while there is none."""
    body: Any = None
    """What the acknowledgement said."""
    seconds: float | None = None
    """How long the acknowledgement took; None while there is none."""
    failed: bool = False
    """Whether it was not acknowledged in time, or not with 200: the person sees an error."""
    messages: list[Message] = field(default_factory=list)
    """What was said by its acknowledgement and its response_url."""
    opened: list[View] = field(default_factory=list)
    """The modals that were opened with its trigger_id."""
    copies: list[Delivery] = field(default_factory=list)
    """The same, delivered once more by the network; see ``deliver_to``."""
    retries: list[Delivery] = field(default_factory=list)
    """An event that was not acknowledged, sent again."""
    ephemerals: list[Message] = field(default_factory=list)
    since: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    timer: asyncio.TimerHandle | None = None
    resend: Resend | None = None
    accepts_payload: bool = False

    def __repr__(self) -> str:
        state = "failed" if self.failed else f"status {self.status}"
        return f"<{self.type} {self.kind} of {self.user or self.workspace}: {state}>"

    @property
    def kind(self) -> str:
        """The command's name, the interaction's type, or the event's type."""
        event = self.payload.get("event", self.payload)
        return str(self.payload.get("command") or event.get("type"))

    async def outcome(self) -> Delivery:
        """Waits until the bot has acknowledged it, or it is too late for that."""
        await self.over.wait()
        return self

    @property
    def acknowledged(self) -> bool:
        """Whether the bot has acknowledged it in time."""
        return self.status == OK and not self.failed

    @property
    def shown(self) -> list[Message]:
        """What this person was shown because of it, oldest first.

        The acknowledgement's message, what came by the response_url, and everything that was
        posted to this person alone since.
        """
        private = [one for one in self.ephemerals[self.since :] if one.cause is None]
        both = sorted([*self.messages, *private], key=lambda one: one.ts)
        return [message for message in both if not message.deleted]

    @property
    def modal(self) -> View:
        """The modal that was opened last because of it.

        Raises:
            LookupError: None was.
        """
        if not self.opened:
            raise LookupError(f"{self} opened no modal.")
        return self.opened[-1]

    @property
    def options(self) -> list[Json]:
        """What was offered to somebody who types."""
        body = self.body if isinstance(self.body, dict) else {}
        return [*body.get("options", ()), *body.get("option_groups", ())]

    async def redeliver(self, reason: str = "http_timeout") -> Delivery:
        """Sends the very same again, marked as a repetition; another delivery of its own.

        Raises:
            LookupError: It was never sent.
        """
        if self.resend is None:
            raise LookupError(f"{self} was never sent.")
        return await self.resend(self, reason)

    def answered(self, status: int, body: object, now: float) -> bool:
        """Keeps the acknowledgement; False if it came too late to count."""
        if self.over.is_set():
            return False
        self.status, self.body, self.seconds = status, body, now - self.sent
        self.failed = status != OK
        self.finish()
        return True

    def fail(self) -> None:
        """It is too late for an acknowledgement."""
        if not self.over.is_set():
            self.failed = True
            self.finish()

    def finish(self) -> None:
        """Nothing more is waited for."""
        if self.timer is not None:
            self.timer.cancel()
        self.over.set()
