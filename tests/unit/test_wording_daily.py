import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import times, wording
from bot.commands import COMMANDS, DAILY_SET, Access, TextOption
from bot.invocations import read
from bot.model import Daily, Kind, Pace, RoomId, RoundId, Source, Streak, Yesterday
from bot.richtext import text
from bot.schedules import EVERY_DAY, Pause, PauseReason, Rule, Skip, SkipReason
from bot.screens import (
    DailyNews,
    DailyPlan,
    DailyScreen,
    HelpScreen,
    QuestionScreen,
    RoundHead,
    SettingsScreen,
    Verdict,
    VerdictScreen,
)
from bot.wording import daily, numbers

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOM = RoomId("chat", "school", "hall")
ZONE = "Europe/Berlin"
LAST = Yesterday(date(2026, 11, 21), text("Which?"), (text("one"),), 9, 2)
DAILY = Daily(NOW, date(2026, 11, 22), NOW + timedelta(days=1, seconds=-1), LAST)
PLAN = DailyPlan(
    Rule(time(13), EVERY_DAY, ZONE),
    "Keras",
    "Ana",
    NOW + timedelta(days=1),
    asked_today=False,
    pause=None,
    preview=None,
)
SHOWN = DailyScreen(DailyNews.SHOWN, PLAN, (), ZONE)
SKIP = Skip(ROOM, NOW + timedelta(days=1), SkipReason.WISHED)


def rated(streak: int, told: Verdict = Verdict.RIGHT) -> VerdictScreen:
    """A verdict for somebody who answered on so many days in a row."""
    place = Source("keras.md", 41)
    return VerdictScreen(
        RoundId("r"), told, 10, again=False, picks=(0,), options=(), key=(0,), explanation=(),
        source=place, kind=Kind.TERM, more=False, streak=streak,
    )  # fmt: skip


def test_the_question_of_a_day_says_which_day() -> None:
    """Where others say which of how many they are."""
    head = RoundHead("Keras", (), 1, 1, DAILY)

    assert wording.which(head) == "question of the day, Sunday 22 November"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (None, ""),
        (LAST, "Yesterday: 2 of 9 right"),
        (replace(LAST, answered=0, correct=0), "Yesterday: nobody answered"),
        (replace(LAST, day=date(2026, 11, 19)), "Thursday 19 November: 2 of 9 right"),
    ],
)
def test_a_question_tells_how_the_one_before_went(last: Yesterday | None, said: str) -> None:
    """By its day, where that was not the day before."""
    assert daily.before(replace(DAILY, yesterday=last)) == said


def test_streaks_are_told_from_two_days_on() -> None:
    """On the verdict and on the board; above a question all that there are."""
    assert daily.in_a_row(()) == ""
    assert daily.in_a_row((Streak("Ana", 12), Streak("Bo", 2))) == "Days in a row: Ana 12 and Bo 2"
    assert [daily.board_streak(days) for days in (0, 1, 2)] == ["", "", "2 in a row"]
    assert wording.verdict(rated(1)) == "Right, +10"
    assert wording.verdict(rated(4)) == "Right, +10 · 4 days in a row"
    assert wording.verdict(rated(4, Verdict.RATED)) == "Noted: you knew it · 4 days in a row"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(hours=24, seconds=-1), "closes in 24 hours"),
        (timedelta(hours=23, minutes=58), "closes in 23 hours"),
        (timedelta(hours=1, minutes=59), "closes in 1 hour"),
        (timedelta(minutes=59), "closes in 59 minutes"),
        (timedelta(minutes=10, seconds=1), "closes in 11 minutes"),
        (timedelta(minutes=10), "closes in 10:00"),
        (timedelta(seconds=5), "closes in 0:05"),
        (timedelta(0), "time is up"),
    ],
)
def test_a_long_time_that_is_left_is_told_in_hours(left: timedelta, said: str) -> None:
    """Only what is soon over is counted down."""
    asked = QuestionScreen(
        RoundId("r"), RoundHead("", (), 1, 1, DAILY), Kind.TERM, (), (), 1, Pace(), NOW + left, 0
    )

    assert wording.progress(asked, NOW) == said


@given(st.integers(min_value=1, max_value=10**6))
def test_a_time_that_is_left_is_not_told_too_long(seconds: int) -> None:
    """But for less than a minute; and never too short by half."""
    said = numbers.left(seconds)
    if ":" in said:
        assert said == wording.clock(seconds)
        return
    amount, unit = re.fullmatch(r"(\d+) (minute|hour)s?", said).groups()  # type: ignore[union-attr]
    told = int(amount) * {"minute": 60, "hour": 3600}[unit]

    assert told < seconds + 60
    assert told * 2 > seconds


@pytest.mark.parametrize("news", DailyNews)
@pytest.mark.parametrize("plan", [PLAN, None])
def test_all_news_of_a_schedule_have_a_title(news: DailyNews, plan: DailyPlan | None) -> None:
    """Whether there is a schedule or none."""
    said = daily.plan_title(replace(SHOWN, news=news, plan=plan))

    assert re.match("[A-Z]", said)
    assert "None" not in said


