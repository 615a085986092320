from pathlib import Path

import pytest

from bot.actions import ShowAnswer
from bot.errors import (
    AnswerFirst,
    NothingToStop,
    OptionOutOfRange,
    RoundOver,
    RoundUnknown,
    StarterOnly,
    UnknownDeck,
    UnknownTopic,
    WrongNumberOfPicks,
)
from bot.model import Kind, RoundId
from bot.richtext import plain
from bot.screens import (
    AnswerScreen,
    NoticeScreen,
    QuestionScreen,
    Reply,
    RevealScreen,
    Verdict,
    VerdictScreen,
    VoidScreen,
)
from tests.fakes.world import HALL, YARD, World, person, world


def verdict(reply: Reply) -> VerdictScreen:
    """The verdict somebody was told."""
    assert isinstance(reply.private, VerdictScreen)
    return reply.private


async def objective(cells: World, line: str = "/quiz") -> QuestionScreen:
    """Ask until the question is one with options."""
    while True:
        asked = await cells.ask(line)
        if asked.options and asked.choose == 1:
            return asked


async def test_right_at_once(cells: World) -> None:
    """Without a limit whoever is right learns it at once, with points, key and explanation."""
    asked = await objective(cells)
    told = verdict(await cells.answer(asked.round))
    assert (told.verdict, told.points, told.again) == (Verdict.RIGHT, 10, False)
    assert told.key == told.picks
    assert plain(told.explanation)


async def test_wrong_at_once(cells: World) -> None:
    """Whoever is wrong learns the key, earns nothing, and nobody else is told."""
    asked = await objective(cells)
    reply = await cells.answer(asked.round, right=False)
    told = verdict(reply)
    assert (told.verdict, told.points) == (Verdict.WRONG, 0)
    assert told.key
    assert reply.room is None
    assert reply.changed == asked.round


async def test_first_answer_counts(cells: World) -> None:
    """A second click tells the recorded verdict again and changes nothing."""
    asked = await objective(cells)
    first = verdict(await cells.answer(asked.round, right=False))
    reply = await cells.answer(asked.round, right=True)
    again = verdict(reply)
    assert (again.verdict, again.picks, again.again) == (Verdict.WRONG, first.picks, True)
    assert reply.changed is None


async def test_sealed_until_the_reveal(cells: World) -> None:
    """With a limit the reply says only that the answer is recorded; the reveal tells the rest."""
    asked = await objective(cells, "/quiz seconds:20")
    told = verdict(await cells.answer(asked.round))
    assert (told.verdict, told.points, told.key, told.explanation) == (Verdict.RECORDED, 0, (), ())
    await cells.wait(20)
    assert cells.edited() == []
    await cells.wait(1)
    reveal = cells.edited()[0]
    assert isinstance(reveal, RevealScreen)
    assert [(winner.name, winner.points) for winner in reveal.winners] == [("Ana", 10)]
    assert reveal.chosen == ()
    again = verdict(await cells.answer(asked.round))
    assert (again.verdict, again.again) == (Verdict.RIGHT, True)


async def test_speed(cells: World) -> None:
    """With speed an answer at half time earns half the bonus."""
    asked = await objective(cells, "/quiz seconds:20 speed")
    cells.clock.advance(10)
    await cells.answer(asked.round)
    await cells.wait(11)
    reveal = cells.edited()[0]
    assert isinstance(reveal, RevealScreen)
    assert [(winner.points, winner.elapsed) for winner in reveal.winners] == [(15, 10)]


async def test_choices_from_five_answers(cells: World) -> None:
    """How the options were chosen is shown once five people answered; who was wrong never is."""
    asked = await objective(cells, "/quiz seconds:20")
    for name in ("Ana", "Bo", "Chen", "Dee"):
        await cells.answer(asked.round, name)
    await cells.answer(asked.round, "Eve", right=False)
    await cells.wait(21)
    reveal = cells.edited()[0]
    assert isinstance(reveal, RevealScreen)
    assert sorted(reveal.chosen) == [0, 1, 4]
    assert [winner.name for winner in reveal.winners] == ["Ana", "Bo", "Chen", "Dee"]


async def test_an_answer_on_its_way(cells: World) -> None:
    """An answer that arrived within the limit counts although the clock has passed it since."""
    asked = await objective(cells, "/quiz seconds:20")
    cells.clock.advance(20)
    await cells.answer(asked.round)
    cells.clock.advance(0.5)
    with pytest.raises(RoundOver):
        await cells.answer(asked.round, "Bo")


async def test_too_late(cells: World) -> None:
    """Nobody answers a question that is over."""
    asked = await objective(cells, "/quiz seconds:20")
    await cells.answer(asked.round, "Bo")
    await cells.wait(21)
    with pytest.raises(RoundOver):
        await cells.answer(asked.round)


async def test_several_right(cells: World) -> None:
    """Where several options are right, all and only they earn the points."""
    asked = await cells.ask("/quiz")
    while asked.choose != 2:
        asked = await cells.ask("/quiz")
    key = (await cells.store.round(asked.round)).question.key
    with pytest.raises(WrongNumberOfPicks):
        await cells.press(asked.round, key[0])
    half = verdict(await cells.press(asked.round, *sorted({0, 1, 2} - {key[0]})))
    whole = verdict(await cells.press(asked.round, *key, who="Bo"))
    assert (half.verdict, whole.verdict) == (Verdict.WRONG, Verdict.RIGHT)


