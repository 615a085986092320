"""Grouped commits: calls that arrive while one transaction runs share the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

LIMIT = 500
"""Items in one group at most, so that a flood does not hold a transaction for long."""

LULL = 0.005
"""Seconds without a new item that end the wait for a crowd's next group."""

LINGER = 0.05
"""Seconds a crowd's group is waited for at most: a fraction of what anybody notices."""


class Batcher(Generic[Item, Result]):
    """Turns single calls into groups, and a group's results back into single ones.

    ``commit`` is given a group in order of arrival and returns for each item, in the same order,
    its result or the error its caller gets. If it raises, nothing of the group was kept, and every
    caller gets that error, unless ``singly`` says that one item may be to blame: then each is
    committed by itself. A caller that is cancelled leaves its item in the group.

    An item that comes alone is committed at once. Where the last group held several, the next one
    is given up to ``linger`` seconds to grow, as long as it does: a commit costs as much as many
    items, and the quicker it is, the smaller are the groups and the more commits there are.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]],
        *,
        singly: Callable[[Exception], bool] = lambda _: False,
        limit: int = LIMIT,
        lull: float = LULL,
        linger: float = LINGER,
    ) -> None:
        self._commit = commit
        self._singly = singly
        self._limit = limit
        self._lull = lull
        self._linger = linger
        self._crowd = False
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._worker: asyncio.Task[None] | None = None
        self._closed = False

    async def submit(self, item: Item) -> Result:
        """The result of ``item``, once its group is committed; raises its error."""
        if self._closed:
            raise RuntimeError("closed: nothing more is taken")
        outcome: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, outcome))
        if self._worker is None:
            self._worker = asyncio.create_task(self._work(), name="storage-batcher")
        return await outcome

    async def close(self) -> None:
        """Take nothing more, and return once everything taken is committed."""
        self._closed = True
        if self._worker is not None:
            await asyncio.shield(self._worker)

    async def _work(self) -> None:
        try:
            while self._waiting:
                if self._crowd:
                    await self._grow()
                group = self._waiting[: self._limit]
                del self._waiting[: self._limit]
                self._crowd = len(group) > 1
                await self._settle(group)
        finally:
            self._worker = None
            # Only a cancelled worker leaves anybody waiting.
            for _, outcome in self._waiting:
                outcome.cancel()

    async def _grow(self) -> None:
        """Wait until no item comes for a while, the group is full, or it has taken too long."""
        clock = asyncio.get_running_loop()
        until = clock.time() + self._linger
        before = 0
        while before < len(self._waiting) < self._limit and clock.time() < until:
            if self._closed:
                return
            before = len(self._waiting)
            await asyncio.sleep(self._lull)

    async def _settle(self, group: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._commit_all([item for item, _ in group])
        except asyncio.CancelledError:
            for _, outcome in group:
                outcome.cancel()
            raise
        for (_, outcome), result in zip(group, results, strict=True):
            if outcome.done():
                continue  # its caller was cancelled
            if isinstance(result, Exception):
                outcome.set_exception(result)
            else:
                outcome.set_result(result)

    async def _commit_all(self, items: Sequence[Item]) -> Sequence[Result | Exception]:
        try:
            return await self._commit(items)
        except Exception as error:  # noqa: BLE001 (whatever it is, it belongs to the callers)
            if len(items) == 1 or not self._singly(error):
                return [error] * len(items)
            return [(await self._commit_all([item]))[0] for item in items]
