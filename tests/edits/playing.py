"""What becomes of scores: notes are loaded, answered, edited and loaded again, on a database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.decks.parsing import parse
from bot.model import Board, Deck, DeckId, Period, RoomId
from bot.ports import Store
from bot.service import Catalog
from tests.edits.cases import NEW, Case, cases
from tests.fakes.builders import ROOM, TODAY, account, answer, asked, question

POINTS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of a case.

    ``owners`` are as the case has them, read from how often each card was answered; ``rewarded``
    is how many cards gave points to somebody who had answered all cards that day before.
    """

    case: Case
    owners: tuple[int, ...]
    before: int
    lost: int
    rewarded: int

    @property
    def new(self) -> int:
        """Cards that have no scores of before."""
        return self.owners.count(NEW)

    @property
    def gone(self) -> int:
        """Cards that are there no more."""
        return self.before - (len(self.owners) - self.new)

    @property
    def faults(self) -> list[str]:
        """What is wrong, in a line each."""
        wrong = []
        if self.owners != self.case.owners:
            wrong.append(f"{self.case.name}: {self.owners}, not {self.case.owners}")
        if self.lost:
            wrong.append(f"{self.case.name}: {self.lost} points are gone from the board")
        if self.rewarded != self.case.owners.count(NEW):
            wrong.append(f"{self.case.name}: {self.rewarded} cards were rewarded")
        return wrong


async def all_played(store: Store) -> list[Shown]:
    """What came of each case, each in a space and with a deck of its own."""
    playing = (_played(store, case, number) for number, case in enumerate(cases()))
    return await asyncio.gather(*playing)


async def _played(store: Store, case: Case, number: int) -> Shown:
    """Load the first notes, let n people answer card n, load the others, answer all once more."""
    source, room = f"notes-{number}.md", RoomId(ROOM.platform, f"space {number}", ROOM.channel)
    deck = await _loaded(store, case.steps[0], source)
    before = len(deck.cards)
    await _answered(store, room, deck, range(1, before + 1))
    earned = await _points(store, room, deck.id)
    for text in case.steps[1:]:
        deck = await _loaded(store, text, source)
    history = await store.history(room, deck.id)
    owners = tuple(history[it.id].answered if it.id in history else NEW for it in deck.cards)
    left = await _points(store, room, deck.id)
    await _answered(store, room, deck, (1,) * len(deck.cards))
    rewarded = (await _points(store, room, deck.id) - left) // POINTS
    return Shown(case, owners, before, earned - left, rewarded)


async def _loaded(store: Store, text: str, source: str) -> Deck:
    catalog = Catalog([parse(text.encode(), source)])
    await catalog.recognise(store)
    return catalog.entries()[0].deck


async def _answered(store: Store, room: RoomId, deck: Deck, times: Iterable[int]) -> None:
    """Ask each card once; so many people answer it, all of them rightly."""
    rounds = [asked(question(card.id), room=room, deck=deck.id) for card in deck.cards]
    await asyncio.gather(*map(store.open_round, rounds))
    given = (
        answer(shown, f"person {person}", points=POINTS)
        for shown, count in zip(rounds, times, strict=True)
        for person in range(count)
    )
    await asyncio.gather(*(store.record_answer(each, "Somebody") for each in given))


async def _points(store: Store, room: RoomId, deck: DeckId) -> int:
    board = Board(room.space, Period.ALL, TODAY, "", deck)
    page = await store.standings(board, 0, 100, account("person 0"))
    return sum(line.points for line in page.rows)


def table(shown: Sequence[Shown]) -> str:
    """A line for each case."""
    width = max(len(each.case.name) for each in shown)
    lines = [f"{'edit':{width}}  cards  kept   new  gone  what happened to scores"]
    for each in shown:
        counts = (len(each.owners), len(each.owners) - each.new, each.new, each.gone)
        columns = "".join(f"{count:4}  " for count in counts)
        lines.append(f"{each.case.name:{width}}   {columns}{_told(each)}")
    return "\n".join(lines)


def _told(shown: Shown) -> str:
    told = ["kept"]
    if shown.gone:
        told.append("points for what is gone stay on the boards")
    if shown.new:
        told.append("the new begin with none")
    return "; ".join(told)