async def test_not_an_option(cells: World) -> None:
    """An option that is not there is refused with the letters there are."""
    asked = await objective(cells)
    with pytest.raises(OptionOutOfRange) as refused:
        await cells.press(asked.round, 7)
    assert (refused.value.pressed, refused.value.options) == ((7,), 3)


async def test_unknown_round(cells: World) -> None:
    """A button of a round that is not kept is refused."""
    with pytest.raises(RoundUnknown):
        await cells.press(RoundId("nowhere"), 0)


async def test_open_recall(cells: World) -> None:
    """Open recall shows its answer privately, asks whether it was known, and scores nothing."""
    asked = await cells.ask("/quiz")
    while asked.kind is not Kind.RECALL:
        asked = await cells.ask("/quiz")
    shown = await cells.bot.press(ShowAnswer(asked.round), cells.request("Ana"))
    assert isinstance(shown.private, AnswerScreen)
    assert (plain(shown.private.answer), shown.private.rate) == ("It is long.", True)
    told = verdict(await cells.press(asked.round, 0))
    assert (told.verdict, told.points) == (Verdict.RATED, 0)
    page = await cells.say("/leaderboard")
    assert getattr(page.private, "rows", None) == ()


async def test_every_card_is_asked(cells: World) -> None:
    """As many questions as there are cards ask each card once, whichever kind it allows."""
    stems = {plain((await cells.ask("/quiz")).stem) for _ in range(4)}
    assert len(stems) == 4


async def test_rewarded_once_a_day(cells: World) -> None:
    """The same card earns nothing more on the same day, and again on the next."""
    earned = []
    for _ in range(9):
        asked = await cells.ask("/quiz")
        if asked.options:
            earned.append(verdict(await cells.answer(asked.round)).points)
    assert sum(earned) == 30
    cells.clock.advance(24 * 3600)
    asked = await objective(cells)
    assert verdict(await cells.answer(asked.round)).points == 10


async def test_full_answer_after_the_verdict(cells: World) -> None:
    """The whole answer is for those who have their verdict, and for everybody once it is over."""
    asked = await objective(cells, "/quiz seconds:20")
    press = ShowAnswer(asked.round)
    with pytest.raises(AnswerFirst):
        await cells.bot.press(press, cells.request("Bo"))
    await cells.answer(asked.round)
    with pytest.raises(AnswerFirst):
        await cells.bot.press(press, cells.request("Ana"))
    await cells.wait(21)
    assert isinstance((await cells.bot.press(press, cells.request("Bo"))).private, AnswerScreen)


async def test_closes_after_an_hour(cells: World) -> None:
    """A question without a limit is revealed after an hour."""
    asked = await objective(cells)
    await cells.answer(asked.round)
    await cells.wait(3599)
    assert cells.edited() == []
    await cells.wait(2)
    assert isinstance(cells.edited()[0], RevealScreen)


async def test_forgotten_question(tmp_path: Path) -> None:
    """A question that ran out unanswered while nothing ran is void, and is not asked again."""
    async with world(tmp_path) as before:
        await objective(before)
    async with world(tmp_path, later=3 * 3600) as after:
        await after.wait(0)
        assert any(isinstance(screen, VoidScreen) and not screen.again for screen in after.edited())
        assert after.posted() == []


async def test_stop_reveals(cells: World) -> None:
    """Whoever asked may reveal their question; others may not, moderators may."""
    await objective(cells)
    with pytest.raises(StarterOnly):
        await cells.say("/stop", "Bo")
    reply = await cells.say("/stop", "Mo")
    assert isinstance(reply.private, NoticeScreen)
    await cells.wait(0)
    assert isinstance(cells.edited()[-1], RevealScreen)


async def test_nothing_to_stop(cells: World) -> None:
    """Where nothing is open there is nothing to stop, whatever other rooms do."""
    await cells.ask("/quiz", room=YARD)
    with pytest.raises(NothingToStop):
        await cells.say("/stop", room=HALL)


async def test_unknown_names(cells: World) -> None:
    """A deck or topic that is not there is refused with those that are."""
    with pytest.raises(UnknownDeck) as deck:
        await cells.say("/quiz deck:atoms")
    assert deck.value.known == ("cells",)
    with pytest.raises(UnknownTopic):
        await cells.say("/quiz topic:atoms")


async def test_several_at_once(cells: World) -> None:
    """Single questions of one room overlap, and each button answers its own."""
    first, second = await objective(cells), await objective(cells)
    assert verdict(await cells.answer(second.round)).round == second.round
    assert verdict(await cells.answer(first.round)).round == first.round
    shown = await cells.bot.open_rounds(HALL, cells.clock.now())
    assert {first.round, second.round} <= {screen.round for screen in shown}


async def test_open_questions_besides_ones_own(cells: World) -> None:
    """What somebody has answered is not put before them again, and still before others."""
    first, second = await objective(cells), await objective(cells)
    await cells.answer(first.round, "Ana")
    ana = [
        screen.round
        for screen in await cells.bot.open_rounds(HALL, cells.clock.now(), person("Ana").account)
    ]
    bo = [
        screen.round
        for screen in await cells.bot.open_rounds(HALL, cells.clock.now(), person("Bo").account)
    ]
    assert first.round not in ana
    assert second.round in ana
    assert {first.round, second.round} <= set(bo)
