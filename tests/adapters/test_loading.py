import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

START = """
import asyncio, sys
from pathlib import Path
from adapters import cli, platforms, serving, settings
from bot.decks.library import folder
from bot.service import Catalog
from bot.storage import open_store

async def work():
    async with open_store(found.database) as store:
        await Catalog(notes.decks).recognise(store)

found = settings.load()
settings.start_log(found.log)
notes = folder(found.content)
asyncio.run(work())
platforms.turned_on(found)
print(*sys.modules)
"""
"""What ``studybot run`` does before it connects; prints what it imported for it."""


TOKENS = {
    "discord": {"DISCORD_TOKEN": "MTIz.a.b"},
    "slack_bolt": {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"},
}
"""What turns a platform on, by the SDK it needs."""


def started(folder: Path, platform: str = "discord") -> set[str]:
    """The modules that a start in this folder loads."""
    said = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-W", "ignore", "-c", START],
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "STUDYBOT_CONTENT": str(ROOT / "content"),
            "STUDYBOT_DATABASE_URL": f"sqlite:///{folder}/studybot.db",
        }
        | TOKENS[platform],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return set(said.split())


@pytest.fixture(scope="module", params=["first", "second"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that a bot loads at its first start, or at the second on the same notes."""
    folder = tmp_path_factory.mktemp("bot")
    if request.param == "second":
        started(folder)
    return started(folder)


@pytest.mark.parametrize(
    "module",
    [
        "alembic",
        "asyncpg",
        "mako",
        "prompt_toolkit",
        "rapidfuzz",
        "snowballstemmer",
        "sqlalchemy.dialects.postgresql",
    ],
)
def test_what_a_start_needs_not_is_not_loaded(loaded: set[str], module: str) -> None:
    """What migrations, edited notes, questions, PostgreSQL and terminals need waits for them."""
    assert {"bot.decks.identity", "bot.storage.store", "discord"} <= loaded
    assert module not in loaded


@pytest.mark.parametrize("platform", TOKENS)
def test_only_what_is_turned_on_is_loaded(tmp_path: Path, platform: str) -> None:
    """An SDK costs a second and some forty megabytes: one that nobody asked for is left alone."""
    assert started(tmp_path, platform) & TOKENS.keys() == {platform}
