"""What is said of the question of the day, of schedules and of what a space wishes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import assert_never

from bot import times
from bot.model import Daily, Streak, Yesterday
from bot.schedules import A_STREAK, Pause, PauseReason, Rule, Skip, SkipReason
from bot.screens import DailyNews, DailyPlan, DailyScreen, SettingsScreen
from bot.wording.numbers import count, listed

OF_THE_DAY = "question of the day"
NEXT_UP = "The next question, which only you see until then:"
NOT_ASKED = "Not asked:"
NO_DAILY = "No daily question is set in this room. /daily set 9:00 begins one."
SETTINGS_TITLE = "The settings of this space"
ROOMS = "Quizzes run in"
EVERYWHERE = "every room"
HERE = "here"
HOW_TO_WISH = "Change them with /settings timezone:… deck:… rooms:here forgiving:yes"


def of_the_day(daily: Daily) -> str:
    """Which day's question this is: ``question of the day, Monday 23 November``."""
    return f"{OF_THE_DAY}, {day(daily.told)}"


def day(one: date) -> str:
    """A date as people say it, without its year: ``Monday 23 November``."""
    return f"{one:%A} {one.day} {one:%B}"


def moment(at: datetime, zone: str) -> str:
    """A moment as it is told where it is that time: ``Monday 23 November, 09:00``."""
    there = at.astimezone(times.zone(zone))
    return f"{day(there.date())}, {there:%H:%M}"


def before(daily: Daily) -> str:
    """How the question before was answered; empty where there was none. Its stem follows."""
    last = daily.yesterday
    if last is None:
        return ""
    near = last.day == daily.told - timedelta(days=1)
    return f"{'Yesterday' if near else day(last.day)}: {_turnout(last)}"


def _turnout(last: Yesterday) -> str:
    if not last.answered:
        return "nobody answered"
    return f"{last.correct} of {last.answered} {'right' if last.judged else 'knew it'}"


def in_a_row(streaks: tuple[Streak, ...]) -> str:
    """Who answers every day; empty where nobody does."""
    if not streaks:
        return ""
    return "Days in a row: " + listed([f"{one.name} {one.days}" for one in streaks])


def streak(days: int) -> str:
    """How many days in a row one person answered; empty where that is nothing to tell."""
    return f"{count(days, 'day')} in a row" if days >= A_STREAK else ""


def board_streak(days: int) -> str:
    """The same in a column of its own."""
    return f"{days} in a row" if days >= A_STREAK else ""


def plan_title(screen: DailyScreen) -> str:
    """What became of a room's daily question, or how it stands."""
    match screen.news:
        case DailyNews.SHOWN:
            return "The daily question of this room" if screen.plan else NO_DAILY
        case DailyNews.SET:
            return "This room is now asked a question a day"
        case DailyNews.SKIPPED:
            return _skipped_now(screen)
        case DailyNews.OFF:
            return (
                "This room is asked no daily question any more. /daily set 9:00 begins one again."
            )
        case _:
            assert_never(screen.news)


def _skipped_now(screen: DailyScreen) -> str:
    wished = [one for one in screen.skips if one.reason is SkipReason.WISHED]
    if not wished:
        return "The next question is skipped"
    return f"Skipped: the question of {moment(wished[0].at, screen.zone)}"


def not_asked(screen: DailyScreen) -> tuple[str, ...]:
    """The questions that were not asked, and why, for whoever looks at how things stand."""
    if screen.news is not DailyNews.SHOWN:
        return ()
    return tuple(skipped(one, screen.zone) for one in screen.skips)


def rhythm(rule: Rule) -> str:
    """When a room is asked: ``every day at 09:00, Europe/Berlin``."""
    return f"{times.days_text(rule.days)} at {times.time_text(rule.time)}, {place(rule.zone)}"


def place(zone: str) -> str:
    """A time zone as people read it."""
    return zone.replace("_", " ")


def coming(plan: DailyPlan, now: datetime) -> str:
    """When the next question comes, or why none does; nothing counts down to it."""
    if plan.pause:
        return paused(plan.pause, plan.rule)
    if plan.next is None:
        return ""
    said = f"next: {moment(plan.next, plan.rule.zone)}"
    return f"{said} (today's was asked already)" if _put_off(plan, plan.next, now) else said


def _put_off(plan: DailyPlan, coming: datetime, now: datetime) -> bool:
    """Whether a question would still come today, had not another been asked already."""
    here, there = (one.astimezone(times.zone(plan.rule.zone)) for one in (now, coming))
    still = here.time() < plan.rule.time and here.isoweekday() in plan.rule.days
    between = (here.date() + timedelta(days=ahead) for ahead in range(1, (there - here).days + 1))
    skipped = any(one < there.date() and one.isoweekday() in plan.rule.days for one in between)
    return plan.asked_today and still and here.date() < there.date() and not skipped


def paused(pause: Pause, rule: Rule) -> str:
    """Since when and why a schedule stands still, and what to do."""
    since = f"Paused since {moment(pause.at, rule.zone)}: {_why_paused(pause)}."
    return f"{since} Once that is mended, {again(rule)} begins it again."


def _why_paused(pause: Pause) -> str:
    match pause.reason:
        case PauseReason.UNREACHABLE:
            detail = f" ({pause.detail})" if pause.detail else ""
            return f"Studybot could not write in this room{detail}"
        case PauseReason.ROOM_GONE:
            return "the room was deleted or archived, or Studybot was removed from it"
        case PauseReason.SPACE_LEFT:
            return "Studybot was removed from this space"
        case _:
            assert_never(pause.reason)


def again(rule: Rule) -> str:
    """The command that begins a schedule anew; what it leaves out stays as it was."""
    return f"/daily set {times.time_text(rule.time)}"


def set_by(plan: DailyPlan) -> str:
    """From which deck is asked, and who wished so."""
    return f"{f'from {plan.deck}' if plan.deck else 'no deck yet'} · set by {plan.setter}"


def skipped(skip: Skip, zone: str) -> str:
    """Which question was not asked, and why."""
    return f"{moment(skip.at, zone)}: {_why_skipped(skip.reason)}"


def _why_skipped(reason: SkipReason) -> str:
    match reason:
        case SkipReason.WISHED:
            return "somebody skipped it"
        case SkipReason.LATE:
            return "Studybot or the chat was away for two hours or more"
        case SkipReason.UNREACHABLE:
            return "Studybot could not write in this room"
        case SkipReason.NOTES_GONE:
            return "the deck was not there, or had nothing to ask"
        case _:
            assert_never(reason)


def wishes(screen: SettingsScreen) -> tuple[tuple[str, str], ...]:
    """What a space wishes, as names and values; the rooms are told by ``rooms``."""
    return (
        ("Time zone", place(screen.zone)),
        ("First deck", screen.deck or "none yet"),
        ("A missed day", "one a week is forgiven" if screen.forgiving else "ends a streak"),
    )


def settings_title(screen: SettingsScreen) -> str:
    """Whether wishes were kept just now."""
    return "Changed: the settings of this space" if screen.changed else SETTINGS_TITLE
