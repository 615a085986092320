"""Whether other terminals are attached to the same database."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform != "win32":
    import fcntl


class Presence:
    """A shared lock that every terminal holds, and that the system releases even at a kill -9.

    It is a POSIX record lock, which trades more for less and back without letting go between: of
    two that look at the same moment, neither is alone. Where locks do not exist, everybody is taken
    to be alone; without a file to lock, as on a database server, nobody is.
    """

    def __init__(self, path: Path | None) -> None:
        """Take the file to lock; it is made on entering and never removed."""
        self._path = path
        self._file: int | None = None

    def __enter__(self) -> Self:
        if self._path and sys.platform != "win32":
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                fcntl.lockf(self._file, fcntl.LOCK_SH)
            except OSError:
                self.__exit__(None, None, None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def alone(self) -> bool:
        """Whether no other terminal is attached at this moment."""
        if self._path is None:
            return False
        if sys.platform == "win32" or self._file is None:
            return True
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # POSIX leaves the choice of error open
            return False
        except OSError:
            return True
        fcntl.lockf(self._file, fcntl.LOCK_SH)
        return True
