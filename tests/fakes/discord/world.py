"""The people, servers and channels there are, and how Discord writes them down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.fakes.discord.rights import ALL, DIRECT, EVERYONE, INVITED, Overwrite, Right, in_channel

if TYPE_CHECKING:
    from tests.fakes.discord.messages import Message

Json = dict[str, Any]

TEXT_CHANNEL: Final = 0
DIRECT_CHANNEL: Final = 1
VOICE_CHANNEL: Final = 2
THREAD: Final = 11
_SINCE: Final = "2024-01-01T00:00:00.000000+00:00"


@dataclass(eq=False, repr=False, slots=True)
class User:
    """A person, or the bot itself."""

    id: int
    name: str
    bot: bool = False
    accepts_direct_messages: bool = True
    locale: str = "en-US"

    def __repr__(self) -> str:
        return f"<user {self.name}>"

    def json(self) -> Json:
        """As Discord writes a user."""
        return {
            "id": str(self.id),
            "username": self.name.lower(),
            "discriminator": "0",
            "global_name": None if self.bot else self.name,
            "avatar": None,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
            **({"bot": True} if self.bot else {}),
        }

    def self(self) -> Json:
        """As Discord writes somebody to themselves."""
        return self.json() | {"verified": True, "mfa_enabled": True, "locale": self.locale}


@dataclass(eq=False, repr=False, slots=True)
class Channel:
    """A place for messages: a server's channel, a thread of it, or a direct message."""

    id: int
    name: str
    kind: int = TEXT_CHANNEL
    guild: Guild | None = None
    parent: Channel | None = None
    recipient: User | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    """What everybody in it sees, oldest first; deleted messages are gone."""
    deleted: bool = False
    archived: bool = False
    """Of a thread: whether it is put away, until somebody writes in it or takes it out again."""

    def __repr__(self) -> str:
        return f"<channel {self.name}>"

    def overwrite(self, whom: int) -> Overwrite:
        """What this channel allows and denies one role or member, to be changed."""
        return self.overwrites.setdefault(whom, Overwrite())

    def rights(self, user: User) -> Right:
        """What somebody may do here."""
        if self.guild is None:
            return DIRECT
        return in_channel(self.guild.rights(user), self._overwrites(self.guild, user))

    def _overwrites(self, guild: Guild, user: User) -> Iterator[Overwrite]:
        place = self.parent or self
        for whom in (guild.id, guild.bot_role if user.bot else 0, user.id):
            if whom in place.overwrites:
                yield place.overwrites[whom]

    @property
    def newest(self) -> Message:
        """The last message that everybody sees."""
        return self.messages[-1]

    def json(self) -> Json:
        """As Discord writes a channel."""
        common: Json = {
            "id": str(self.id),
            "type": self.kind,
            "flags": 0,
            "last_message_id": str(self.newest.id) if self.messages else None,
        }
        if self.recipient is not None:
            return common | {"recipients": [self.recipient.json()]}
        common |= {"name": self.name, "rate_limit_per_user": 0, "nsfw": False}
        if self.guild is not None:
            common["guild_id"] = str(self.guild.id)
        return common | (self._thread() if self.kind == THREAD else self._plain())

    def _plain(self) -> Json:
        return {
            "position": 0,
            "parent_id": None,
            "topic": None,
            "bitrate": 64000,
            "user_limit": 0,
            "permission_overwrites": [
                {
                    "id": str(whom),
                    "type": int(self.guild is None or not self.guild.has_role(whom)),
                    "allow": str(int(overwrite.allow)),
                    "deny": str(int(overwrite.deny)),
                }
                for whom, overwrite in self.overwrites.items()
            ],
        }

    def _thread(self) -> Json:
        return {
            "parent_id": str(self.parent.id if self.parent else self.id),
            "owner_id": str(self.guild.owner.id if self.guild else 0),
            "message_count": len(self.messages),
            "member_count": 1,
            "total_message_sent": len(self.messages),
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": _SINCE,
                "locked": False,
                "create_timestamp": _SINCE,
            },
        }


@dataclass(eq=False, repr=False, slots=True)
class Guild:
    """A Discord server; the bot is in it until it is removed."""

    id: int
    name: str
    owner: User
    bot: User
    bot_role: int
    everyone: Right = EVERYONE
    invited: Right = INVITED
    channels: dict[int, Channel] = field(default_factory=dict)
    granted: dict[int, Right] = field(default_factory=dict)
    nicknames: dict[int, str] = field(default_factory=dict)
    locale: str = "en-US"
    removed: bool = False

    def __repr__(self) -> str:
        return f"<server {self.name}>"

    def channel(self, name: str) -> Channel:
        """The channel of this name."""
        return next(channel for channel in self.channels.values() if channel.name == name)

    def grant(self, user: User, *rights: Right) -> None:
        """Gives somebody rights in the whole server."""
        for right in rights:
            self.granted[user.id] = self.granted.get(user.id, Right(0)) | right

    def rights(self, user: User) -> Right:
        """What somebody may do in the server, before any channel's overwrites."""
        if user is self.owner:
            return ALL
        own = self.invited if user.bot else Right(0)
        return self.everyone | own | self.granted.get(user.id, Right(0))

    def has_role(self, whom: int) -> bool:
        """Whether this id is one of a role, rather than of a member."""
        return whom in {self.id, self.bot_role}

    def member(self, user: User) -> Json:
        """As Discord writes a member of this server."""
        return {
            "user": user.json(),
            "nick": self.nicknames.get(user.id),
            "roles": [str(self.bot_role)] if user.bot else [],
            "joined_at": _SINCE,
            "premium_since": None,
            "avatar": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }

    def partial(self) -> Json:
        """As Discord writes a server into an interaction."""
        return {"id": str(self.id), "locale": self.locale, "features": []}

    def json(self) -> Json:
        """As Discord writes a server for its REST side."""
        return self.partial() | {
            "name": self.name,
            "icon": None,
            "owner_id": str(self.owner.id),
            "preferred_locale": self.locale,
            "description": None,
            "home_header": None,
            "splash": None,
            "discovery_splash": None,
            "banner": None,
            "application_id": None,
            "region": "us-west",
            "afk_channel_id": None,
            "widget_enabled": False,
            "widget_channel_id": None,
            "max_presences": None,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": None,
            "premium_subscription_count": 0,
            "rules_channel_id": None,
            "safety_alerts_channel_id": None,
            "public_updates_channel_id": None,
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "incidents_data": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "afk_timeout": 300,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "emojis": [],
            "stickers": [],
            "roles": [
                _role(self.id, "@everyone", self.everyone),
                _role(self.bot_role, "bot", self.invited),
            ],
        }

    def event(self) -> Json:
        """As the gateway says that this server is there."""
        threads = [place.json() for place in self.channels.values() if place.kind == THREAD]
        return self.json() | {
            "member_count": 3,
            "large": False,
            "joined_at": _SINCE,
            "members": [self.member(self.bot)],
            "channels": [place.json() for place in self.channels.values() if place.kind != THREAD],
            "threads": threads,
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }


def _role(id_: int, name: str, rights: Right) -> Json:
    return {
        "id": str(id_),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": 0 if name == "@everyone" else 1,
        "permissions": str(int(rights)),
        "managed": name != "@everyone",
        "mentionable": False,
        "flags": 0,
    }
