"""Which lines of the readers and makers a corpus reaches, counted without the fuzzer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import TYPE_CHECKING

import bot
from tests.fuzz.trying import attempt

if TYPE_CHECKING:
    from _typeshed import TraceFunction

_ROOMS = ("decks", "questions")
_TOP = Path(bot.__file__).parent


@dataclass(frozen=True, slots=True)
class Covered:
    """A package, how many of its lines can run, and how many of them did inside functions."""

    name: str
    lines: int
    reached: int


def covered(corpus: Path) -> list[Covered]:
    """The rooms of the core that work on notes, with what the files of ``corpus`` reach there."""
    with _watching() as seen:
        for path in sorted(corpus.iterdir()):
            attempt(path.read_bytes())
    return [_room(name, seen) for name in _ROOMS]


def _room(name: str, seen: dict[str, set[int]]) -> Covered:
    lines = reached = 0
    for path in sorted((_TOP / name).rglob("*.py")):
        there = set(_lines(compile(path.read_text("utf-8"), str(path), "exec"), inside=False))
        lines += len(there)
        reached += len(there & seen.get(str(path), set()))
    return Covered(f"bot/{name}", lines, reached)


def _lines(code: CodeType, *, inside: bool) -> Iterator[int]:
    """The lines of functions; those of a module run when it is imported."""
    if inside:
        yield from (line for _, _, line in code.co_lines() if line and line > code.co_firstlineno)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            is_class = "__module__" in constant.co_names
            yield from _lines(constant, inside=not is_class)


@contextmanager
def _watching() -> Iterator[dict[str, set[int]]]:
    """The lines that run meanwhile, of each file of the core."""
    seen: dict[str, set[int]] = {}
    top = str(_TOP)

    def entered(frame: FrameType, _event: str, _given: object) -> TraceFunction | None:
        name = frame.f_code.co_filename
        if not name.startswith(top):
            return None
        lines = seen.setdefault(name, set())

        def ran(frame: FrameType, _event: str, _given: object) -> TraceFunction:
            lines.add(frame.f_lineno)
            return ran

        return ran

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        yield seen
    finally:
        sys.settrace(before)
