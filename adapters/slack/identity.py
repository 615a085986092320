"""Who and where: from Slack's ids to ours and back."""

from __future__ import annotations

from bot.model import AccountId, RoomId, SpaceId

PLATFORM = "slack"

_DIRECT = "D"
"""Begins the id of a conversation of two: with the bot, or of people who write to each other."""


def space(team: str) -> SpaceId:
    """The space that a workspace is."""
    return SpaceId(PLATFORM, team)


def room(team: str, channel: str) -> RoomId:
    """The room that a channel or a direct message of a workspace is; its threads are part of it."""
    return RoomId(PLATFORM, team, channel)


def account(team: str, user: str) -> AccountId:
    """A person's account in a workspace where the bot is.

    The guests of a channel that two workspaces share have one there as well: where they come from
    the bot may not be, and it is not always said.
    """
    return AccountId(PLATFORM, team, user)


def direct(place: RoomId) -> bool:
    """Whether nobody but one person and the bot can be in a room."""
    return place.channel.startswith(_DIRECT)
