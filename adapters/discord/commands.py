"""The slash commands, made from the one declaration of all commands."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, Protocol, assert_never

import discord
import structlog
from discord import app_commands

from adapters.discord.identity import Interaction
from bot.commands import (
    COMMANDS,
    Access,
    ChoiceOption,
    Command,
    FileOption,
    FlagOption,
    NumberOption,
    Option,
    Source,
    TextOption,
)
from bot.errors import CommandChanged, StudybotError, Unforeseen
from bot.invocations import needed
from bot.service.proposals import Proposal

_log = structlog.get_logger(__name__)

PROPOSALS = 25
"""Values that Discord offers while someone types."""

MAX_NAME = 100
"""Characters of such a value and of its label."""


class Handler(Protocol):
    """What commands do; ``adapters.discord.inbound.Inbound`` does it."""

    async def perform(  # noqa: D102 -- see Inbound
        self, interaction: Interaction, command: Command, given: Mapping[str, Any]
    ) -> None: ...
    async def refuse(  # noqa: D102
        self, interaction: Interaction, error: StudybotError
    ) -> None: ...
    async def proposals(  # noqa: D102
        self, interaction: Interaction, source: Source, typed: str, deck: str | None
    ) -> tuple[Proposal, ...]: ...


class Tree(app_commands.CommandTree[Any]):
    """All commands. Whatever goes wrong before one of them begins is told as well."""

    def __init__(self, client: discord.Client, handler: Handler) -> None:
        """Declare the commands; nothing is sent to Discord by this."""
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self._handler = handler
        groups: dict[str, app_commands.Group] = {}
        for command in COMMANDS:
            family, _, name = command.name.rpartition(" ")
            if not family:
                self.add_command(_native(command, name, handler))
                continue
            if family not in groups:
                groups[family] = app_commands.Group(
                    name=family,
                    description=_family(family),
                    default_permissions=_permissions(_members(family)),
                )
                self.add_command(groups[family])
            groups[family].add_command(_native(command, name, handler))

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Answer someone whose command cannot be read: it is one of another version."""
        if interaction.type is discord.InteractionType.autocomplete:
            return
        if isinstance(error, app_commands.CommandInvokeError):
            _log.error("a command failed", exc_info=error.original)
            told: StudybotError = Unforeseen(type(error.original).__name__)
        else:
            _log.warning("a command could not be read", reason=str(error))
            told = CommandChanged()
        await self._handler.refuse(interaction, told)

    def fingerprint(self) -> str:
        """What changes when Discord has to be told of the commands anew."""
        declared = [command.to_dict(self) for command in self.get_commands()]
        return hashlib.sha256(json.dumps(declared, sort_keys=True).encode()).hexdigest()


def _members(family: str) -> list[Command]:
    """The commands with this first word."""
    return [one for one in COMMANDS if one.name.startswith(f"{family} ")]


def _family(name: str) -> str:
    """What commands with a common first word have in common, for those who look at the list."""
    words = [one.name.removeprefix(f"{name} ") for one in _members(name)]
    return f"{name.capitalize()}: {', '.join(words)}"


def _native(command: Command, name: str, handler: Handler) -> app_commands.Command[Any, ..., None]:
    async def perform(interaction: Interaction, **given: Any) -> None:  # noqa: ANN401 -- Discord's
        named = {key: value for key, value in given.items() if value is not None}
        await handler.perform(interaction, command, named)

    # The SDK reads what a command takes from the signature of what it calls.
    own = [
        inspect.Parameter(
            "interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Interaction
        )
    ]
    perform.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [*own, *(_parameter(option) for option in command.options)]
    )
    app_commands.describe(**{one.name: one.description for one in command.options})(perform)
    app_commands.choices(
        **{
            one.name: [app_commands.Choice(name=word, value=word) for word in one.choices]
            for one in command.options
            if isinstance(one, ChoiceOption)
        }
    )(perform)
    app_commands.autocomplete(
        **{
            one.name: _completion(one.source, handler)
            for one in command.options
            if isinstance(one, TextOption) and one.source
        }
    )(perform)
    native: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=name, description=command.description, callback=perform
    )
    if name == command.name:  # of a part of a command Discord takes none
        native.default_permissions = _permissions([command])
    return native


def _parameter(option: Option) -> inspect.Parameter:
    required = needed(option)
    return inspect.Parameter(
        option.name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=inspect.Parameter.empty if required else None,
        annotation=_type(option) if required else _type(option) | None,
    )


def _type(option: Option) -> Any:  # noqa: ANN401 -- what the SDK takes for a type
    match option:
        case TextOption(limit=limit):
            return app_commands.Range[str, 1, limit]
        case NumberOption(low=low, high=high):
            return app_commands.Range[int, low, high]
        case ChoiceOption():
            return str
        case FlagOption():
            return bool
        case FileOption():
            return discord.Attachment
        case _:
            assert_never(option)


def _permissions(commands: Iterable[Command]) -> discord.Permissions | None:
    """Who is offered these commands unless a server says otherwise; None is everybody.

    Discord offers commands with a common first word together or not at all. This hides them from
    the others; whether someone may is decided when they do it.
    """
    organisers = all(one.access is Access.ORGANISER for one in commands)
    return discord.Permissions(manage_guild=True) if organisers else None


Completion = Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


def _completion(source: Source, handler: Handler) -> Completion:
    async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        deck = getattr(interaction.namespace, "deck", None)
        named = deck if isinstance(deck, str) else None
        found = await handler.proposals(interaction, source, typed, named)
        # A name that was cut still begins as its whole does, which is how commands find it.
        return [
            app_commands.Choice(name=one.label[:MAX_NAME], value=one.value[:MAX_NAME])
            for one in found[:PROPOSALS]
        ]

    return complete
