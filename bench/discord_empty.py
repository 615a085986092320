"""The least a bot on discord.py can do: answer every press with a message that is ready.

It connects as the bot does, takes presses as the bot does, and answers with messages of the same
parts and length (``discord_clicks.py`` writes down those of the bot). It decides and keeps nothing.

It does so as the SDK's documentation has it: a ``DynamicItem``, and a view for every message. With
``bare`` it takes the short cuts that the bot takes too: no item, and every message made once.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import Any, Self

import discord
import uvloop
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

QUIET = discord.AllowedMentions.none()
Press = discord.Interaction[Any]


def view(parts: list[Any]) -> discord.ui.LayoutView:
    """A message of these parts: its colour, texts, and rows of buttons."""
    colour, *rest = parts
    shown = discord.ui.LayoutView(timeout=None)
    children: list[discord.ui.Item[Any]] = [
        discord.ui.TextDisplay(part)
        if isinstance(part, str)
        else discord.ui.ActionRow(
            *(discord.ui.Button(label=label, custom_id=custom_id) for label, custom_id in part)
        )
        for part in rest
    ]
    shown.add_item(discord.ui.Container(*children, accent_colour=colour))
    shown.stop()
    return shown


class Answer(discord.ui.DynamicItem[Any], template=r"[\s\S]+"):
    """Whatever is pressed."""

    verdicts: dict[str, list[Any]]

    @classmethod
    async def from_custom_id(
        cls, _: Press, item: discord.ui.Item[Any], __: re.Match[str], /
    ) -> Self:
        """Wrap the component as it stands in the message."""
        return cls(item)

    async def callback(self, interaction: Press) -> None:
        """Answer at once."""
        data: dict[str, Any] = dict(interaction.data or {})
        parts = self.verdicts[data["custom_id"]]
        await interaction.response.send_message(
            view=view(parts), ephemeral=True, allowed_mentions=QUIET
        )


def listen(client: discord.Client, verdicts: dict[str, list[Any]]) -> None:
    """Answer presses without an item in between."""
    views = {custom_id: view(parts) for custom_id, parts in verdicts.items()}

    async def on_interaction(interaction: Press) -> None:
        data: dict[str, Any] = dict(interaction.data or {})
        await interaction.response.send_message(
            view=views[data["custom_id"]], ephemeral=True, allowed_mentions=QUIET
        )

    client.event(on_interaction)


async def main(verdicts: dict[str, list[Any]], *, bare: bool) -> None:
    """Answer until stopped."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    client = discord.AutoShardedClient(
        intents=discord.Intents(guilds=True),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
        allowed_mentions=QUIET,
    )
    if bare:
        listen(client, verdicts)
    else:
        Answer.verdicts = verdicts
        client.add_dynamic_items(Answer)
    async with client:
        await client.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        known = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        runner.run(main(known, bare="bare" in sys.argv))
