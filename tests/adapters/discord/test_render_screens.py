import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.discord.render import render
from bot.actions import AnswerRound, ShowAnswer, TurnBoard, decode, encode, encode_menu
from bot.model import Pace, Period, RoomId
from bot.richtext import CodeBlock, Paragraph, RichText, Span, text
from bot.schedules import Pause, PauseReason
from bot.screens import AnswerScreen, DailyNews, DailyScreen, Screen, SettingsScreen, Verdict
from tests.adapters.album import PLACE, ROUND, long_answer
from tests.adapters.discord.message import BUTTON, MENU, Component, drawn, every, labels, texts
from tests.adapters.gallery import NOW, board, of_the_day, plan, question, reveal, verdict


def buttons(screen: Screen) -> dict[str, str]:
    """What the buttons that can be pressed mean, by what stands on them."""
    return {
        one["label"]: one["custom_id"]
        for one in every(drawn(screen, NOW))
        if one["type"] == BUTTON and not one["disabled"]
    }


def still(components: list[Component]) -> list[Component]:
    """The same without the last text, where the count is."""
    (frame,) = components
    *before, last = frame["components"]
    assert last["content"].startswith("-# ")
    return list(before)


def answer(rich: RichText, part: int = 0, *, rate: bool = False) -> AnswerScreen:
    """The whole answer of a round, from this part on."""
    return AnswerScreen(ROUND, text("What?"), rich, PLACE, rate, part)


async def test_a_screen_leaves_nothing_behind() -> None:
    """A view that was stopped keeps no task, and no button answers by itself."""
    before = asyncio.all_tasks()

    view = render(question(), NOW)
    view.stop()

    assert view.timeout is None
    assert view.is_finished()
    assert asyncio.all_tasks() == before


def test_a_letter_chooses_its_option() -> None:
    """The buttons of a question are the letters of its options, five in a row."""
    asked = question(options=10)

    assert buttons(asked) == {
        letter: encode(AnswerRound(asked.round, (index,)))
        for index, letter in enumerate("ABCDEFGHIJ")
    }


def test_several_options_are_chosen_from_a_menu() -> None:
    """Exactly as many as are right, by their indices; the menu says them by letter."""
    asked = question("Which?", options=4, choose=2)
    (menu,) = (one for one in every(drawn(asked, NOW)) if one["type"] == MENU)

    assert menu["custom_id"] == encode_menu(asked.round)
    assert (menu["min_values"], menu["max_values"]) == (2, 2)
    assert [one["label"] for one in menu["options"]][:2] == ["A · Which? 0", "B · Which? 1"]
    assert decode(menu["custom_id"], ["3", "1"]) == AnswerRound(asked.round, (1, 3))
    assert buttons(asked) == {}


def test_open_recall_shows_its_answer() -> None:
    """Where there is no option there is one button."""
    asked = question(options=0, choose=0)

    assert buttons(asked) == {"Show the answer": encode(ShowAnswer(asked.round))}


@pytest.mark.parametrize("pace", [Pace(), Pace(30)])
@pytest.mark.parametrize("options", [0, 3])
def test_nothing_moves_when_somebody_answers(pace: Pace, options: int) -> None:
    """From the first answer to the thousandth only the last line changes."""
    first, *later = (
        still(drawn(replace(question(options=options, choose=options and 1), pace=pace,
                            closes_at=NOW if pace.seconds else None, answered=answered), NOW))
        for answered in (0, 1, 1000)
    )  # fmt: skip

    assert later == [first, first]


def test_discord_counts_down() -> None:
    """A timed question names the moment it closes, from now where its clock has not begun."""
    asked = replace(question(), pace=Pace(30))
    moment = f"<t:{int(NOW.timestamp()) + 30}:R>"
    later = replace(asked, closes_at=NOW + timedelta(seconds=29.5))

    assert texts(drawn(replace(asked, closes_at=None), NOW))[-1].endswith(f"closes {moment}")
    assert texts(drawn(later, NOW))[-1].endswith(f"closes {moment}")
    assert "<t:" not in texts(drawn(replace(asked, pace=Pace(), closes_at=None), NOW))[-1]


def test_a_recorded_answer_gives_nothing_away() -> None:
    """Until the reveal there is neither the right option nor where it is from."""
    told = replace(verdict(told=Verdict.RECORDED), explanation=(), key=(), more=False)

    assert "notes.md" not in "".join(texts(drawn(told, NOW)))
    assert labels(drawn(told, NOW)) == []


def test_a_verdict_leads_to_the_full_answer() -> None:
    """Where the notes say more, and where the explanation was cut."""
    plain = replace(verdict(), explanation=text("Because."), more=False)
    cut = replace(plain, explanation=text("word " * 2000))

    assert buttons(plain) == {}
    assert buttons(replace(plain, more=True)) == {
        "The full answer": encode(ShowAnswer(plain.round))
    }
    assert buttons(cut) == {"The full answer": encode(ShowAnswer(plain.round))}
    assert any(said.endswith(" …") for said in texts(drawn(cut, NOW)))


def test_a_long_answer_is_read_part_by_part() -> None:
    """Every part has its number and the way on, but for the last; rating keeps its place."""
    first, second = (drawn(answer(long_answer(), part, rate=True), NOW) for part in (0, 1))
    beyond = drawn(answer(long_answer(), 99, rate=True), NOW)

    assert labels(first) == ["I knew it", "I did not", "Read on"]
    assert labels(second) == ["I knew it", "I did not"]
    assert "part 1 of 2" in texts(first)[-1]
    assert beyond == second


