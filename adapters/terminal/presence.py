"""Whether other terminals are attached to the same data folder."""

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

    Where locks do not exist, everybody is taken to be alone.
    """

    def __init__(self, path: Path) -> None:
        """Take the file to lock; it is made on entering and never removed."""
        self._path = path
        self._file: int | None = None

    def __enter__(self) -> Self:
        if sys.platform != "win32":
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                fcntl.flock(self._file, fcntl.LOCK_SH)
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
        if sys.platform == "win32" or self._file is None:
            return True
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            # Trying for more gives up what was held: flock(2), on converting a lock.
            fcntl.flock(self._file, fcntl.LOCK_SH)
        return True
