"""Every button and menu that the bot ever sent, in any process, whatever its age."""

from __future__ import annotations

import discord

from adapters.discord.identity import Interaction
from adapters.discord.inbound import Inbound


def listen(client: discord.Client, inbound: Inbound) -> None:
    """Have every press on anything of ours answered, also one whose id cannot be read.

    The SDK's way for buttons without a view, ``DynamicItem``, would first rebuild the view of the
    message that was pressed, a seventh of all the work, to find in it what the id says as well.
    """

    async def on_interaction(interaction: Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await inbound.press(interaction)

    client.event(on_interaction)
