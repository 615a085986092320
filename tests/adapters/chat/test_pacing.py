"""Requests go one after the other, as often as a platform takes them and no oftener."""

import asyncio
from datetime import datetime, timedelta
from itertools import cycle, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat.pacing import KEPT, LONGEST, Each, Pacer
from bot.errors import PlatformBusy
from tests.fakes.clock import FakeClock

SECOND = timedelta(seconds=1)
MOST = 10
STEP = SECOND / MOST


class Line:
    """People in line at a pacer, and when each of them had a turn."""

    def __init__(self, pacer: Pacer, clock: FakeClock) -> None:
        self.pacer = pacer
        self.clock = clock
        self.served: list[tuple[str, datetime]] = []
        self.others: list[asyncio.Task[None]] = []

    async def enter(self, name: str = "") -> asyncio.Task[None]:
        """Somebody stands in line."""
        task = asyncio.create_task(self._wait(name))
        await self._settled()
        return task

    async def come(self, name: str = "") -> None:
        """Somebody stands in line whom nobody waits for."""
        self.others.append(await self.enter(name))

    async def later(self, wait: timedelta) -> None:
        """Let time pass."""
        self.clock.advance(wait.total_seconds())
        await self._settled()

    @property
    def names(self) -> str:
        """Who was served, in order."""
        return "".join(name for name, _ in self.served)

    async def _wait(self, name: str) -> None:
        await self.pacer.turn()
        self.served.append((name, self.clock.now()))

    @staticmethod
    async def _settled() -> None:
        for _ in range(50):
            await asyncio.sleep(0)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()


@pytest.fixture
def line(clock: FakeClock) -> Line:
    """Ten a second, of which one at once."""
    return Line(Pacer(clock, MOST, SECOND), clock)


@given(
    st.lists(st.sampled_from((0.0, 0.03, 0.1, 0.4, 1.0, 5.0)), min_size=2, max_size=60),
    st.integers(1, 8),
    st.integers(0, 8),
)
def test_no_stretch_of_time_has_too_many(gaps: list[float], burst: int, late: int) -> None:
    """However requests come, no second that begins anywhere has more of them than it may."""

    async def served() -> list[datetime]:
        clock = FakeClock()
        clock.hurry()
        pacer = Pacer(clock, MOST, SECOND, burst=burst, late=late)
        times = []
        for gap in gaps:
            clock.advance(gap)
            await pacer.turn()
            times.append(clock.now())
        return times

    times = asyncio.run(served())
    for first, beyond in zip(times, times[MOST:], strict=False):
        assert beyond - first >= SECOND
    for first, beyond in zip(times, times[burst:], strict=False):
        assert beyond - first >= STEP


async def test_many_take_as_long_as_the_rate_says(clock: FakeClock) -> None:
    """A crowd is let through as fast as is allowed, and evenly."""
    clock.hurry()
    pacer, begin = Pacer(clock, MOST, SECOND), clock.now()
    times = []
    for _ in range(10 * MOST):
        await pacer.turn()
        times.append(clock.now() - begin)
    assert times[0] == timedelta(0)
    assert {later - sooner for sooner, later in pairwise(times)} == {STEP}


@pytest.mark.parametrize(("burst", "late"), [(3, 0), (3, 8)])
@pytest.mark.parametrize("milliseconds", [7, 30, 70, 130])
async def test_what_is_served_late_is_caught_up_with(
    clock: FakeClock, burst: int, late: int, milliseconds: int
) -> None:
    """A machine that wakes a little late each time loses next to nothing of the rate."""
    pacer, begin = Pacer(clock, MOST, SECOND, burst=burst, late=late), clock.now()
    line = Line(pacer, clock)
    for _ in range(5 * MOST):
        await line.come()
    while len(line.served) < 5 * MOST:
        await line.later(timedelta(milliseconds=milliseconds))
    assert clock.now() - begin <= 5 * SECOND * 1.05


async def test_catching_up_goes_at_twice_the_pace(clock: FakeClock) -> None:
    """After a pause a few come at once; after the machine slept, some more close to each other."""
    line = Line(Pacer(clock, MOST, SECOND, burst=3, late=6), clock)
    for _ in range(MOST):
        await line.come()
    await line.later(STEP)
    await line.later(4 * STEP)
    while len(line.served) < MOST:
        await line.later(STEP / 10)
    steps = [(moment - line.served[0][1]) / STEP for _, moment in line.served]
    assert steps == [0, 0, 0, 1, 5, 5, 5, 5.5, 6, 7]


