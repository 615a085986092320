"""A question a day, as people set it and as the clock asks it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.typing import EventDict

from bot.errors import (
    BadOption,
    DailyPaused,
    NoDaily,
    NoRoomForOthers,
    NotInThisRoom,
    OrganiserOnly,
    PlatformUnavailable,
    RoomUnreachable,
    RoundOver,
    UnknownDeck,
)
from bot.invocations import read
from bot.model import RoomId, SpaceId, Streak
from bot.schedules import Occurrence, PauseReason, Schedule, SkipReason, SpaceSettings
from bot.screens import (
    BoardScreen,
    DailyNews,
    DailyPlan,
    DailyScreen,
    Notice,
    NoticeScreen,
    QuestionScreen,
    Reply,
    RevealScreen,
    SettingsScreen,
    VerdictScreen,
)
from bot.storage import SqlStore
from tests.fakes.world import DECK, HALL, YARD, World, world

HOUR = 3600
DAY = 24 * HOUR

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
"""What the clock of these tests begins with: a Sunday."""


def daily(reply: Reply) -> DailyScreen:
    """What somebody is told of the room's schedule."""
    assert isinstance(reply.private, DailyScreen)
    return reply.private


def plan(reply: Reply) -> DailyPlan:
    """The schedule they are told of."""
    found = daily(reply).plan
    assert found
    return found


def questions(cells: World) -> list[QuestionScreen]:
    """Every question the room was asked by the clock."""
    return [screen for screen in cells.posted() if isinstance(screen, QuestionScreen)]


async def days(cells: World, amount: int) -> None:
    """Let days go by with the bot at work."""
    for _ in range(amount):
        await cells.wait(DAY)


async def set_daily(cells: World, line: str = "/daily set 10:00", room: RoomId = HALL) -> Reply:
    """Olga, who may, sets a question a day."""
    return await cells.say(line, "Olga", room)


async def told_skips(cells: World) -> list[tuple[datetime, SkipReason]]:
    """What the room is told was not asked."""
    screen = daily(await cells.say("/daily show"))
    return [(skip.at, skip.reason) for skip in screen.skips]


# --- setting it ---


async def test_it_is_asked_once_a_day(cells: World) -> None:
    """At its time, and at no other, until the next day."""
    told = plan(await set_daily(cells))
    assert told.next == START + timedelta(hours=1)
    await cells.wait(HOUR - 1)
    assert questions(cells) == []
    await cells.wait(1)
    assert len(questions(cells)) == 1
    for _ in range(23):
        await cells.wait(HOUR)
    assert len(questions(cells)) == 1
    await cells.wait(HOUR)
    assert len(questions(cells)) == 2


async def test_only_organisers_set_it(cells: World) -> None:
    """Whoever may not configure the space is told so, and nothing is set."""
    for line in ("/daily set 10:00", "/daily skip", "/daily off"):
        with pytest.raises(OrganiserOnly):
            await cells.say(line, "Ana")
    assert daily(await cells.say("/daily show")).plan is None


async def test_whoever_is_alone_sets_their_own(cells: World) -> None:
    """In a direct message nobody need be asked."""
    await cells.say("/daily set 10:00", "Ana", alone=True)
    await cells.wait(HOUR)
    assert len(questions(cells)) == 1


async def test_it_is_that_time_somewhere(cells: World) -> None:
    """The zone that was named says when, and on which days."""
    told = plan(await set_daily(cells, '/daily set 9am "New York" days:weekdays'))
    assert told.rule.zone == "America/New_York"
    assert told.next == datetime(2026, 11, 23, 14, tzinfo=UTC)  # Monday, in winter


async def test_what_is_left_out_stays(cells: World) -> None:
    """A new time keeps the zone, the days and the deck that were set before."""
    await set_daily(cells, "/daily set 9:00 Europe/Berlin cells mon-fri")
    told = plan(await set_daily(cells, "/daily set 21h30"))
    assert (told.rule.zone, told.rule.days) == ("Europe/Berlin", (1, 2, 3, 4, 5))
    assert told.next == datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("/daily set", "time"),
        ("/daily set 25:00", "time"),
        ("/daily set 9:00 timezone:Berln", "timezone"),
        ("/daily set 9:00 days:sometimes", "days"),
    ],
)
def test_nonsense_is_refused(line: str, option: str) -> None:
    """What cannot be is told by the option that it was given for."""
    with pytest.raises(BadOption) as caught:
        read(line)
    assert caught.value.option.name == option


