"""The chats that the bot serves, each in the ways it serves them."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Final

from tests.fakes.chats.chat import Chat
from tests.fakes.chats.discord import DiscordChat
from tests.fakes.chats.slack import SlackChat

CHATS: Final = ("discord", "slack-socket", "slack-http")


def chat_of(name: str, *, limited: bool = False) -> AbstractAsyncContextManager[Chat]:
    """One of ``CHATS``; ``limited`` where its limits in real time are kept to."""
    match name:
        case "discord":
            return DiscordChat.begun(limited=limited)
        case "slack-socket":
            return SlackChat.begun(http=False)
        case _:
            return SlackChat.begun(http=True)
