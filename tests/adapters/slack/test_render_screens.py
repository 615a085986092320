from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from slack_sdk.models.blocks import Block

from adapters.slack import layout
from adapters.slack.layout import Page
from adapters.slack.picking import PICK, asks, chosen
from adapters.slack.render import render
from bot.actions import AnswerRound, ShowAnswer, TurnBoard, decode, encode, encode_menu
from bot.errors import WrongNumberOfPicks
from bot.model import Pace, Period
from bot.richtext import CodeBlock, Paragraph, RichText, Span, text
from bot.screens import AnswerScreen, Screen, Verdict
from tests.adapters.album import PLACE, ROUND, long_answer
from tests.adapters.gallery import NOW, board, gallery, question, reveal, verdict
from tests.adapters.hostile import WORDS
from tests.adapters.slack.message import Json, buttons, every, labels, said
from tests.adapters.wanted import unspaced
from tests.fakes.slack.blocks import pressables, texts


def drawn(screen: Screen) -> Page:
    """A screen as it is shown."""
    return render(screen, NOW)


def answer(rich: RichText, part: int = 0, *, rate: bool = False) -> AnswerScreen:
    """The whole answer of a round, from this part on."""
    return AnswerScreen(ROUND, text("What?"), rich, PLACE, rate, part)


def pressed(page: Page, *values: str) -> Json:
    """What Slack sends when the button beside a menu is pressed, these options chosen in it."""
    (menu, _) = pressables(page.blocks)
    picked = {"type": menu.type, "selected_options": [menu.chosen(value) for value in values]}
    state = {"values": {menu.block_id: {menu.action_id: picked}}}
    return {"state": state, "message": {"blocks": [*page.blocks]}}


def test_a_letter_chooses_its_option() -> None:
    """The buttons of a question are the letters of its options; the option is read out."""
    asked = question(options=10)

    assert buttons(drawn(asked)) == {
        letter: encode(AnswerRound(asked.round, (index,)))
        for index, letter in enumerate("ABCDEFGHIJ")
    }
    assert pressables(drawn(asked).blocks)[1].whole["accessibility_label"] == "B · Which? 1"


def test_several_options_are_chosen_from_a_menu() -> None:
    """Only the button answers, with what is chosen at that moment."""
    asked = question("Which?", options=4, choose=2)
    page = drawn(asked)
    menu, press = pressables(page.blocks)

    assert menu.action_id.startswith(PICK)
    assert menu.whole["max_selected_items"] == 2
    assert [one["text"]["text"] for one in menu.options][:2] == ["A · Which? 0", "B · Which? 1"]
    assert (press.label, press.action_id) == ("Answer", encode_menu(asked.round))
    assert asks(press.action_id)
    assert not asks(menu.action_id)
    picked = chosen(pressed(page, "3", "1"))
    assert decode(press.action_id, picked) == AnswerRound(asked.round, (1, 3))


def test_whoever_chose_nothing_is_told_how_many_to_choose() -> None:
    """A press of the button without a choice is no answer and no unknown button."""
    page = drawn(question("Which?", options=4, choose=2))

    for payload in (pressed(page), {**pressed(page), "state": {"values": {}}}):
        with pytest.raises(WrongNumberOfPicks) as told:
            chosen(payload)
        assert told.value.choose == 2


def test_a_button_without_a_menu_chooses_nothing_more() -> None:
    """What a button means stands in its id alone."""
    assert chosen({"state": {"values": {}}, "message": {"blocks": []}}) == ()
    assert chosen({}) == ()


def test_a_choice_stays_when_the_count_changes() -> None:
    """The menu keeps its ids, by which Slack knows it for the same."""
    asked = question("Which?", options=4, choose=2)
    first, later = (drawn(replace(asked, answered=answered)).blocks[-2] for answered in (0, 9))

    assert first == later
    assert first["block_id"]


