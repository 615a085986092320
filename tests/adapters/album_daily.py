"""The screens of a question a day and of what a space wishes, as people will see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from bot.model import Daily, Kind, RoomId, Standing, Streak, Yesterday
from bot.richtext import text
from bot.schedules import EVERY_DAY, Pause, PauseReason, Rule, Skip, SkipReason
from bot.screens import (
    BoardScreen,
    DailyNews,
    DailyPlan,
    DailyScreen,
    Preview,
    QuestionScreen,
    RevealScreen,
    RoundHead,
    Screen,
    SettingsScreen,
    Verdict,
    VoidScreen,
)
from tests.adapters.album import CARDS, CODE, DECK, OLDER, PRINTED, question, reveal, verdict
from tests.adapters.album_pages import pages
from tests.adapters.gallery import NOW

ZONE = "Europe/Berlin"
ROOM = RoomId("chat", "school", "1101")
LAST = Yesterday(
    date(2026, 11, 21), text("What does `Flatten` do?"), (text("It makes a vector of it."),), 9, 2
)
DAILY = Daily(NOW, date(2026, 11, 22), NOW + timedelta(days=1, seconds=-1))
TOLD = replace(
    DAILY, yesterday=LAST, streaks=(Streak("Ana", 12), Streak("דנה", 4), Streak("Bo", 2))
)
RULE = Rule(time(13), EVERY_DAY, ZONE)
PREVIEW = Preview(("Training", "Callbacks"), question().stem, question().options)
PLAN = DailyPlan(
    RULE,
    DECK,
    "Ana",
    NOW + timedelta(days=1),
    asked_today=False,
    pause=None,
    preview=None,
)


def head(daily: Daily) -> RoundHead:
    """The line above the question of a day."""
    return RoundHead(DECK, (), 1, 1, daily)


def asked(daily: Daily) -> QuestionScreen:
    """The question of a day."""
    return replace(question(), head=head(daily), closes_at=daily.until)


def over(daily: Daily) -> RevealScreen:
    """The question of a day, over."""
    return replace(reveal(), head=head(daily))


def _questions() -> dict[str, Screen]:
    nobody = replace(LAST, answered=0, correct=0)
    two = replace(LAST, answer=(text("Dense"), text("Conv2D")), answered=1, correct=1)
    recall = replace(LAST, stem=CARDS[0].prompt, answer=(CARDS[0].answer,), correct=5)
    code = replace(LAST, stem=CODE, answer=PRINTED[1:2])
    return {
        "daily question": asked(TOLD),
        "daily question, the first": asked(DAILY),
        "daily question, nearly over": replace(
            asked(TOLD), closes_at=NOW + timedelta(minutes=20), answered=12
        ),
        "daily question, nobody answered yesterday": asked(replace(DAILY, yesterday=nobody)),
        "daily question after a weekend, two were right": asked(
            replace(TOLD, yesterday=replace(two, day=date(2026, 11, 19)), streaks=TOLD.streaks[:1])
        ),
        "daily question, open recall yesterday and today": replace(
            asked(replace(TOLD, yesterday=recall)),
            stem=CARDS[0].prompt,
            options=(),
            choose=0,
            kind=Kind.RECALL,
        ),
        "daily question, about code yesterday and today": replace(
            asked(replace(TOLD, yesterday=code)), stem=CODE, options=PRINTED
        ),
        "verdict of a daily question, right": replace(verdict(Verdict.RIGHT, points=10), streak=4),
        "verdict of a daily question, wrong": replace(verdict(Verdict.WRONG), streak=2),
        "verdict of a daily question, the first day": replace(verdict(Verdict.RIGHT), streak=1),
        "verdict of a daily question, rated": replace(
            verdict(Verdict.RATED), kind=Kind.RECALL, streak=30
        ),
        "reveal of a daily question": over(TOLD),
        "reveal of a daily question, nobody answered": replace(
            over(TOLD), answered=0, chosen=(), winners=()
        ),
        "void, a daily question": VoidScreen(question().round, head(TOLD), question().stem, False),  # noqa: FBT003 -- again
    }


def _plans() -> dict[str, Screen]:
    shown = DailyScreen(DailyNews.SHOWN, PLAN, (), ZONE)
    weekdays = replace(RULE, time=time(9, 30), days=(1, 2, 3, 4, 5))
    later = replace(PLAN, rule=replace(RULE, time=time(18)), next=NOW + timedelta(hours=29))
    recall = Preview((), CARDS[0].prompt, ())
    code = Preview((), CODE, PRINTED)
    skips = tuple(
        Skip(ROOM, NOW - timedelta(days=ago), reason)
        for ago, reason in enumerate(SkipReason, start=1)
    )
    return {
        "daily, set anew, asked today already": replace(
            shown, news=DailyNews.SET, plan=replace(later, asked_today=True, preview=PREVIEW)
        ),
        "daily, set": replace(shown, news=DailyNews.SET, plan=replace(PLAN, preview=PREVIEW)),
        "daily, set for weekdays": replace(
            shown, news=DailyNews.SET, plan=replace(PLAN, rule=weekdays, preview=recall)
        ),
        "daily, shown to whoever set it": replace(shown, plan=replace(PLAN, preview=PREVIEW)),
        "daily, shown with code": replace(shown, plan=replace(PLAN, preview=code)),
        "daily, shown to somebody else": shown,
        "daily, shown with an older version of its deck": replace(
            shown, plan=replace(PLAN, preview=PREVIEW, kept=OLDER)
        ),
        "daily, shown, later today": replace(
            shown, plan=replace(PLAN, next=NOW + timedelta(hours=2))
        ),
        "daily, shown, no deck at all": replace(shown, plan=replace(PLAN, deck="")),
        "daily, shown, none set": replace(shown, plan=None),
        "daily, shown, none set any more": replace(shown, plan=None, skips=skips[:1]),
        "daily, shown with what was not asked": replace(shown, skips=skips),
        "daily, skipped": replace(
            shown,
            news=DailyNews.SKIPPED,
            plan=replace(PLAN, next=NOW + timedelta(days=2)),
            skips=(Skip(ROOM, NOW + timedelta(days=1), SkipReason.WISHED),),
        ),
        "daily, off": replace(shown, news=DailyNews.OFF, plan=None),
        **{
            f"daily, paused, {reason}": replace(
                shown, plan=replace(PLAN, next=None, pause=Pause(reason, NOW, detail), preview=None)
            )
            for reason, detail in zip(PauseReason, ("channel_not_found", "", ""), strict=True)
        },
    }


def _boards() -> dict[str, Screen]:
    return {"board with streaks": with_streaks((12, 0, 1, 2, 30, 0, 0, 365, 1, 3))}


def with_streaks(days: tuple[int, ...]) -> BoardScreen:
    """A board whose rows, and whose viewer's own, were answered so many days in a row."""
    board = pages()["board, page 1 of 3"]
    assert isinstance(board, BoardScreen)
    assert isinstance(board.own, Standing)
    rows = tuple(replace(row, streak=streak) for row, streak in zip(board.rows, days, strict=True))
    return replace(board, rows=rows, own=replace(board.own, streak=4))


