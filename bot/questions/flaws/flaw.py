"""What a flaw is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.findings import Rule
from bot.model import Severity
from bot.questions.context import Context
from bot.questions.flaws.item import Item

Check = Callable[[Item, Context], bool]

_UNASKED: Final = "The question cannot be asked with its options, so it is asked without them."
_ASKED: Final = "The question is asked as it stands."


@dataclass(frozen=True, slots=True)
class Flaw:
    """A way for a question to go wrong.

    ``sentence`` says what is wrong and ``hint`` what its author can do. ``serious``: the question
    cannot be asked at all; any other flaw is the author's to accept, never the maker's. ``ours``:
    looked for only in questions that the maker made.
    """

    name: str
    sentence: str
    hint: str
    check: Check
    serious: bool = False
    ours: bool = False

    def spoils(self, item: Item, context: Context) -> bool:
        """Whether a question has this flaw."""
        return not (self.ours and item.authored) and self.check(item, context)

    @property
    def rule(self) -> Rule:
        """What an author is told whose question has this flaw."""
        return Rule(
            code=f"question-{self.name}",
            severity=Severity.WARNING if self.serious else Severity.INFO,
            message=self.sentence,
            hint=self.hint,
            means=_UNASKED if self.serious else _ASKED,
        )
