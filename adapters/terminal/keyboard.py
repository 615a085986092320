"""A person at a keyboard: history, completion, and the time that is left under the prompt."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout

from adapters.terminal.completion import Names, proposals
from adapters.terminal.pages import LEAVE

REFRESH = 0.5
"""Seconds between two looks at the clock under the prompt."""


class _Completions(Completer):
    def __init__(self, names: Names) -> None:
        self._names = names

    def get_completions(
        self,
        document: Document,  # noqa: ARG002 - they are only asked for where there is an event loop
        complete_event: CompleteEvent,  # noqa: ARG002
    ) -> Iterable[Completion]:
        return ()

    async def get_completions_async(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - typed or asked for, it is the same
    ) -> AsyncGenerator[Completion, None]:
        async for one in proposals(document.text_before_cursor, self._names):
            yield Completion(one.text, -one.replaces, display_meta=one.meaning)


class Keyboard:
    """Lines typed at a terminal, while screens are printed above the prompt."""

    def __init__(self, prompt: str, names: Names, history: Path, status: Callable[[], str]) -> None:
        """Take what to complete with, where to remember lines, and what stands below."""
        self._session: PromptSession[str] = PromptSession(
            f"{prompt}> ",
            history=_history(history),
            completer=_Completions(names),
            # Only then are lines kept free for the menu.
            complete_while_typing=Condition(self._in_command),
            bottom_toolbar=lambda: f" {status()}",
            refresh_interval=REFRESH,
            reserve_space_for_menu=6,
        )

    def _in_command(self) -> bool:
        return self._session.default_buffer.text.startswith("/")

    def streams(self) -> AbstractContextManager[None]:
        """What is written to the standard streams meanwhile appears above the prompt."""
        return patch_stdout(raw=True)

    async def line(self) -> str | None:
        """The next line; at Ctrl-D and Ctrl-C the wish to leave."""
        try:
            return await self._session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return LEAVE


def _history(path: Path) -> History:
    try:
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)
