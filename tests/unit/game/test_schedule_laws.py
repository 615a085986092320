from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.game.schedule import LATE, again, first, following, local_day, missed, moment, until
from bot.schedules import EVERY_DAY, Occurrence, Rule

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

# A machine's own "localtime" differs from one to the next.
NAMES = sorted(available_timezones() - {"localtime"})
ZONES = st.sampled_from(NAMES).map(ZoneInfo)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(BEGIN.replace(tzinfo=None), END.replace(tzinfo=None), timezones=st.just(UTC))
DAYS = st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days)))
RULES = st.builds(Rule, TIMES, DAYS)
FEW = settings(max_examples=50)


def changes(name: str) -> Iterator[datetime]:
    """The moments in ten years at which the zone changes its clocks, to the second.

    A look a week finds the weeks with a change, halving finds the moment.
    """
    zone, begin = ZoneInfo(name), BEGIN
    offset = _offset(zone, begin)
    while begin < END:
        end = begin + 7 * DAY
        if _offset(zone, end) != offset:
            low, span = begin, 7 * 24 * 3600
            while span > 1:
                half = span // 2
                if _offset(zone, low + timedelta(seconds=half)) == offset:
                    low, span = low + timedelta(seconds=half), span - half
                else:
                    span = half
            yield low + timedelta(seconds=1)
            offset = _offset(zone, end)
        begin = end


@cache
def all_changes() -> dict[str, tuple[datetime, ...]]:
    """The changes of every zone that has any."""
    return {name: found for name in NAMES if (found := tuple(changes(name)))}


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