def test_a_near_miss_is_helped() -> None:
    """A zone that is nearly right comes with what may have been meant."""
    with pytest.raises(BadOption) as caught:
        read("/daily set 9:00 Europe/Berln")
    assert "Europe/Berlin" in caught.value.nearest


async def test_an_unknown_deck_is_refused_now(cells: World) -> None:
    """Not at nine in the morning."""
    with pytest.raises(UnknownDeck):
        await set_daily(cells, "/daily set 9:00 deck:botany")


async def test_never_two_on_one_day(cells: World) -> None:
    """Setting another time after today's question moves the next one to tomorrow, and says so."""
    await set_daily(cells)
    await cells.wait(HOUR)
    told = plan(await set_daily(cells, "/daily set 11:00"))
    assert told.asked_today
    assert told.next == START + timedelta(days=1, hours=2)


async def test_a_look_at_the_next_one(cells: World) -> None:
    """Whoever set it sees what is asked next, others do not; and that is what is asked."""
    await set_daily(cells)
    seen = plan(await cells.say("/daily show", "Olga")).preview
    assert plan(await cells.say("/daily show", "Ana")).preview is None
    assert plan(await cells.say("/daily show", "Olga")).preview == seen
    await cells.wait(HOUR)
    assert seen
    [asked] = questions(cells)
    assert asked.stem == seen.stem
    assert sorted(map(str, asked.options)) == sorted(map(str, seen.options))


async def test_skipping(cells: World) -> None:
    """One question is left out, and it is told that somebody wished so."""
    await set_daily(cells)
    told = await cells.say("/daily skip", "Olga")
    assert daily(told).news is DailyNews.SKIPPED
    assert plan(told).next == START + timedelta(days=1, hours=1)
    await cells.wait(2 * HOUR)
    assert questions(cells) == []
    assert await told_skips(cells) == [(START + timedelta(hours=1), SkipReason.WISHED)]


async def test_a_question_is_skipped_for_good(cells: World) -> None:
    """Whoever skips what they had a look at is not bound to get the same again."""
    await set_daily(cells)
    seen = {str(plan(await cells.say("/daily skip", "Olga")).preview) for _ in range(12)}
    assert len(seen) > 1


async def test_ending_it(cells: World) -> None:
    """Nothing is asked any more; there is nothing to skip or to end either."""
    await set_daily(cells)
    assert daily(await cells.say("/daily off", "Olga")).news is DailyNews.OFF
    await cells.wait(2 * DAY)
    assert questions(cells) == []
    for line in ("/daily skip", "/daily off"):
        with pytest.raises(NoDaily):
            await cells.say(line, "Olga")


async def test_setting_it_takes_back_what_is_on_its_way(
    cells: World, logged: list[EventDict]
) -> None:
    """A question that waits for its platform does not come beside the one of the new time."""
    await set_daily(cells)
    cells.platform.failures.append(PlatformUnavailable("gone", 120))
    await cells.wait(HOUR)
    assert plan(await set_daily(cells, "/daily set 10:04")).asked_today is False
    for _ in range(6):
        await cells.wait(60)
    assert len(questions(cells)) == 1
    logged.clear()


async def test_ending_it_takes_back_what_is_on_its_way(
    cells: World, logged: list[EventDict]
) -> None:
    """Whoever ended it is asked nothing more."""
    await set_daily(cells)
    cells.platform.failures.append(PlatformUnavailable("gone", 120))
    await cells.wait(HOUR)
    await cells.say("/daily off", "Olga")
    for _ in range(6):
        await cells.wait(60)
    assert questions(cells) == []
    logged.clear()


