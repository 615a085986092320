"""Decks from files: the only place under ``bot.decks`` that touches the disk."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.decks.beside import illustrated
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


Sign = tuple[int, ...]
"""What tells one version of a file or folder from another, without reading it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read: which version that was, and the deck it gave or why it gave none.

    ``outcome`` is None where its bytes are those that were known.
    """

    sign: Sign
    digest: bytes
    outcome: Deck | StudybotError | None


@dataclass(frozen=True, slots=True)
class Library:
    """The decks of a folder in the order of their names, and the files that could not be read.

    ``readings`` are all of these files, by the names people know them by.
    """

    decks: tuple[Deck, ...]
    problems: tuple[StudybotError, ...]
    readings: Mapping[str, Reading] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder of notes holds at a moment: its files, unread, by the names of their decks.

    ``folders`` are those that were gone through, by their paths; ``problems`` what could not be, by
    names as those of files; of the whole folder, by an empty one.
    """

    files: Mapping[str, Sign]
    folders: Mapping[Path, Sign]
    problems: Mapping[str, StudybotError]


def load(path: Path) -> Deck:
    """The deck in the file at ``path``.

    Raises:
        FileMissing: nothing has this path.
        NotAFile: it is a folder or a device.
        FileTooLarge: it has more than ``LARGEST`` bytes.
        FileUnreadable: the system refuses to read it.
        NotText: it is no text.
    """
    data, _ = _read(path)
    return illustrated(parse(data, path.name), path, path.parent)


def original(path: Path, source: str) -> bytes:
    """What is in a file now.

    ``path`` is the folder or the file that was read, ``source`` a deck's of it. Raises as ``load``.
    """
    data, _ = _read(_within(path, source))
    return data


def changed_at(path: Path, source: str) -> datetime:
    """When a file, known as to ``original``, was last changed, whatever is in it now.

    Raises ``FileMissing`` and ``FileUnreadable``.
    """
    file = _within(path, source)
    try:
        return datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    except (OSError, ValueError) as problem:
        raise _explained(file, problem) from problem


def _within(path: Path, source: str) -> Path:
    file = path / source if path.is_dir() else path
    target, top = Path(os.path.realpath(file)), os.path.realpath(path)
    if not target.is_relative_to(top):
        raise FileUnreadable(source, "it is a link out of the folder")
    return file


def folder(path: Path) -> Library:
    """Every ``.md`` file in the folder and below, without what has a leading dot; or the one file.

    A link that leads out of the folder is a problem, for a folder of notes must not show other
    files. A file below a subfolder is known by its path, and its deck's id comes from that path.

    Raises:
        FileMissing: nothing has this path.
        NotAFile: it is a device.
        FileUnreadable: the system refuses to list it.
    """
    found = listing(path)
    if "" in found.problems:
        raise found.problems[""]
    readings = {source: Reading((), b"", trouble) for source, trouble in found.problems.items()}
    readings |= {source: read(path, source) for source in found.files}
    outcomes = [one.outcome for one in readings.values()]
    decks = [one for one in outcomes if isinstance(one, Deck)]
    troubles = [one for one in outcomes if isinstance(one, StudybotError)]
    return Library(told_apart(decks), tuple(troubles), readings)


def listing(path: Path) -> Listing:
    """The files that count in the folder, or the one file; see ``folder``. Reads none of them."""
    found = _Found(path)
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            found.files[path.name] = _sign(status)
            found.enter(path.parent)
        elif stat.S_ISDIR(status.st_mode):
            found.go_through()
        else:
            raise NotAFile(str(path))
    except StudybotError as problem:
        found.problems[""] = problem
    except (OSError, ValueError) as problem:
        found.problems[""] = _explained(path, problem)
    return Listing(found.files, found.folders, found.problems)


def read(top: Path, source: str, known: bytes = b"") -> Reading:
    """The file of this name in the folder, parsed unless its bytes have the digest ``known``."""
    alone = top.is_file()
    path = top if alone else top / source
    try:
        data, sign = _read(path)
    except StudybotError as problem:
        return Reading((), b"", problem)
    digest = hashlib.blake2b(data).digest()
    if digest == known:
        return Reading(sign, digest, None)
    try:
        deck = illustrated(parse(data, source), path, path.parent if alone else top)
        return Reading(sign, digest, deck)
    except StudybotError as problem:
        return Reading(sign, digest, problem)


def _read(path: Path) -> tuple[bytes, Sign]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # before it is opened: a pipe would be waited for
            raise NotAFile(str(path))
        if status.st_size > LARGEST:
            raise FileTooLarge(str(path), status.st_size, LARGEST)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        raise _explained(path, problem) from problem
    if len(data) > LARGEST:  # it grew, or its status lied as those of /proc do
        raise FileTooLarge(str(path), len(data), LARGEST)
    return data, _sign(status)


def _sign(status: os.stat_result) -> Sign:
    return (
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        # Tells a file that was put in the place of one of the same age; on Windows, when it began.
        status.st_ctime_ns,
    )


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


class _Found:
    """What is found on the way through a folder; links that go in circles are followed once."""

    def __init__(self, top: Path) -> None:
        self.files: dict[str, Sign] = {}
        self.folders: dict[Path, Sign] = {}
        self.problems: dict[str, StudybotError] = {}
        self._top = top
        self._linked: set[str] = set()

    def enter(self, path: Path) -> None:
        """Remember which folder this is; what happens in it is another matter."""
        status = path.stat()
        self.folders[path] = (status.st_dev, status.st_ino)

    def go_through(self) -> None:
        """Note every file that counts, sorted. Raises ``OSError`` where nothing can be listed."""
        waiting = self._inside(self._top)
        while waiting:
            path = waiting.pop()
            source = path.relative_to(self._top).as_posix()
            try:
                waiting += self._inside(path) if self._is_folder(path) else ()
                self._note(path, source)
            except StudybotError as problem:
                self.problems[source] = problem
            except OSError as problem:
                if path.is_symlink() or not isinstance(problem, FileNotFoundError):
                    self.problems[source] = _explained(path, problem)

    def _inside(self, path: Path) -> list[Path]:
        """What is in a folder, the last first."""
        self.enter(path)
        inside = sorted(path.iterdir(), reverse=True)
        return [one for one in inside if not one.name.startswith(".")]

    def _note(self, path: Path, source: str) -> None:
        if path.suffix.lower() == _ENDING:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                self.files[source] = _sign(status)

    def _is_folder(self, path: Path) -> bool:
        """Whether it is to be entered: of links only such as lead where nothing else does.

        That is how Kubernetes shows a volume, with links into a folder that has a leading dot.
        """
        if not path.is_symlink():
            return path.is_dir()
        top, target = os.path.realpath(self._top), os.path.realpath(path)
        if not Path(target).is_relative_to(top):
            raise FileUnreadable(str(path), "it is a link out of the folder")
        hidden = any(part.startswith(".") for part in Path(target).relative_to(top).parts)
        if not path.is_dir() or not hidden or target in self._linked:
            return False
        self._linked.add(target)
        return True


def told_apart(decks: Sequence[Deck]) -> tuple[Deck, ...]:
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
