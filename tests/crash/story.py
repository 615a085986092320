"""A story: bots live and are killed, one after the other, until the last brings all to rest."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final, TypeVar

from adapters.discord.client import REMEMBERED
from bot import actions
from bot.actions import AnswerRound
from bot.model import RoundId
from bot.storage import open_store
from tests.crash import days, evidence
from tests.crash.crowd import HOSTS, Crowd
from tests.crash.evidence import DATABASE, Kept
from tests.crash.judging import PROMPT, Case, Judgement, Shown, Told, judge
from tests.crash.points import Fate, Point
from tests.crash.town import MODERATOR, PEOPLE, Press, Seen, Town, answer_of, founded, notes
from tests.crash.victims import Victim, Victims
from tests.fakes.chats.chat import Deed
from tests.fakes.slack.deliveries import Delivery

FIRST: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""When the first questions of the day are due."""

BEGINS: Final = FIRST - timedelta(seconds=8)

UNPLANNED: Final = 0.2
"""How many stories have no questions of the day: there a bot finds no database at all."""

PASSINGS: Final[dict[Point, int]] = {
    Point.BEFORE_COMMIT: 25,
    Point.IN_COMMIT: 25,
    Point.AFTER_COMMIT: 25,
    Point.BEFORE_REPLY: 25,
    Point.REPLY_TAKEN: 25,
    Point.BEFORE_EDIT: 8,
    Point.EDIT_TAKEN: 8,
    Point.SCHEDULE_CLAIMED: 1,  # all rooms together
}
"""How often a point is passed at most before a bot dies there; of others see ``FEW``."""

FEW: Final = (4, 2, 1)
"""How often bots die when they pass a rarer point for the first, second or third time."""

Result = TypeVar("Result")

ANY: Final = 0.25
"""How many of the bots die at any moment, rather than at a point."""

LONG: Final = 1.0
"""Seconds that a bot lives at most that dies at any moment."""

LONGEST: Final = 5.0
"""Seconds after which a bot dies that did not come to the point where it was to die."""

UNSEEN: Final = 0.3
"""How many of the bots that die at any moment may die before they serve anybody."""

AT_REST_WITHIN: Final = 40.0
"""Seconds in which a bot that is not killed has done all that is due."""

LATE: Final = timedelta(seconds=40)
"""By the bot's clock: what has been due for longer is overdue."""


@dataclass(slots=True)
class Outcome:
    """What became of a story; ``kills`` says how many bots died at which point."""

    chat: str
    seed: int
    judgement: Judgement
    kills: Counter[Point]
    presses: int = 0
    seconds: float = 0.0


class Story:
    """A town, its bots, and how each of them dies."""

    def __init__(self, town: Town, victims: Victims, folder: Path, chance: Random) -> None:
        self._town = town
        self._victims = victims
        self._folder = folder
        self._chance = chance
        self._crowd = Crowd(town, chance)
        self._before: list[Kept] = []
        self._rooms_stuck = 0
        self._faults: list[str] = []
        self.kills: Counter[Point] = Counter()

    async def go(self, kills: int) -> Judgement:
        """Kill so many bots, see the last one bring everything to rest, and judge."""
        if self._chance.random() >= UNPLANNED:
            await days.set_up(self._town, self._folder, FIRST)
        for _ in range(kills):
            await self._live_and_die()
        victim = await self._born(Fate())
        if await self._town.reached(victim):
            await self._end_well()
        else:
            self._faults.append("the last bot could not be reached")
        await self._bury(victim)
        return await self._judged()

    # --- lives ---

    async def _born(self, fate: Fate) -> Victim:
        now = self._town.clock.now()
        if self._before:
            asks = fate.point in {Point.SCHEDULE_CLAIMED, Point.SCHEDULE_CHANGED}
            now = days.back_at(now, self._before[-1], self._chance, asks=asks)
        await self._town.later(now)
        settings = self._town.prepare() | {"STUDYBOT_LOG": "warning json"}
        return await self._victims.born(self._folder, settings, self._town.clock.now(), fate)

    def _fate(self) -> Fate:
        seed = self._chance.randrange(1 << 30)
        if self._chance.random() < ANY:
            return Fate(seed=seed)
        point = self._chance.choice([one for one in Point if one is not Point.ANY])
        if most := PASSINGS.get(point):
            return Fate(point, self._chance.randint(1, most), seed)
        return Fate(point, self._chance.choices(range(1, len(FEW) + 1), FEW)[0], seed)

    async def _live_and_die(self) -> None:
        fate = self._fate()
        point, seconds = fate.point, LONGEST
        if point is Point.ANY:
            seconds = self._chance.uniform(0.0, LONG)
        victim = await self._born(fate)
        async with self._crowd.busy():
            # Some die before anybody knows that they are there.
            unseen = fate.point is Point.ANY and self._chance.random() < UNSEEN
            if unseen or await self._town.reached(victim):
                await victim.dead_within(seconds)
            if victim.running:
                point = Point.ANY
                await victim.kill()
        self.kills[point] += 1
        await self._bury(victim)

    async def _bury(self, victim: Victim) -> None:
        await victim.kill()
        self._before.append(evidence.read(self._folder))
        self._town.life += 1
        wrong = [
            line
            for line in victim.said.splitlines()
            if "DIED OF" in line or '"level": "error"' in line or '"level": "critical"' in line
        ]
        self._faults += [f"life {self._town.life}: {line}" for line in wrong]

    # --- the last life ---

    async def _end_well(self) -> None:
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
        self._rooms_stuck += len(faults)
        self._faults += faults

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
                self._faults.append(f"an old button says nothing: {seen}")

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
            one.open and one.round and kept.rounds[one.round].over for one in self._messages()
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

    # --- judgement ---

    def _messages(self) -> list[Shown]:
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
            for one in self._town.seen.values()
            if not getattr(one.message, "deleted", False)
        ]

    async def _judged(self) -> Judgement:
        case = Case(
            [_told(one) for one in self._town.presses],
            self._messages(),
            self._before[-1],
            self._before,
            days.due(self._town.rooms, FIRST, self._before[-1]),
            REMEMBERED if self._town.chat.knows_again else timedelta(0),
        )
        found = judge(case)
        async with open_store(f"sqlite:///{self._folder / DATABASE}") as store:
            wrong = await store.rescore()
        if wrong:
            found.twice += wrong
            found.faults.append(f"{wrong} lines of boards were wrong")
        found.stuck = self._rooms_stuck
        found.faults += self._faults + self._town.complaints()
        return found


def _told(press: Press) -> Told:
    deed = press.deed
    prompt = isinstance(deed, Delivery) and deed.acknowledged and (deed.seconds or 9.0) < PROMPT
    # On Slack what is said behind an answer belongs to no deed of somebody's in particular.
    shown = deed.messages if isinstance(deed, Delivery) else deed.shown
    said = "\n".join(one.texts() for one in shown)
    return Told(press.account.user, press.round, press.picks, said, press.at, prompt)


async def told(victims: Victims, chat: str, seed: int, kills: int, folder: Path) -> Outcome:
    """Tell the story of this seed, in an empty folder."""
    begun = time.monotonic()
    notes(folder)
    async with founded(chat, BEGINS) as town:
        story = Story(town, victims, folder, Random(f"{chat} {seed}"))
        judgement = await story.go(kills)
    seconds = time.monotonic() - begun
    return Outcome(chat, seed, judgement, story.kills, len(town.presses), seconds)
