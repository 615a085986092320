"""From a typed line to a command with typed values: ``/quiz keras 5``, ``/quiz deck:"my notes"``.

Read after the declarations in ``bot.commands``; a mistake carries what would have been right.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import assert_never

from bot import times
from bot.commands import (
    COMMANDS,
    HELP,
    ChoiceOption,
    Command,
    FileOption,
    FlagOption,
    NumberOption,
    Option,
    Source,
    TextOption,
)
from bot.errors import (
    BadOption,
    FileTooLarge,
    RepeatedOption,
    UnknownCommand,
    UnknownOption,
    UnusedValue,
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed over, as large as its option allows; ``name`` is as it was given."""

    name: str
    data: bytes = field(repr=False)


Value = str | int | bool | Upload

_PART = re.compile(
    r'(?:([^\s\d:="“”+-][^\s:="“”+]*)[:=]\s*)?'
    r'(?:["“”„]([^"“”]*)["“”]|[\'‘]([^\'‘’]*)[\'’](?!\S)|(\d\S*\s+[aApP]\.?[mM]\.?(?!\S)|\S+))'
)
"""An option's name, perhaps, and its value: in quotes of some kind, or without spaces.

A name never begins with a digit or sign, so that 9:00 and +02:00 are values; ``9 am`` is one, too.
"""

_NUMBER = re.compile(r"[+-]?\d+")
_DIFFERENCE = re.compile(r"(?:utc|gmt)?[+-]\d[\d:]*", re.IGNORECASE)
"""What many take for a time zone, and is none."""

_TOGETHER = 8
"""Words that may say one time, zone or list of days together."""

_QUOTED = 60
"""Characters of what was typed that an error repeats."""

_READERS: Mapping[Source | None, Callable[[str], str]] = {
    Source.TIMES: lambda text: times.time_text(times.time_of(text)),
    Source.ZONES: times.zone_of,
    Source.DAYS: lambda text: times.days_text(times.days_of(text)),
}
"""What makes one spelling of the many that people have for such a value, or raises ValueError."""

_YES = frozenset({"yes", "y", "true", "on", "1"})
_NO = frozenset({"no", "n", "false", "off", "0"})


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command and the values given for its options; what was not given is left out."""

    command: Command
    values: Mapping[str, Value] = field(default_factory=dict)

    def word(self, name: str) -> str | None:
        """The value of a text or choice option, or None."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def upload(self, name: str) -> Upload | None:
        """The file given for a file option, or None."""
        value = self.values.get(name)
        return value if isinstance(value, Upload) else None

    def number(self, name: str) -> int | None:
        """The value of a number option, or None."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        """The value of a flag; false if not given."""
        return self.values.get(name) is True

    def chosen(self, name: str, otherwise: bool) -> bool:  # noqa: FBT001 -- a value like another
        """The value of a flag, or ``otherwise`` if it is not given."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else otherwise


def read(line: str) -> Invocation:
    """The invocation in a line such as ``/quiz keras questions:5``; the slash may be missing.

    Options are written ``name:value`` or ``name=value``, with quotes around a value that has
    spaces, unless they only together say a time, a time zone or days: ``9:00 New York``. Bare
    values go to the options in their declared order, each to the first that is still free and can
    hold it. ``/quiz help`` asks for the help on one command.
    Raises ``UnknownCommand``, ``UnknownOption``, ``RepeatedOption``, ``UnusedValue`` and
    ``BadOption``, the latter also where an option that is required is left out.
    """
    line = line.strip().removeprefix("/")
    if asked := _help(line):
        return asked
    command, rest = _command(line)
    values: dict[str, Value] = {}
    parts = list(_PART.finditer(rest))
    while parts:
        name = parts[0][1]
        named = _named(command, name) if name else None
        free = [one for one in command.options if one.name not in values]
        value, many = _together(command, [named] if named else free, parts)
        del parts[:many]
        option = named or _bare(command, value, values)
        if option.name in values:
            raise RepeatedOption(command, option)
        flagged = name is None and isinstance(option, FlagOption)
        values[option.name] = True if flagged else check(command, option, value)
    for option in command.options:
        if needed(option) and option.name not in values:
            raise BadOption(command, option, "")
    return Invocation(command, values)


def needed(option: Option) -> bool:
    """Whether a command means nothing without this option."""
    return isinstance(option, TextOption | FileOption) and option.required


def accept(command: Command, option: FileOption, name: str, size: int) -> None:
    """Look at what is known of a file before it is read: its name, and its size in bytes.

    Raises ``BadOption`` for a name with another ending and ``FileTooLarge``.
    """
    if not name.lower().endswith(option.endings):
        raise BadOption(command, option, name[:_QUOTED])
    if size > option.limit:
        raise FileTooLarge(name[:_QUOTED], size, option.limit)


