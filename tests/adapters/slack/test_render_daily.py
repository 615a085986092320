"""The screens of a question a day, and of what a workspace wishes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from adapters.slack.layout import Page
from adapters.slack.render import render
from bot.model import Daily, RoomId, Streak, Yesterday
from bot.richtext import text
from bot.schedules import EVERY_DAY, Pause, PauseReason, Rule, Skip, SkipReason
from bot.screens import (
    DailyNews,
    DailyPlan,
    DailyScreen,
    Preview,
    QuestionScreen,
    SettingsScreen,
)
from tests.adapters.gallery import NOW, question
from tests.adapters.slack.message import Json, every, labels
from tests.fakes.slack.blocks import texts

ZONE = "Asia/Tokyo"
DUE = datetime(2026, 11, 23, 8, tzinfo=UTC)  # five in the afternoon in Tokyo
ROOM = RoomId("slack", "T1", "C1")
DAILY = Daily(
    NOW,
    NOW.date(),
    DUE - timedelta(seconds=1),
    Yesterday(date(2026, 11, 21), text("What is it?"), (text("A tensor."),), 9, 2),
    (Streak("Ana", 12),),
)
PLAN = DailyPlan(
    Rule(time(17), EVERY_DAY, ZONE),
    "Keras",
    "Ana",
    DUE,
    asked_today=False,
    pause=None,
    preview=None,
)
SHOWN = DailyScreen(DailyNews.SHOWN, PLAN, (), ZONE)


def asked() -> QuestionScreen:
    """The question of a day."""
    screen = question()
    head = replace(screen.head, number=1, total=1, daily=DAILY)
    return replace(screen, head=head, closes_at=DAILY.until)


def drawn(screen: DailyScreen | QuestionScreen | SettingsScreen) -> Page:
    """A screen as it is shown."""
    return render(screen, NOW)


def dates(page: Page) -> Iterator[Json]:
    """The moments in a message that each reads as they are where they are."""
    return (one for one in every(page.blocks) if one.get("type") == "date")


def test_only_the_count_of_a_daily_question_changes() -> None:
    """What is told of the day before stands behind the buttons, and stays."""
    first, *later = (drawn(replace(asked(), answered=number)).blocks for number in (0, 1, 1000))

    assert [one[:-1] for one in later] == [first[:-1]] * 2
    assert [block["type"] for block in first[-3:]] == ["actions", "rich_text", "rich_text"]
    assert texts(first[-2:-1]) == [
        "Yesterday: 2 of 9 right · What is it?\nAnswer: A tensor.\nDays in a row: Ana 12"
    ]


def test_a_daily_question_says_on_which_day_it_closes() -> None:
    """At its hour, and not at the second before it; whoever answers need not hurry."""
    (moment,) = dates(drawn(replace(asked(), answered=12)))

    assert moment["timestamp"] == DUE.timestamp()
    assert moment["format"] == "12 answered · closes {date_short_pretty}, {time}"
    assert moment["fallback"] == "12 answered · closes 2026-11-23 08:00 UTC"


def test_the_next_one_is_told_in_everybodys_own_time() -> None:
    """Where nothing shows that, it is the time of the rule."""
    page = drawn(SHOWN)
    (moment,) = dates(page)

    assert moment["timestamp"] == DUE.timestamp()
    assert "{time}" in moment["format"]
    assert page.text.endswith("\nnext: Monday 23 November, 17:00")
    assert "every day at 17:00, Asia/Tokyo" in page.text


def test_what_was_not_asked_is_told_in_everybodys_own_time() -> None:
    """Each with its own moment, and the reason behind it."""
    skips = tuple(
        Skip(ROOM, DUE - timedelta(days=ago), reason)
        for ago, reason in ((1, SkipReason.LATE), (2, SkipReason.WISHED))
    )
    page = drawn(replace(SHOWN, skips=skips))

    assert [one["timestamp"] for one in dates(page)] == [
        DUE.timestamp() - ago * 86_400 for ago in (0, 1, 2)
    ]
    assert "• Saturday 21 November, 17:00: somebody skipped it" in page.text


@pytest.mark.parametrize("reason", PauseReason)
def test_a_paused_one_says_since_when_and_why(reason: PauseReason) -> None:
    """And it offers the form that begins it again."""
    page = drawn(
        replace(
            SHOWN, plan=replace(PLAN, next=None, pause=Pause(reason, NOW, "the channel is shut"))
        )
    )
    (moment,) = dates(page)

    assert moment["timestamp"] == NOW.timestamp()
    assert "Paused since Sunday 22 November, 21:00: " in page.text
    assert ("the channel is shut" in page.text) is (reason is PauseReason.UNREACHABLE)
    assert labels(page) == ["Fill in a form"]


def test_a_form_is_offered_where_there_is_something_to_begin() -> None:
    """Neither to whoever has just set it nor to whoever has just ended it."""
    offered = {
        name: labels(drawn(screen))
        for name, screen in {
            "shown": SHOWN,
            "none": replace(SHOWN, plan=None),
            "set": replace(SHOWN, news=DailyNews.SET),
            "off": replace(SHOWN, news=DailyNews.OFF, plan=None),
        }.items()
    }

    assert offered == {"shown": [], "none": ["Fill in a form"], "set": [], "off": []}


def test_a_look_at_the_next_one_answers_nothing() -> None:
    """There is nothing to press, and the letters are those of a question."""
    preview = Preview(("Layers",), text("Which?"), (text("one"), text("two")))
    page = drawn(replace(SHOWN, plan=replace(PLAN, preview=preview)))

    assert labels(page) == []
    assert "Layers\nWhich?\nA  one\nB  two" in page.text


def test_rooms_are_named_by_slack() -> None:
    """As far as there is room for them."""
    rooms = tuple(replace(ROOM, channel=f"C{number}") for number in range(1, 25))
    page = drawn(SettingsScreen(changed=True, zone=ZONE, deck="Keras", rooms=rooms, forgiving=True))
    named = [one["channel_id"] for one in every(page.blocks) if one.get("type") == "channel"]

    assert named == [f"C{number}" for number in range(1, 21)]
    assert "Quizzes run in: #C1, #C2, " in page.text
    assert "#C20, and 4 more\n" in page.text
    everywhere = drawn(SettingsScreen(changed=False, zone=ZONE, deck="", rooms=(), forgiving=False))
    assert "Quizzes run in: every room\n" in everywhere.text
