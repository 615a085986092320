from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.clock.bots import Bot, Bots

ROOMS: Final = ("hall", "yard", "attic")

SUNDAY: Final = datetime(2027, 1, 31, 9, tzinfo=UTC)
"""When the rooms are asked for the first time."""

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (SUNDAY + timedelta(days) for days in range(1, 6))

LEASE: Final = timedelta(seconds=30)

LONG: Final = pytest.mark.long
ON_SQLITE: Final = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""Where a database is but what a process finds when it comes back."""


async def begun(some: Bots, number: int = 1) -> None:
    """So many processes that have asked every room on Sunday, and wait a minute before Monday's."""
    sole = {"sole": ""} if number == 1 else {}
    await some.start(SUNDAY - timedelta(hours=1), number, **sole)
    for room in ROOMS:
        await some.say(room, "/daily set 9:00")
    await at(some, SUNDAY, MONDAY - timedelta(minutes=1))


async def at(some: Bots, *moments: datetime) -> None:
    """All processes are told the time, one moment after the other."""
    for moment in moments:
        await some.at(moment)


def posted(some: Bots, *, again: bool = False) -> list[tuple[datetime, datetime]]:
    """When each question was due and when people saw it, the same in every room.

    Each came once. ``again``: of those that were seen already and were tried once more.
    """
    seen = {
        room: sorted(
            (datetime.fromisoformat(one["due"]), datetime.fromisoformat(one["now"]))
            for one in some.told()
            if one["told"] == "posted" and one["room"] == room and one["again"] == again
        )
        for room in ROOMS
    }
    assert seen[ROOMS[0]] == seen[ROOMS[1]] == seen[ROOMS[2]]
    dues = [due for due, _ in seen[ROOMS[0]]]
    assert again or len(set(dues)) == len(dues)
    return seen[ROOMS[0]]


def revealed(some: Bots) -> list[datetime]:
    """Of which questions people saw the result, the same in every room; each came once."""
    shown = Counter(
        (one["room"], datetime.fromisoformat(one["due"]))
        for one in some.told()
        if one["told"] == "edited" and one["screen"] == "RevealScreen"
    )
    assert set(shown.values()) <= {1}
    dues = sorted({due for _, due in shown})
    assert len(shown) == len(dues) * len(ROOMS)
    return dues


async def skipped(some: Bots) -> list[tuple[datetime, str]]:
    """What was not asked and why, the same in every room."""
    skips = [await some.skips(room) for room in ROOMS]
    assert skips[0] == skips[1] == skips[2]
    return skips[0]


def warnings(some: Bots) -> set[str]:
    """What the processes have logged; no errors."""
    logged = [one for bot in some.all for one in bot.logged()]
    assert {one["level"] for one in logged} <= {"info", "warning"}
    return {one["event"] for one in logged}


# --- down ---


@ON_SQLITE
@pytest.mark.parametrize(
    ("back", "asked", "late"),
    [
        pytest.param(MONDAY + timedelta(minutes=40), MONDAY, [], id="for 40 minutes"),
        pytest.param(MONDAY + timedelta(hours=2), MONDAY, [], id="for two hours", marks=LONG),
        pytest.param(MONDAY + timedelta(hours=3.5), None, [MONDAY], id="until 12:30", marks=LONG),
        pytest.param(
            THURSDAY - timedelta(minutes=1),
            None,
            [MONDAY, TUESDAY, WEDNESDAY],
            id="for three days",
            marks=LONG,
        ),
        pytest.param(
            THURSDAY + timedelta(minutes=40),
            THURSDAY,
            [MONDAY, TUESDAY, WEDNESDAY],
            id="for three days and 40 minutes",
            marks=LONG,
        ),
    ],
)
async def test_killed_before_it_was_due(
    some: Bots, back: datetime, asked: datetime | None, late: list[datetime]
) -> None:
    """What is at most two hours late is asked at once; older ones are skipped, and told of."""
    await begun(some)
    await some.kill()
    await some.start(back, sole="")
    await at(some, back)
    following = back.replace(hour=9, minute=0) + timedelta(days=back >= back.replace(hour=9))
    await at(some, following - timedelta(seconds=1), following, following + timedelta(minutes=1))

    now = [(asked, back)] if asked else []
    assert posted(some) == [(SUNDAY, SUNDAY), *now, (following, following)]
    assert await skipped(some) == [(day, "late") for day in late]
    assert revealed(some) == [SUNDAY, *([asked] if asked else [])]
    assert warnings(some) == ({"a daily question was skipped"} if late else set())


