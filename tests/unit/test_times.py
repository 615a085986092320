import string
from collections.abc import Callable
from datetime import UTC, datetime, time
from itertools import combinations
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.times import (
    days_like,
    days_of,
    days_text,
    time_of,
    time_text,
    times_like,
    zone,
    zone_of,
    zones_like,
)

Read = TypeVar("Read")

TYPED = st.one_of(
    st.text(max_size=40), st.text(string.ascii_lowercase + "0129:.-+/ ,", max_size=12)
)
HOSTILE = [
    *("\0", "../../etc/passwd", "/etc/passwd", "Europe/../../../etc/passwd", "\ud800", "٣"),
    *("9" * 100_000, "a" * 100_000, "mon," * 25_000, "mon-" * 25_000, " " * 100_000),
    *(
        "/" * 100_000,
        "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 64,
        "localtime",
        "Factory",
    ),
]


def said(read: Callable[[str], Read], text: str) -> Read | None:
    """What ``text`` is read as, or None where it is refused as a wrong value."""
    try:
        return read(text)
    except ValueError:
        return None


# --- times of day ---


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        *((text, 9, 0) for text in ("9", "09", "9am", "9 AM", "9 a.m.", "9a", "9h", "at 9", " 9 ")),
        *((text, 9, 0) for text in ("09:00", "9:00", "9.00", "0900", "900", "9 o'clock", "9:00am")),
        *(
            (text, 9, 30)
            for text in (
                "9.30",
                "9h30",
                "9:30 a.m.",
                "930",
                "0930",
                "9\N{FULLWIDTH COLON}30",
                "9 : 30",
            )
        ),
        *(
            (text, 21, 30)
            for text in ("21h30", "21:30 Uhr", "2130", "9:30pm", "930pm", "9.30 P.M.")
        ),
        *((text, 0, 0) for text in ("12am", "midnight", "0", "00:00", "0000", "0h")),
        *((text, 12, 0) for text in ("12pm", "Noon", "midday", "12", "12 pm")),
        ("12:30am", 0, 30),
        ("23:59", 23, 59),
    ],
)
def test_times_as_people_type_them(text: str, hour: int, minute: int) -> None:
    """Every usual way to write a time is read."""
    assert time_of(text) == time(hour, minute)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "24",
            "24:00",
            "25:00",
            "9:60",
            "2460",
            "13pm",
            "0am",
            "0:30pm",
            "9:5",
            "9:",
            ":30",
        ),
        *(
            "9:00:00",
            "09:00:30",
            "-9",
            "+9",
            "9-10",
            "9.5.2026",
            "99999",
            "nine",
            "pm",
            "9 xm",
            "9,30",
        ),
    ],
)
def test_what_is_no_time(text: str) -> None:
    """What is no time of day, or could be two, is refused."""
    assert said(time_of, text) is None


@given(st.times())
def test_times_are_read_as_they_are_written(at: time) -> None:
    """A time is written in five characters that are read as the same minute."""
    text = time_text(at)
    assert len(text) == 5
    assert time_of(text) == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("7:", ("07:00", "07:15", "07:30", "07:45")),
        ("9", ("09:00", "21:00", "09:30", "21:30", "09:15", "21:15", "09:45", "21:45")),
        ("09", ("09:00", "09:30", "09:15", "09:45")),
        ("9pm", ("21:00", "21:30", "21:15", "21:45")),
        ("9:30", ("09:30", "21:30")),
        ("21:30", ("21:30",)),
        ("7:3", tuple(f"07:3{last}" for last in range(10))),
        ("noo", ("12:00",)),
        ("midn", ("00:00",)),
        ("7:6", ()),
        ("25", ()),
        ("nonsense", ()),
    ],
)
def test_times_while_typing(typed: str, proposed: tuple[str, ...]) -> None:
    """What was typed so far proposes what it may become, the likeliest first."""
    assert times_like(typed) == proposed


def test_usual_times() -> None:
    """Nothing typed proposes a handful of usual times; a first digit every hour it can begin."""
    assert times_like("")[0] == "09:00"
    assert {"01:00", "13:00", *(f"1{hour}:00" for hour in range(10))} <= set(times_like("1"))
    assert {"02:00", "14:00", "20:00", "23:00"} <= set(times_like("2"))


@given(TYPED)
def test_proposed_times(typed: str) -> None:
    """At most 25 different times are proposed, as they are written, first the one that is typed."""
    proposed = times_like(typed)
    assert len(set(proposed)) == len(proposed) <= 25
    assert all(time_text(time_of(one)) == one for one in proposed)
    if (at := said(time_of, typed)) is not None:
        assert proposed[0] == time_text(at)


