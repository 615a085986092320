from datetime import UTC, datetime
from typing import Final

from tests.clock.bots import Bots
from tests.clock.rooms import WISHES
from tests.clock.year import Span, faults, lived, table


def span(begin: str, end: str, *rooms: str) -> Span:
    """A few days of a few rooms."""
    wishes = tuple(wish for wish in WISHES if wish.name in rooms)
    assert len(wishes) == len(rooms)
    days = [datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (begin, end)]
    return Span(days[0], days[1], wishes)


SPANS: Final = (
    # Samoa had no 30 December in 2011.
    span("2011-12-29", "2012-01-01", "Pacific/Apia 09:00"),
    span(
        *("2027-03-26", "2027-03-30"),
        *("America/Nuuk 23:30", "America/Scoresbysund 23:15", "Antarctica/Troll 02:30"),
        *("Asia/Beirut 00:30", "Asia/Jerusalem 02:30", "Europe/Berlin 02:30"),
    ),
    span(
        *("2027-04-02", "2027-04-05"),
        *("America/Santiago 23:30", "Australia/Lord_Howe 01:45", "Pacific/Chatham 03:00"),
    ),
    span("2027-10-02", "2027-10-04", "Australia/Lord_Howe 02:15"),
    span(
        *("2027-10-28", "2027-11-01"),
        *("Africa/Cairo 23:30", "Antarctica/Troll 01:30", "Atlantic/Azores 00:30"),
    ),
)
"""Of what can happen to a local time, each at least once; ``make year`` has all."""


async def test_days_of_change(some: Bots) -> None:
    """Three processes post every question once, in its minute, whatever becomes of the clocks."""
    await some.start(SPANS[0].begin, 3)
    for span in SPANS:
        course = await lived(some, span)
        print("\n".join(table(course)))  # noqa: T201 -- to be looked at with -s
        assert course.posts()
        assert list(faults(course)) == []
        for wish in span.wishes:
            assert await some.skips(wish.name) == []
    assert [bot.logged() for bot in some.all] == [[], [], []]
    assert all(bot.told for bot in some.all)
