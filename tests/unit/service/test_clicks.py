"""What one click costs and leaves behind: the messages a round is known to be shown by."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.actions import AnswerRound, ShowAnswer
from bot.errors import DatabaseUnavailable, RoundOver, RoundUnknown
from bot.invocations import read
from bot.model import Kind, Message, MessageId, Round, RoundId, RoundState
from bot.screens import NoticeScreen, QuestionScreen, Reply, Verdict, VerdictScreen
from bot.service.known import Recent
from bot.storage import SqlStore
from tests.fakes.world import DECK, HALL, YARD, World

TWIN = Message(HALL, MessageId("twin"))
"""A second message with a round's buttons."""


class CountedStore(SqlStore):
    """The real store, how often a click called its methods, and a way to make it fail."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store.database)
        self.calls: Counter[str] = Counter()
        self.away = False

    def __getattribute__(self, name: str) -> object:
        """Count what is asked for."""
        if name in {"round", "show_round", "messages", "outcome", "record_answer"}:
            self.calls[name] += 1
        return super().__getattribute__(name)

    async def show_round(self, shown: Round, message: Message) -> Round:
        """Open it, unless the database is away."""
        if self.away:
            raise DatabaseUnavailable("here", "it is away")
        return await super().show_round(shown, message)


@pytest.fixture
async def counted(cells: World) -> AsyncIterator[tuple[World, CountedStore]]:
    """A second process on the database of ``cells``, whose calls are counted."""
    assert isinstance(cells.store, SqlStore)
    store = CountedStore(cells.store)
    yield World(store, DECK, seed=2, source="cells.md", later=0, sole=False), store
    await store.close()


async def press(
    cells: World, asked: RoundId, who: str = "Ana", message: Message | None = TWIN, pick: int = 0
) -> Reply:
    """Somebody presses an option on a message."""
    return await cells.bot.press(AnswerRound(asked, (pick,)), cells.request(who), message)


async def objective(cells: World, line: str = "/quiz") -> QuestionScreen:
    """Ask until one of the options is right."""
    while (asked := await cells.ask(line)).choose != 1:
        pass
    return asked


async def recall(cells: World) -> QuestionScreen:
    """Ask until it is open recall."""
    while (asked := await cells.ask("/quiz")).kind is not Kind.RECALL:
        pass
    return asked


async def test_a_clicked_message_of_an_open_round_is_remembered(cells: World) -> None:
    """A second message whose button is pressed shows the round's ending like the first one."""
    asked = await objective(cells, "/quiz seconds:20")
    before = await cells.store.round(asked.round)

    await press(cells, asked.round)

    first = Message(HALL, MessageId(f"reply-{asked.round}"))
    assert await cells.bot.messages(asked.round) == (first, TWIN)
    assert await cells.store.round(asked.round) == before
    await cells.wait(21)
    assert [message for message, _ in cells.platform.edits] == [first, TWIN]


async def test_a_button_of_another_room_is_nobodys(cells: World) -> None:
    """An id that was carried to another room's message answers nothing and claims nothing."""
    asked = await objective(cells)
    foreign = Message(YARD, MessageId("foreign"))

    with pytest.raises(RoundUnknown):
        await press(cells, asked.round, message=foreign)

    assert foreign not in await cells.store.messages(asked.round)
    assert (await cells.store.outcome(asked.round)).answers == ()


async def test_an_answer_elsewhere_leaves_no_message(cells: World) -> None:
    """An answer that was not given on a message of the room is no message of the round."""
    asked = await objective(cells)
    await press(cells, asked.round, message=None)
    assert TWIN not in await cells.bot.messages(asked.round)


async def test_clicks_cost_nothing_but_the_answer(counted: tuple[World, CountedStore]) -> None:
    """Once a process knows a round and its message, a click is one call: the answer's."""
    cells, store = counted
    asked = await objective(cells)
    await press(cells, asked.round, "Ana")
    store.calls.clear()

    await asyncio.gather(*(press(cells, asked.round, f"P{number}") for number in range(9)))

    assert store.calls == {"record_answer": 9}


async def test_a_process_that_knows_nothing_asks_once(
    cells: World, counted: tuple[World, CountedStore]
) -> None:
    """However many click at once after a restart, the round is read and remembered once."""
    asked = await objective(cells)
    other, store = counted

    await asyncio.gather(*(press(other, asked.round, f"P{number}") for number in range(9)))

    assert store.calls == {"round": 1, "show_round": 1, "record_answer": 9}
    assert TWIN in await cells.bot.messages(asked.round)


async def test_a_click_opens_what_was_never_reported(cells: World) -> None:
    """A click on a round that is being posted opens it at that moment, and the clock hears of it.

    The answers that follow are timed from then on.
    """
    asked = (await cells.bot.perform(read("/quiz seconds:20 speed"), cells.request("Ana"))).room
    assert isinstance(asked, QuestionScreen)
    woken = 0

    def wake() -> None:
        nonlocal woken
        woken += 1

    cells.bot.wakes(wake)
    await press(cells, asked.round, "Bo")
    cells.clock.advance(10)
    await press(cells, asked.round, "Chen")

    opened = await cells.store.round(asked.round)
    assert opened.state is RoundState.OPEN
    assert woken == 1
    given = (await cells.store.outcome(asked.round)).answers
    assert [answer.elapsed for answer in given] == [0, 10]