def _together(
    command: Command, options: Iterable[Option], parts: Sequence[re.Match[str]]
) -> tuple[str, int]:
    """The value that these parts begin with, and how many of them say it together."""
    loose = takewhile(lambda part: part[1] is None and part[4], parts[1:_TOGETHER])
    words = [parts[0][4], *(part[4] for part in loose)] if parts[0][4] else []
    read = [one for one in options if isinstance(one, TextOption) and one.source in _READERS]
    for many in range(len(words), 1, -1):
        said = " ".join(words[:many])
        if any(_fits(command, one, said) for one in read):
            return said, many
    return next(one for one in parts[0].groups()[1:] if one is not None), 1


def check(command: Command, option: Option, text: str) -> Value:
    """The typed value of ``text`` for an option. Raises ``BadOption``.

    Times, zones and days come back in their one proper spelling. Of a file that is only the name
    that was typed: whoever can reads it and puts an ``Upload`` in its place.
    """
    match option:
        case TextOption():
            return _words(command, option, text)
        case FileOption() if text:
            return text
        case NumberOption(low=low, high=high):
            if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
                raise BadOption(command, option, text[:_QUOTED])
            return int(text)
        case ChoiceOption(choices=choices):
            if text.lower() not in choices:
                raise BadOption(command, option, text[:_QUOTED])
            return text.lower()
        case FlagOption() if text.lower() in _YES | _NO:
            return text.lower() in _YES
        case FlagOption() | FileOption():
            raise BadOption(command, option, text[:_QUOTED])
        case _:
            assert_never(option)


def _words(command: Command, option: TextOption, text: str) -> str:
    if not 0 < len(text) <= option.limit:
        raise BadOption(command, option, text[:_QUOTED])
    try:
        return _READERS[option.source](text) if option.source in _READERS else text
    except ValueError:
        raise BadOption(command, option, text[:_QUOTED], _like(option, text)) from None


def _help(line: str) -> Invocation | None:
    """The help that a plain "help" behind a command, or behind the first word of one, asks for."""
    first, _, rest = line.lower().partition(" ")
    (option,) = HELP.options
    if rest.strip() != "help" or not _fits(HELP, option, first):
        return None
    return Invocation(HELP, {option.name: first})


def _command(line: str) -> tuple[Command, str]:
    words = line.split(maxsplit=2)
    for size in (2, 1):
        name = " ".join(words[:size]).lower()
        for command in COMMANDS:
            if command.name == name:
                return command, " ".join(words[size:])
    raise UnknownCommand(_name(words)[:_QUOTED], _nearest(words))


def _name(words: list[str]) -> str:
    """What was meant as the name of a command: two words where the first begins such a name."""
    families = {command.name.split()[0] for command in COMMANDS if " " in command.name}
    return " ".join(words[: 2 if words and words[0].lower() in families else 1])


def _nearest(words: list[str]) -> str:
    names = [command.name for command in COMMANDS]
    typed = " ".join(words[:2]).lower()
    first = words[0].lower() if words else ""
    close = difflib.get_close_matches(typed, names, 1) or difflib.get_close_matches(first, names, 1)
    family = {name.split()[1]: name for name in names if first and name.startswith(f"{first} ")}
    if family:  # whoever gives /daily stop does not mean /daily set, alike as they look
        second = words[1].lower() if words[1:] else ""
        alike = difflib.get_close_matches(second, family, 1)
        return "" if second and not alike else family[(alike or list(family))[0]]
    return (close or [""])[0]


def _named(command: Command, name: str) -> Option:
    for option in command.options:
        if option.name == name.lower():
            return option
    names = [option.name for option in command.options]
    close = difflib.get_close_matches(name.lower(), names, 1)
    raise UnknownOption(command, name[:_QUOTED], close[0] if close else "")


def _bare(command: Command, value: str, taken: Mapping[str, Value]) -> Option:
    if value.endswith(":"):
        raise BadOption(command, _named(command, value[:-1]), "")
    free = [option for option in command.options if option.name not in taken]
    for option in free:
        if isinstance(option, FlagOption) and value.lower() == option.name:
            return option
    for option in free:
        if isinstance(option, ChoiceOption) and _fits(command, option, value):
            return option
    for option in free:
        # A number that is too large is a mistake to tell, not some other option's value.
        if isinstance(option, NumberOption) and _NUMBER.fullmatch(value):
            return option
    files = [option for option in free if isinstance(option, FileOption)]
    if files:
        return files[0]
    words = [option for option in free if isinstance(option, TextOption)]
    if not words:
        raise UnusedValue(command, value[:_QUOTED])
    read = [option for option in words if option.source in _READERS]
    meant = (
        [option for option in read if _fits(command, option, value)]
        or [option for option in words if option.required]
        or [option for option in read if _like(option, value) or _differs(option, value)]
        or [option for option in words if option not in read]
        or words
    )
    return meant[0]


def _like(option: TextOption, value: str) -> tuple[str, ...]:
    """What may have been meant instead of a value that the option cannot have."""
    return times.zones_like(value) if option.source is Source.ZONES else ()


def _differs(option: TextOption, value: str) -> bool:
    """Whether a difference from UTC was given where a time zone is wanted."""
    return option.source is Source.ZONES and _DIFFERENCE.fullmatch(value) is not None


def _fits(command: Command, option: Option, value: str) -> bool:
    try:
        check(command, option, value)
    except BadOption:
        return False
    return True