async def test_what_is_due_when_it_is_set_is_accounted_for(cells: World) -> None:
    """Neither asked nor forgotten: a question that a new time came before is told as skipped."""
    await set_daily(cells)
    cells.clock.advance(HOUR + 5)
    await set_daily(cells, "/daily set 9:00")
    await cells.wait(0)
    assert questions(cells) == []
    assert await told_skips(cells) == [(START + timedelta(hours=1), SkipReason.WISHED)]


async def test_ending_and_setting_it_again_asks_once_a_day(cells: World) -> None:
    """A room remembers what it was asked, whatever became of its schedule."""
    await set_daily(cells)
    await cells.wait(HOUR)
    await cells.answer(questions(cells)[0].round)
    await cells.say("/daily off", "Olga")
    assert plan(await set_daily(cells, "/daily set 11:00")).asked_today
    await cells.wait(HOUR)
    assert len(questions(cells)) == 1
    await days(cells, 1)
    asked = questions(cells)[-1].head.daily
    assert asked
    assert asked.yesterday
    assert asked.yesterday.correct == 1


async def test_a_skip_that_was_taken_back_is_forgotten(cells: World) -> None:
    """After /daily set the skipped question is asked, and nobody is told that it was not."""
    await set_daily(cells)
    await cells.say("/daily skip", "Olga")
    await set_daily(cells)
    await cells.wait(HOUR)
    assert len(questions(cells)) == 1
    assert await told_skips(cells) == []


async def test_old_skips_are_not_told(cells: World) -> None:
    """What was not asked a month ago explains nothing any more."""
    await set_daily(cells)
    await cells.say("/daily skip", "Olga")
    await cells.say("/daily off", "Olga")
    cells.clock.advance(30 * DAY)
    assert await told_skips(cells) == []


async def test_a_look_does_not_freeze_a_mistake(tmp_path: Path) -> None:
    """Notes that were mended after somebody looked at the next question are asked as mended."""
    one = "# Cells\n\n## 1. What is a cell?\nA unit.\n\n- [x] A unit\n- [ ] A box\n"
    async with world(tmp_path, one) as cells:
        await set_daily(cells)
        assert plan(await cells.say("/daily show", "Olga")).preview
    mended = one.replace("A box", "A room")
    async with world(tmp_path, mended, later=HOUR) as cells:
        await cells.wait(0)
        assert "A room" in str(questions(cells)[0].options)


# --- what is asked ---


async def test_it_stays_open_until_the_next(cells: World) -> None:
    """A day later it is over, its answer is shown, and the next one tells how it went."""
    await set_daily(cells)
    await cells.wait(HOUR)
    [first] = questions(cells)
    await cells.wait(23 * HOUR)
    await cells.answer(first.round, "Ana")
    await cells.answer(first.round, "Bo", right=False)
    await cells.wait(HOUR)
    second = questions(cells)[1]
    assert isinstance(cells.edited()[-1], RevealScreen)
    told = second.head.daily
    assert told
    assert told.yesterday
    assert (told.yesterday.answered, told.yesterday.correct) == (2, 1)
    assert told.yesterday.stem == first.stem
    assert second.stem != first.stem


async def test_on_the_minute_of_the_change_both_are_right(cells: World) -> None:
    """The last second before the next question still counts; then it is over."""
    await set_daily(cells)
    await cells.wait(HOUR)
    [first] = questions(cells)
    cells.clock.advance(DAY - 1)
    await cells.answer(first.round, "Ana")
    await cells.wait(1)
    with pytest.raises(RoundOver):
        await cells.answer(first.round, "Bo")


async def test_the_verdict_comes_at_once(cells: World) -> None:
    """Nobody has to wait a day to know."""
    await set_daily(cells)
    await cells.wait(HOUR)
    told = (await cells.answer(questions(cells)[0].round)).private
    assert isinstance(told, VerdictScreen)
    assert (told.points, told.streak) == (10, 1)


