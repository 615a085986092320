"""Two processes behind one address, one PostgreSQL, and workspaces that come and go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest

from tests.fakes.process import Process, school
from tests.fakes.slack.messages import Message
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel, User, Workspace
from tests.fakes.slack_people import asked, commanded, told
from tests.fakes.slack_process import URL, listening

pytestmark = pytest.mark.timeout(120)

Running = list[tuple[Process, int]]


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack that checks every request, and at the end has nothing to complain of."""
    async with FakeSlack() as server:
        yield server
    assert server.complaints() == []


async def installed(server: FakeSlack, running: Running, workspace: Workspace) -> str:
    """Somebody installs the bot with a browser; the two pages may come from any two processes."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        ports = [port for _, port in running]
        begin = f"http://127.0.0.1:{ports[0]}/slack/install"
        async with browser.get(begin, allow_redirects=False) as page:
            assert page.status == 302
            approval = server.approve(page.headers["Location"], workspace)
            [cookie] = [one.split(";")[0] for one in page.headers.getall("Set-Cookie")]
        assert approval.redirect_uri.startswith(URL)
        back = approval.url.replace(URL, f"http://127.0.0.1:{ports[-1]}")
        seen = [await looked(browser, back, one) for one in (f"{cookie}0", cookie, cookie)]
    # Another browser, the one that began, and that one a second time.
    assert [status for status, _ in seen] == [400, 200, 401]
    return "".join(text for _, text in seen)


async def looked(browser: aiohttp.ClientSession, url: str, cookie: str) -> tuple[int, str]:
    """What a browser with this cookie is answered."""
    async with browser.get(url, headers={"Cookie": cookie}) as page:
        return page.status, await page.text()


async def rows(url: str, question: str) -> list[Any]:
    """What a query finds in the database."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return [tuple(row) for row in await connection.fetch(question)]
    finally:
        await connection.close()


async def everybody(server: FakeSlack, crowd: list[User], question: Message, label: str) -> None:
    """All of these press at once, and each is told."""
    presses = [await server.press(one, question, question.button(label)) for one in crowd]
    shown = await asyncio.gather(*(told(server, one) for one in presses))
    assert [one.seen_by for one in shown] == crowd
    await server.until(lambda: f"{len(crowd)} answered" in question.texts())


def place(server: FakeSlack, workspace: Workspace, people: int) -> tuple[Channel, list[User]]:
    """A channel of a workspace, and people in it."""
    hall = server.add_channel("hall", workspace=workspace)
    names = [f"{workspace.name} {number}" for number in range(people)]
    return hall, [server.add_user(one, workspace=workspace) for one in names]


async def test_two_processes_and_two_workspaces(
    server: FakeSlack, tmp_path: Path, postgres_url: str
) -> None:
    """Everything is delivered twice, to either process: asked once, counted once, told to all.

    Each workspace has its own board and token; one that removes the bot ends nothing of the
    other's, is told, and can install it again.
    """
    server.workspace.revoked, server.workspace.installed = "invalid_auth", False
    club = server.add_workspace("Club", installed=False)
    hall, crowd = place(server, server.workspace, 12)
    yard, few = place(server, club, 3)
    school(tmp_path)
    settings = {"STUDYBOT_DATABASE_URL": postgres_url, "STUDYBOT_LOG": "info"}
    async with AsyncExitStack() as stack:
        running = [
            await stack.enter_async_context(listening(server, tmp_path, many=True, **settings))
            for _ in range(2)
        ]
        server.deliver_to(*server.endpoints, copies=2, seed=4)
        pages = await installed(server, running, server.workspace)
        pages += await installed(server, running[::-1], club)
        one = await asked(server, crowd[0], hall, "/quiz")
        two = await asked(server, few[0], yard, "/quiz")
        await asyncio.gather(everybody(server, crowd, one, "A"), everybody(server, few, two, "B"))
        board = await commanded(server, few[0], yard, "/leaderboard")
        assert "school" not in board.texts().lower()
        counted = await rows(postgres_url, "select count(*) from answers group by round order by 1")
        assert counted == [(3,), (12,)]
        assert [len(hall.messages), len(yard.messages)] == [1, 1]

        first = club.token
        await server.uninstall(club)
        refused = [(await commanded(server, few[0], yard, "/quiz")).texts() for _ in range(4)]
        # One of the two may learn of it only now, for it still had the token.
        known = ("not installed here", "the bot was removed from this workspace")
        assert all(any(words in one for words in known) for one in refused), refused
        await asked(server, crowd[0], hall, "/quiz")
        pages += await installed(server, running, club)
        yard.members.add(club.bot)
        assert club.token != first
        assert len(yard.messages) == 1
        for _ in range(3):
            await asked(server, few[0], yard, "/quiz")
        assert len(yard.messages) == 4
        secrets = {first, club.token, server.bot_token, server.client_secret, server.signing_secret}
        for bot, _ in running:
            assert await bot.stop() == 0
            pages += bot.said
        assert [secret for secret in secrets if secret in pages] == []