def test_no_part_of_an_answer_is_lost() -> None:
    """What stands in the parts is what stands in the notes."""
    words = [f"word{number}" for number in range(3000)]
    code = CodeBlock("\n".join(f"line{number}" for number in range(400)))
    shown, part = "", 0
    while True:
        components = drawn(answer((Paragraph((Span(" ".join(words)),)), code), part), NOW)
        shown += texts(components)[1] + "\n"
        if "Read on" not in labels(components):
            break
        part += 1

    assert [word for word in shown.replace("…", "").split() if word.startswith("word")] == words
    assert [word for word in shown.split() if word.startswith("line")] == code.code.split()
    assert shown.count("```") % 2 == 0


def test_a_reveal_marks_what_was_right_in_words() -> None:
    """Neither colour nor place alone says which option it was."""
    said = texts(drawn(reveal(), NOW))

    assert said[1].splitlines() == ["**A**  one", "**B**  Because.  ✓ right"]


def test_bars_stand_behind_their_numbers() -> None:
    """Whoever is read to hears the number first; a single answer is still a stroke."""
    over = replace(reveal(), options=(text("a"),) * 3, chosen=(1, 0, 100))
    bars = next(said for said in texts(drawn(over, NOW)) if said.startswith("```"))

    assert bars.splitlines()[1:-1] == ["A    1  ▏", "B    0", f"C  100  {'▇' * 12}"]


def test_turning_a_page_moves_no_button() -> None:
    """Back, on and show are where they were, on the first page and on the last."""
    first = board()
    back, on = (TurnBoard(Period.WEEK, None, here=True, page=number) for number in (0, 2))
    middle = replace(first, page=1, turns=(back, on))
    last = replace(first, page=2, turns=(replace(back, page=1),))

    assert labels(drawn(first, NOW)) == labels(drawn(middle, NOW)) == labels(drawn(last, NOW))
    assert "Previous page" not in buttons(first)
    assert "Next page" not in buttons(last)
    assert buttons(middle)["Next page"] == encode(on)


def test_columns_stay_in_line() -> None:
    """A wide name, one from right to left and a short one take the same columns."""
    lines = {
        name: next(said for said in texts(drawn(board(name), NOW)) if said.startswith("```"))
        for name in ("陈陈", "אבגד", "Anna")
    }

    assert lines["陈陈"].replace("陈陈", "Anna") == lines["Anna"]
    assert lines["אבגד"].replace("\u2068אבגד\u2069", "Anna") == lines["Anna"]


def test_a_title_from_right_to_left_leaves_its_line_in_order() -> None:
    """What stands behind it on the line is read behind it."""
    head, *_ = texts(drawn(question("דנה"), NOW))

    assert head == "-# \u2068דנה · דנה\u2069 · question 3 of 10"


def test_code_is_code_everywhere() -> None:
    """A block of code in a question and in an option keeps its lines."""
    asked = replace(
        question(),
        stem=(*text("What is it?"), CodeBlock("a\n  b", "python")),
        options=((CodeBlock("c"),), text("d")),
    )
    _, stem, options, _ = texts(drawn(asked, NOW))

    assert stem == "**What is it?**\n```python\na\n  b\n```"
    assert options == "**A**\n```\nc\n```\n**B**  d"


def test_nothing_moves_when_somebody_answers_the_question_of_a_day() -> None:
    """What is told of the day before is above the question, and stays."""
    first, *later = (still(drawn(replace(of_the_day(), answered=n), NOW)) for n in (0, 1, 1000))

    assert later == [first, first]


def test_the_question_of_a_day_tells_of_the_day_before() -> None:
    """How it ended, what was right and who answers every day, before what is asked now."""
    asked = of_the_day("Which?", streaks=2)
    said = texts(drawn(asked, NOW))

    assert said[1].splitlines()[0].startswith("-# Yesterday: 2 of 9 right · ")
    assert said[1].splitlines()[2] == "-# Days in a row: Which? 10000 and Which? 10000"
    assert said[2] == "**Which?**"
    assert said[-1].endswith(f"closes <t:{int(NOW.timestamp()) + 86399}:R>")


def test_the_next_question_is_counted_down_to() -> None:
    """Beside the local time stands how long it is until then, for readers anywhere."""
    coming = plan("Ana")
    shown = DailyScreen(DailyNews.SHOWN, coming, (), "UTC")
    moment = f"<t:{int(NOW.timestamp()) + 86400}:R>"

    assert moment in texts(drawn(shown, NOW))[0]
    pause = Pause(PauseReason.ROOM_GONE, NOW)
    still_standing = replace(shown, plan=replace(coming, next=None, pause=pause))
    assert "<t:" not in "".join(texts(drawn(still_standing, NOW)))


def test_rooms_are_shown_as_discord_shows_channels() -> None:
    """Each by its id, as many as can be read; nobody is called by it."""
    rooms = tuple(RoomId("discord", "1", str(100 + number)) for number in range(50))
    shown = SettingsScreen(changed=False, zone="UTC", deck="", rooms=rooms, forgiving=False)
    said = texts(drawn(shown, NOW))[0]

    assert "Quizzes run in: <#100>, <#101>, " in said
    assert said.endswith("<#119>, and 30 more")
    assert "every room" in texts(drawn(replace(shown, rooms=()), NOW))[0]
