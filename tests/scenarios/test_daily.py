"""A question a day: set by whoever may, asked on time, once, and answered day after day."""

import pytest

from bot.richtext import plain
from tests.fakes.chats.bot import Bot
from tests.fakes.chats.chat import Chat, reader

HOUR = 3600
DAY = 24 * HOUR

pytestmark = pytest.mark.usefixtures("organiser")


async def test_a_question_a_day(chat: Chat, bot: Bot) -> None:
    """It is asked at its time, verdicts come at once, and the next one tells how it ended."""
    told = await chat.command("Mo", "daily set", time="10am")
    assert reader(told) == "Mo"
    assert "every day at 10:00, UTC" in told.texts()
    await bot.later(HOUR - 1)
    assert list(chat.messages()) == []
    await bot.later(1)
    [first] = chat.messages()
    assert "question of the day, Sunday 22 November" in first.texts()
    [right], wrong = await bot.options()
    assert "Right, +10" in (await chat.press("Ana", first, right)).texts()
    assert "Wrong" in (await chat.press("Bo", first, wrong[0])).texts()

    await bot.later(DAY)
    assert "Over" in first.texts()
    second = chat.newest()
    assert "question of the day, Monday 23 November" in second.texts()
    assert "Yesterday: 1 of 2 right" in second.texts()
    assert "It is even" in second.texts().partition("Monday")[2]
    [right], _ = await bot.options()
    assert "Right, +10 · 2 days in a row" in (await chat.press("Ana", second, right)).texts()
    await bot.later(DAY)

    third = chat.newest()
    assert "Yesterday: 1 of 1 right" in third.texts()
    assert "in a row: Ana 2" in third.texts()
    assert len(chat.messages()) == 3
    board = await chat.command("Ana", "leaderboard")
    assert "2 in a row" in board.texts()


async def test_nothing_moves_when_somebody_answers(chat: Chat, bot: Bot) -> None:
    """What is told of the day before stays where it is; the count alone changes, in its place."""
    await chat.command("Mo", "daily set", time="10:00")
    await bot.later(HOUR)
    await chat.press("Bo", chat.newest(), "A")
    await bot.later(DAY)
    question = chat.newest()
    before = question.texts()
    await chat.press("Ana", question, "A")
    await bot.later(2)

    await chat.until(lambda: "1 answered" in question.texts())
    assert question.texts() == before.replace("nobody answered yet", "1 answered")


async def test_the_next_one_is_seen_by_whoever_set_it(chat: Chat, bot: Bot) -> None:
    """They alone see what is asked next, and that is what is then asked."""
    told = await chat.command("Mo", "daily set", time="10:00")
    assert "which only you see" in told.texts()
    other = await chat.command("Ana", "daily show")
    assert reader(other) == "Ana"
    assert "every day at 10:00, UTC" in other.texts()
    assert "set by Mo" in other.texts()
    assert "which only you see" not in other.texts()

    await bot.later(HOUR)
    stem = plain((await bot.asked()).question.stem)
    assert stem in told.texts()
    assert stem in chat.newest().texts()


async def test_the_next_one_is_skipped(chat: Chat, bot: Bot) -> None:
    """Nothing is asked that day; the day after tells of the last question by its date."""
    await chat.command("Mo", "daily set", time="10:00")
    await bot.later(HOUR)
    await chat.press("Ana", chat.newest(), "A")
    told = await chat.command("Mo", "daily skip")
    assert reader(told) == "Mo"
    assert "Skipped: the question of Monday 23 November, 10:00" in told.texts()
    await bot.later(DAY)
    assert len(chat.messages()) == 1
    assert "somebody skipped it" in (await chat.command("Ana", "daily show")).texts()

    await bot.later(DAY)
    assert len(chat.messages()) == 2
    assert "Sunday 22 November: " in chat.newest().texts()


async def test_it_is_turned_off(chat: Chat, bot: Bot) -> None:
    """Nothing is asked any more; what was asked can still be answered."""
    await chat.command("Mo", "daily set", time="10:00")
    await bot.later(HOUR)
    told = await chat.command("Mo", "daily off")
    assert "no daily question any more" in told.texts()
    assert "row" not in (await chat.press("Ana", chat.newest(), "A")).texts()
    await bot.later(2 * DAY)

    assert len(chat.messages()) == 1
    assert "No daily question is set" in (await chat.command("Ana", "daily show")).texts()
    assert "No daily question is set" in (await chat.command("Mo", "daily off")).texts()


