"""The last life: nobody is killed any more, and everything has to come to rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeVar

from bot import actions
from bot.actions import AnswerRound
from bot.model import RoundId
from tests.crash import evidence
from tests.crash.crowd import HOSTS, Crowd
from tests.crash.evidence import Kept
from tests.crash.judging import Shown
from tests.crash.town import MODERATOR, PEOPLE, Press, Seen, Town, answer_of
from tests.fakes.chats.chat import Deed

Result = TypeVar("Result")

AT_REST_WITHIN: Final = 40.0
"""Seconds in which a bot that is not killed has done all that is due."""

LATE: Final = timedelta(seconds=40)
"""By the bot's clock: what has been due for longer is overdue."""


class Resting:
    """What is still to happen in a town, and what people try in it then."""

    def __init__(self, town: Town, folder: Path, crowd: Crowd) -> None:
        self._town = town
        self._folder = folder
        self._crowd = crowd
        self.faults: list[str] = []
        self.stuck = 0
        """How many things stand still that should not."""

    async def end_well(self) -> None:
        """What was going on goes on or has ended; no room is stuck, and old buttons answer."""
        async with self._crowd.busy(asking=False):
            await self._rest("overdue when nobody was killed any more")
        for room in HOSTS:
            await self._stopped(room)
        for room in HOSTS:
            await self._asked_anew(room)
        await self._old_buttons()
        for room in HOSTS:
            await self._stopped(room)
        await self._rest("overdue in the end", settled=True)
        await self._soon(lambda _: not self._open_in_vain())

    def _stuck(self, *faults: str) -> None:
        self.stuck += len(faults)
        self.faults += faults

    async def _rest(self, what: str, *, settled: bool = False) -> None:
        def rest(kept: Kept) -> bool:
            return not self._overdue(kept, settled=settled)

        if not await self._soon(rest):
            late = self._overdue(evidence.look(self._folder), settled=settled)
            self._stuck(*(f"{what}: {one}" for one in late))

    def _overdue(self, kept: Kept, *, settled: bool) -> list[object]:
        late = self._town.clock.now() - LATE
        rounds = [
            one
            for one in kept.rounds.values()
            if one.due_at and (one.due_at < late or (settled and one.over))
        ]
        return [*rounds, *(one for one in kept.schedules if one.next_at and one.next_at < late)]

    async def _stopped(self, room: str) -> None:
        """The room's series ends when it is told to, if it has not ended before."""
        channel = self._town.chat.room(room).channel
        who = "Ana" if room == "@Ana" else MODERATOR

        def over(kept: Kept) -> bool:
            return all(one.ended for one in kept.series if one.channel == channel)

        for _ in range(3):
            if over(evidence.look(self._folder)):
                return
            await self._town.chat.begin(who, "stop", room, {})
            if await self._soon(over, 5):
                return
        self._stuck(f"a series does not stop in {room}")

    async def _asked_anew(self, room: str) -> None:
        """A new series begins in the room, and takes answers."""
        town, who = self._town, HOSTS[room][0]
        old = {one.id for one in evidence.look(self._folder).series}

        def asked(kept: Kept) -> list[Seen]:
            rounds = {one.id for one in kept.rounds.values() if one.quiz and one.quiz not in old}
            return [one for one in town.seen.values() if one.round in rounds]

        deed = await self._done(lambda: town.chat.begin(who, "quiz", room, {"questions": 2}))
        if not (question := await self._soon(asked)):
            said = [one.texts() for one in deed.shown]
            self._stuck(f"no series begins in {room}: {said}")
        elif not await self._pressed(who, question[0]):
            self._stuck(f"a new question takes no answer in {room}")

    async def _old_buttons(self) -> None:
        """Whatever was shown at any time answers whoever presses it."""
        names = {room: name for name, room in self._town.rooms.items()}
        for seen in list(self._town.seen.values()):
            name = names[seen.room]
            who = name.removeprefix("@") if name.startswith("@") else PEOPLE[-1]
            if seen.round and not await self._pressed(who, seen):
                self.faults.append(f"an old button says nothing: {seen}")

    async def _pressed(self, who: str, seen: Seen) -> bool:
        """Whether somebody is told something who presses the first answer of a question."""
        town, asked = self._town, str(seen.round)
        action = actions.encode(AnswerRound(RoundId(asked), (0,)))
        at = town.clock.now()
        deed = await self._done(lambda: town.chat.pressing_id(who, seen.message, action))
        town.presses.append(Press(town.chat.account(who), asked, (0,), seen.message, at, deed))
        return bool(await self._soon(lambda _: deed.shown))

    async def _done(self, deed: Callable[[], Awaitable[Deed]]) -> Deed:
        """What somebody does, and does again where the chat itself says that nobody was there.

        A machine that is busy with other things may be too slow for that.
        """
        done = await deed()
        await done.outcome()
        for _ in range(2):
            if not done.failed:
                break
            done = await deed()
            await done.outcome()
        return done

    def _open_in_vain(self) -> bool:
        kept = evidence.look(self._folder)
        return any(
            one.open and one.round and kept.rounds[one.round].over for one in shown(self._town)
        )

    async def _soon(
        self, wanted: Callable[[Kept], Result], seconds: float = AT_REST_WITHIN
    ) -> Result:
        """What is wanted, as soon as there is something; nothing if that takes too long."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while loop.time() < until:
            if found := wanted(evidence.look(self._folder)):
                return found
            await asyncio.sleep(0.05)
        return wanted(evidence.look(self._folder))


def shown(town: Town) -> list[Shown]:
    """What the rooms were shown, as it stands there now."""
    return [
        Shown(
            one.room.channel,
            one.id,
            one.round,
            one.life,
            one.at,
            one.message.texts(),
            any(map(answer_of, one.message.buttons())),
        )
        for one in town.seen.values()
        if not getattr(one.message, "deleted", False)
    ]