async def test_streaks_grow_and_are_shown(cells: World) -> None:
    """Day after day, on the verdict, on the board and with the next question."""
    await set_daily(cells)
    await cells.wait(HOUR)
    streaks = []
    for _ in range(3):
        told = (await cells.answer(questions(cells)[-1].round)).private
        assert isinstance(told, VerdictScreen)
        streaks.append(told.streak)
        await cells.wait(DAY)
    assert streaks == [1, 2, 3]
    asked = questions(cells)[-1].head.daily
    assert asked
    assert asked.streaks == (Streak("Ana", 3),)
    board = (await cells.say("/leaderboard")).private
    assert isinstance(board, BoardScreen)
    assert [row.streak for row in board.rows] == [3]


async def test_a_missed_day_ends_a_streak_unless_forgiven(cells: World) -> None:
    """The space decides whether one a week is forgiven, also after the fact."""
    await set_daily(cells)
    await cells.wait(HOUR)
    await days(cells, 1)
    await cells.answer(questions(cells)[-1].round)  # Monday
    await days(cells, 2)
    told = (await cells.answer(questions(cells)[-1].round)).private  # Wednesday
    assert isinstance(told, VerdictScreen)
    assert told.streak == 1
    await cells.say("/settings forgiving:yes", "Olga")
    again = (await cells.answer(questions(cells)[-1].round)).private
    assert isinstance(again, VerdictScreen)
    assert again.streak == 2


async def test_nobody_can_stop_it(cells: World) -> None:
    """/stop ends what people began; the question of the day ends with the day."""
    await set_daily(cells)
    await cells.wait(HOUR)
    asked = await cells.ask("/quiz", "Mo")
    told = (await cells.say("/stop", "Mo")).private
    assert told == NoticeScreen(Notice.REVEALING)
    still = [one.round for one in await cells.bot.open_rounds(HALL, cells.clock.now())]
    assert still == [questions(cells)[0].round] != [asked.round]


# --- what goes wrong ---


async def down(folder: Path, since: float, until: float) -> tuple[int, list[SkipReason]]:
    """A bot that is away for a while, in seconds after its start at 9: what it asks and skips."""
    async with world(folder) as cells:
        await set_daily(cells)
        await cells.wait(since)
        before = len(questions(cells))
    async with world(folder, later=until) as cells:
        await cells.wait(0)
        reasons = [reason for _, reason in await told_skips(cells)]
        return before + len(questions(cells)), reasons


async def test_away_for_a_while(tmp_path: Path, logged: list[EventDict]) -> None:
    """Down from 9:59 to 10:40 the question of 10 comes at 10:40, and none is skipped."""
    assert await down(tmp_path, 3540, 6000) == (1, [])
    assert logged == []


async def test_away_for_hours(tmp_path: Path, logged: list[EventDict]) -> None:
    """Down until 13:30 it is too late: it is skipped, which is told."""
    assert await down(tmp_path, 3540, 16200) == (0, [SkipReason.LATE])
    assert [entry["log_level"] for entry in logged] == ["warning"]
    logged.clear()


async def test_away_for_days(tmp_path: Path, logged: list[EventDict]) -> None:
    """After three days there is no flood: those gone by are skipped, the latest is asked."""
    assert await down(tmp_path, 0, 3 * DAY + 2 * HOUR) == (1, [SkipReason.LATE] * 3)
    logged.clear()


async def test_a_platform_that_is_away_for_an_hour(cells: World, logged: list[EventDict]) -> None:
    """The question comes as soon as it is back, once."""
    await set_daily(cells)
    cells.platform.failures += [PlatformUnavailable("gone", 1800)] * 2
    await cells.wait(HOUR)
    for _ in range(6):
        await cells.wait(HOUR / 4)
    assert len(questions(cells)) == 1
    assert await told_skips(cells) == []
    logged.clear()


async def test_a_platform_that_is_away_for_too_long(cells: World, logged: list[EventDict]) -> None:
    """The question is skipped, and the next day's is asked as if nothing had been."""
    await set_daily(cells)
    cells.platform.failures += [PlatformUnavailable("gone", 5400)] * 2
    await cells.wait(HOUR)
    for _ in range(16):
        await cells.wait(HOUR / 4)
    assert questions(cells) == []
    assert await told_skips(cells) == [(START + timedelta(hours=1), SkipReason.LATE)]
    await cells.wait(20 * HOUR)
    assert len(questions(cells)) == 1
    logged.clear()


