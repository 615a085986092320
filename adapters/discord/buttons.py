"""Every button and menu that the bot ever sent, in any process, whatever its age."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from adapters.discord.identity import Interaction
from adapters.discord.inbound import Inbound

Pressable = discord.ui.Button[Any] | discord.ui.Select[Any]


def pressed(inbound: Inbound) -> type[discord.ui.DynamicItem[Any]]:
    """The class by which the SDK hands presses over: it takes every id, also unreadable ones."""

    class Press(discord.ui.DynamicItem[Any], template=r"[\s\S]+"):
        """A press on anything of ours."""

        @classmethod
        async def from_custom_id(
            cls, _: Interaction, item: discord.ui.Item[Any], __: re.Match[str], /
        ) -> Self:
            """Wrap the component as it stands in the message."""
            return cls(item)

        async def callback(self, interaction: Interaction) -> None:
            """Have the press answered."""
            await inbound.press(interaction)

    return Press
