"""Who sits at a terminal, and in which room."""

from __future__ import annotations

import getpass
import unicodedata

from adapters.terminal.prose import one_line
from bot.model import AccountId, Person, RoomId

PLATFORM = "terminal"
ROOM = RoomId(PLATFORM, "local", "main")
"""The one room of all terminals that share a database."""

NOBODY = "you"
MAX_NAME = 40
"""Characters a name may have; what is longer is cut."""


def person(name: str | None) -> Person:
    """The player of this name; the login name where none is given.

    Whoever sits at a terminal of the bot may configure what it does there.
    """
    shown = _clean(name or "") or _clean(_login()) or NOBODY
    return Person(AccountId(PLATFORM, ROOM.workspace, shown), shown, organiser=True)


def _clean(name: str) -> str:
    return one_line(unicodedata.normalize("NFC", name))[:MAX_NAME].strip()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a user that has no name
        return ""
