"""A story: bots live and are killed, one after the other, until the last brings all to rest."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from adapters.discord.client import REMEMBERED
from bot.storage import open_store
from tests.crash import days, evidence
from tests.crash.crowd import Crowd
from tests.crash.evidence import DATABASE, Kept
from tests.crash.judging import PROMPT, Case, Judgement, Told, judge
from tests.crash.points import Fate, Point
from tests.crash.resting import Resting, shown
from tests.crash.town import Press, Town, founded, notes
from tests.crash.victims import Victim, Victims
from tests.fakes.slack.deliveries import Delivery

TURNS: Final = 50
"""Turns of the event loop in which the chat takes in what is on its way already."""

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

ANY: Final = 0.25
"""How many of the bots die at any moment, rather than at a point."""

LONG: Final = 1.0
"""Seconds that a bot lives at most that dies at any moment."""

LONGEST: Final = 5.0
"""Seconds after which a bot dies that did not come to the point where it was to die."""

UNSEEN: Final = 0.3
"""How many of the bots that die at any moment may die before they serve anybody."""


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
        self._resting = Resting(town, folder, self._crowd)
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
            await self._resting.end_well()
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
        for _ in range(TURNS):  # what it sent at the last moment is of this life
            await asyncio.sleep(0)
        self._town.take_note()
        self._before.append(evidence.read(self._folder))
        self._town.life += 1
        wrong = [
            line
            for line in victim.said.splitlines()
            if "DIED OF" in line or '"level": "error"' in line or '"level": "critical"' in line
        ]
        self._faults += [f"life {self._town.life}: {line}" for line in wrong]

    # --- judgement ---

    async def _judged(self) -> Judgement:
        case = Case(
            [_told(one) for one in self._town.presses],
            shown(self._town),
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
        found.stuck = self._resting.stuck
        found.faults += self._faults + self._resting.faults + self._town.complaints()
        return found


def _told(press: Press) -> Told:
    deed = press.deed
    prompt = isinstance(deed, Delivery) and deed.acknowledged and (deed.seconds or 9.0) < PROMPT
    # On Slack what is said behind an answer belongs to no deed of somebody's in particular.
    seen = deed.messages if isinstance(deed, Delivery) else deed.shown
    said = "\n".join(one.texts() for one in seen)
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
