"""The process that fuzzes: ``python -m tests.fuzz.target`` with libFuzzer's own arguments."""

from __future__ import annotations

import sys
from random import Random

import atheris

WATCHED = ["bot.decks", "bot.questions", "markdown_it"]
"""Packages whose branches count as coverage; watching more only slows it down."""

with atheris.instrument_imports(include=WATCHED):
    from tests.fuzz.mutating import mutated
    from tests.fuzz.trying import attempt

_BLIND = 0.3
"""The share of mutations left to libFuzzer, which knows the dictionary and nothing of lines."""


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Another file like ``data``, of at most ``most`` bytes."""
    rng = Random(seed)
    if rng.random() < _BLIND:
        return bytes(atheris.Mutate(data, most))
    return mutated(data, rng)[:most]


def main() -> None:
    """Fuzz until libFuzzer has had enough; it ends the process itself."""
    atheris.Setup(sys.argv, attempt, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