async def test_a_room_that_cannot_be_written_in(cells: World, logged: list[EventDict]) -> None:
    """The schedule stands still with a reason that is told, until it is set again."""
    await set_daily(cells)
    cells.platform.failures.append(RoomUnreachable("Missing Permissions"))
    await cells.wait(HOUR)
    told = plan(await cells.say("/daily show"))
    assert told.next is None
    assert told.pause
    assert (told.pause.reason, told.pause.detail) == (
        PauseReason.UNREACHABLE,
        "Missing Permissions",
    )
    assert await told_skips(cells) == [(START + timedelta(hours=1), SkipReason.UNREACHABLE)]
    with pytest.raises(DailyPaused):
        await cells.say("/daily skip", "Olga")
    again = plan(await set_daily(cells, "/daily set 11:00"))
    assert again.pause is None
    await cells.wait(HOUR)
    assert len(questions(cells)) == 1
    logged.clear()


async def test_what_was_never_seen_is_no_yesterday(cells: World, logged: list[EventDict]) -> None:
    """After a day that came to nothing, the next question tells of the last that was seen."""
    await set_daily(cells)
    await cells.wait(HOUR)
    await cells.answer(questions(cells)[0].round)
    cells.platform.failures.extend([RoomUnreachable("Missing Permissions")] * 2)
    await days(cells, 1)
    await set_daily(cells)
    await days(cells, 1)
    asked = questions(cells)[-1].head.daily
    assert len(questions(cells)) == 2
    assert asked
    assert asked.yesterday
    assert asked.yesterday.stem == questions(cells)[0].stem
    logged.clear()


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (HALL, PauseReason.ROOM_GONE),
        (SpaceId(HALL.platform, HALL.workspace), PauseReason.SPACE_LEFT),
    ],
)
async def test_a_place_that_is_gone(
    cells: World, logged: list[EventDict], place: RoomId | SpaceId, reason: PauseReason
) -> None:
    """A room that was deleted, or a space that was left, is asked nothing."""
    await set_daily(cells)
    await cells.bot.lose(place, cells.clock.now())
    pause = plan(await cells.say("/daily show")).pause
    assert pause
    assert pause.reason is reason
    await cells.wait(DAY)
    assert questions(cells) == []
    logged.clear()


async def test_the_clock_is_set_back(cells: World) -> None:
    """An hour that comes twice by a clock that was wrong brings no second question."""
    await set_daily(cells)
    await cells.wait(HOUR)
    cells.clock.advance(-HOUR)
    for _ in range(8):
        await cells.wait(HOUR / 4)
    assert len(questions(cells)) == 1
    asked = await cells.ask("/quiz seconds:10")
    await cells.wait(11)
    revealed = [one for one in cells.edited() if isinstance(one, RevealScreen)]
    assert [one.round for one in revealed] == [asked.round]


async def test_a_clock_that_was_wrong_for_months(cells: World, logged: list[EventDict]) -> None:
    """What it planned for then is planned anew once it is right: nobody waits for a season."""
    await set_daily(cells)
    await cells.wait(90 * DAY)
    await cells.wait(-90 * DAY)
    asked = len(questions(cells))
    assert plan(await cells.say("/daily show")).next == START + timedelta(hours=1)
    await cells.wait(HOUR)
    assert len(questions(cells)) == asked + 1
    logged.clear()


async def test_a_clock_set_back_brings_back_no_skip(cells: World, logged: list[EventDict]) -> None:
    """What somebody wished to skip stays skipped."""
    await set_daily(cells)
    await cells.say("/daily skip", "Olga")
    await cells.wait(10)
    await cells.wait(-HOUR)
    assert plan(await cells.say("/daily show")).next == START + timedelta(days=1, hours=1)
    logged.clear()


