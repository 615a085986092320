"""Files of whoever sits at the terminal: handed to the bot by their path, and written for them."""

from __future__ import annotations

import errno
import itertools
import stat
from dataclasses import replace
from pathlib import Path

from bot.commands import FileOption
from bot.errors import (
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    FileUnwritable,
    NotAFile,
    StudybotError,
)
from bot.invocations import Invocation, Upload, accept


def handed(invocation: Invocation) -> Invocation:
    """The command with the files themselves, where it was given their paths.

    Raises ``FileMissing``, ``NotAFile``, ``FileUnreadable``, ``FileTooLarge`` and ``BadOption``.
    """
    values = dict(invocation.values)
    for option in invocation.command.options:
        path = values.get(option.name)
        if isinstance(option, FileOption) and isinstance(path, str):
            accept(invocation.command, option, path, 0)
            values[option.name] = Upload(Path(path).name, _read(path, option.limit))
    return replace(invocation, values=values)


def _read(path: str, limit: int) -> bytes:
    try:
        file = Path(path).expanduser()
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile(path)
        if status.st_size > limit:
            raise FileTooLarge(path, status.st_size, limit)
        with file.open("rb") as opened:
            data = opened.read(limit + 1)
    except (OSError, ValueError, RuntimeError) as problem:
        raise _explained(path, problem) from problem
    if len(data) > limit:
        raise FileTooLarge(path, len(data), limit)
    return data


def save(name: str, data: bytes, folder: Path) -> Path:
    """Put a file of this name into the folder; where there is one, beside it under another name.

    Raises ``FileUnwritable``.
    """
    stem, dot, ending = name.rpartition(".")
    names = itertools.chain(
        [name], (f"{stem}-{number}{dot}{ending}" for number in itertools.count(2))
    )
    for free in names:
        try:
            _write(folder / free, data)
        except FileExistsError:
            continue
        except OSError as problem:
            raise FileUnwritable(str(folder / free), _reason(problem)) from problem
        return folder / free
    raise AssertionError("numbers do not end")


def _write(new: Path, data: bytes) -> None:
    """The whole file or none, should the disk be full."""
    opened = new.open("xb")
    try:
        with opened as file:
            file.write(data)
    except OSError:
        new.unlink()
        raise


def _explained(path: str, problem: Exception) -> StudybotError:
    if not isinstance(problem, OSError):  # a NUL in the path, or nobody's home
        return FileMissing(path)
    match problem.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return FileMissing(path)
        case errno.EISDIR:
            return NotAFile(path)
        case _:
            return FileUnreadable(path, _reason(problem))


def _reason(problem: OSError) -> str:
    return problem.strerror or type(problem).__name__
