"""Commands as forms: a modal with a field for each option, made from the declaration.

A line of text has no lists to choose from; a form has, and takes what needs more than a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from adapters.chat.plain import clipped
from adapters.slack.layout import Json, plain
from adapters.slack.payloads import Malformed, Payload
from bot import wording
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
from bot.errors import BadOption
from bot.invocations import Invocation, Value, check, needed
from bot.service.proposals import Proposal

FORM = "form:"
"""Begins the id of a button that opens a form, and of the form; the command's name follows."""

OPEN = "form"
"""What is typed behind a command to get its form."""

PROPOSED = 100
"""Values that Slack offers in a list."""

MAX_VALUE = 75
"""Units of such a value and of its label."""

TITLE = 24


def wanted(line: str) -> Command | None:
    """The command whose form a line asks for: ``form`` and nothing else behind its name."""
    *name, last = line.lower().split()
    return _named(" ".join(name)) if last == OPEN else None


def of_button(action_id: str) -> Command | None:
    """The command whose form a button opens; None for any other button."""
    return _named(action_id.removeprefix(FORM)) if action_id.startswith(FORM) else None


def button(command: Command) -> Json:
    """A button that opens the form of a command."""
    return {
        "type": "button",
        "action_id": f"{FORM}{command.name}",
        "text": plain(wording.FILL_IN),
    }


def view(command: Command, channel: str) -> Json:
    """The form of a command that is given in a channel."""
    return {
        "type": "modal",
        "callback_id": f"{FORM}{command.name}",
        "private_metadata": channel,
        "title": plain(clipped(f"/{command.name}", TITLE)),
        "submit": plain(wording.SUBMIT),
        "close": plain(wording.CANCEL),
        "blocks": [_field(option) for option in command.options],
    }


def submitted(given: Payload) -> tuple[Invocation, str]:
    """The command of a form that was filled in, and the channel it was opened in.

    Raises ``BadOption`` for a value that cannot be or is not there and must be, and ``Malformed``
    for what is no form of ours.
    """
    command = _named(str(given.get("callback_id", "")).removeprefix(FORM))
    channel = given.get("private_metadata")
    state = given.get("state")
    if command is None or not isinstance(channel, str) or not isinstance(state, dict):
        raise Malformed("view")
    fields = state.get("values")
    if not isinstance(fields, dict):
        raise Malformed("values")
    values: dict[str, Value] = {}
    for option in command.options:
        words = _filled(fields.get(option.name))
        if words or needed(option):
            values[option.name] = check(command, option, words)
    return Invocation(command, values), channel


def refusal(error: BadOption) -> Mapping[str, str]:
    """What is said below the field of a value that cannot be."""
    return {error.option.name: wording.amiss(error)}


def source(block_id: str) -> Source | None:
    """Where the proposals of a field come from."""
    for command in COMMANDS:
        for option in command.options:
            if isinstance(option, TextOption) and option.name == block_id:
                return option.source
    return None


def chosen_deck(given: Payload) -> str | None:
    """The deck that is chosen so far in the form that somebody fills in."""
    fields = ((given.get("view") or {}).get("state") or {}).get("values") or {}
    return _filled(fields.get("deck")) or None


def proposed(found: tuple[Proposal, ...]) -> list[Json]:
    """Proposals as the options of a list; one whose name was cut still begins as its whole does."""
    return [
        {"text": plain(clipped(one.label, MAX_VALUE, MAX_VALUE)), "value": one.value[:MAX_VALUE]}
        for one in found[:PROPOSED]
        if clipped(one.label, MAX_VALUE) and one.value
    ]


def _named(name: str) -> Command | None:
    """A command that has a form, for it has options."""
    return next((one for one in COMMANDS if one.name == name and one.options), None)


def _field(option: Option) -> Json:
    return {
        "type": "input",
        "block_id": option.name,
        "optional": not needed(option),
        "label": plain(option.name.capitalize()),
        "hint": plain(wording.takes(option)),
        "element": _element(option),
    }


def _element(option: Option) -> Json:
    own: Json = {"action_id": option.name}
    match option:
        case TextOption(source=None, limit=limit):
            return {"type": "plain_text_input", "max_length": limit, **own}
        case FileOption(endings=endings):
            kinds = [one.removeprefix(".") for one in endings]
            return {"type": "file_input", "filetypes": kinds, "max_files": 1, **own}
        case TextOption():
            return {"type": "external_select", "min_query_length": 0, **own}
        case NumberOption(low=low, high=high):
            limits = {"min_value": str(low), "max_value": str(high)}
            return {"type": "number_input", "is_decimal_allowed": False, **limits, **own}
        case ChoiceOption(choices=choices):
            return {"type": "static_select", "options": _choices(choices), **own}
        case FlagOption():
            # Of a box without its tick nobody knows whether it means no, or nothing was changed.
            return {"type": "static_select", "options": _choices(("yes", "no")), **own}
        case _:
            assert_never(option)


def _choices(words: Iterable[str]) -> list[Json]:
    return [{"text": plain(word), "value": word} for word in words]


def _filled(field: object) -> str:
    """What stands in a field, of whichever kind; empty where nothing does."""
    element: Any = next(iter(field.values()), None) if isinstance(field, dict) else None
    if not isinstance(element, dict):
        return ""
    several = element.get("selected_options") or [element.get("selected_option")]
    chosen = several[0] if isinstance(several, list) and several else None
    value = chosen.get("value") if isinstance(chosen, dict) else element.get("value")
    return str(value) if value else ""