async def test_a_last_question_that_cannot_be_read(
    cells: World, store: SqlStore, logged: list[EventDict]
) -> None:
    """It stops neither the next one nor a look at the schedule."""
    await set_daily(cells)
    await cells.wait(HOUR)
    broken = questions(cells)[0].round
    spoil = text("UPDATE rounds SET daily = '{', due_at = NULL WHERE id = :id")
    await store.database.write(
        lambda transaction: transaction.connection.execute(spoil, {"id": broken})
    )
    assert plan(await cells.say("/daily show", "Olga")).next
    await days(cells, 1)
    assert len(questions(cells)) == 2
    logged.clear()


async def test_a_zone_that_is_not_known_here(
    cells: World, store: SqlStore, logged: list[EventDict]
) -> None:
    """A space whose zone only a newer system knows is served, in the bot's own."""
    wishes = SpaceSettings(zone="Moon/Tranquility")
    await store.keep_settings(SpaceId(HALL.platform, HALL.workspace), wishes)
    assert plan(await set_daily(cells)).rule.zone == "UTC"
    await cells.wait(HOUR)
    told = (await cells.answer(questions(cells)[0].round)).private
    assert isinstance(told, VerdictScreen)
    assert {entry["log_level"] for entry in logged} == {"warning"}
    logged.clear()


# --- settings ---


async def test_the_zone_of_the_space(cells: World) -> None:
    """It moves what follows it, and nothing that has a zone of its own."""
    await set_daily(cells)
    await set_daily(cells, "/daily set 10:00 UTC", YARD)
    told = (await cells.say("/settings timezone:Asia/Tokyo", "Olga")).private
    assert isinstance(told, SettingsScreen)
    assert told.zone == "Asia/Tokyo"
    assert plan(await cells.say("/daily show")).next == datetime(2026, 11, 23, 1, tzinfo=UTC)
    there = plan(await cells.say("/daily show", room=YARD))
    assert there.next == START + timedelta(hours=1)


async def test_a_look_while_the_zone_is_changed(cells: World) -> None:
    """What is kept of a look at the next question leaves no schedule where it was."""

    class Looking(SqlStore):
        async def schedules(self, space: SpaceId) -> tuple[Schedule, ...]:
            """What there is, just before Olga has a look at it."""
            found = await super().schedules(space)
            await cells.say("/daily show", "Olga")
            return found

    await set_daily(cells)
    await cells.wait(HOUR)
    assert isinstance(cells.store, SqlStore)
    store = Looking(cells.store.database)
    other = World(store, DECK, seed=2, source="cells.md", later=HOUR, sole=False)
    await other.say("/settings timezone:Asia/Tokyo", "Olga")
    await store.close()

    kept = await cells.store.schedule(HALL)
    assert kept
    assert kept.next == Occurrence(date(2026, 11, 23), datetime(2026, 11, 23, 1, tzinfo=UTC))


async def test_anyone_may_look_at_settings_and_few_change_them(cells: World) -> None:
    """Without options they are shown as they are."""
    told = (await cells.say("/settings", "Ana")).private
    assert told == SettingsScreen(
        changed=False, zone="UTC", deck="Organs of the cell", rooms=(), forgiving=False
    )
    with pytest.raises(OrganiserOnly):
        await cells.say("/settings forgiving:yes", "Ana")


async def test_a_direct_message_is_no_room_to_keep_quizzes_to(cells: World) -> None:
    """It would close every channel of the space at a stroke."""
    with pytest.raises(NoRoomForOthers):
        await cells.say("/settings rooms:here", "Olga", alone=True)


async def test_quizzes_are_kept_to_rooms(cells: World) -> None:
    """Elsewhere neither a quiz nor a schedule begins."""
    await cells.say("/settings rooms:here", "Olga", HALL)
    await cells.ask("/quiz", room=HALL)
    for line in ("/quiz", "/daily set 10:00"):
        with pytest.raises(NotInThisRoom):
            await cells.say(line, "Olga", YARD)
    inside = replace(cells.request("Olga", YARD), within=HALL.channel)
    assert (await cells.bot.perform(read("/quiz"), inside)).room
    await cells.say("/settings rooms:everywhere", "Olga", YARD)
    await cells.ask("/quiz", room=YARD)
