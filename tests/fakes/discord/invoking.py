"""From what a person types or presses to the data of an interaction, as Discord's app makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.fakes.discord.components import BUTTON, SELECT, Pressable
from tests.fakes.discord.messages import Message
from tests.fakes.discord.world import User

Json = dict[str, Any]
Options = Mapping[str, "str | int | float | bool | Upload"]

_SUBCOMMAND: Final = 1
_GROUP: Final = 2
_STRING: Final = 3
_INTEGER: Final = 4
_BOOLEAN: Final = 5
_NUMBER: Final = 10
_ATTACHMENT: Final = 11
_TYPES: Final[dict[int, type | tuple[type, ...]]] = {
    _STRING: str,
    _INTEGER: int,
    _BOOLEAN: bool,
    _NUMBER: (int, float),
    _ATTACHMENT: str,
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody gives to a command.

    ``size`` and ``url`` are what the bot is told of them, where that is not as they are.
    """

    filename: str
    content: bytes
    type: str = "text/markdown; charset=utf-8"
    size: int | None = None
    url: str = ""


def command_data(
    declared: Sequence[Json], name: str, options: Options, focused: str | None
) -> Json:
    """The data of a command, as Discord's app makes it of what the bot has registered.

    Args:
        declared: The commands as the bot has registered them; with none at all, the types of
            the options are taken from the values.
        name: The command, with its subcommand after a space.
        options: The values by name; an ``Upload`` stands for a file that was uploaded before.
        focused: The option that is being typed, if the command is not complete yet.

    Raises:
        LookupError: The command has no such subcommand or option; nobody could choose it.
        ValueError: A value that Discord's app would not let through.
    """
    first, *rest = name.split()
    command = _named(declared, first, "command")
    data: Json = {"id": str(command.get("id", "1")), "name": first, "type": 1}
    known, inner = command.get("options") or [], data
    for depth, part in enumerate(rest, start=1):
        kind = _GROUP if depth < len(rest) else _SUBCOMMAND
        found = _named(known if declared else (), part, f"part of /{first}")
        inner["options"] = [{"name": part, "type": found.get("type", kind)}]
        known, inner = found.get("options") or [], inner["options"][0]
    given = [
        _option(known if declared else (), key, value, focused) for key, value in options.items()
    ]
    if declared and focused is None:
        _complete(name, known, options)
    inner["options"] = given
    return data


def _named(declared: Sequence[Json], name: str, what: str) -> Json:
    if not declared:
        return {}
    for one in declared:
        if one["name"] == name:
            return one
    there = ", ".join(str(one["name"]) for one in declared)
    raise LookupError(f"There is no {what} {name!r}; there are: {there}.")


def _complete(name: str, known: Sequence[Json], options: Options) -> None:
    if any(one.get("type") in {_SUBCOMMAND, _GROUP} for one in known):
        raise LookupError(f"/{name} needs a subcommand.")
    missing = [one["name"] for one in known if one.get("required") and one["name"] not in options]
    if missing:
        raise ValueError(f"/{name} needs: {', '.join(missing)}.")


def _option(known: Sequence[Json], name: str, value: object, focused: str | None) -> Json:
    declared = _named(known, name, "option")
    kind = declared.get("type") or _kind(value)
    if focused == name:
        return {"name": name, "type": kind, "value": value, "focused": True}
    if declared and focused is None:
        _fits(declared, value)
    return {"name": name, "type": kind, "value": value}


def _kind(value: object) -> int:
    match value:
        case bool():
            return _BOOLEAN
        case int():
            return _INTEGER
        case float():
            return _NUMBER
        case _:
            return _STRING


def _fits(declared: Json, value: object) -> None:
    """Discord's app lets nobody send a value of another type or outside the limits."""
    fits = isinstance(value, _TYPES.get(declared["type"], object))
    choices = [choice["value"] for choice in declared.get("choices") or ()]
    fits = fits and (not choices or value in choices)
    if isinstance(value, int | float) and not isinstance(value, bool):
        fits = fits and declared.get("min_value", value) <= value <= declared.get(
            "max_value", value
        )
    if isinstance(value, str):
        size = len(value)
        fits = fits and declared.get("min_length", 0) <= size <= declared.get("max_length", 6000)
    if not fits:
        raise ValueError(f"Discord lets nobody give {value!r} for {declared['name']!r}: {declared}")


def press_data(user: User, message: Message, custom_id: str, values: Sequence[str] | None) -> Json:
    """The data of a press or a choice on a component of a message.

    Raises:
        LookupError: This person could not do it: there is no such component, it is disabled,
            the message is gone or not theirs to see, or the values are not on offer.
    """
    if message.deleted or (message.seen_by is not None and message.seen_by is not user):
        raise LookupError(f"{user.name} cannot see message {message.id}.")
    part = _part(message, custom_id)
    if part.disabled:
        raise LookupError(f"{custom_id!r} on message {message.id} is disabled.")
    return component_data(part, values)


def _part(message: Message, custom_id: str) -> Pressable:
    for part in message.pressables():
        if part.custom_id == custom_id:
            return part
    there = ", ".join(repr(part.custom_id) for part in message.pressables()) or "none"
    raise LookupError(f"Message {message.id} has no {custom_id!r} to press; it has: {there}.")


def component_data(part: Pressable, values: Sequence[str] | None) -> Json:
    """The data of a press on this component.

    Raises:
        LookupError: These values are not on offer.
    """
    data: Json = {"component_type": part.kind, "custom_id": part.custom_id, "id": 1}
    if part.kind == BUTTON:
        if values is not None:
            raise LookupError(f"{part.custom_id!r} is a button: there is nothing to choose.")
        return data
    chosen = list(values or ())
    if not part.least <= len(chosen) <= part.most or len(set(chosen)) != len(chosen):
        raise LookupError(f"{part.custom_id!r} takes {part.least} to {part.most}, not {chosen}.")
    if part.kind == SELECT and not set(chosen) <= set(part.values):
        raise LookupError(f"{part.custom_id!r} offers {list(part.values)}, not {chosen}.")
    return data | {"values": chosen}
