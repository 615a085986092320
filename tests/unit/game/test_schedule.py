from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.game.schedule import (
    GRACE,
    LONGEST,
    again,
    first,
    following,
    local_day,
    missed,
    moment,
    until,
)
from bot.schedules import Occurrence, Rule

NINE = Rule(time(9))
BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> datetime:
    """The moment that an ISO text without an offset says in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def nine(text: str) -> Occurrence:
    """The occurrence of a day at nine in Berlin."""
    day = date.fromisoformat(text)
    return Occurrence(day, moment(day, time(9), BERLIN))


@pytest.mark.parametrize(
    ("zone", "local", "at"),
    [
        ("UTC", "2026-11-22T09:00", "2026-11-22T09:00"),
        ("Asia/Kathmandu", "2026-01-01T09:00", "2026-01-01T03:15"),
        # An hour that the day does not have: later by as much as was left out.
        ("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59"),
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30"),
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30"),
        ("Australia/Lord_Howe", "2025-10-05T02:15", "2025-10-04T15:45"),
        ("Antarctica/Troll", "2025-03-30T01:30", "2025-03-30T01:30"),
        ("Antarctica/Troll", "2025-03-30T02:59", "2025-03-30T02:59"),
        ("Africa/Casablanca", "2025-04-06T02:30", "2025-04-06T02:30"),
        ("America/Havana", "2025-03-09T00:30", "2025-03-09T05:30"),
        ("America/Nuuk", "2025-03-29T23:30", "2025-03-30T01:30"),
        # An hour that the day has twice: the first.
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "2025-04-06T01:45", "2025-04-05T14:45"),
        ("Antarctica/Troll", "2025-10-26T01:30", "2025-10-25T23:30"),
        ("Antarctica/Troll", "2025-10-26T02:30", "2025-10-26T00:30"),
        ("Antarctica/Troll", "2025-10-26T03:00", "2025-10-26T03:00"),
        ("Africa/Casablanca", "2025-02-23T02:30", "2025-02-23T01:30"),
        ("America/Nuuk", "2025-10-25T23:30", "2025-10-26T00:30"),
        # A day that does not exist.
        ("Pacific/Apia", "2011-12-29T09:00", "2011-12-29T19:00"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00"),
        ("Pacific/Apia", "2011-12-31T09:00", "2011-12-30T19:00"),
        ("Pacific/Kwajalein", "1993-08-20T09:00", "1993-08-20T21:00"),
        ("Pacific/Kwajalein", "1993-08-22T09:00", "1993-08-21T21:00"),
    ],
)
def test_local_times_become_moments(zone: str, local: str, at: str) -> None:
    """The moment is that of RFC 5545, whatever a zone does with its clocks."""
    wanted = datetime.fromisoformat(local)
    found = moment(wanted.date(), wanted.time(), ZoneInfo(zone))
    assert found == utc(at)
    assert found.tzinfo is UTC


def test_a_time_says_nothing_about_which_of_two_hours() -> None:
    """The first of a doubled hour counts even for a time that was marked as the second."""
    assert moment(date(2026, 10, 25), time(2, 30, fold=1), BERLIN) == utc("2026-10-25T00:30")


def test_the_following_one_is_later() -> None:
    """At the very moment of an occurrence the following one is the next day's."""
    assert following(NINE, BERLIN, utc("2026-11-22T07:59:59")) == nine("2026-11-22")
    assert following(NINE, BERLIN, utc("2026-11-22T08:00")) == nine("2026-11-23")


def test_only_on_the_days_of_the_rule() -> None:
    """A rule of some days of the week goes from one of them to the next."""
    rule = Rule(time(9), (2, 6))
    saturday = following(rule, BERLIN, utc("2026-11-18T12:00"))
    assert saturday == nine("2026-11-21")
    assert following(rule, BERLIN, saturday.at) == nine("2026-11-24")


def test_what_comes_after_midnight_is_of_the_day_before() -> None:
    """Where the last hour of a day is left out, its question comes in the next day's first."""
    nuuk, rule = ZoneInfo("America/Nuuk"), Rule(time(23, 30), (6,))
    late = Occurrence(date(2025, 3, 29), utc("2025-03-30T01:30"))
    assert local_day(late.at, nuuk) == date(2025, 3, 30)
    assert following(rule, nuuk, utc("2025-03-30T01:10")) == late
    assert following(rule, nuuk, late.at).day == date(2025, 4, 5)


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Pacific/Apia", "2011-12-29", "2011-12-31"),
        ("Pacific/Kwajalein", "1993-08-20", "1993-08-22"),
    ],
)
def test_a_day_that_is_left_out_has_no_question(zone: str, before: str, after: str) -> None:
    """The day after the last one before the gap is the next that exists, 24 hours later."""
    day = date.fromisoformat(before)
    due = Occurrence(day, moment(day, time(9), ZoneInfo(zone)))
    upcoming = following(NINE, ZoneInfo(zone), due.at)
    assert upcoming.day == date.fromisoformat(after)
    assert upcoming.at - due.at == timedelta(days=1)


def test_a_week_without_its_day_has_no_question() -> None:
    """On Fridays in Apia there was nothing in the week that had no Friday."""
    upcoming = following(Rule(time(9), (5,)), ZoneInfo("Pacific/Apia"), utc("2011-12-24T12:00"))
    assert upcoming.day == date(2012, 1, 6)


