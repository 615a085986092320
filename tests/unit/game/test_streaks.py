from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.game import streaks
from bot.game.streaks import together
from bot.schedules import QuestionDay

SUNDAY = date(2026, 11, 22)


Days = list[QuestionDay]


def streak(days: Days, answered: set[date], *, forgiving: bool) -> int:
    """How many days in a row."""
    return streaks.streak(days, answered, forgiving=forgiving)[0]


def decided(days: Days, answered: set[date], *, forgiving: bool) -> bool:
    """Whether a missed day ended them."""
    return streaks.streak(days, answered, forgiving=forgiving)[1]


def week(shown: str, *, latest: date = SUNDAY) -> tuple[Days, set[date]]:
    """Question days and those answered, told latest last: ``x`` answered, ``.`` missed.

    ``X`` and ``o`` are days that still take answers, and a blank is a day without a question.
    """
    days, answered = [], set[date]()
    for ago, sign in enumerate(reversed(shown)):
        day = latest - timedelta(days=ago)
        if sign != " ":
            days.append(QuestionDay(day, over=sign in "x."))
        if sign in "xX":
            answered.add(day)
    return days, answered


@pytest.mark.parametrize(
    ("shown", "strict", "forgiving"),
    [
        ("", 0, 0),
        ("x", 1, 1),
        (".", 0, 0),
        ("xxx", 3, 3),
        ("x.xx", 2, 3),
        ("xxx.", 0, 3),
        # The day is not over yet.
        ("xxxo", 3, 3),
        ("xxxX", 4, 4),
        ("xx.o", 0, 2),
        ("xxoo", 2, 2),
        # Days without a question count for nothing.
        ("x x  x", 3, 3),
        # One miss a week: from Monday, six days before the Sunday.
        ("x.x.xxx", 3, 4),
        ("xxxxxx.x.xxxxx", 5, 12),
        ("xxxxx..xxxxxxx", 7, 7),
        # Two in a row, of two weeks.
        ("xxxxxx..xxxxxx", 6, 6),
        ("xxxxxx.  .xxxx", 4, 4),
        ("xxxxxx.o.xxxxx", 5, 5),
        ("xxxxxx.X.xxxxx", 5, 12),
        ("xxxxxx.  .", 0, 0),
        # One question a week.
        ("x      .      x", 1, 2),
        ("x      .      .      x", 1, 1),
        ("x      .      x      .", 0, 2),
    ],
)
def test_streaks(shown: str, strict: int, forgiving: int) -> None:
    """A streak is the days answered in a row; forgiving, a single miss in a week is passed over."""
    days, answered = week(shown)
    assert streak(days, answered, forgiving=False) == strict
    assert streak(days, answered, forgiving=True) == forgiving


def test_weeks_begin_on_monday_over_the_new_year() -> None:
    """The ISO week around the new year is one: of its two missed days only one is forgiven."""
    friday = date(2027, 1, 1)
    assert streak(*week("xx.xx.", latest=friday), forgiving=True) == 2
    assert streak(*week("x.xxx.", latest=date(2027, 1, 4)), forgiving=True) == 4


def test_each_year_has_its_own_weeks() -> None:
    """A miss is forgiven in week 47 of either year."""
    days, answered = week("x." + "x" * 364 + ".x")
    assert days[1].day.isocalendar().week == days[-2].day.isocalendar().week == 47
    assert streak(days, answered, forgiving=True) == 366


@pytest.mark.parametrize(
    ("shown", "strict", "forgiving"),
    [
        ("", False, False),
        ("xxx", False, False),
        ("xxo", False, False),
        ("x.xx", True, False),
        ("x..xx", True, True),
        (".xx", True, False),
        (".      .      xx", True, True),
    ],
)
def test_decided(shown: str, strict: bool, forgiving: bool) -> None:
    """The streak is decided once a miss ended it; until then older days could make it longer."""
    days, answered = week(shown)
    assert decided(days, answered, forgiving=False) is strict
    assert decided(days, answered, forgiving=True) is forgiving


