"""What a half-typed command could become: commands, options, decks, topics, choices."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Protocol, assert_never

from adapters.terminal.identity import ROOM
from bot.commands import (
    COMMANDS,
    ChoiceOption,
    Command,
    FileOption,
    FlagOption,
    NumberOption,
    Option,
    Source,
    TextOption,
)
from bot.invocations import needed
from bot.model import SpaceId
from bot.service.proposals import Proposal as Known

_WORD = re.compile(r'(?:[^\s":]+:)?"[^"]*(?:"|$)|[^\s"]+')
_DECK = re.compile(r'\bdeck:(?:"([^"]*)"|(\S+))')

_UNDERSTOOD = frozenset({Source.TIMES, Source.ZONES, Source.DAYS})
"""Values that people spell in many ways, so that what they typed need not begin what they mean."""


class Names(Protocol):
    """Where the names of decks and topics come from: ``bot.service.Studybot``."""

    async def proposals(  # noqa: D102
        self, source: Source, typed: str, deck: str | None, space: SpaceId
    ) -> tuple[Known, ...]: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """``text`` to put in the place of the last ``replaces`` characters, and what it means."""

    text: str
    replaces: int
    meaning: str = ""


async def proposals(line: str, names: Names) -> AsyncIterator[Proposal]:
    """What the line up to the cursor could go on with; nothing for what is no command."""
    if not line.startswith("/"):
        return
    command = _typed(line)
    if command is None:
        for known in COMMANDS:
            if f"/{known.name}".startswith(line.lower()):
                yield Proposal(f"/{known.name}", len(line), known.description)
        return
    last = _last(line)
    before = line[: len(line) - len(last)]
    async for text, meaning in _continuations(command, before, last, names):
        yield Proposal(text, len(last), meaning)


def _typed(line: str) -> Command | None:
    found = [one for one in COMMANDS if line.lower().startswith(f"/{one.name} ")]
    return max(found, key=lambda one: len(one.name), default=None)


def _last(line: str) -> str:
    return next((word[0] for word in _WORD.finditer(line) if word.end() == len(line)), "")


async def _continuations(
    command: Command, before: str, last: str, names: Names
) -> AsyncIterator[tuple[str, str]]:
    name, colon, begun = last.partition(":")
    if colon:
        named = [option for option in command.options if option.name == name.lower()]
        for option in named:
            for value in await _values(option, before, begun, names):
                yield f"{name}:{_quoted(value)}", ""
        return
    if f"/{command.name} " == before.lower():
        async for proposed in _needed(command, last, names):
            yield proposed
    for option in command.options:
        if f"{option.name}:" not in before:
            for text in _beginnings(option):
                if text.startswith(last.lower()):
                    yield text, option.description


async def _needed(command: Command, begun: str, names: Names) -> AsyncIterator[tuple[str, str]]:
    """What a command cannot do without, which may stand behind it without its name."""
    for option in command.options:
        if needed(option):
            for value in await _values(option, "", begun, names):
                yield _quoted(value), option.description


def _beginnings(option: Option) -> Iterable[str]:
    match option:
        case TextOption(name=name) | NumberOption(name=name) | FileOption(name=name):
            return (f"{name}:",)
        case ChoiceOption(choices=choices):
            return choices
        case FlagOption(name=name):
            return (name,)
        case _:
            assert_never(option)


async def _values(option: Option, before: str, begun: str, names: Names) -> Iterable[str]:
    """What the option may be given by somebody who has typed so much of it."""
    begun = begun.lstrip('"')
    if isinstance(option, TextOption) and option.source in _UNDERSTOOD:
        known = await names.proposals(option.source, begun, None, ROOM.space)
        return [one.value for one in known]
    every = await _known(option, before, names)
    return [one for one in every if one.lower().startswith(begun.lower())]


async def _known(option: Option, before: str, names: Names) -> Iterable[str]:
    match option:
        case TextOption(source=source) if source:
            deck = _DECK.search(before)
            named = (deck[1] or deck[2]) if deck else None
            known = await names.proposals(source, "", named, ROOM.space)
            return [one.value for one in known]
        case ChoiceOption(choices=choices):
            return choices
        case FlagOption():
            return ("yes", "no")
        case TextOption() | NumberOption() | FileOption():
            return ()
        case _:
            assert_never(option)


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value