def test_not_on_a_day_that_had_one() -> None:
    """The following occurrence is meant for a later day than the one to be left out."""
    now = utc("2026-11-22T06:00")
    assert following(NINE, BERLIN, now, date(2026, 11, 21)) == nine("2026-11-22")
    assert following(NINE, BERLIN, now, date(2026, 11, 22)) == nine("2026-11-23")
    assert following(NINE, BERLIN, now, date(2026, 11, 30)) == nine("2026-12-01")


def test_a_new_schedule_begins_today_if_it_can() -> None:
    """Set before nine it begins today, set at nine or later tomorrow."""
    assert first(NINE, BERLIN, utc("2026-11-22T07:00"), None) == nine("2026-11-22")
    assert first(NINE, BERLIN, utc("2026-11-22T08:00"), None) == nine("2026-11-23")


def test_no_second_question_on_a_day_by_a_change_of_the_time() -> None:
    """Moved from eight to nine at half past eight, the day's question was asked already."""
    now, asked = utc("2026-11-22T07:30"), utc("2026-11-22T07:00")
    assert first(NINE, BERLIN, now, asked) == nine("2026-11-23")


def test_no_second_question_on_a_day_by_a_change_of_the_zone() -> None:
    """Moved to another zone, the day that counts is the one that the last question had there."""
    honolulu, auckland = ZoneInfo("Pacific/Honolulu"), ZoneInfo("Pacific/Auckland")
    now, asked = utc("2026-11-22T09:00"), utc("2026-11-22T08:00")
    assert first(NINE, honolulu, now, asked).at == utc("2026-11-22T19:00")
    now, asked = utc("2026-11-22T19:30"), utc("2026-11-22T19:00")
    assert first(NINE, auckland, now, asked).at == utc("2026-11-23T20:00")


def test_planned_again_under_other_rules() -> None:
    """When the zone turns out to be another, the day stays and the moment moves."""
    planned = nine("2026-11-23")
    moved = again(planned, NINE, ZoneInfo("America/New_York"))
    assert moved == Occurrence(planned.day, utc("2026-11-23T14:00"))
    assert again(planned, NINE, BERLIN) == planned


def test_asked_on_time() -> None:
    """What is due this moment is asked, and nothing was missed."""
    assert missed(NINE, BERLIN, nine("2026-11-22"), utc("2026-11-22T08:00")) == (
        (),
        nine("2026-11-22"),
        nine("2026-11-23"),
    )


@pytest.mark.parametrize(("now", "asked"), [("10:00", True), ("10:00:00.000001", False)])
def test_two_hours_late_is_the_latest(now: str, asked: bool) -> None:
    """A question two hours late is asked, one later still is missed."""
    due = nine("2026-11-22")
    skipped, chosen, upcoming = missed(NINE, BERLIN, due, utc(f"2026-11-22T{now}"))
    assert (skipped, chosen) == (((), due) if asked else ((due,), None))
    assert upcoming == nine("2026-11-23")


def test_three_days_down() -> None:
    """After three days one question at most is asked, and each older one is told as missed."""
    due = nine("2026-11-20")
    older = (due, nine("2026-11-21"))
    assert missed(NINE, BERLIN, due, utc("2026-11-22T09:40")) == (
        older,
        nine("2026-11-22"),
        nine("2026-11-23"),
    )
    assert missed(NINE, BERLIN, due, utc("2026-11-22T07:00")) == (older, None, nine("2026-11-22"))


def test_two_within_two_hours() -> None:
    """Of two that a change of the zone brought close together the later one alone is asked."""
    due = Occurrence(date(2026, 11, 21), utc("2026-11-22T07:00"))
    assert missed(NINE, BERLIN, due, utc("2026-11-22T08:30")) == (
        (due,),
        nine("2026-11-22"),
        nine("2026-11-23"),
    )


def test_due_in_the_farthest_zone() -> None:
    """What follows something due in the last zone of a day is later, even in the first zone."""
    due = Occurrence(date(2026, 11, 22), utc("2026-11-22T20:00"))  # nine in Pago Pago
    tuesday = Occurrence(date(2026, 11, 24), utc("2026-11-23T19:00"))
    assert missed(NINE, ZoneInfo("Pacific/Kiritimati"), due, due.at) == ((), due, tuesday)


@pytest.mark.parametrize("days", [(1, 2, 3, 4, 5, 6, 7), (7,)])
def test_years_down(days: tuple[int, ...]) -> None:
    """After very long the latest 400 missed ones are told, without a hole."""
    rule = Rule(time(9), days)
    skipped, asked, upcoming = missed(rule, BERLIN, nine("1990-01-07"), utc("2026-11-22T08:30"))
    assert asked == nine("2026-11-22")
    assert upcoming == following(rule, BERLIN, asked.at)
    assert len(skipped) == 400
    for one, after in zip(skipped, (*skipped[1:], asked), strict=True):
        assert following(rule, BERLIN, one.at) == after


def test_a_question_ends_before_the_next_or_after_a_day() -> None:
    """A question takes answers until a second before the following one, a day at most."""
    asked = utc("2026-03-28T08:00")
    assert until(asked, nine("2026-03-29")) == utc("2026-03-29T06:59:59")
    assert until(asked, nine("2026-03-31")) == asked + LONGEST
    assert until(asked, Occurrence(date(2026, 3, 29), asked + LONGEST)) == asked + LONGEST - GRACE