def test_open_recall_shows_its_answer() -> None:
    """Where there is no option there is one button."""
    asked = question(options=0, choose=0)

    assert buttons(drawn(asked)) == {"Show the answer": encode(ShowAnswer(asked.round))}


@pytest.mark.parametrize("pace", [Pace(), Pace(30)])
@pytest.mark.parametrize("options", [0, 3])
def test_nothing_moves_when_somebody_answers(pace: Pace, options: int) -> None:
    """From the first answer to the thousandth only the last line changes."""
    first, *later = (
        drawn(replace(question(options=options, choose=options and 1), pace=pace,
                      closes_at=NOW if pace.seconds else None, answered=answered)).blocks
        for answered in (0, 1, 1000)
    )  # fmt: skip

    assert [one[:-1] for one in later] == [first[:-1]] * 2
    assert {one[-1]["type"] for one in later} == {first[-1]["type"]}
    assert len({str(one[-1]) for one in (first, *later)}) == 3


def test_a_time_limit_is_a_time_of_day() -> None:
    """It stays true however long it is looked at; before the clock began it counts from now."""
    asked = replace(question(), pace=Pace(30))
    begun = replace(asked, closes_at=NOW + timedelta(seconds=29.5))

    for screen in (replace(asked, closes_at=None), begun):
        (moment,) = (one for one in every(drawn(screen).blocks) if one.get("type") == "date")
        assert moment["timestamp"] == NOW.timestamp() + 30
        assert moment["format"] == "closes at {time_secs}"
        assert drawn(screen).text.endswith("12 answered · closes at 12:00:30 UTC")
    open_ended = drawn(replace(asked, pace=Pace(), closes_at=None))
    assert not any(one.get("type") == "date" for one in every(open_ended.blocks))


def test_a_recorded_answer_gives_nothing_away() -> None:
    """Until the reveal there is neither the right option nor where it is from."""
    told = replace(verdict(told=Verdict.RECORDED), explanation=(), key=(), more=False)

    assert drawn(told).text == (
        "Recorded: A. Whether it is right is told when the question closes."
    )
    assert labels(drawn(told)) == []


def test_a_verdict_leads_to_the_full_answer() -> None:
    """Where the notes say more, and where the explanation was cut."""
    plain = replace(verdict(), explanation=text("Because."), more=False)
    cut = replace(plain, explanation=text("word " * 2000))

    assert buttons(drawn(plain)) == {}
    for screen in (replace(plain, more=True), cut):
        assert buttons(drawn(screen)) == {"The full answer": encode(ShowAnswer(plain.round))}
    assert any(one.endswith(" …") for one in texts(drawn(cut).blocks))


def test_a_long_answer_is_read_part_by_part() -> None:
    """Every part has its number and the way on, but for the last; rating keeps its place."""
    first, second = (drawn(answer(long_answer(), part, rate=True)) for part in (0, 1))
    beyond = drawn(answer(long_answer(), 99, rate=True))

    assert labels(first) == ["I knew it", "I did not", "Read on"]
    assert labels(second) == ["I knew it", "I did not"]
    assert "part 1 of 2" in texts(first.blocks)[-1]
    assert beyond == second


def test_no_part_of_an_answer_is_lost() -> None:
    """What stands in the parts is what stands in the notes."""
    words = [f"word{number}" for number in range(3000)]
    code = CodeBlock("\n".join(f"line{number}" for number in range(400)))
    shown, part = "", 0
    while True:
        page = drawn(answer((Paragraph((Span(" ".join(words)),)), code), part))
        shown += said(page.blocks[1]) + "\n"
        if "Read on" not in labels(page):
            break
        part += 1

    found = shown.replace("…", " ").replace("line", " line").split()
    assert [word for word in found if word.startswith("word")] == words
    assert [word for word in found if word.startswith("line")] == code.code.split()


def test_a_reveal_marks_what_was_right_in_words() -> None:
    """Neither colour nor place alone says which option it was."""
    assert "A  one\nB  Because.  ✓ right" in texts(drawn(reveal()).blocks)


