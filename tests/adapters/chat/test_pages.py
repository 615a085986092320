"""What is told of a deck, and in which order."""

from dataclasses import replace

from adapters.chat import pages
from bot.model import Finding, Severity
from bot.screens import DeckLine, DeckNews, DeckReportScreen


def finding(line: int, severity: Severity) -> Finding:
    """Something that was found."""
    return Finding(line, severity, "code", "Something.", "Do something.")


FOUND = (
    finding(1, Severity.INFO),
    finding(2, Severity.WARNING),
    finding(3, Severity.ERROR),
    finding(4, Severity.INFO),
    finding(5, Severity.ERROR),
)
LOOKED_AT = DeckReportScreen(
    DeckLine("cell notes", "Cells", 9, 9, 2), "cells.md", (("Bones", 9),), (), 0, FOUND
)
ADDED = replace(LOOKED_AT, news=DeckNews.ADDED)


def test_what_costs_cards_comes_first() -> None:
    """Errors before warnings before the rest, each in the order of the file."""
    assert [one.line for one in pages.worst_first(FOUND)] == [3, 5, 2, 1, 4]


def test_a_deck_that_was_just_added_is_told_of_briefly() -> None:
    """Its worst findings, and where there are more; its topics are for who looks at it."""
    most, more = pages.findings_told(ADDED)

    assert most < pages.findings_told(LOOKED_AT)[0]
    assert more(7) == "and 7 more: /deck show deck:“cell notes”"
    assert pages.findings_told(LOOKED_AT)[1](7) == "and 7 more"
    assert (pages.topics(ADDED), pages.topics(LOOKED_AT)) == ((), (("Bones", 9),))
