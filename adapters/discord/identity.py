"""Who and where: from Discord's ids to ours and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import discord

from bot.model import AccountId, Message, MessageId, Person, Request, RoomId, SpaceId

PLATFORM = "discord"

Interaction = discord.Interaction[Any]

_DIRECT = "@"
"""Begins the workspace of a direct message: each is a space of its own, with its own boards."""


def space(guild_id: int) -> SpaceId:
    """The space that a server is."""
    return SpaceId(PLATFORM, str(guild_id))


def room(guild_id: int | None, channel_id: int) -> RoomId:
    """The room that a channel or thread of a server is, or a direct message (without server)."""
    workspace = f"{_DIRECT}{channel_id}" if guild_id is None else str(guild_id)
    return RoomId(PLATFORM, workspace, str(channel_id))


def guild_id(place: RoomId) -> int | None:
    """The server of a room; None for a direct message."""
    return None if place.workspace.startswith(_DIRECT) else int(place.workspace)


def room_of(interaction: Interaction) -> RoomId:
    """Where something was done."""
    if interaction.channel_id is None:
        raise ValueError("an interaction outside of any channel")
    return room(interaction.guild_id, interaction.channel_id)


def request_of(interaction: Interaction, at: datetime) -> Request:
    """Who did something, where, and what they may do there."""
    user, alone = interaction.user, interaction.guild_id is None
    person = Person(
        AccountId(PLATFORM, "", str(user.id)),
        user.display_name,
        moderator=interaction.permissions.manage_messages,
        organiser=alone or interaction.permissions.manage_guild,
    )
    channel = interaction.channel
    within = str(channel.parent_id) if isinstance(channel, discord.Thread) else ""
    return Request(person, room_of(interaction), at, alone=alone, within=within)


def message_of(interaction: Interaction) -> Message | None:
    """The message whose button was pressed, if the whole room sees it."""
    pressed = interaction.message
    if pressed is None or pressed.flags.ephemeral:
        return None
    return Message(room_of(interaction), MessageId(str(pressed.id)))
