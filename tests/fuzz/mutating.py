"""Edits as a careless author makes them: lines and marks, not bits."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz.pieces import FRAGMENTS

_PIECES = [piece.encode() for piece in FRAGMENTS]
_LINE_STARTS = (b"  ", b"    ", b"> ", b"- ", b"1. ", b"## ", b"A) ", b"\t")
_MOST = 40


def mutated(data: bytes, rng: Random) -> bytes:
    """``data`` after one to three edits."""
    for _ in range(rng.randint(1, 3)):
        data = rng.choice(_EDITS)(data, rng)
    return data


def _inserted(data: bytes, rng: Random) -> bytes:
    place = rng.randint(0, len(data))
    return data[:place] + rng.choice(_PIECES) + data[place:]


def _repeated(data: bytes, rng: Random) -> bytes:
    place = rng.randint(0, len(data))
    return data[:place] + rng.choice(_PIECES) * rng.randint(2, _MOST) + data[place:]


def _in_a_line_of_its_own(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(rng.randint(0, len(lines)), rng.choice(_PIECES))
    return b"\n".join(lines)


def _marked(data: bytes, rng: Random) -> bytes:
    """Some neighbouring lines get the same start."""
    lines = data.split(b"\n")
    start = rng.randrange(len(lines))
    mark = rng.choice(_LINE_STARTS)
    for place in range(start, min(start + rng.randint(1, 4), len(lines))):
        lines[place] = mark + lines[place]
    return b"\n".join(lines)


def _cut(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    start = rng.randrange(len(lines))
    del lines[start : start + rng.randint(1, 3)]
    return b"\n".join(lines)


def _moved(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))
    return b"\n".join(lines)


def _copied(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    start, place = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[place:place] = lines[start : start + rng.randint(1, 6)]
    return b"\n".join(lines)


def _nibbled(data: bytes, rng: Random) -> bytes:
    place = rng.randint(0, len(data))
    return data[:place] + data[place + rng.randint(1, 8) :]


_EDITS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _inserted,
    _in_a_line_of_its_own,
    _repeated,
    _marked,
    _cut,
    _moved,
    _copied,
    _nibbled,
)
