"""What cannot go well on Slack: the bot says why, without the secret, and with what exit code."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from tests.fakes.process import free_port, started
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack_process import over_http, socket_mode

pytestmark = pytest.mark.timeout(60)

MISCONFIGURED, UNAVAILABLE = 78, 69


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack that checks every request."""
    async with FakeSlack() as server:
        yield server


async def ended(folder: Path, settings: Mapping[str, str]) -> tuple[int, str]:
    """With which code a bot of these settings ends, and what it says."""
    async with started(folder, settings) as bot:
        return await bot.ended(), bot.said


async def test_what_ends_the_bot(server: FakeSlack, tmp_path: Path) -> None:
    """A token that Slack does not take is named, and not shown; a Slack that is away is told."""
    settings = over_http(server, free_port())
    nowhere = f"http://127.0.0.1:{free_port()}/api/"
    folders = [tmp_path / name for name in ("wrong", "away")]
    for folder in folders:
        folder.mkdir()
    (wrong, refused), (away, unreached) = await asyncio.gather(
        ended(folders[0], settings | {"SLACK_BOT_TOKEN": f"{server.bot_token}-wrong"}),
        ended(folders[1], socket_mode(server) | {"SLACK_API_URL": nowhere}),
    )
    assert (wrong, away) == (MISCONFIGURED, UNAVAILABLE)
    assert "Slack does not accept the token in SLACK_BOT_TOKEN" in refused
    assert "The chat cannot be reached" in unreached
    for said in (refused, unreached):
        assert len(said.splitlines()) == 1, said
        assert server.bot_token not in said
        assert server.app_token not in said
        assert server.signing_secret not in said
