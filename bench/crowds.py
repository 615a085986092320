"""A crowd that presses at once or within a second, measured in turns with others, and told."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable, Sequence
from statistics import median, quantiles
from time import process_time
from typing import Any

from bench.process import Bot, quiet

PEOPLE = 500

RATE = "presses/s"
CPU = "ms processor each"
OWN = "ms processor of this side"

EMPTY = ("empty", "bare")
"""Handlers that do nothing: as the SDK's documentation has it, and with the bot's short cuts."""

Figures = dict[str, float]
"""What one crowd saw: units and their values. ``CPU`` and ``OWN`` are for one press."""


async def measured(
    bot: Bot[Any], press: Callable[[], Awaitable[float]], patience: float
) -> Figures:
    """Let a crowd press, in a quiet moment if one comes within ``patience`` seconds.

    ``press`` tells the seconds from the first press to the last answer.
    """
    await quiet(patience)
    gc.collect()
    gc.disable()
    before, own = bot.cpu(), process_time()
    seconds = await press()
    used, own = bot.cpu() - before, process_time() - own
    gc.enable()
    return {
        RATE: PEOPLE / seconds,
        CPU: used * 1000 / PEOPLE,
        OWN: own * 1000 / PEOPLE,
    }


def waits(seconds: Sequence[float], what: str = "") -> Figures:
    """How long people waited, in milliseconds: the median, 99 in 100, and the longest."""
    cuts = quantiles((one * 1000 for one in seconds), n=100)
    name = f"ms {what}".strip()
    return {f"{name} p50": cuts[49], f"{name} p99": cuts[98], f"{name} worst": max(seconds) * 1000}


async def compare(
    names: Sequence[str], one: Callable[[str], Awaitable[Figures]], runs: int, title: str
) -> None:
    """Let all take turns, and print what their crowds saw; the first turn warms up."""
    seen: dict[str, list[Figures]] = {name: [] for name in names}
    for number in range(runs + 1):
        for name in sorted(names, reverse=bool(number % 2)):
            figures = await one(name)
            if number:
                seen[name].append(figures)
    print(f"{PEOPLE} presses {title}, {runs} runs: median (lowest to highest)")
    for name, all_of_it in seen.items():
        print(f"  {name:6}" + " ".join(_cell(unit, all_of_it) for unit in all_of_it[0]), flush=True)
    for name in sorted(seen.keys() - EMPTY):
        for least in names:
            if least != name and least in {*EMPTY, "bot"}:
                print(f"  {name} to {least}: {_ratios(seen[name], seen[least])}", flush=True)


def _ratios(ours: Sequence[Figures], theirs: Sequence[Figures]) -> str:
    """How much one is as fast as another in the same turn; 1 is alike."""
    pairs = list(zip(ours, theirs, strict=True))
    rates = [mine[RATE] / other[RATE] for mine, other in pairs]
    cpus = [other[CPU] / mine[CPU] for mine, other in pairs if mine[CPU]]
    return f"throughput {spread(rates, 2)}, processor {spread(cpus, 2)}"


def _cell(unit: str, all_of_it: Sequence[Figures]) -> str:
    return f"{spread([one[unit] for one in all_of_it], 2 if 'processor' in unit else 0)} {unit};"


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median, and the lowest and highest."""
    if not values:
        return "?"
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"