def test_a_skip_says_which_question_is_left_out() -> None:
    """The one that somebody skipped just now; what was skipped before goes without saying."""
    skipped = replace(SHOWN, news=DailyNews.SKIPPED, skips=(SKIP,))

    assert daily.plan_title(skipped) == "Skipped: the question of Monday 23 November, 13:00"
    assert daily.not_asked(skipped) == ()
    assert daily.not_asked(replace(skipped, news=DailyNews.SHOWN)) == (
        "Monday 23 November, 13:00: somebody skipped it",
    )


@pytest.mark.parametrize("reason", SkipReason)
def test_every_question_that_was_not_asked_has_a_reason(reason: SkipReason) -> None:
    """Told in words of its own."""
    others = {daily.skipped(replace(SKIP, reason=one), ZONE) for one in SkipReason}

    assert len(others) == len(SkipReason)
    assert daily.skipped(replace(SKIP, reason=reason), ZONE).startswith("Monday 23 November, 13:00")


@pytest.mark.parametrize("reason", PauseReason)
def test_a_schedule_that_stands_still_says_how_to_begin_it_again(reason: PauseReason) -> None:
    """With a line that works."""
    paused = replace(PLAN, next=None, pause=Pause(reason, NOW, "not_in_channel"))
    said = daily.coming(paused, NOW)
    line = re.search("/daily set [0-9:]+", said)

    assert said.startswith("Paused since Sunday 22 November, 13:00: ")
    assert ("(not_in_channel)" in said) is (reason is PauseReason.UNREACHABLE)
    assert line is not None
    assert read(line[0]).word("time") == "13:00"


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (PLAN, "next: Monday 23 November, 13:00"),
        (replace(PLAN, asked_today=True), "next: Monday 23 November, 13:00"),
        (
            replace(PLAN, asked_today=True, rule=replace(PLAN.rule, time=time(18))),
            "next: Monday 23 November, 13:00 (today's was asked already)",
        ),
        (
            replace(
                PLAN,
                asked_today=True,
                rule=replace(PLAN.rule, time=time(18)),
                next=NOW + timedelta(days=2),
            ),
            "next: Tuesday 24 November, 13:00",
        ),
        (
            replace(PLAN, asked_today=True, rule=Rule(time(18), (1, 2), ZONE)),
            "next: Monday 23 November, 13:00",
        ),
        (
            replace(PLAN, rule=replace(PLAN.rule, zone="Pacific/Auckland")),
            "next: Tuesday 24 November, 01:00",
        ),
        (replace(PLAN, next=None), ""),
    ],
)
def test_the_next_question_is_told_in_the_time_of_its_schedule(plan: DailyPlan, said: str) -> None:
    """And why it is none of today, where one is still to be expected."""
    assert daily.coming(plan, NOW) == said


@given(st.sets(st.sampled_from(EVERY_DAY), min_size=1), st.times())
def test_a_rhythm_can_be_typed_as_it_is_told(days: set[int], at: time) -> None:
    """What one reads of days and time is what the command takes."""
    rule = Rule(at.replace(second=0, microsecond=0), tuple(sorted(days)), ZONE)
    when, _, where = daily.rhythm(rule).rpartition(", ")
    told, _, hour = when.rpartition(" at ")

    assert times.days_of(told) == rule.days
    assert times.time_of(hour) == rule.time
    assert where == ZONE


def test_who_set_a_schedule_and_from_what_it_asks() -> None:
    """Also where there is nothing to ask from."""
    assert daily.set_by(PLAN) == "from Keras · set by Ana"
    assert daily.set_by(replace(PLAN, deck="")) == "no deck yet · set by Ana"
    assert daily.rhythm(replace(PLAN.rule, zone="America/New_York")) == (
        "every day at 13:00, America/New York"
    )


def test_settings_are_told_as_they_are() -> None:
    """Each has a name and a value, also where nothing was ever set."""
    screen = SettingsScreen(changed=False, zone="UTC", deck="", rooms=(), forgiving=False)
    wished = replace(screen, changed=True, deck="Keras", forgiving=True)

    assert dict(daily.wishes(screen)) == {
        "Time zone": "UTC",
        "First deck": "none yet",
        "A missed day": "ends a streak",
    }
    assert dict(daily.wishes(wished))["A missed day"] == "one a week is forgiven"
    assert daily.settings_title(screen) != daily.settings_title(wished)


def test_what_a_command_needs_stands_without_brackets() -> None:
    """And it is said that it is needed."""
    needed = [one for one in DAILY_SET.options if isinstance(one, TextOption) and one.required]

    assert wording.usage(DAILY_SET) == "/daily set time [timezone] [deck] [days]"
    assert [wording.takes(one).endswith("(always needed)") for one in needed] == [True]
    assert sum("needed" in wording.takes(one) for one in DAILY_SET.options) == 1


def test_help_says_who_may() -> None:
    """Of every command that not everybody may use."""
    for command in COMMANDS:
        limited = command.access is not Access.ANYONE
        assert ("(whoever " in wording.described(command)) is limited


def test_help_tells_options_of_what_was_asked_for() -> None:
    """Of one command, or of those that begin with one word; not of all at once."""
    family = tuple(one for one in COMMANDS if one.name.startswith("daily "))

    assert wording.detailed(HelpScreen((DAILY_SET,)))
    assert wording.detailed(HelpScreen(family))
    assert not wording.detailed(HelpScreen(COMMANDS))
