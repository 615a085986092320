import pytest

from adapters.terminal.completion import proposals
from bot.commands import Source
from bot.service.proposals import Proposal


class Names:
    """Two decks, one with topics."""

    def proposals(self, source: Source, typed: str, deck: str | None) -> tuple[Proposal, ...]:
        """Everything there is: what was typed is held against it by who asks."""
        assert typed == ""
        topics = {None: ("Callbacks", "Data loading"), "my notes": ("Week 1",)}
        topics["keras"] = topics[None]
        known = ("keras", "my notes") if source is Source.DECKS else topics.get(deck, ())
        return tuple(Proposal(one, one) for one in known)


def completed(line: str) -> list[str]:
    """What the line could become."""
    found = proposals(line, Names())
    return [line[: len(line) - one.replaces] + one.text for one in found]


@pytest.mark.parametrize(
    ("line", "become"),
    [
        ("", []),
        ("a", []),
        ("/q", ["/quiz"]),
        ("/deck", ["/deck list", "/deck show"]),
        ("/deck s", ["/deck show"]),
        ("/xyzzy ", []),
        ("/quiz de", ["/quiz deck:"]),
        ("/quiz deck:", ["/quiz deck:keras", '/quiz deck:"my notes"']),
        ('/quiz deck:"my', ['/quiz deck:"my notes"']),
        ("/quiz topic:d", ['/quiz topic:"Data loading"']),
        ('/quiz deck:"my notes" topic:', ['/quiz deck:"my notes" topic:"Week 1"']),
        ("/quiz deck:nope topic:", []),
        ("/quiz deck:keras sp", ["/quiz deck:keras speed"]),
        ("/quiz deck:keras de", []),
        ("/leaderboard w", ["/leaderboard week"]),
        ("/leaderboard period:m", ["/leaderboard period:month"]),
        ("/quiz speed:", ["/quiz speed:yes", "/quiz speed:no"]),
        ("/quiz questions:", []),
    ],
)
def test_a_half_typed_command_is_completed(line: str, become: list[str]) -> None:
    """Commands, options, decks, the topics of the deck that was named, and choices."""
    assert completed(line) == become


def test_every_option_is_proposed() -> None:
    """After a command and a space one sees all it takes."""
    assert completed("/quiz ") == [
        "/quiz deck:",
        "/quiz topic:",
        "/quiz questions:",
        "/quiz seconds:",
        "/quiz speed",
    ]
