"""Decks from files: the only place under ``bot.decks`` that touches the disk."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.decks.parsing import parse
from bot.errors import (
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    NotAFile,
    StudybotError,
)
from bot.model import Deck, DeckId

LARGEST = 10_000_000
"""Bytes a file may have."""

_ENDING = ".md"


@dataclass(frozen=True, slots=True)
class Library:
    """The decks of a folder in the order of their names, and the files that could not be read."""

    decks: tuple[Deck, ...]
    problems: tuple[StudybotError, ...]


def load(path: Path) -> Deck:
    """The deck in the file at ``path``.

    Raises:
        FileMissing: nothing has this path.
        NotAFile: it is a folder or a device.
        FileTooLarge: it has more than ``LARGEST`` bytes.
        FileUnreadable: the system refuses to read it.
        NotText: it is no text.
    """
    return parse(_read(path), path.name)


def folder(path: Path) -> Library:
    """Every ``.md`` file in the folder and below; files and folders with a leading dot are not.

    A link that leads out of the folder is a problem, for a folder of notes must not show other
    files. A file below a subfolder is known by its path, and its deck's id comes from that path.

    Raises:
        FileMissing: nothing has this path.
        NotAFile: it is no folder.
        FileUnreadable: the system refuses to list it.
    """
    decks: list[Deck] = []
    problems: list[StudybotError] = []
    for file in _files(path, problems):
        try:
            decks.append(parse(_read(file), file.relative_to(path).as_posix()))
        except StudybotError as problem:
            problems.append(problem)
    return Library(_told_apart(decks), tuple(problems))


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile(str(path))
        if status.st_size > LARGEST:
            raise FileTooLarge(str(path), status.st_size, LARGEST)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        raise _explained(path, problem) from problem
    if len(data) > LARGEST:  # it grew, or its status lied as those of /proc do
        raise FileTooLarge(str(path), len(data), LARGEST)
    return data


def _explained(path: Path, problem: OSError | ValueError) -> StudybotError:
    if isinstance(problem, ValueError):  # a NUL in the path
        return FileMissing(str(path))
    match problem.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return FileMissing(str(path))
        case errno.EISDIR:
            return NotAFile(str(path))
        case _:
            return FileUnreadable(str(path), problem.strerror or type(problem).__name__)


def _files(top: Path, problems: list[StudybotError]) -> Iterator[Path]:
    """Markdown files, sorted; folders are entered once even where links go in circles."""
    try:
        if not stat.S_ISDIR(top.stat().st_mode):
            raise NotAFile(str(top))
        waiting = sorted(top.iterdir(), reverse=True)
    except (OSError, ValueError) as problem:
        raise _explained(top, problem) from problem
    while waiting:
        path = waiting.pop()
        if path.name.startswith("."):
            continue
        try:
            if path.is_dir() and not path.is_symlink():
                waiting += sorted(path.iterdir(), reverse=True)
            elif path.is_symlink() and not _leads_inside(path, top):
                problems.append(FileUnreadable(str(path), "it is a link out of the folder"))
            elif path.suffix.lower() == _ENDING and not path.is_dir():
                yield path
        except OSError as problem:
            problems.append(_explained(path, problem))


def _leads_inside(link: Path, top: Path) -> bool:
    return Path(os.path.realpath(link)).is_relative_to(os.path.realpath(top))


def _told_apart(decks: Sequence[Deck]) -> tuple[Deck, ...]:
    """Different ids for different files, whatever other files come and go beside them.

    Where names become the same id (``A b.md``, ``a-b.md``), the one that spells it keeps it and the
    others end in a hash of their names.
    """
    shared = Counter(deck.id for deck in decks)
    return tuple(
        deck if shared[deck.id] == 1 or _spells(deck) else _with_mark(deck) for deck in decks
    )


def _spells(deck: Deck) -> bool:
    return deck.source == f"{deck.id}{_ENDING}"


def _with_mark(deck: Deck) -> Deck:
    mark = hashlib.blake2b(deck.source.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return replace(deck, id=DeckId(f"{deck.id[:23].strip('-')}-{mark}"))