def _settings() -> dict[str, Screen]:
    default = SettingsScreen(changed=False, zone="UTC", deck=DECK, rooms=(), forgiving=False)
    return {
        "settings": default,
        "settings, no deck": replace(default, deck=""),
        "settings, changed": replace(
            default, changed=True, zone="America/Argentina/Buenos_Aires", forgiving=True
        ),
        "settings, kept to rooms": replace(
            default, zone=ZONE, rooms=tuple(replace(ROOM, channel=f"110{n}") for n in range(1, 4))
        ),
    }


def daily() -> dict[str, Screen]:
    """Every such screen, by the name of what is special about it."""
    return {**_questions(), **_plans(), **_boards(), **_settings()}


def hostile(words: str, name: str) -> dict[str, Screen]:
    """Such screens of words that try to be more than words; ``name`` is a short one."""
    last = replace(LAST, stem=text(words), answer=(text(words), text(name)))
    told = replace(TOLD, yesterday=last, streaks=(Streak(name, 9), Streak(words, 3)))
    pause = Pause(PauseReason.UNREACHABLE, NOW, words)
    plan = replace(PLAN, deck=words, setter=words, next=None, pause=pause)
    preview = Preview((words,), text(words), (text(words), text(name)))
    return {
        "hostile daily question": replace(asked(told), head=RoundHead(words, (name,), 1, 1, told)),
        "hostile daily": DailyScreen(
            DailyNews.SHOWN,
            replace(plan, next=NOW + timedelta(hours=9), pause=None, preview=preview),
            (),
            ZONE,
        ),
        "hostile daily, paused": DailyScreen(DailyNews.SHOWN, plan, (), ZONE),
        "hostile settings": SettingsScreen(True, ZONE, words, (), True),  # noqa: FBT003 -- both
    }
