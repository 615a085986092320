"""Commands as forms: a modal with a field for each option, made from the declaration.

A line of text has no lists to choose from; a form has, and takes what needs more than a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from adapters.chat.fetching import called
from adapters.chat.plain import clipped
from adapters.slack import layout
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
from bot.errors import BadOption, FileTooLarge
from bot.invocations import Invocation, Value, accept, check, needed
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

_NAME = re.compile(r"\Aname\s*[:=]", re.IGNORECASE)
"""May stand before what something is to be called."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a command, with ``words`` that are in its first field of words to begin with."""

    command: Command
    words: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled in: a command, the files for it, where it was opened.

    Of a file there is always its ``id``; the rest of what Slack says of one may be missing.
    """

    invocation: Invocation
    files: Mapping[FileOption, Payload]
    channel: str


class Amiss(Exception):
    """What stands in a field cannot be."""

    def __init__(self, field: str, said: str) -> None:
        super().__init__(field)
        self.field = field
        self.said = said


def wanted(line: str) -> Form | None:
    """The form that a line asks for: ``form`` and nothing else behind the name of a command.

    A command that takes a file is always given by its form, for a line carries none: what else was
    typed is a beginning.
    """
    *name, last = line.lower().split()
    if last == OPEN and (asked := _named(" ".join(name))):
        return Form(asked)
    for command in filter(takes_a_file, COMMANDS):
        size = len(command.name.split())
        words = line.split(maxsplit=size)
        if " ".join(words[:size]).lower() == command.name:
            return Form(command, _typed(command, "".join(words[size:])))
    return None


def takes_a_file(command: Command) -> bool:
    """Whether somebody has to hand over a file with a command."""
    return any(isinstance(option, FileOption) for option in command.options)


def _typed(command: Command, words: str) -> str:
    """What was typed behind a command for its words, and not for its file."""
    said = _NAME.sub("", words.strip()).strip("\"'“”„‘’ ")
    endings = [one for o in command.options if isinstance(o, FileOption) for one in o.endings]
    return "" if said.lower().endswith(tuple(endings)) else said


def of_button(action_id: str) -> Form | None:
    """The form that a button opens; None for any other button."""
    command = _named(action_id.removeprefix(FORM)) if action_id.startswith(FORM) else None
    return Form(command) if command else None


def button(command: Command, label: str = wording.FILL_IN) -> Json:
    """A button that opens the form of a command."""
    return {"type": "button", "action_id": f"{FORM}{command.name}", "text": plain(label)}


def buttons(commands: Iterable[Command]) -> Json:
    """Buttons that open the forms of those that have one; of several, each says which."""
    having = [one for one in commands if one.options]
    if len(having) == 1:
        return layout.buttons(map(button, having))
    return layout.buttons(button(one, wording.fill_in(one.name)) for one in having)


def view(form: Form, channel: str) -> Json:
    """The form of a command that is given in a channel."""
    command = form.command
    return {
        "type": "modal",
        "callback_id": f"{FORM}{command.name}",
        "private_metadata": channel,
        "title": plain(clipped(f"/{command.name}", TITLE)),
        "submit": plain(wording.SUBMIT),
        "close": plain(wording.CANCEL),
        "blocks": [_field(option, form.words) for option in command.options],
    }


def submitted(given: Payload) -> Filled:
    """What was filled in.

    Raises ``Amiss`` for a value that cannot be or is not there and must be, and ``Malformed`` for
    what is no form of ours.
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
    files: dict[FileOption, Payload] = {}
    for option in command.options:
        try:
            if isinstance(option, FileOption):
                if file := _handed(command, option, fields.get(option.name)):
                    files[option] = file
            elif (words := _filled(fields.get(option.name))) or needed(option):
                values[option.name] = check(command, option, words)
        except BadOption as error:
            raise Amiss(option.name, wording.amiss(error)) from error
        except FileTooLarge as error:
            raise Amiss(option.name, wording.told(error)) from error
    return Filled(Invocation(command, values), files, channel)


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


def _field(option: Option, words: str) -> Json:
    return {
        "type": "input",
        "block_id": option.name,
        "optional": not needed(option),
        "label": plain(option.name.capitalize()),
        "hint": plain(wording.takes(option)),
        "element": _element(option, words),
    }


def _element(option: Option, words: str) -> Json:
    own: Json = {"action_id": option.name}
    match option:
        case TextOption(source=None, limit=limit):
            begun = {"initial_value": words[:limit]} if words else {}
            return {"type": "plain_text_input", "max_length": limit, **begun, **own}
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


def _handed(command: Command, option: FileOption, field: object) -> Payload | None:
    """The file in a field, as far as is known one that the option takes; None where there is none.

    Raises ``BadOption`` and ``FileTooLarge``.
    """
    for file in _inside(field).get("files") or ():
        if "name" in file:
            size = file.get("size")
            accept(command, option, called(str(file["name"])), size if isinstance(size, int) else 0)
        return dict(file)
    if option.required:
        raise BadOption(command, option, "")
    return None


def _inside(field: object) -> Mapping[str, Any]:
    element: Any = next(iter(field.values()), None) if isinstance(field, dict) else None
    return element if isinstance(element, dict) else {}


def _filled(field: object) -> str:
    """What stands in a field, of whichever kind; empty where nothing does."""
    element = _inside(field)
    several = element.get("selected_options") or [element.get("selected_option")]
    chosen = several[0] if isinstance(several, list) and several else None
    value = chosen.get("value") if isinstance(chosen, dict) else element.get("value")
    return str(value) if value else ""