def test_bars_stand_behind_their_numbers() -> None:
    """A single answer is still a stroke; whoever is read to hears numbers and no strokes."""
    over = replace(reveal(), options=(text("a"),) * 3, chosen=(1, 0, 100))
    page = drawn(over)

    assert f"A    1  ▏\nB    0\nC  100  {'▇' * 12}" in texts(page.blocks)
    assert "\nA 1\nB 0\nC 100\n" in page.text


def test_turning_a_page_moves_no_button() -> None:
    """Back, on and show keep their places; where there is no page, that place says so."""
    first = board()
    back, on = (TurnBoard(Period.WEEK, None, here=True, page=number) for number in (0, 2))
    middle = replace(first, page=1, turns=(back, on))
    last = replace(first, page=2, turns=(replace(back, page=1),))

    assert [labels(drawn(screen))[-3:] for screen in (first, middle, last)] == [
        ["First page", "Next page", "Show to the room"],
        ["Previous page", "Next page", "Show to the room"],
        ["Previous page", "Last page", "Show to the room"],
    ]
    assert "First page" not in buttons(drawn(first))
    assert "Last page" not in buttons(drawn(last))
    assert buttons(drawn(middle))["Next page"] == encode(on)


def test_two_buttons_never_mean_the_same() -> None:
    """Slack takes no id twice side by side; the first keeps its place."""
    twice = [layout.button(ShowAnswer(ROUND), label) for label in ("Show", "Again")]

    assert layout.buttons(twice) == {"type": "actions", "elements": twice[:1]}


def test_the_present_period_stands_out() -> None:
    """One of the periods is marked, whichever page it is."""
    marked = [one.label for one in pressables(drawn(board()).blocks) if one.style == "primary"]

    assert marked == ["This week"]


def test_columns_stay_in_line() -> None:
    """A wide name, one from right to left and a short one take the same columns."""
    lines = {name: texts(drawn(board(name)).blocks)[2] for name in ("陈陈", "אבגד", "Anna")}

    assert lines["陈陈"].replace("陈陈", "Anna") == lines["Anna"]
    assert lines["אבגד"].replace("\u2068אבגד\u2069", "Anna") == lines["Anna"]


def test_code_is_code_everywhere() -> None:
    """A block of code in a question and in an option keeps its lines."""
    asked = replace(
        question(),
        stem=(*text("What is it?"), CodeBlock("a\n  b", "python")),
        options=((CodeBlock("c"),), text("d")),
    )
    blocks = drawn(asked).blocks

    assert texts(blocks[1:3]) == ["What is it?", "a\n  b", "A", "c", "B  d"]


def test_whoever_is_read_to_is_told_all() -> None:
    """The words beside the blocks say, line for line and in order, what the blocks say."""
    for screen in gallery("x < y & <!channel>"):
        page = drawn(screen)
        spoken = page.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        heard, place = unspaced(spoken), 0
        for line in "\n".join(texts(page.blocks)).split("\n"):
            place = heard.find(unspaced(line.strip("─▇▏ ")), place)
            assert place >= 0, line


def test_too_many_words_are_cut_beside_the_blocks() -> None:
    """What is read aside is as long as Slack takes it, even where every sign is escaped."""
    page = drawn(answer(text("&" * 2500)))

    assert len(page.text) <= 3901
    assert page.text.endswith("&amp;…")


@given(WORDS)
def test_names_on_boards_are_words(name: str) -> None:
    """A name is part of a text in equal letters, and nothing else."""
    (columns,) = (
        one
        for one in every(drawn(board(name)).blocks)
        if one.get("type") == "rich_text_preformatted"
    )

    assert [leaf["type"] for leaf in columns["elements"]] == ["text"]
    assert isinstance(Block.parse({"type": "rich_text", "elements": [columns]}), Block)
