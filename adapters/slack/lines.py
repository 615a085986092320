"""From a slash command and what was typed behind it to an invocation."""

from __future__ import annotations

from bot import invocations
from bot.invocations import Invocation

FAMILY = "studybot"
"""The command that all others can be given behind: another app may own their names."""


def read(command: str, words: str) -> Invocation:
    """``/quiz keras 5``, ``/studybot quiz keras 5`` and, bare, ``/studybot``, which asks for help.

    Raises as ``bot.invocations.read`` does.
    """
    line = words if command == FAMILY else f"{command} {words}"
    return invocations.read(line if line.strip() else "help")