@st.composite
def around_changes(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """A zone that changes its clocks, and a moment within two days of a change."""
    name, moments = draw(st.sampled_from(list(all_changes().items())))
    at = draw(st.sampled_from(moments))
    return ZoneInfo(name), at + timedelta(minutes=draw(st.integers(-2880, 2880)))


PLACES = st.one_of(around_changes(), st.tuples(ZONES, MOMENTS))


def readings(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """The moments of the days around at which the zone's clock shows ``at`` on ``day``.

    Found by trying every offset that the zone has around the day, not by asking for the moment.
    """
    wanted = datetime.combine(day, at, UTC)
    offsets = {_offset(zone, wanted + hours * HOUR) for hours in range(-48, 49, 12)}
    moments = sorted(wanted - offset for offset in offsets)
    shown = wanted.replace(tzinfo=None)
    return [one for one in moments if one.astimezone(zone).replace(tzinfo=None) == shown]


def check_moment(day: date, at: time, zone: ZoneInfo) -> None:
    """The moment is the first at which clocks show it; without one, as much later as is missing."""
    found = moment(day, at, zone)
    shown = readings(day, at, zone)
    if shown:
        assert found == shown[0]
        return
    before, after = _offset(zone, found - DAY), _offset(zone, found + DAY)
    missing = after - before
    assert missing > timedelta()
    wanted = datetime.combine(day, at)
    assert found.astimezone(zone).replace(tzinfo=None) == wanted + missing


@FEW
@given(PLACES, TIMES)
def test_clocks_show_the_time_that_was_wanted(place: tuple[ZoneInfo, datetime], at: time) -> None:
    """At the moment the local clock shows the wanted time for the first time, if it ever does."""
    zone, around = place
    check_moment(local_day(around, zone), at, zone)


def test_every_change_of_ten_years() -> None:
    """Around every change of every zone moments are right, and occurrences a day apart."""
    seen = set()
    for name, moments in all_changes().items():
        zone = ZoneInfo(name)
        for at in moments:
            before, after = (_offset(zone, at - HOUR), _offset(zone, at))
            if (at, before, after) in seen:
                continue
            seen.add((at, before, after))
            check_change(zone, at, (before, after))
    assert len(seen) > 200


def check_change(zone: ZoneInfo, change: datetime, offsets: tuple[timedelta, timedelta]) -> None:
    """The days around a change, at its edges, within what is left out or doubled, and at noon."""
    edges = [(change + offset).time() for offset in offsets]
    between = (change + sum(offsets, timedelta()) / 2).time().replace(microsecond=0)
    for at in (*edges, between, time(12), time(0), time(23, 59)):
        begin = local_day(change, zone) - 2 * DAY
        for ahead in range(4):
            check_moment(begin + ahead * DAY, at, zone)
        moments = [moment(begin + ahead * DAY, at, zone) for ahead in range(5)]
        spans = [later - earlier for earlier, later in pairwise(moments)]
        assert all(21 * HOUR <= span <= 27 * HOUR for span in spans)


@FEW
@given(PLACES, RULES)
def test_occurrences_go_on(place: tuple[ZoneInfo, datetime], rule: Rule) -> None:
    """Each occurrence is later than the one before, on a later day, one of the rule's."""
    zone, now = place
    before = following(rule, zone, now)
    assert before.at > now
    for _ in range(10):
        after = following(rule, zone, before.at)
        assert after.at > before.at
        assert after.day > before.day
        assert after.day.isoweekday() in rule.days
        assert after.at == moment(after.day, rule.time, zone)
        between = (before.day + ahead * DAY for ahead in range(1, (after.day - before.day).days))
        assert not any(day.isoweekday() in rule.days for day in between)
        before = after


@FEW
@given(PLACES, TIMES)
def test_a_question_a_day(place: tuple[ZoneInfo, datetime], at: time) -> None:
    """A daily rule has one occurrence for each day, 21 to 27 hours apart."""
    zone, now = place
    rule = Rule(at)
    before = following(rule, zone, now)
    for _ in range(5):
        after = following(rule, zone, before.at)
        assert after.day == before.day + DAY
        assert 21 * HOUR <= after.at - before.at <= 27 * HOUR
        before = after


@FEW
@given(PLACES, RULES)
def test_none_is_passed_over(place: tuple[ZoneInfo, datetime], rule: Rule) -> None:
    """Between a moment and the following occurrence lies no other of the days around it."""
    zone, now = place
    found = following(rule, zone, now)
    days = [local_day(now, zone) + ahead * DAY for ahead in range(-3, 10)]
    due = [moment(day, rule.time, zone) for day in days if day.isoweekday() in rule.days]
    assert found.at == min(at for at in due if at > now)


@FEW
@given(PLACES, RULES, st.integers(-3, 30))
def test_not_on_days_that_are_ruled_out(
    place: tuple[ZoneInfo, datetime], rule: Rule, ahead: int
) -> None:
    """The occurrence is meant for a later day than the one ruled out, and is the first such."""
    zone, now = place
    not_on = local_day(now, zone) + ahead * DAY
    found = following(rule, zone, now, not_on)
    one = following(rule, zone, now)
    while one.day <= not_on:
        one = following(rule, zone, one.at)
    assert found == one


@FEW
@given(PLACES, RULES, st.timedeltas(timedelta(), timedelta(days=3)))
def test_never_two_on_a_day_by_a_change(
    place: tuple[ZoneInfo, datetime], rule: Rule, ago: timedelta
) -> None:
    """Whatever time and zone a schedule is set to, it begins on a later day than it last asked."""
    zone, now = place
    found = first(rule, zone, now, now - ago)
    assert found.at > now
    assert local_day(found.at, zone) > local_day(now - ago, zone)


@FEW
@given(PLACES, RULES, ZONES)
def test_planned_again(place: tuple[ZoneInfo, datetime], rule: Rule, other: ZoneInfo) -> None:
    """Planning again changes nothing while the zone is what it was, and else the moment alone."""
    zone, now = place
    planned = following(rule, zone, now)
    assert again(planned, rule, zone) == planned
    assert again(planned, rule, other).day == planned.day
    assert again(again(planned, rule, other), rule, zone) == planned


@FEW
@given(PLACES, RULES, st.timedeltas(timedelta(), timedelta(days=40)))
@example((ZoneInfo("Pacific/Apia"), datetime(2011, 12, 28, tzinfo=UTC)), Rule(time(9)), 9 * DAY)
def test_nothing_due_is_lost(place: tuple[ZoneInfo, datetime], rule: Rule, down: timedelta) -> None:
    """All that was due is missed or asked, only what is recent enough is asked, and one comes."""
    zone, start = place
    due = following(rule, zone, start)
    now = due.at + down
    skipped, asked, upcoming = missed(rule, zone, due, now)
    told = (*skipped, *([asked] if asked else ()))
    assert (*told, upcoming) == tuple(islice(_from(rule, zone, due), len(told) + 1))
    assert all(one.at <= now for one in told)
    assert upcoming.at > now
    assert all(now - one.at > LATE for one in skipped)
    assert asked is None or now - asked.at <= LATE


def _from(rule: Rule, zone: ZoneInfo, due: Occurrence) -> Iterator[Occurrence]:
    """An occurrence and all that follow."""
    while True:
        yield due
        due = following(rule, zone, due.at)


@FEW
@given(PLACES, RULES, ZONES, st.timedeltas(timedelta(), timedelta(days=40)))
def test_due_in_a_zone_that_was_left(
    place: tuple[ZoneInfo, datetime], rule: Rule, other: ZoneInfo, down: timedelta
) -> None:
    """What was planned in another zone is told first, and what follows is later in every way."""
    zone, start = place
    due = following(rule, other, start)
    now = due.at + down
    skipped, asked, upcoming = missed(rule, zone, due, now)
    told = (*skipped, *([asked] if asked else ()), upcoming)
    assert told[0] == due
    for before, after in pairwise(told):
        assert after.at > before.at
        assert after.day > before.day
        assert after.at == moment(after.day, rule.time, zone)


@FEW
@given(PLACES, RULES)
def test_one_question_at_a_time(place: tuple[ZoneInfo, datetime], rule: Rule) -> None:
    """A question ends before the next begins, and is open for a day at most."""
    zone, now = place
    due = following(rule, zone, now)
    upcoming = following(rule, zone, due.at)
    end = until(due.at, upcoming)
    assert due.at < end < upcoming.at
    assert end - due.at <= DAY