async def test_first_come_first_served(line: Line) -> None:
    """Who came first goes first, also where somebody comes just as a turn is free."""
    for name in "abc":
        await line.come(name)
    assert line.names == "a"
    line.clock.advance(STEP.total_seconds())
    await line.come("d")
    await line.later(STEP)
    await line.later(STEP)
    assert line.names == "abcd"


async def test_whoever_leaves_gives_the_place_on(line: Line) -> None:
    """Leaving the line, at its head or within it, takes nothing from those behind."""
    waiting = [await line.enter(name) for name in "abcde"]
    waiting[1].cancel()
    waiting[3].cancel()
    await line.later(STEP)
    assert line.names == "ac"
    await line.later(STEP)
    assert line.names == "ace"
    assert all(one.done() for one in waiting)


async def test_nobody_waits_while_it_is_unused(line: Line) -> None:
    """Requests far enough from each other pass at once, the first one too."""
    for _ in range(3):
        assert (await line.enter()).done()
        await line.later(STEP)


async def test_what_was_spent_is_missing_from_the_line(line: Line) -> None:
    """A request that asked for no turn makes the next one wait the longer."""
    line.pacer.sent()
    line.pacer.sent()
    one = await line.enter()
    await line.later(STEP * 1.5)
    assert not one.done()
    await line.later(STEP / 2)
    assert one.done()


@given(
    st.lists(st.sampled_from((0.0, 0.03, 0.1, 0.4, 1.0)), min_size=2, max_size=60),
    st.lists(st.sampled_from((0.0, 0.0, 0.02, 0.3, 1.5)), min_size=1),
)
def test_what_is_sent_late_counts_late(gaps: list[float], delays: list[float]) -> None:
    """Where a busy machine sends later than a turn was given, no second has too many even so."""

    async def served() -> list[datetime]:
        clock = FakeClock()
        clock.hurry()
        pacer = Pacer(clock, MOST, SECOND, burst=3, heard=True)
        sending: list[datetime] = []
        sent: list[datetime] = []

        def send() -> None:
            while sending and sending[0] <= clock.now():
                del sending[0]
                pacer.sent()
                sent.append(clock.now())

        for gap, delay in zip(gaps, cycle(delays), strict=False):
            clock.advance(gap)
            send()
            await pacer.turn()
            send()
            if delay < 1:
                sending.append(clock.now() + timedelta(seconds=delay))
                sending.sort()
        return sent

    times = asyncio.run(served())
    for first, beyond in zip(times, times[MOST:], strict=False):
        assert beyond - first >= SECOND


@pytest.fixture
def slow(clock: FakeClock) -> Line:
    """Ten a second, of which three at once, on a machine that was busy and sends nothing yet."""
    return Line(Pacer(clock, MOST, SECOND, burst=3, heard=True), clock)


async def test_what_was_not_sent_yet_keeps_its_place(slow: Line) -> None:
    """Ten had their turn, and six of them go at once: until a second later nobody else does."""
    for _ in range(MOST + 1):
        await slow.come()
    for _ in range(MOST):
        await slow.later(STEP)
        if len(slow.served) == MOST:
            break
    for _ in range(6):
        slow.pacer.sent()
    await slow.later(STEP * 3)
    assert len(slow.served) == MOST
    for _ in range(4):
        slow.pacer.sent()
    await slow.later(STEP * 6)
    assert len(slow.served) == MOST
    await slow.later(STEP)
    assert len(slow.served) == MOST + 1


async def test_a_turn_that_came_to_nothing_is_forgotten(slow: Line) -> None:
    """Whoever had a turn and sent nothing takes nothing from others after a second."""
    for _ in range(2 * MOST):
        await slow.come()
    for _ in range(MOST - 1):
        await slow.later(STEP)
    assert len(slow.served) == MOST
    for _ in range(MOST + 1):
        await slow.later(STEP)
    assert len(slow.served) == 2 * MOST
    await slow.later(SECOND)
    for _ in range(3):
        slow.pacer.sent()  # by somebody who asked for no turn
    await slow.come()
    assert len(slow.served) == 2 * MOST
    await slow.later(STEP)
    assert len(slow.served) == 2 * MOST + 1


