import pytest

from bot.actions import TurnBoard
from bot.errors import UnknownDeck
from bot.model import Period
from bot.screens import BoardScreen, Reply
from tests.fakes.world import HALL, YARD, World


def board(reply: Reply) -> BoardScreen:
    """The board in a reply, whoever sees it."""
    screen = reply.private or reply.room
    assert isinstance(screen, BoardScreen)
    return screen


async def crowd(cells: World, size: int) -> None:
    """So many people answer one question rightly."""
    asked = await cells.ask("/quiz")
    while asked.choose != 1:
        asked = await cells.ask("/quiz")
    for number in range(size):
        await cells.answer(asked.round, f"P{number:02}")
        cells.clock.advance(1)


async def test_pages(cells: World) -> None:
    """A board has pages of ten, turned by its buttons, with the asker's own rank on each."""
    await crowd(cells, 23)
    first = board(await cells.say("/leaderboard", "P22"))
    assert (len(first.rows), first.page, first.pages, first.players) == (10, 0, 3, 23)
    assert first.own
    assert (first.own.name, first.own.rank) == ("P22", 1)
    (turn,) = first.turns
    second = board(await cells.bot.press(turn, cells.request("P22")))
    assert second.rows[0].name == "P10"
    assert [turn.page for turn in second.turns] == [0, 2]
    last = board(
        await cells.bot.press(TurnBoard(Period.ALL, None, here=False, page=99), cells.request("Bo"))
    )
    assert (last.page, len(last.rows), last.own) == (2, 3, None)


async def test_shown_to_the_room(cells: World) -> None:
    """Shared, a board is for everybody: nobody's own line, nothing to press."""
    await crowd(cells, 2)
    private = board(await cells.say("/leaderboard", "P01"))
    assert private.share
    reply = await cells.bot.press(private.share, cells.request("P01"))
    assert reply.private is None
    shared = board(reply)
    assert (shared.own, shared.periods, shared.turns, shared.share) == (None, (), (), None)


async def test_empty(cells: World) -> None:
    """A board without players has one empty page and nothing to share."""
    empty = board(await cells.say("/leaderboard day"))
    assert (empty.rows, empty.pages, empty.own, empty.share) == ((), 1, None, None)


async def test_periods(cells: World) -> None:
    """Yesterday's points stand on the week's board and not on today's."""
    await crowd(cells, 1)
    cells.clock.advance(15 * 3600)
    week = board(await cells.say("/leaderboard all"))
    assert len(week.rows) == 1
    assert board(await cells.say("/leaderboard day")).rows == ()


async def test_here(cells: World) -> None:
    """A room's board knows only what was answered there."""
    await crowd(cells, 1)
    assert len(board(await cells.say("/leaderboard here", room=HALL)).rows) == 1
    assert board(await cells.say("/leaderboard here", room=YARD)).rows == ()
    assert len(board(await cells.say("/leaderboard", room=YARD)).rows) == 1


async def test_deck(cells: World) -> None:
    """A deck's board names the deck; an unknown deck is refused."""
    await crowd(cells, 1)
    screen = board(await cells.say("/leaderboard deck:cells"))
    assert (screen.deck, len(screen.rows)) == ("Organs of the cell", 1)
    with pytest.raises(UnknownDeck):
        await cells.say("/leaderboard deck:atoms")


async def test_a_word_that_is_no_deck_may_have_been_meant_for_a_period(cells: World) -> None:
    """The error names the periods, unless one was given."""
    with pytest.raises(UnknownDeck) as bare:
        await cells.say("/leaderboard yesterday")
    with pytest.raises(UnknownDeck) as besides:
        await cells.say("/leaderboard week atoms")

    assert bare.value.instead == tuple(Period)
    assert besides.value.instead == ()


async def test_open_recall_is_no_answer(cells: World) -> None:
    """Self-rated answers never reach a board."""
    asked = await cells.ask("/quiz")
    while asked.options:
        asked = await cells.ask("/quiz")
    await cells.press(asked.round, 0)
    assert board(await cells.say("/leaderboard")).rows == ()


async def test_a_page_of_ones_own(cells: World) -> None:
    """It has one's standing of every period, none where there is none, and the decks."""
    await crowd(cells, 2)
    cells.clock.advance(24 * 3600)
    account = cells.request("P01").person.account
    page = await cells.bot.home(account, HALL.space, cells.clock.now())
    found = {period: own and own.rank for period, own in page.standings}
    assert found[Period.ALL] == 1
    assert found[Period.DAY] is None
    assert [deck.name for deck in page.decks] == ["cells"]
