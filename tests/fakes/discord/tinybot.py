"""The smallest bot that uses Discord as ours does, to try the fake with."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import app_commands

Press = discord.Interaction["TinyBot"]


def said(*texts: str) -> discord.ui.LayoutView:
    """A message of texts, with nothing that waits for a press."""
    view = discord.ui.LayoutView(timeout=None)
    for text in texts:
        view.add_item(discord.ui.TextDisplay(text))
    view.stop()
    return view


class Answer(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"answer:(?P<pick>\d+)"):
    """A button that tells privately what was pressed."""

    def __init__(self, pick: int) -> None:
        self.pick = pick
        super().__init__(discord.ui.Button(label="AB"[pick % 2], custom_id=f"answer:{pick}"))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: object, match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(int(match["pick"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answers at once."""
        view = said(f"You pressed {self.pick}.")
        await interaction.response.send_message(view=view, ephemeral=True)


class Choice(discord.ui.DynamicItem[discord.ui.Select[Any]], template=r"choice"):
    """A menu that changes its message to what was chosen."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label=name, value=name) for name in ("x", "y", "z")]
        menu: discord.ui.Select[Any] = discord.ui.Select(
            custom_id="choice", options=options, min_values=2, max_values=2
        )
        super().__init__(menu)

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        _match: re.Match[str],
        /,
    ) -> Self:
        """The menu that was used."""
        chosen = cls()
        assert isinstance(item, discord.ui.Select)
        chosen.item = item
        return chosen

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Changes the message."""
        await interaction.response.edit_message(view=said("chose " + " ".join(self.item.values)))


class TinyBot(discord.AutoShardedClient):
    """Two commands, a button and a menu; joins and leaves are kept for a test to look at."""

    def __init__(self, shards: int | None = None) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0,
            shard_count=shards,
        )
        self.tree = app_commands.CommandTree(self)
        self.seen: list[Press] = []
        self.joined: list[str] = []
        self.left: list[str] = []

    async def setup_hook(self) -> None:
        """Registers everything."""
        self.add_dynamic_items(Answer, Choice)
        self.tree.add_command(app_commands.Command(name="ask", description="Ask", callback=ask))
        deck = app_commands.Group(name="deck", description="Decks")
        deck.add_command(app_commands.Command(name="add", description="Add one", callback=add))
        deck.add_command(app_commands.Command(name="show", description="Show one", callback=show))
        self.tree.add_command(deck)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Does not wait five seconds, as the SDK would before each shard but the first."""

    async def on_interaction(self, interaction: Press) -> None:
        """Keeps what came in."""
        self.seen.append(interaction)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keeps what was joined."""
        self.joined.append(guild.name)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Keeps what was left."""
        self.left.append(guild.name)


@app_commands.describe(questions="How many")
async def ask(interaction: Press, questions: app_commands.Range[int, 1, 5] = 1) -> None:
    """Asks something with two buttons and, of more questions, with a menu."""
    view = said(f"{questions} of 5")
    view.add_item(discord.ui.Container(discord.ui.ActionRow(Answer(0), Answer(1))))
    if questions > 1:
        view.add_item(discord.ui.ActionRow(Choice()))
    await interaction.response.send_message(view=view)


async def add(interaction: Press, file: discord.Attachment) -> None:
    """Defers, reads a file and says what is in it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    content = await file.read()
    await interaction.edit_original_response(view=said(content.decode()))


async def suggested(_interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
    """Decks that begin as what was typed."""
    names = ("cells", "cities", "keras")
    return [app_commands.Choice(name=n, value=n) for n in names if n.startswith(typed)]


@app_commands.autocomplete(deck=suggested)
async def show(interaction: Press, deck: str, full: bool = False) -> None:  # noqa: FBT002 -- a command's option
    """Says what was asked for."""
    await interaction.response.send_message(view=said(f"{deck} {full}"))