async def test_a_platform_that_wants_to_be_left_alone_is(line: Line) -> None:
    """Nobody has a turn before it says so, not even who was about to; then they go on evenly."""
    await line.come("a")
    await line.come("b")
    line.pacer.hold(3)
    await line.come("c")
    await line.later(timedelta(seconds=2.9))
    assert line.names == "a"
    await line.later(timedelta(seconds=0.1))
    assert line.names == "ab"
    await line.later(STEP)
    assert line.names == "abc"


async def test_a_long_wait_is_told(line: Line) -> None:
    """Where a platform is closed for long, all are told when it opens, and none is kept."""
    await line.come()
    waiting = [await line.enter() for _ in range(3)]
    line.pacer.hold(60)
    await line.later(STEP)
    for one in waiting:
        with pytest.raises(PlatformBusy) as told:
            await one
        assert told.value.retry_after == pytest.approx(60 - STEP.total_seconds())
    await line.later(timedelta(seconds=60) - LONGEST)
    last = await line.enter("z")
    await line.later(LONGEST)
    assert last.done()
    assert line.names[-1] == "z"


async def test_patience_is_for_the_line(line: Line) -> None:
    """Who has little time is told at once when to come back: one after the other, not together."""
    await line.pacer.turn(STEP)
    for _ in range(5):
        await line.come()
    for place in (6, 7, 8):
        with pytest.raises(PlatformBusy) as told:
            await line.pacer.turn(STEP * 5.5)
        assert told.value.retry_after == pytest.approx((STEP * place).total_seconds())
    await line.later(STEP)
    patient = asyncio.create_task(line.pacer.turn(STEP * 5.5))
    for _ in range(6):
        await line.later(STEP)
    assert patient.done()


async def test_a_turn_counts_against_a_wider_limit(clock: FakeClock) -> None:
    """Two kinds that share a limit share it; of one kind no more than one stands in its way."""
    whole = Pacer(clock, 1, SECOND)
    some, all_ = Line(Pacer(clock, MOST, SECOND, within=whole), clock), Line(whole, clock)
    await all_.come("x")
    for name in "abc":
        await some.come(name)
    await all_.come("y")
    for _ in range(2):
        await some.later(SECOND)
    assert (some.names, all_.names) == ("a", "xy")
    await some.later(SECOND)
    assert (some.names, all_.names) == ("ab", "xy")


async def test_a_clock_that_is_set_back_stops_nobody(clock: FakeClock) -> None:
    """An hour that comes twice is not waited for, and lets nobody through too soon."""
    clock.hurry()
    pacer = Pacer(clock, MOST, SECOND)
    for _ in range(MOST):
        await pacer.turn()
    clock.advance(-3600)
    begin = clock.now()
    await pacer.turn()
    assert clock.now() - begin == STEP
    pacer.hold(2)
    clock.advance(-3600)
    begin = clock.now()
    await pacer.turn()
    assert clock.now() - begin == timedelta(seconds=2)


async def test_only_those_in_use_are_remembered(clock: FakeClock) -> None:
    """However many workspaces there are, memory is kept for those where something happens."""
    each = Each(lambda: Pacer(clock, MOST, SECOND))
    for number in range(5 * KEPT):
        await each.of(f"w{number}").turn()
        clock.advance(0.01)
    assert len(each) <= KEPT
    busy = each.of("busy")
    for number in range(KEPT):
        busy.sent()
        each.of(f"v{number}").sent()
        clock.advance(0.01)
    assert each.of("busy") is busy


async def test_who_waits_or_is_held_is_in_use(line: Line) -> None:
    """A pacer is idle when it is like a new one, and not before."""
    assert line.pacer.idle()
    await line.come()
    assert not line.pacer.idle()
    await line.later(SECOND)
    assert line.pacer.idle()
    line.pacer.hold(5)
    assert not line.pacer.idle()
    waiting = await line.enter()
    await line.later(timedelta(seconds=5))
    assert waiting.done()
    await line.later(SECOND)
    assert line.pacer.idle()