# --- time zones ---


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" EUROPE / BERLIN ", "Europe/Berlin"),
        ("europe berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("st. john's", "America/St_Johns"),
        ("Port-au-Prince", "America/Port-au-Prince"),
        ("indiana/knox", "America/Indiana/Knox"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("istanbul", "Europe/Istanbul"),
        ("samoa", "Pacific/Samoa"),
        ("us/pacific", "US/Pacific"),
        ("Japan", "Asia/Tokyo"),
        ("munich", "Europe/Berlin"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("Z", "UTC"),
        ("Etc/GMT-2", "Etc/GMT-2"),
    ],
)
def test_zones_as_people_type_them(text: str, name: str) -> None:
    """Letters' size, spaces, accents and what goes without saying make no difference."""
    assert zone_of(text) == name


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "EST", "est", "IST", "PST", "CST", "CET", "MST", "WEST", "BST", "ET", "EST5EDT"),
        *("+02:00", "+2", "-0500", "UTC+2", "GMT+2", "utc-5", "GMT0", "west", "central", "pacific"),
        *("Europe", "Europe/", "brlin", "Mars", "localtime", "Factory", "posix/Europe/Berlin"),
    ],
)
def test_what_is_no_zone(text: str) -> None:
    """What could be many zones, knows no summer time or is unknown is refused."""
    assert said(zone_of, text) is None


def test_every_zone_is_read_by_its_name() -> None:
    """Every name with an area is read as itself, in small letters and with spaces too."""
    for name in available_timezones():
        if "/" in name:
            assert zone_of(name) == zone_of(name.lower().replace("_", " ")) == name
            assert str(zone(name)) == name


def test_the_same_clocks_by_any_name() -> None:
    """What a city's name alone is read as has the clocks of every area's zone of that name."""
    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 13)]
    for name in sorted(available_timezones()):
        area, _, city = name.rpartition("/")
        if area in {"", "Etc", "US", "Canada", "Brazil", "Chile", "Mexico"}:
            continue
        try:
            found = ZoneInfo(zone_of(city))
        except ValueError:
            assert city in {"North", "South", "West"}
        else:
            shown = [moment.astimezone(found).replace(tzinfo=None) for moment in moments]
            named = ZoneInfo(name)
            assert shown == [moment.astimezone(named).replace(tzinfo=None) for moment in moments]


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("brlin", ("Europe/Berlin", "Europe/Dublin")),
        ("new yrok", ("America/New_York",)),
        ("Los Angelos", ("America/Los_Angeles",)),
        ("EST", ("America/New_York", "America/Toronto", "America/Panama")),
        ("IST", ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin")),
        ("BST", ("Europe/London", "Asia/Dhaka")),
        ("CET", ("Europe/Berlin", "Europe/Paris", "Europe/Madrid")),
        ("JST", ("Asia/Tokyo",)),
        ("eastern time", ("America/New_York", "America/Toronto")),
        ("berlin", ("Europe/Berlin",)),
        ("york", ("America/New_York",)),
        ("utc", ("UTC",)),
        ("+2", ()),
        ("UTC+2", ()),
        ("", ()),
        ("qqqqqq", ()),
    ],
)
def test_near_zones(typed: str, proposed: tuple[str, ...]) -> None:
    """A slip, an abbreviation or a part of a name proposes the zones that may be meant."""
    assert zones_like(typed) == proposed


@given(TYPED, st.integers(0, 25))
def test_proposed_zones(typed: str, limit: int) -> None:
    """At most as many different zones are proposed as wanted, each by a name that is read."""
    proposed = zones_like(typed, limit)
    assert len(set(proposed)) == len(proposed) <= limit
    assert all(zone_of(one) == one for one in proposed)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "ET",
            "EST",
            "EDT",
            "CT",
            "CST",
            "CDT",
            "MT",
            "MST",
            "MDT",
            "PT",
            "PST",
            "PDT",
            "AKST",
            "HST",
        ),
        *("GMT", "BST", "WET", "WEST", "CET", "CEST", "MEZ", "EET", "EEST", "MSK", "IST", "PKT"),
        *("SGT", "HKT", "JST", "KST", "WIB", "SAST", "WAT", "CAT", "EAT", "AEST", "AEDT", "ACST"),
        *("AWST", "NZST", "NZDT", "AST", "NST", "BRT", "ART", "TRT"),
    ],
)
def test_abbreviations(typed: str) -> None:
    """An abbreviation is never taken for a zone, but proposes some that can be chosen."""
    assert said(zone_of, typed) in {None, "UTC"}
    proposed = zones_like(typed)
    assert proposed
    assert all(said(zone_of, one) == one for one in proposed)


@pytest.mark.parametrize("name", ["", "Europe", "Mars/Olympus", "\0", "../passwd", "/etc/passwd"])
def test_zones_that_do_not_exist(name: str) -> None:
    """A name without a zone is a wrong value, whatever is wrong with it."""
    assert said(zone, name) is None