@pytest.mark.parametrize("name", ["daily set", "daily skip", "daily off", "settings"])
async def test_somebody_who_may_not(chat: Chat, bot: Bot, name: str) -> None:
    """Whoever does not manage the place is told so, and nothing changes."""
    await chat.command("Mo", "daily set", time="10:00")
    before = await bot.store.schedule(chat.room("hall"))
    given = {"daily set": {"time": "11:00"}, "settings": {"timezone": "Asia/Tokyo"}}

    refused = await chat.command("Ana", name, **given.get(name, {}))

    assert reader(refused) == "Ana"
    assert "Only those who manage this" in refused.texts()
    assert await bot.store.schedule(chat.room("hall")) == before
    assert (await bot.store.settings(chat.room("hall").space)).zone == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"time": "25:00"}, "time should be a time such as 9:00"),
        ({"time": "9:00", "timezone": "Europe/Berlln"}, "Did you mean Europe/Berlin"),
        ({"time": "9:00", "days": "someday"}, "days should be days of the week such as weekdays"),
        ({"time": "9:00", "deck": "physics"}, "There is no deck “physics”."),
    ],
)
async def test_what_cannot_be(chat: Chat, bot: Bot, given: dict[str, str], said: str) -> None:
    """Whoever mistypes is told what would be right, and nothing is set."""
    told = await chat.command("Mo", "daily set", **given)

    assert reader(told) == "Mo"
    assert said in told.texts()
    assert await bot.store.schedule(chat.room("hall")) is None


async def test_one_a_day(chat: Chat, bot: Bot) -> None:
    """Whoever moves the time after today's question gets the next one tomorrow."""
    await chat.command("Mo", "daily set", time="10:00", days="daily")
    await bot.later(HOUR)
    told = await chat.command("Mo", "daily set", time="11:00")
    assert "today's was asked already" in told.texts()
    await bot.later(HOUR)
    assert len(chat.messages()) == 1

    await bot.later(DAY)
    assert len(chat.messages()) == 2


async def test_only_on_some_days(chat: Chat, bot: Bot) -> None:
    """On a Sunday nothing is asked of a room that is asked on weekdays."""
    told = await chat.command("Mo", "daily set", time="10:00", days="weekdays")
    assert "Monday to Friday at 10:00, UTC" in told.texts()
    await bot.later(HOUR)
    assert list(chat.messages()) == []

    await bot.later(DAY)
    assert "Monday 23 November" in chat.newest().texts()


async def test_a_person_alone(chat: Chat, bot: Bot) -> None:
    """In direct messages anybody has a daily question of their own, and a streak."""
    told = await chat.command("Ana", "daily set", "@Ana", time="10:00")
    assert "every day at 10:00" in told.texts()
    before = len(chat.messages("@Ana"))
    await bot.later(HOUR)
    question = chat.newest("@Ana")
    assert "question of the day" in question.texts()
    await chat.press("Ana", question, "A")
    await bot.later(DAY)
    told = await chat.press("Ana", chat.newest("@Ana"), "A")

    assert "2 days in a row" in told.texts()
    assert len(chat.messages("@Ana")) == before + 2
    assert list(chat.messages()) == []
    off = await chat.command("Ana", "daily off", "@Ana")
    assert "no daily question any more" in off.texts()


async def test_the_place_moves_to_another_time_zone(chat: Chat, bot: Bot) -> None:
    """A schedule that named no zone of its own is asked at its time there; the other is not."""
    await chat.command("Mo", "daily set", time="10:00")
    await chat.command("Mo", "daily set", "yard", time="10:00", timezone="UTC")
    told = await chat.command("Mo", "settings", timezone="new york")
    assert reader(told) == "Mo"
    assert "America/New York" in told.texts()
    await bot.later(HOUR)
    assert list(chat.messages()) == []
    assert len(chat.messages("yard")) == 1
    assert "10:00, America/New York" in (await chat.command("Ana", "daily show")).texts()

    await bot.later(5 * HOUR)
    assert len(chat.messages()) == 1


async def test_a_question_has_the_date_of_where_it_is_set(chat: Chat, bot: Bot) -> None:
    """Monday morning there is Sunday evening where the space's days begin: it is Monday's."""
    told = await chat.command("Mo", "daily set", time="8:00", timezone="auckland", days="mon-fri")
    assert "next: Monday 23 November, 08:00" in told.texts()
    await bot.later(10 * HOUR)
    first = chat.newest()
    assert "question of the day, Monday 23 November" in first.texts()
    await chat.press("Ana", first, "A")

    await bot.later(DAY)
    assert "Over: question of the day, Monday 23 November" in first.texts()
    assert "question of the day, Tuesday 24 November" in chat.newest().texts()
    assert "Yesterday: " in chat.newest().texts()


async def test_quizzes_are_kept_to_a_room(chat: Chat, bot: Bot) -> None:
    """Elsewhere neither a quiz nor a daily question is begun; whoever is alone may as before."""
    told = await chat.command("Mo", "settings", rooms="here")
    assert reader(told) == "Mo"
    for name, given in (("quiz", {}), ("daily set", {"time": "10:00"})):
        refused = await chat.command("Mo", name, "yard", **given)
        assert reader(refused) == "Mo"
        assert "Quizzes are kept to certain rooms here" in refused.texts()
        assert not (await chat.command("Mo", "quiz", "hall")).private
    assert await bot.open("yard") == 0
    alone = await chat.command("Ana", "quiz", "@Ana")
    assert "What is true of" in alone.texts()

    await chat.command("Mo", "settings", rooms="everywhere")
    assert not (await chat.command("Ana", "quiz", "yard")).private
