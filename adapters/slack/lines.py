"""From a slash command and what was typed behind it to one line."""

from __future__ import annotations

FAMILY = "studybot"
"""The command that all others can be given behind: another app may own their names."""


def whole(command: str, words: str) -> str:
    """``quiz keras 5`` of ``/quiz keras 5`` and ``/studybot quiz keras 5``; ``help`` of nothing."""
    line = words if command == FAMILY else f"{command} {words}"
    return line.strip() or "help"