async def test_a_round_that_another_process_shows(
    cells: World, counted: tuple[World, CountedStore]
) -> None:
    """An answer is timed from the moment another process showed its round.

    So it is even if this process saw a click on it before.
    """
    asked = (await cells.bot.perform(read("/quiz seconds:20 speed"), cells.request("Ana"))).room
    assert isinstance(asked, QuestionScreen)
    other, _ = counted
    await press(other, asked.round, "Bo", message=None)
    await cells.bot.shown(asked.round, TWIN, cells.clock.now())
    other.clock.advance(10)

    await press(other, asked.round, "Chen", message=None)

    given = (await cells.store.outcome(asked.round)).answers
    assert [answer.elapsed for answer in given] == [0, 10]


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_forgotten_message_of_a_round_that_is_over(
    cells: World, counted: tuple[World, CountedStore], restarted: bool
) -> None:
    """A late click on a message nobody knew says that it is over and brings the message up to date.

    So does the next one: it may be that nobody could bring it up to date before.
    """
    asked = await objective(cells, "/quiz seconds:20")
    await cells.answer(asked.round)
    await cells.wait(21)
    here = counted[0] if restarted else cells

    reply = await press(here, asked.round, "Bo")

    assert isinstance(reply.private, NoticeScreen)
    assert isinstance(reply.private.notice, RoundOver)
    assert reply.changed == asked.round
    assert TWIN in await cells.bot.messages(asked.round)
    assert (await press(here, asked.round, "Chen")).changed == asked.round


async def test_a_forgotten_message_and_an_earlier_answer(cells: World) -> None:
    """Whoever answered in time is told their verdict again there, and the message is mended."""
    asked = await objective(cells, "/quiz seconds:20")
    await cells.answer(asked.round)
    await cells.wait(21)

    reply = await press(cells, asked.round)

    assert isinstance(reply.private, VerdictScreen)
    assert (reply.private.verdict, reply.private.again) == (Verdict.RIGHT, True)
    assert reply.changed == asked.round
    assert (await press(cells, asked.round)).changed is None


async def test_too_late_but_not_yet_over(cells: World) -> None:
    """In the second before the reveal a late click is refused, and the reveal reaches its message.

    Nothing can be mended before.
    """
    asked = await objective(cells, "/quiz seconds:20")
    cells.clock.advance(20.5)
    with pytest.raises(RoundOver):
        await press(cells, asked.round)
    await cells.wait(1)
    assert TWIN in [message for message, _ in cells.platform.edits]


async def test_a_verdict_that_was_sealed(cells: World, counted: tuple[World, CountedStore]) -> None:
    """A process that did not see the round end tells its verdict all the same once it is over."""
    asked = await objective(cells, "/quiz seconds:20")
    other, _ = counted
    first = await press(other, asked.round)
    await cells.wait(21)

    again = await press(other, asked.round)

    assert isinstance(first.private, VerdictScreen)
    assert isinstance(again.private, VerdictScreen)
    assert first.private.verdict is Verdict.RECORDED
    assert again.private.verdict in {Verdict.RIGHT, Verdict.WRONG}


async def test_showing_the_answer_of_open_recall_remembers_its_message(cells: World) -> None:
    """The button that shows the answer of open recall stands on a message of its round as well."""
    asked = await recall(cells)

    reply = await cells.bot.press(ShowAnswer(asked.round), cells.request("Ana"), TWIN)

    assert reply.changed is None
    assert TWIN in await cells.bot.messages(asked.round)
    await cells.wait(3601)
    late = Message(HALL, MessageId("late"))
    for changed in (asked.round, None):
        reply = await cells.bot.press(ShowAnswer(asked.round), cells.request("Bo"), late)
        assert reply.changed == changed


async def test_the_full_answer_of_a_reveal_changes_nothing(
    cells: World, counted: tuple[World, CountedStore]
) -> None:
    """A message that shows the full answer's button shows the reveal already."""
    asked = await objective(cells, "/quiz seconds:20")
    await cells.answer(asked.round)
    await cells.wait(21)
    other, store = counted

    reply = await other.bot.press(ShowAnswer(asked.round), other.request("Ana"), TWIN)

    assert reply.changed is None
    assert store.calls["show_round"] == 0


async def test_a_failing_store_is_no_knowledge(
    counted: tuple[World, CountedStore],
) -> None:
    """What the store could not keep is not taken for known: the next click asks it again."""
    cells, store = counted
    asked = await objective(cells)
    store.away = True
    with pytest.raises(DatabaseUnavailable):
        await press(cells, asked.round)
    store.away = False

    await press(cells, asked.round)

    assert TWIN in await cells.bot.messages(asked.round)


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    """A full memory keeps what was used last, and what is put again counts as used."""
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a") == 1
    recent.put("c", 3)
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (1, None, 3)
    recent.put("a", 4)
    recent.put("d", 5)
    assert (recent.get("a"), recent.get("c"), recent.get("d")) == (4, None, 5)
