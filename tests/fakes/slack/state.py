"""Everything the fake knows: who and what there is, and what has happened."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.fakes.discord.waiting import Clock, Waiting
from tests.fakes.slack.blocks import with_ids
from tests.fakes.slack.calls import Record, SlackError
from tests.fakes.slack.deliveries import ACKNOWLEDGE_WITHIN, Delivery
from tests.fakes.slack.limits import Limits
from tests.fakes.slack.messages import Message
from tests.fakes.slack.views import View
from tests.fakes.slack.world import Channel, User, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack.oauth_methods import Approval

Json = dict[str, Any]

URL_USES: Final = 5
URL_VALID: Final = 30 * 60.0


@dataclass(eq=False, slots=True)
class Trigger:
    """What opens one modal, once and soon."""

    delivery: Delivery
    given: float
    used: bool = False


@dataclass(eq=False, slots=True)
class Answering:
    """A response_url: where the bot answers a delivery, a few times within half an hour."""

    delivery: Delivery
    given: float
    uses: int = 0
    message: Message | None = None
    """What ``replace_original`` and ``delete_original`` are about."""


@dataclass(eq=False)
class State:
    """What one Slack holds for one app."""

    clock: Clock = field(default_factory=Clock)
    waiting: Waiting = field(default_factory=Waiting)
    record: Record = field(default_factory=Record)
    signing_secret: str = "fake-signing-secret"  # noqa: S105 -- it opens nothing but this server
    client_id: str = "1111.2222"
    client_secret: str = "fake-client-secret"  # noqa: S105 -- as above
    app_token: str = "xapp-1-A0STUDYBOT-fake"  # noqa: S105 -- as above
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    urls: dict[str, Answering] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    ephemerals: dict[User, list[Message]] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    picks: dict[tuple[User, str], dict[tuple[str, str], Json]] = field(default_factory=dict)
    """What somebody has chosen in the menus of a message or view, by block and action."""
    files: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, Json] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Addresses at which there is no picture."""
    unready: int = 0
    """How often Slack cannot show yet what was just sent to it."""
    approvals: dict[str, Approval] = field(default_factory=dict)
    origin: str = ""
    """Where this server is reached over HTTP."""
    socket_url: str = ""
    """Where a socket is opened, once there is a ticket."""
    tickets: set[str] = field(default_factory=set)
    _last_ts: int = 0

    def __post_init__(self) -> None:
        self.serial = itertools.count(1)
        self.limits = Limits(self.clock)

    def changed(self) -> None:
        """Something has happened: whoever waits for it looks."""
        self.waiting.changed()

    def id(self, prefix: str) -> str:
        """A new id of the form Slack gives out."""
        return f"{prefix}0{next(self.serial):08X}"

    def ts(self) -> str:
        """The moment, written as Slack does, and never the same twice."""
        now = int(self.clock.wall().timestamp() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def with_token(self, token: str) -> Workspace | None:
        """The workspace whose bot has this token."""
        return next((one for one in self.workspaces.values() if one.token == token), None)

    def direct(self, user: User) -> Channel:
        """The direct messages between the bot and somebody."""
        workspace = user.workspace
        for channel in workspace.directs():
            if channel.recipient is user:
                return channel
        channel = Channel(self.id("D"), user.handle, workspace, user, True, user)  # noqa: FBT003 -- a DM is private
        channel.members |= {user, workspace.bot}
        workspace.channels[channel.id] = channel
        return channel

    def posted(
        self,
        channel: Channel,
        body: Mapping[str, Any],
        *,
        author: User | None = None,
        seen_by: User | None = None,
        cause: Delivery | None = None,
    ) -> Message:
        """A new message; everybody in the channel sees it, unless it is for one person only."""
        message = Message(
            self.ts(),
            channel,
            author or channel.workspace.bot,
            thread_ts=body.get("thread_ts") or None,
            broadcast=bool(body.get("reply_broadcast")),
            seen_by=seen_by,
            cause=cause,
        )
        message.write(self.kept(body))
        if seen_by is None:
            channel.everything.append(message)
        else:
            self.ephemerals.setdefault(seen_by, []).append(message)
        self.changed()
        return message

    def kept(self, body: Mapping[str, Any]) -> Json:
        """A body as Slack keeps it: every block with an id."""
        blocks = body.get("blocks")
        return {**body, "blocks": None if blocks is None else with_ids(blocks, self.serial)}

    def edited(self, message: Message, body: Mapping[str, Any]) -> None:
        """A message says something else from now on."""
        message.rewrite(self.kept(body), self.ts())
        self.changed()

    def removed(self, message: Message) -> None:
        """A message is gone for everybody."""
        message.deleted = True
        if message in message.channel.everything:
            message.channel.everything.remove(message)
        self.changed()

    def shown(self, user: User, body: Json, cause: Delivery | None = None) -> View:
        """Somebody is shown a new view."""
        view = View(self.id("V"), user, self.kept(body), secrets.token_hex(8), cause=cause)
        self.views[view.id] = view
        self.changed()
        return view

    def rewritten(self, view: View, body: Json) -> None:
        """What somebody looks at changes."""
        view.body, view.hash, view.errors = self.kept(body), secrets.token_hex(8), {}
        view.updates += 1
        self.changed()

    # ---- what a delivery carries

    def trigger(self, delivery: Delivery) -> str:
        """A new trigger_id."""
        number = f"{next(self.serial)}.{next(self.serial)}.{secrets.token_hex(16)}"
        self.triggers[number] = Trigger(delivery, self.clock.now())
        return number

    def pulled(self, number: str) -> Delivery:
        """The delivery whose trigger_id is made use of.

        Raises:
            SlackError: There is no such one, or it is too late, or it was used.
        """
        trigger = self.triggers.get(number)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.clock.now() - trigger.given > ACKNOWLEDGE_WITHIN:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.delivery

    def answering(self, delivery: Delivery) -> str:
        """A new response_url."""
        number = f"{delivery.workspace.id}/{next(self.serial)}/{secrets.token_urlsafe(18)}"
        self.urls[number] = Answering(delivery, self.clock.now(), message=delivery.pressed)
        return f"{self.origin}/response/{number}"
