import asyncio
from pathlib import Path

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


async def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    """Whoever listens looks as well, and listens again once it is there."""
    notices = Notices(lambda: None)
    notices.listen({tmp_path / "none": 1})
    notices.listen({})
    await notices.end()
