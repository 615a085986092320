"""The pictures beside decks: like ``library``, this touches the disk.

An author's address is nobody's leave to read a file: only pictures are read, and only such as
are in the folder of notes, wherever links lead.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import FileIO
from pathlib import Path

from bot.decks import pictures
from bot.findings import Rule
from bot.findings.pictures import MISSING, NO_PICTURE, OUTSIDE, TOO_LARGE
from bot.model import Deck, Finding
from bot.richtext import Image

LARGEST = 5_000_000
"""Bytes of a picture."""

_MILLION = 1_000_000
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe would be waited for
)


class Pictures:
    """The pictures of a folder of notes: ``bot.ports.Pictures``."""

    def __init__(self, top: Path) -> None:
        """``top`` is the folder that all decks are in, or the file of the only one."""
        self._top = top.parent if top.is_file() else top

    def read(self, file: str) -> bytes | None:
        """What is in a picture; None where there is none any more that could be shown."""
        if not pictures.is_within(file):
            return None
        try:
            with _opened(self._top / file, self._top) as opened:
                data = opened.read(LARGEST + 1) or b""
        except (_Refused, OSError, ValueError):
            return None
        return data if len(data) <= LARGEST else None


def illustrated(deck: Deck, path: Path, top: Path) -> Deck:
    """A deck that was read from ``path`` in the folder ``top``, with the files of its pictures.

    A picture that cannot be shown is a finding.
    """
    found = list(pictures.named(deck))
    if not found:
        return deck
    files: dict[str, str] = {}
    findings: dict[tuple[int, str], Finding] = {}
    for line, image in found:
        if not pictures.is_beside(image.source):
            continue
        try:
            files[image.source] = _file(image, path.parent, top)
        except _Refused as refused:
            findings[line, image.source] = refused.at(line, image.source)
    every = sorted((*deck.findings, *findings.values()), key=lambda finding: finding.line)
    deck = replace(deck, findings=tuple(every))
    return pictures.placed(deck, lambda image: files.get(image.source, "")) if files else deck


class _Refused(Exception):
    """A picture that is not shown, and the finding that says why."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.code)
        self._rule = rule

    def at(self, line: int, source: str) -> Finding:
        if self._rule is TOO_LARGE:
            return self._rule.at(line, picture=source, most=LARGEST // _MILLION)
        return self._rule.at(line, picture=source)


def _file(image: Image, folder: Path, top: Path) -> str:
    """The path of a picture from ``top``. Raises ``_Refused``."""
    inside = pictures.path(image.source)
    if not inside:
        raise _Refused(OUTSIDE)
    path = folder / inside
    try:
        file = path.relative_to(top).as_posix()
        with _opened(path, top):
            return file
    except (OSError, ValueError):
        raise _Refused(MISSING) from None


@contextmanager
def _opened(path: Path, top: Path) -> Iterator[FileIO]:
    """A picture at its beginning. Raises ``_Refused``, ``OSError`` and ``ValueError``."""
    real = Path(os.path.realpath(path, strict=True))
    if not real.is_relative_to(os.path.realpath(top)):
        raise _Refused(OUTSIDE)
    with FileIO(os.open(real, _FLAGS)) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise _Refused(NO_PICTURE)
        if status.st_size > LARGEST:
            raise _Refused(TOO_LARGE)
        if not pictures.is_picture(file.read(pictures.SIGNATURE) or b""):
            raise _Refused(NO_PICTURE)
        file.seek(0)
        yield file