async def hung(bot: Bot, when: str, moment: datetime) -> None:
    """It is about to post in every room, or has just done it, and goes no further."""
    await bot.do("hang", when=when)
    bot.begin("at", moment=moment.isoformat())
    for _ in ROOMS:
        await bot.until("hanging")


@pytest.mark.parametrize("when", [pytest.param("before", marks=LONG), "after"])
async def test_killed_with_claims(some: Bots, when: str) -> None:
    """What two processes held when they died is posted by the third, once, after the lease."""
    await begun(some, 3)
    for number in range(2):
        dying = some.running[0]
        await hung(dying, when, MONDAY + number * LEASE)
        await some.kill(dying)
        await at(some, MONDAY + (number + 1) * LEASE - timedelta(seconds=1))
    await at(some, MONDAY + 2 * LEASE, TUESDAY - timedelta(seconds=1), TUESDAY)

    seen = MONDAY if when == "after" else MONDAY + 2 * LEASE
    assert posted(some) == [(SUNDAY, SUNDAY), (MONDAY, seen), (TUESDAY, TUESDAY)]
    tried = [(MONDAY, MONDAY + LEASE), (MONDAY, MONDAY + 2 * LEASE)]
    assert posted(some, again=True) == (tried if when == "after" else [])
    assert revealed(some) == [SUNDAY, MONDAY]
    assert await skipped(some) == []
    assert warnings(some) == set()


# --- clocks that go wrong ---


@LONG
@ON_SQLITE
async def test_all_clocks_are_set_back(some: Bots) -> None:
    """When it is nine for the second time that day, nobody is asked a second time."""
    await begun(some, 3)
    five, back = MONDAY + timedelta(minutes=5), MONDAY - timedelta(minutes=55)
    await at(some, MONDAY, five, back, MONDAY - timedelta(seconds=1), MONDAY, five)
    await at(some, TUESDAY - timedelta(seconds=1), TUESDAY, TUESDAY + timedelta(minutes=1))

    assert posted(some) == [(day, day) for day in (SUNDAY, MONDAY, TUESDAY)]
    assert revealed(some) == [SUNDAY, MONDAY]
    assert await skipped(some) == []


@LONG
@ON_SQLITE
async def test_one_clock_is_set_back(some: Bots) -> None:
    """A process that is an hour behind the others from 9:05 on asks nothing twice."""
    await begun(some, 3)
    await at(some, MONDAY, MONDAY + timedelta(minutes=5))
    await some.running[0].do("ahead", seconds="-3600")
    for hour in range(24):
        await at(some, MONDAY + timedelta(hours=hour, minutes=5 if hour == 0 else 0))
    await at(some, TUESDAY, TUESDAY + timedelta(minutes=5), TUESDAY + timedelta(hours=1))

    assert posted(some) == [(day, day) for day in (SUNDAY, MONDAY, TUESDAY)]
    assert revealed(some) == [SUNDAY, MONDAY]
    assert await skipped(some) == []


@LONG
@ON_SQLITE
@pytest.mark.parametrize("seconds", [20, -20])
async def test_one_clock_is_wrong(some: Bots, seconds: int) -> None:
    """A process 20 s ahead asks 20 s early, one behind asks nothing; the others ask no more."""
    await begun(some, 3)
    await some.running[0].do("ahead", seconds=str(seconds))
    for day in (MONDAY, TUESDAY):
        for step in range(-8, 12):
            await at(some, day + step * timedelta(seconds=5))

    assert posted(some) == [(day, day) for day in (SUNDAY, MONDAY, TUESDAY)]
    own = Counter(one["due"] for one in some.running[0].told if one["told"] == "posted")
    mine = len(ROOMS) if seconds > 0 else 0
    assert [own[day.isoformat()] for day in (MONDAY, TUESDAY)] == [mine, mine]
    assert revealed(some) == [SUNDAY, MONDAY]
    assert await skipped(some) == []
    assert warnings(some) == set()


@LONG
@ON_SQLITE
async def test_all_at_once(some: Bots) -> None:
    """Processes that start late at the same moment ask once between them."""
    await begun(some)
    await some.kill()
    late = MONDAY + timedelta(minutes=40)
    await some.start(late, 3)
    await at(some, late, late + timedelta(minutes=1))

    assert posted(some) == [(SUNDAY, SUNDAY), (MONDAY, late)]
    assert revealed(some) == [SUNDAY]
