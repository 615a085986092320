"""Discord's permissions, and how a server's roles and a channel's overwrites make them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag
from typing import Final


class Right(IntFlag):
    """The permissions that matter to a bot that posts and is pressed."""

    KICK_MEMBERS = 1 << 1
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NONE: Final = Right(0)
ALL: Final = ~NONE

# What everybody may do in a server that was just made.
EVERYONE: Final = (
    Right.ADD_REACTIONS
    | Right.VIEW_CHANNEL
    | Right.SEND_MESSAGES
    | Right.EMBED_LINKS
    | Right.ATTACH_FILES
    | Right.READ_MESSAGE_HISTORY
    | Right.MENTION_EVERYONE
    | Right.USE_EXTERNAL_EMOJIS
    | Right.USE_APPLICATION_COMMANDS
    | Right.CREATE_PUBLIC_THREADS
    | Right.SEND_MESSAGES_IN_THREADS
)
# What an invitation asks for: the bot's own role.
INVITED: Final = Right.VIEW_CHANNEL | Right.SEND_MESSAGES | Right.SEND_MESSAGES_IN_THREADS
# What a bot may do in a direct message.
DIRECT: Final = (
    Right.VIEW_CHANNEL
    | Right.SEND_MESSAGES
    | Right.EMBED_LINKS
    | Right.ATTACH_FILES
    | Right.READ_MESSAGE_HISTORY
    | Right.USE_EXTERNAL_EMOJIS
    | Right.ADD_REACTIONS
)


@dataclass(slots=True)
class Overwrite:
    """What a channel allows and denies one role or one member, against the server's rule."""

    allow: Right = NONE
    deny: Right = NONE

    def denying(self, rights: Right) -> None:
        """Denies these rights from now on."""
        self.deny, self.allow = self.deny | rights, self.allow & ~rights

    def granting(self, rights: Right) -> None:
        """Allows these rights from now on."""
        self.allow, self.deny = self.allow | rights, self.deny & ~rights

    def apply(self, rights: Right) -> Right:
        """These rights, with this overwrite."""
        return rights & ~self.deny | self.allow


def in_channel(base: Right, overwrites: Iterable[Overwrite]) -> Right:
    """What is left in a channel of the rights a member has in the server.

    Args:
        base: What the member's roles give together.
        overwrites: The channel's overwrites for the member, the most general first.
    """
    if base & Right.ADMINISTRATOR:
        return ALL
    rights = base
    for overwrite in overwrites:
        rights = overwrite.apply(rights)
    return rights if rights & Right.VIEW_CHANNEL else NONE
