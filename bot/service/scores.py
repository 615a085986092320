"""Boards: who has how many points."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actions import MAX_PAGE, TurnBoard
from bot.errors import UnknownDeck
from bot.invocations import Invocation
from bot.model import AccountId, Board, Period, Request, SpaceId, Standing
from bot.ports import StandingsPage, Store
from bot.screens import BoardScreen, Reply
from bot.service.shelves import Shelves
from bot.service.spaces import Spaces
from bot.service.streaks import Streaks

PAGE = 10
"""Lines on one page of a board."""


class Scores:
    """Shows boards."""

    def __init__(self, store: Store, shelves: Shelves, spaces: Spaces, streaks: Streaks) -> None:
        """Take what the use case works on."""
        self._store = store
        self._shelves = shelves
        self._spaces = spaces
        self._streaks = streaks

    async def leaderboard(self, invocation: Invocation, request: Request) -> Reply:
        """The first page of a board, for the asker. Raises ``UnknownDeck``."""
        name, span = invocation.word("deck"), invocation.word("period")
        try:
            space = request.room.space
            deck = await self._shelves.locate(name, space, removed=True) if name else None
        except UnknownDeck as error:  # a bare word may have been meant for a period
            raise UnknownDeck(error.name, error.known, () if span else tuple(Period)) from None
        period = Period(span or Period.ALL)
        return await self.turn(TurnBoard(period, deck, invocation.flag("here"), 0), request)

    async def home(
        self, account: AccountId, space: SpaceId, at: datetime
    ) -> tuple[tuple[Period, Standing | None], ...]:
        """Someone's own standing in a space, for every period."""
        day = await self._spaces.day(space, at)
        boards = [(period, Board(space, period, day)) for period in Period]
        return tuple(
            [
                (period, (await self._store.standings(board, 0, 1, account)).own)
                for period, board in boards
            ]
        )

    async def turn(self, action: TurnBoard, request: Request) -> Reply:
        """A page of a board, for the asker or, shared, for the room."""
        board = Board(
            request.room.space,
            action.period,
            await self._spaces.day(request.room.space, request.at),
            request.room.channel if action.here else "",
            action.deck,
        )
        viewer = request.person.account
        found = await self._store.standings(board, action.page, PAGE, viewer)
        found = await self._with_streaks(found, request)
        pages = max(1, min(-(-found.total // PAGE), MAX_PAGE + 1))
        screen = BoardScreen(
            period=action.period,
            deck=await self._shelves.title(action.deck, board.space) if action.deck else "",
            here=action.here,
            rows=found.rows,
            page=found.page,
            pages=pages,
            players=found.total,
            own=None if action.share else found.own,
            viewer=None if action.share else viewer,
            periods=() if action.share else _periods(action, found.page),
            turns=() if action.share else _turns(action, found.page, pages),
            share=None if action.share or not found.total else _share(action, found.page),
        )
        return Reply(room=screen) if action.share else Reply(private=screen)

    async def _with_streaks(self, found: StandingsPage, request: Request) -> StandingsPage:
        own = [found.own] if found.own else []
        accounts = {one.account for one in (*found.rows, *own)}
        days = await self._streaks.of(request.room.space, accounts, request.at)

        def told(one: Standing) -> Standing:
            return replace(one, streak=days.get(one.account, 0))

        return replace(
            found, rows=tuple(map(told, found.rows)), own=told(found.own) if found.own else None
        )


def _periods(action: TurnBoard, page: int) -> tuple[TurnBoard, ...]:
    """The first page of every period; of the present one the present page, to see it anew."""
    return tuple(
        replace(action, period=period, page=page if period is action.period else 0)
        for period in Period
    )


def _turns(action: TurnBoard, page: int, pages: int) -> tuple[TurnBoard, ...]:
    near = (page - 1, page + 1)
    return tuple(replace(action, page=number) for number in near if 0 <= number < pages)


def _share(action: TurnBoard, page: int) -> TurnBoard:
    return replace(action, page=page, share=True)