# --- days of the week ---


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *((text, (1, 2, 3, 4, 5, 6, 7)) for text in ("daily", "every day", "all", "All days")),
        *((text, (1, 2, 3, 4, 5)) for text in ("weekdays", "workdays", "work days", "mon-fri")),
        *((text, (6, 7)) for text in ("weekends", "Weekend", "week-end", "sat & sun", "su sa")),
        *(
            (text, (1, 3, 5))
            for text in ("Mon,Wed,Fri", "mon wed fri", "mo, we and fr", "Mon/Wed/Fri")
        ),
        *((text, (2, 4)) for text in ("tue thu", "Tuesdays and Thursdays", "on Tues. & Thurs.")),
        *(
            (text, (1, 2, 3, 4))
            for text in ("monday to thursday", "Mon – Thu", "mon through thurs")
        ),
        *((text, (1, 6, 7)) for text in ("sat-mon", "Saturday until Monday", "weekends, mon")),
        *((text, (5,)) for text in ("fri", "Friday", "every friday", "fr", "fri-fri")),
        ("mon-wed, sat", (1, 2, 3, 6)),
        ("weekdays and sat", (1, 2, 3, 4, 5, 6)),
    ],
)
def test_days_as_people_type_them(text: str, days: tuple[int, ...]) -> None:
    """Names, short ones, spans, lists and groups of days are read."""
    assert days_of(text) == days


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "t",
            "s",
            "mo di",
            "1-5",
            "every",
            ",",
            "-",
            "mon-",
            "-mon",
            "mon-wed-fri",
            "mon--fri",
        ),
        *(
            "every other day",
            "weekdays except fri",
            "mon-weekend",
            "weekdays-sat",
            "monkey",
            "never",
        ),
    ],
)
def test_what_is_no_days(text: str) -> None:
    """What names no days, or says more than it is understood to, is refused."""
    assert said(days_of, text) is None


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ((1, 2, 3, 4, 5, 6, 7), "every day"),
        ((1, 2, 3, 4, 5), "Monday to Friday"),
        ((6, 7), "weekends"),
        ((5, 6, 7), "Friday to Sunday"),
        ((1, 3, 5), "Mon, Wed, Fri"),
        ((1, 2), "Mon, Tue"),
        ((3,), "Wednesday"),
    ],
)
def test_days_as_they_are_written(days: tuple[int, ...], text: str) -> None:
    """Days are written in as few words as say them."""
    assert days_text(days) == text


def test_days_are_read_as_they_are_written() -> None:
    """Each of the 127 choices of days is written so that it is read again."""
    for length in range(1, 8):
        for days in combinations(range(1, 8), length):
            assert days_of(days_text(days)) == days


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("e", ("every day",)),
        ("mon", ("Monday", "Monday to Friday", "Mon, Wed, Fri")),
        ("mon to f", ("Monday to Friday",)),
        ("t", ("Tuesday", "Thursday", "Tue, Thu")),
        ("mon-wed-", ()),
        ("nonsense", ()),
    ],
)
def test_days_while_typing(typed: str, proposed: tuple[str, ...]) -> None:
    """What was typed so far proposes what it may become."""
    assert days_like(typed) == proposed


def test_usual_days() -> None:
    """Nothing typed proposes every day first; a comma proposes each day to be added."""
    assert days_like("")[:3] == ("every day", "Monday to Friday", "weekends")
    assert {"Mon, Tue", "Mon, Sun"} <= set(days_like("mon,"))


@given(TYPED)
def test_proposed_days(typed: str) -> None:
    """At most 25 different proposals are made, as days are written, first the one that is typed."""
    proposed = days_like(typed)
    assert len(set(proposed)) == len(proposed) <= 25
    assert all(days_text(days_of(one)) == one for one in proposed)
    if (days := said(days_of, typed)) is not None:
        assert proposed[0] == days_text(days)


# --- whatever is typed ---


@given(st.one_of(TYPED, st.sampled_from(HOSTILE)))
def test_what_is_typed_raises_nothing_else(typed: str) -> None:
    """Whatever is typed is read or refused, and what is read is what it says it is."""
    at, name, days = said(time_of, typed), said(zone_of, typed), said(days_of, typed)
    assert at is None or at == at.replace(second=0, microsecond=0, tzinfo=None)
    assert name is None or name in available_timezones()
    assert days is None or (days and set(days) <= set(range(1, 8)))


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input(typed: str) -> None:
    """What nobody types in earnest is refused shortly, and proposes little."""
    assert [said(read, typed) for read in (time_of, zone_of, days_of)] == [None, None, None]
    assert len((*times_like(typed), *zones_like(typed), *days_like(typed))) < 60


def test_what_is_refused_is_told_shortly() -> None:
    """An error does not repeat a very long text."""
    for read in (time_of, zone_of, days_of):
        with pytest.raises(ValueError, match=r"^x+$") as refused:
            read("x" * 100_000)
        assert len(str(refused.value)) <= 200
