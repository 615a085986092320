"""Somebody acted: what the bot is told, and what it then did about it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

from tests.fakes.discord.messages import Message
from tests.fakes.discord.refusals import Refused, Why
from tests.fakes.discord.world import Channel, User

Json = dict[str, Any]

COMMAND: Final = 2
COMPONENT: Final = 3
AUTOCOMPLETE: Final = 4

ACKNOWLEDGE_WITHIN: Final = 3.0
"""Seconds a bot has for its first answer."""
TOKEN_VALID: Final = 15 * 60.0
"""Seconds for which a bot may go on to answer."""

LARGEST: Final = 10_485_760
"""Bytes that a file of a bot may have, where nobody has paid for more."""

MESSAGE: Final = 4
DEFERRED_MESSAGE: Final = 5
DEFERRED_UPDATE: Final = 6
UPDATE: Final = 7
CHOICES: Final = 8
MODAL: Final = 9


@dataclass(frozen=True, slots=True)
class Response:
    """The first answer to an interaction; ``message`` is the one it made or belongs to."""

    type: int
    message: Message | None = None
    data: Json = field(default_factory=dict)


@dataclass(eq=False, repr=False, slots=True)
class Interaction:
    """One press, choice or command; ``outcome`` waits for what comes of it."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    data: Json
    sent: float
    """When it was sent, in seconds of the fake's clock."""
    pressed: Message | None = None
    response: Response | None = None
    followups: list[Message] = field(default_factory=list)
    milliseconds: float | None = None
    """How long the acknowledgement took; None while there is none."""
    failed: bool = False
    """Whether nothing was acknowledged in time: the person reads that the interaction failed."""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    timer: asyncio.TimerHandle | None = None

    def __repr__(self) -> str:
        state = "failed" if self.failed else f"answered with {self.response}"
        return f"<interaction {self.id} of {self.user}: {self.data}, {state}>"

    async def outcome(self) -> Interaction:
        """Waits until the bot has acknowledged it, or it is too late for that."""
        await self.over.wait()
        return self

    @property
    def acknowledged(self) -> bool:
        """Whether the bot has answered in time."""
        return self.response is not None

    @property
    def message(self) -> Message:
        """The message of the first answer.

        Raises:
            LookupError: There is no answer, or it has no message.
        """
        if self.response is None or self.response.message is None:
            raise LookupError(f"Interaction {self.id} was not answered with a message.")
        return self.response.message

    @property
    def choices(self) -> list[Json]:
        """What was offered to somebody who types."""
        return list(self.response.data.get("choices") or ()) if self.response else []

    @property
    def shown(self) -> list[Message]:
        """The messages this interaction led to, those that only say "thinking" left out."""
        first = [self.response.message] if self.response and self.response.message else []
        made = [message for message in first if message is not self.pressed] + self.followups
        return [message for message in made if not message.loading and not message.deleted]

    def acknowledge(self, now: float) -> None:
        """The bot has answered.

        Raises:
            Refused: It has already, or it is too late.
        """
        if self.response is not None:
            raise Refused(Why.ALREADY_ACKNOWLEDGED)
        if self.failed or now - self.sent > ACKNOWLEDGE_WITHIN:
            raise Refused(Why.UNKNOWN_INTERACTION)

    def answered(self, response: Response, now: float) -> None:
        """Keeps the first answer, and wakes whoever waits for it."""
        self.response = response
        self.milliseconds = (now - self.sent) * 1000
        self.finish()

    def fail(self) -> None:
        """It is too late for an answer."""
        if self.response is None:
            self.failed = True
            self.finish()

    def finish(self) -> None:
        """Nothing more is waited for."""
        if self.timer is not None:
            self.timer.cancel()
        self.over.set()

    def follow(self, now: float) -> None:
        """The bot uses the token to say more.

        Raises:
            Refused: It has not answered yet, or the token has run out.
        """
        if now - self.sent > TOKEN_VALID:
            raise Refused(Why.INVALID_WEBHOOK_TOKEN)
        if self.response is None:
            raise Refused(Why.UNKNOWN_WEBHOOK)

    def owners(self) -> Json:
        """By whom the bot was installed where this happened."""
        return {"0": str(self.channel.guild.id if self.channel.guild else 0)}

    def cause(self) -> Json:
        """What was acted upon, as a message made by it says."""
        return {} if self.pressed is None else {"interacted_message_id": str(self.pressed.id)}

    def json(self, bot: User, largest: int = LARGEST) -> Json:
        """As the gateway tells it to the bot, which may send files of so many bytes."""
        guild = self.channel.guild
        event: Json = {
            "id": str(self.id),
            "application_id": str(bot.id),
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": str(self.channel.id),
            "channel": self.channel.json(),
            "app_permissions": str(int(self.channel.rights(bot))),
            "locale": self.user.locale,
            "entitlements": [],
            "authorizing_integration_owners": self.owners(),
            "context": 0 if guild else 1,
            "attachment_size_limit": largest,
        }
        if guild is None:
            event["user"] = self.user.json()
        else:
            rights = str(int(self.channel.rights(self.user)))
            event["channel"]["permissions"] = rights
            event["member"] = guild.member(self.user) | {"permissions": rights}
            event |= {"guild_id": str(guild.id), "guild": guild.partial()}
            event["guild_locale"] = guild.locale
        if self.pressed is not None:
            event["message"] = self.pressed.json()
        return event
