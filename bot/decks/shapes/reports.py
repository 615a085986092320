"""What is said of headings that looked like questions and became none."""

from __future__ import annotations

from bot.decks.outline import Section
from bot.decks.shapes.base import Doubt
from bot.model import Finding, Severity


def about_the_file(section: Section) -> Finding:
    """It asks or has a number, and is furniture all the same."""
    return Finding(
        section.heading.line,
        Severity.INFO,
        "not-a-question",
        f"The heading “{section.words}” seems to be about the file, so no card was made of it.",
        "If it is a question, name its subject, as in “What is meant by …?”.",
    )


def unmarked(section: Section, end: int) -> Doubt:
    """It stands among headings that ask, or has a number of no list, and does not ask."""
    finding = Finding(
        section.heading.line,
        Severity.INFO,
        "not-a-question",
        f"The heading “{section.words}” is set like a question and does not ask: "
        "no card was made of it.",
        "If it is a question, let it ask, as in “What is …?”.",
    )
    return Doubt(finding, end)


def unnumbered(section: Section, end: int, severity: Severity) -> Doubt:
    """It stands beside numbered headings and has no number of their list."""
    finding = Finding(
        section.heading.line,
        severity,
        "unnumbered",
        f"The heading “{section.words}” has no number among numbered ones: no card was made of it.",
        "If it is a question, give it a number like the headings beside it.",
    )
    return Doubt(finding, end)


def no_prompt(section: Section, end: int) -> Doubt:
    """It is a number and nothing else."""
    finding = Finding(
        section.heading.line,
        Severity.WARNING,
        "no-prompt",
        f"The heading has the number {section.number} and no question: no card was made of it.",
        "Write the question behind its number.",
    )
    return Doubt(finding, end)
