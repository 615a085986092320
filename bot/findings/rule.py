"""What is declared of a finding, and how one is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Final

from bot.model import Finding, Severity

_SHOWN: Final = 70
"""Characters of a text from the notes that a finding quotes: what fits on a line."""


@dataclass(frozen=True)
class Rule:
    """One thing that can be noticed about notes.

    ``message`` and ``hint`` are templates with named fields; ``means`` says what was seen and what
    becomes of it, ``example`` is Markdown in which it is seen, empty where none would help.
    Rules may share a code: the same finding, worded to the case.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    means: str
    example: str = ""

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names that ``at`` has to be given."""
        parts = [*Formatter().parse(self.message), *Formatter().parse(self.hint)]
        return frozenset(name for _, name, _, _ in parts if name is not None)

    def at(self, line: int, **fields: str | int) -> Finding:
        """The finding for ``line``, counted from 1; texts from the notes are cut to fit a line."""
        if fields.keys() != self.fields:
            raise TypeError(f"{self.code} takes {sorted(self.fields)}, not {sorted(fields)}")
        told = {name: shown(it) if isinstance(it, str) else it for name, it in fields.items()}
        message, hint = self.message.format_map(told), self.hint.format_map(told)
        return Finding(line, self.severity, self.code, message, hint)


def shown(text: str) -> str:
    """``text`` on one line and short enough to be quoted."""
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
