import asyncio
from pathlib import Path

import pytest
from structlog.typing import EventDict

from adapters.notices import Notices


async def test_what_happens_in_a_folder_is_told(tmp_path: Path) -> None:
    """Also in one that takes the place of another."""
    changed = asyncio.Event()
    notices = Notices(changed.set)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        notices.listen({tmp_path / name: name})
        async with asyncio.timeout(20):
            while not changed.is_set():  # listening begins when it begins
                (tmp_path / name / "notes.md").write_text("a")
                await asyncio.sleep(0)
        changed.clear()
    await notices.end()


async def test_a_folder_that_is_not_there_is_no_error(
    tmp_path: Path, logged: list[EventDict]
) -> None:
    """Whoever listens looks as well; the log says why nothing is told."""
    notices = Notices(lambda: pytest.fail("nothing happened"))
    notices.listen({tmp_path / "none": 1})
    async with asyncio.timeout(20):
        while not logged:
            await asyncio.sleep(0)
    await notices.end()

    assert [one["log_level"] for one in logged] == ["info"]
