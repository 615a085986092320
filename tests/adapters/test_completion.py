import pytest

from adapters.terminal.completion import proposals
from adapters.terminal.identity import ROOM
from bot.commands import Source
from bot.model import SpaceId
from bot.service.proposals import Proposal

MEANT: dict[Source, dict[str, tuple[str, ...]]] = {
    Source.TIMES: {"": ("09:00", "08:00"), "7": ("07:00", "19:00"), "9pm": ("21:00",)},
    Source.ZONES: {"berl": ("Europe/Berlin",)},
    Source.DAYS: {"": ("every day", "weekends"), "mon-f": ("Monday to Friday",)},
}


class Names:
    """Two decks, one with topics; and what people may mean by a time, a zone and days."""

    async def proposals(
        self, source: Source, typed: str, deck: str | None, space: SpaceId
    ) -> tuple[Proposal, ...]:
        """Of decks and topics everything: what was typed is held against it by who asks."""
        assert space == ROOM.space
        if source in MEANT:
            return tuple(Proposal(one, one) for one in MEANT[source].get(typed, ()))
        assert typed == ""
        topics = {None: ("Callbacks", "Data loading"), "my notes": ("Week 1",)}
        topics["keras"] = topics[None]
        known = ("keras", "my notes") if source is Source.DECKS else topics.get(deck, ())
        return tuple(Proposal(one, one) for one in known)


async def completed(line: str) -> list[str]:
    """What the line could become."""
    found = proposals(line, Names())
    return [line[: len(line) - one.replaces] + one.text async for one in found]


@pytest.mark.parametrize(
    ("line", "become"),
    [
        ("", []),
        ("a", []),
        ("/q", ["/quiz"]),
        ("/deck", ["/deck list", "/deck show", "/deck add", "/deck remove", "/deck export"]),
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
        ("/daily s", ["/daily set", "/daily show", "/daily skip"]),
        ("/daily set 7", ["/daily set 07:00", "/daily set 19:00"]),
        ("/daily set time:9pm", ["/daily set time:21:00"]),
        ("/daily set time:noo", []),
        ("/daily set 7 ti", ["/daily set 7 time:", "/daily set 7 timezone:"]),
        ("/daily set 7 timezone:berl", ["/daily set 7 timezone:Europe/Berlin"]),
        ("/daily set 7 days:", ['/daily set 7 days:"every day"', "/daily set 7 days:weekends"]),
        ('/daily set 7 days:"mon-f', ['/daily set 7 days:"Monday to Friday"']),
        (
            "/settings rooms:",
            [f"/settings rooms:{one}" for one in ("everywhere", "here", "not-here")],
        ),
    ],
)
async def test_a_half_typed_command_is_completed(line: str, become: list[str]) -> None:
    """Commands, options, decks, the topics of the deck that was named, and choices."""
    assert await completed(line) == become


async def test_what_a_command_needs_is_proposed_first() -> None:
    """It may be typed without the name of its option, which the others need."""
    assert await completed("/daily set ") == [
        "/daily set 09:00",
        "/daily set 08:00",
        "/daily set time:",
        "/daily set timezone:",
        "/daily set deck:",
        "/daily set days:",
    ]


async def test_every_option_is_proposed() -> None:
    """After a command and a space one sees all it takes."""
    assert await completed("/quiz ") == [
        "/quiz deck:",
        "/quiz topic:",
        "/quiz questions:",
        "/quiz seconds:",
        "/quiz speed",
    ]
