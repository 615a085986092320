"""Every finding there is about notes, declared once as data: what a code means, says and advises.

A new finding is one declaration in the module of its subject; docs/findings.md follows from it.
What can be wrong with an author's question is declared beside its check, in
``bot.questions.flaws``.
"""

from __future__ import annotations

from typing import Final

from bot.findings import files, form, options, pictures, questions
from bot.findings.rule import Rule, shown

SUBJECTS: Final[dict[str, tuple[Rule, ...]]] = {
    subject: tuple(rule for rule in vars(module).values() if isinstance(rule, Rule))
    for subject, module in {
        "The file": files,
        "How the Markdown is written": form,
        "Questions and cards": questions,
        "Options": options,
        "Pictures": pictures,
    }.items()
}
"""The rules by what they are about, each in the order of its module."""

RULES: Final = tuple(rule for rules in SUBJECTS.values() for rule in rules)
"""All of them; those that share a code are one finding that is worded to the case."""

__all__ = ["RULES", "SUBJECTS", "Rule", "shown"]
