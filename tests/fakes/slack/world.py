"""The workspaces, people and channels there are, and how Slack writes them down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.fakes.slack.messages import Message
    from tests.fakes.slack.views import View

Json = dict[str, Any]

SCOPES: Final = frozenset(
    {
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "files:read",
        "files:write",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "team:read",
        "users:read",
    }
)
"""What a bot is allowed that asked for nothing in particular."""

_SINCE: Final = 1_700_000_000


@dataclass(eq=False, repr=False, slots=True)
class User:
    """A person in a workspace, or the bot's own user there."""

    id: str
    name: str
    workspace: Workspace
    display_name: str = ""
    admin: bool = False
    bot: bool = False
    deleted: bool = False
    timezone: str = "Europe/Berlin"
    home: str = ""
    """The workspace they are of, if it is another: in a channel that both share."""

    def __repr__(self) -> str:
        return f"<user {self.name} {self.id}>"

    @property
    def handle(self) -> str:
        """The name as payloads give it: small letters, no spaces."""
        return self.name.lower().replace(" ", ".")

    def json(self) -> Json:
        """As ``users.info`` writes a user."""
        profile = {
            "real_name": self.name,
            "real_name_normalized": self.name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "team": self.workspace.id,
        }
        return {
            "id": self.id,
            "team_id": self.home or self.workspace.id,
            "name": self.handle,
            "deleted": self.deleted,
            "real_name": self.name,
            "tz": self.timezone,
            "tz_label": "Central European Time",
            "tz_offset": 3600,
            "profile": profile,
            "is_admin": self.admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": self.bot,
            "is_app_user": False,
            "updated": _SINCE,
        }

    def brief(self) -> Json:
        """As interactions name who acted."""
        return {
            "id": self.id,
            "username": self.handle,
            "name": self.handle,
            "team_id": self.home or self.workspace.id,
        }


@dataclass(eq=False, repr=False, slots=True)
class Channel:
    """A channel, or with a ``recipient`` somebody's direct messages with the bot."""

    id: str
    name: str
    workspace: Workspace
    creator: User
    private: bool = False
    recipient: User | None = None
    members: set[User] = field(default_factory=set)
    archived: bool = False
    deleted: bool = False
    everything: list[Message] = field(default_factory=list)
    """All its messages that still stand, replies in threads too, oldest first."""

    def __repr__(self) -> str:
        return f"<channel #{self.name} {self.id}>"

    @property
    def direct(self) -> bool:
        """Whether it is somebody's direct messages with the bot."""
        return self.recipient is not None

    @property
    def joined(self) -> bool:
        """Whether the bot is in it."""
        return self.workspace.bot in self.members

    @property
    def messages(self) -> list[Message]:
        """What the channel itself shows: no replies, but those also sent to the channel."""
        return [one for one in self.everything if one.in_channel]

    @property
    def newest(self) -> Message:
        """The last message that the channel shows.

        Raises:
            LookupError: There is none.
        """
        if not self.messages:
            raise LookupError(f"Nothing stands in {self}.")
        return self.messages[-1]

    def thread(self, ts: str) -> list[Message]:
        """The replies to the message of this ts, oldest first."""
        return [one for one in self.everything if one.thread_ts == ts and one.ts != ts]

    def find(self, ts: str) -> Message | None:
        """The message of this ts, if it still stands."""
        return next((one for one in self.everything if one.ts == ts), None)

    @property
    def payload_name(self) -> str:
        """What payloads call it: private places are not named to apps."""
        if self.direct:
            return "directmessage"
        return "privategroup" if self.private else self.name

    def brief(self) -> Json:
        """As interactions name where somebody acted."""
        return {"id": self.id, "name": self.payload_name}

    def json(self) -> Json:
        """As ``conversations.info`` writes a channel."""
        written: Json = {
            "id": self.id,
            "created": _SINCE,
            "is_archived": self.archived,
            "is_im": self.direct,
            "is_org_shared": False,
            "context_team_id": self.workspace.id,
            "updated": _SINCE * 1000,
        }
        if self.recipient is not None:
            return written | {"user": self.recipient.id, "is_open": True, "priority": 0}
        return written | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.private,
            "is_group": self.private,
            "is_mpim": False,
            "is_private": self.private,
            "is_general": False,
            "is_shared": False,
            "is_ext_shared": False,
            "is_member": self.joined,
            "creator": self.creator.id,
            "unlinked": 0,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [],
            "num_members": len(self.members),
        }


@dataclass(eq=False, repr=False, slots=True)
class Workspace:
    """A workspace, and what the app has been given in it."""

    id: str
    name: str
    bot_id: str
    token: str
    """The bot's token here."""
    installed: bool = True
    revoked: str = ""
    """With which error a call is refused since the token was revoked; empty while it is good."""
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    """The published home views by the user's id."""
    bot: User = field(init=False)
    owner: User = field(init=False)

    def __repr__(self) -> str:
        return f"<workspace {self.name} {self.id}>"

    @property
    def domain(self) -> str:
        """The first part of its address."""
        return self.name.lower().replace(" ", "-")

    def brief(self) -> Json:
        """As interactions name it."""
        return {"id": self.id, "domain": self.domain}

    def named(self, name: str) -> Channel:
        """The channel of this name.

        Raises:
            LookupError: There is none.
        """
        for channel in self.channels.values():
            if channel.name == name:
                return channel
        raise LookupError(f"{self} has no channel {name!r}.")

    def directs(self) -> Iterator[Channel]:
        """People's direct messages with the bot."""
        return (channel for channel in self.channels.values() if channel.direct)

    def bot_json(self) -> Json:
        """As messages and ``bots.info`` describe the bot."""
        return {
            "id": self.bot_id,
            "app_id": APP_ID,
            "user_id": self.bot.id,
            "team_id": self.id,
            "name": self.bot.name,
            "deleted": not self.installed,
            "updated": _SINCE,
            "icons": {"image_36": "", "image_48": "", "image_72": ""},
        }


APP_ID: Final = "A0STUDYBOT"
"""The app's id, the same in every workspace."""