@st.composite
def attended(draw: st.DrawFn) -> tuple[Days, set[date]]:
    """Question days of some weeks, and some of them answered; mostly answered, for long streaks."""
    days, answered = week(draw(st.text("xxxxxx. Xo", max_size=40)))
    return days, answered


@given(attended(), st.booleans(), st.data())
def test_an_answer_never_shortens(
    case: tuple[Days, set[date]], forgiving: bool, data: st.DataObject
) -> None:
    """Whoever answers one day more has no shorter streak, and at most all their days are in it."""
    days, answered = case
    before = streak(days, answered, forgiving=forgiving)
    assert before <= len(answered)
    if days:
        more = answered | {data.draw(st.sampled_from(days)).day}
        assert streak(days, more, forgiving=forgiving) >= before


@given(attended())
def test_forgiving_is_never_worse(case: tuple[Days, set[date]]) -> None:
    """A streak that forgives is at least as long as one that does not."""
    days, answered = case
    assert streak(days, answered, forgiving=True) >= streak(days, answered, forgiving=False)


@given(attended())
def test_a_strict_streak_by_hand(case: tuple[Days, set[date]]) -> None:
    """A strict streak is the answers since the last day that is over and was missed."""
    days, answered = case
    missed = [one.day for one in days if one.over and one.day not in answered]
    since = max(missed, default=date.min)
    assert streak(days, answered, forgiving=False) == sum(day > since for day in answered)


@given(attended(), st.booleans(), st.integers(0, 40))
def test_decided_is_decided(case: tuple[Days, set[date]], forgiving: bool, window: int) -> None:
    """What is decided within a window of the latest days stays so, whatever came before."""
    days, answered = case
    if decided(days[:window], answered, forgiving=forgiving):
        assert streak(days[:window], answered, forgiving=forgiving) == streak(
            days, answered, forgiving=forgiving
        )
        assert decided(days, answered, forgiving=forgiving)


@given(attended(), st.booleans())
def test_undecided_can_grow(case: tuple[Days, set[date]], forgiving: bool) -> None:
    """What is not decided grows by an older day that was answered."""
    days, answered = case
    older = QuestionDay(SUNDAY - timedelta(days=100), over=True)
    more = streak([*days, older], answered | {older.day}, forgiving=forgiving)
    grown = more - streak(days, answered, forgiving=forgiving)
    assert grown == (not decided(days, answered, forgiving=forgiving))


@given(attended())
def test_two_in_a_row_end_every_streak(case: tuple[Days, set[date]]) -> None:
    """Whatever is forgiven, no streak reaches over two question days missed in a row."""
    days, answered = case
    ended = [one for one in days if one.over or one.day in answered]
    for later, earlier in pairwise(ended):
        if not answered & {later.day, earlier.day}:
            within = {day for day in answered if day > later.day}
            assert streak(days, answered, forgiving=True) <= len(within)
            assert decided(days, answered, forgiving=True)


@given(st.integers(1, 60), st.booleans())
def test_who_never_answers_is_soon_decided(amount: int, forgiving: bool) -> None:
    """Two days tell it of somebody who answered none."""
    days, _ = week("." * amount)
    assert decided(days, set(), forgiving=forgiving) is (amount > forgiving)


def test_own_days_join_in() -> None:
    """A day is one of somebody's if they or all were asked, and over once no question is open."""
    shared, _ = week("x.  o")
    own, _ = week("x xo ")
    days, _ = week("x.xoo")
    assert together(shared, own) == days
    assert together(shared, ()) == shared
    assert together((), own) == own
    assert together(week("o")[0], week(".")[0]) == together(week(".")[0], week("o")[0])
    assert not together(week("o")[0], week(".")[0])[0].over


def test_other_days_count_for_nothing() -> None:
    """Answers on days that are none of the question days change nothing."""
    days, answered = week("xx.xx")
    elsewhere = {SUNDAY + timedelta(days=1), SUNDAY - timedelta(days=40)}
    assert streak(days, answered | elsewhere, forgiving=False) == 2
