"""What the system tells of changes in folders, for those who would otherwise have to look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from threading import Event, Thread

import structlog
from watchfiles import Change, watch

STEP = 50
"""Milliseconds without another change after which changes are told."""

TOGETHER = 200
"""Milliseconds for which changes are gathered at most."""

_log = structlog.get_logger(__name__)


class Notices:
    """Says when something may have changed in folders. What is below them is not listened for.

    A thread waits for the system; that it is told nothing, or too little, is nobody's error.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        """``changed`` is called on the event loop that this is made on."""
        self._changed = changed
        self._loop = asyncio.get_running_loop()
        self._folders: Mapping[Path, object] = {}
        self._stop = Event()
        self._threads: list[Thread] = []

    def listen(self, folders: Mapping[Path, object]) -> None:
        """Listen in these folders, each with what tells it from another that takes its place."""
        if folders == self._folders:
            return
        self._stop.set()
        self._folders, self._stop = folders, Event()
        self._threads = [one for one in self._threads if one.is_alive()]
        if folders:
            # Beginning may take long, and waiting takes a thread as long as it lasts.
            thread = Thread(target=self._wait, args=(list(folders), self._stop), daemon=True)
            thread.start()
            self._threads.append(thread)

    async def end(self) -> None:
        """Listen no more."""
        self._stop.set()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _wait(self, folders: list[Path], stop: Event) -> None:
        try:
            changes = watch(
                *folders,
                watch_filter=_matters,
                debounce=TOGETHER,
                step=STEP,
                stop_event=stop,
                raise_interrupt=False,
                recursive=False,
                ignore_permission_denied=True,
            )
            for _ in changes:
                self._loop.call_soon_threadsafe(self._changed)
        except Exception as error:  # noqa: BLE001 -- a folder may go, and systems limit how many
            _log.info("the system does not tell of changed notes", reason=str(error))


def _matters(_: Change, path: str) -> bool:
    """Whether a change may be one of notes or of a folder; a database may lie beside them."""
    name = PurePath(path).name
    hidden = name.startswith(".") and not name.startswith("..")  # two are Kubernetes' own
    return not hidden and PurePath(path).suffix.lower() in {"", ".md"}
