"""How often a platform is asked: one request after the other, in the order in which they came."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.errors import PlatformBusy
from bot.ports import Clock

LONGEST = timedelta(seconds=10)
"""The longest a platform is waited for that names how long it wants to be left alone.

Of a longer time whoever asks is told, so that work is put off rather than held in hand.
"""

KEPT = 500
"""So many are remembered before those that are of no more use are looked for."""

_NOTHING = timedelta(0)


class _Cells:
    """One in each ``step``, but for those that the ``lead`` lets come sooner.

    The generic cell rate algorithm of ITU-T I.371.
    """

    def __init__(self, step: timedelta, lead: timedelta, now: datetime) -> None:
        self.next = now
        self._step = step
        self._lead = lead

    @property
    def free(self) -> datetime:
        """The moment from which one may come."""
        return self.next - self._lead

    def take(self, now: datetime) -> None:
        """One has come."""
        self.next = max(self.next, now) + self._step


class Pacer:
    """Gives turns: at most ``most`` of them in any stretch of time as long as ``per``.

    They are given evenly, but for ``burst`` that may come at once after idleness, or because some
    were late. As many as ``late`` are caught up with where people stood in line and the machine had
    no time for them: at twice the pace, for many at once would arrive later than they are sent.
    Where the turns of this one count against a wider limit, ``within`` paces that: a turn here is
    then one there as well, and only the first in line here stands in line there.

    A turn counts from when it was given; or, where ``heard``, from when its request was sent, which
    on a busy machine is later: then ``sent`` is to be called for each request, and those that
    asked for no turn count as well.
    """

    def __init__(  # noqa: PLR0913 -- what a rate is made of
        self,
        clock: Clock,
        most: int,
        per: timedelta,
        *,
        burst: int = 1,
        late: int = 0,
        within: Pacer | None = None,
        heard: bool = False,
    ) -> None:
        """Nobody has had a turn yet."""
        self._clock = clock
        self._per = per
        self._step = per / most
        self._spare = self._step * max(late - burst, 0)
        self._within = within
        self._line = asyncio.Lock()
        self._waiting = 0
        self._most = most
        self._heard = heard
        self._sent: deque[datetime] = deque(maxlen=most)
        self._unsent: deque[datetime] = deque()
        self._seen = clock.now()
        self._shut = self._away = self._seen
        lead = self._step * (burst - 1)
        self._even = _Cells(self._step, lead + self._spare, self._seen)
        self._close = _Cells(self._step / 2, lead / 2, self._seen)

    async def turn(self, patience: timedelta | None = None) -> None:
        """Return once a request may be sent. Whoever is cancelled gives the place in line on.

        Raises ``PlatformBusy``, at once, where the platform wants to be left alone for
        longer than ``LONGEST``, or the line is longer than ``patience``.
        """
        if patience is not None and (ahead := self._ahead()) > patience:
            raise _limited(self._later(ahead))
        if not self._waiting:  # nobody is late
            spared = self._now() + self._spare
            self._even.next = max(self._even.next, spared)
        self._waiting += 1
        try:
            async with self._line:
                await self._free()
                if self._within:
                    await self._within.turn()
                self._give()
        finally:
            self._waiting -= 1

    def sent(self) -> None:
        """A request is on its way; if nobody asked for a turn for it, others wait the longer."""
        now = self._now()
        self._sent.append(now)
        if self._unsent:
            self._unsent.popleft()
        else:
            self._take(now)

    def hold(self, seconds: float) -> None:
        """The platform wants to be left alone for so long: nobody has a turn before."""
        self._shut = max(self._shut, self._now() + timedelta(seconds=seconds))

    def idle(self) -> bool:
        """Whether this is like one that was never used."""
        past = self._now() - self._per
        used = any(last and last[-1] > past for last in (self._sent, self._unsent))
        return not (self._waiting or used or self._wait() > _NOTHING)

    def _give(self) -> None:
        now = self._now()
        self._take(now)
        (self._unsent if self._heard else self._sent).append(now)

    def _take(self, now: datetime) -> None:
        for cells in (self._even, self._close):
            cells.take(now)

    async def _free(self) -> None:
        while (wait := self._wait()) > _NOTHING:
            held = self._shut - self._now()
            if held > LONGEST:
                raise _limited(held)
            await self._clock.sleep_until(self._now() + wait)

    def _ahead(self) -> timedelta:
        """How long whoever comes now would wait, about."""
        return max(self._wait(), _NOTHING) + self._step * self._waiting

    def _later(self, ahead: timedelta) -> timedelta:
        """When somebody who was sent away may come back: each later than the one before."""
        now = self._now()
        place = max(self._away, now + ahead)
        self._away = place + self._step
        return place - now

    def _wait(self) -> timedelta:
        """How long it is until the next turn; nothing or less if that is now."""
        now = self._now()
        free = max(self._even.free, self._close.free, self._shut)
        room = self._most - len(self._unsent)
        if room <= 0:
            free = max(free, self._unsent[0] + self._per)
        elif len(self._sent) >= room:
            free = max(free, self._sent[-room] + self._per)
        return free - now

    def _now(self) -> datetime:
        """The moment. Where the clock was set back, all that was is as long ago as before."""
        now = self._clock.now()
        if now < self._seen:
            back = self._seen - now
            self._even.next, self._close.next = self._even.next - back, self._close.next - back
            self._shut, self._away = self._shut - back, self._away - back
            self._sent = deque((one - back for one in self._sent), self._most)
            self._unsent = deque(one - back for one in self._unsent)
        self._seen = now
        while self._unsent and self._unsent[0] <= now - self._per:
            self._unsent.popleft()  # nothing came of that turn
        return now


class Idle(Protocol):
    """Something that may be forgotten while it is idle."""

    def idle(self) -> bool:
        """Whether this is like one that was never used."""
        ...


_Paced = TypeVar("_Paced", bound=Idle)


class Each(Generic[_Paced]):
    """What paces each of many, such as workspaces, of which only those in use are remembered."""

    def __init__(self, make: Callable[[], _Paced]) -> None:
        """Take what makes a new one."""
        self._make = make
        self._each: dict[str, _Paced] = {}
        self._room = KEPT

    def of(self, name: str) -> _Paced:
        """The one of this name."""
        if name not in self._each:
            self._tidy()
            self._each[name] = self._make()
        return self._each[name]

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._each)

    def _tidy(self) -> None:
        if len(self._each) >= self._room:
            self._each = {name: one for name, one in self._each.items() if not one.idle()}
            self._room = max(KEPT, 2 * len(self._each))


def _limited(wait: timedelta) -> PlatformBusy:
    return PlatformBusy("the rate is limited", wait.total_seconds())
