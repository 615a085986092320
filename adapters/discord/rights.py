"""What the bot must be allowed to do on Discord, no more, and how it is invited with it."""

from __future__ import annotations

import discord

_NAMES = {
    "view_channel": "View Channels",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
}
"""As Discord's settings call them (in English)."""

FILES = "Attach Files"
"""What Discord may want for a file that one person alone sees; the bot does not ask for it."""

NEEDED = discord.Permissions(**dict.fromkeys(_NAMES, True))

WANTED = discord.Permissions(attach_files=True)
"""For the pictures beside a deck and for formulas; where it is lacking, words stand for them."""


def missing(granted: discord.Permissions, *, thread: bool | None = None) -> tuple[str, ...]:
    """The names of the rights the bot needs and lacks.

    Of the two ways to send, a channel needs one and a thread the other: ``thread`` says which it
    is, None that both are asked for.
    """
    needed = ["view_channel"]
    if thread is not True:
        needed.append("send_messages")
    if thread is not False:
        needed.append("send_messages_in_threads")
    return tuple(_NAMES[name] for name in needed if not getattr(granted, name))


def invitation(application_id: int) -> str:
    """The address at which someone adds the bot to a server they manage."""
    return discord.utils.oauth_url(
        application_id, permissions=NEEDED | WANTED, scopes=("bot", "applications.commands")
    )
