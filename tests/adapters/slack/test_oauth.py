import asyncio
import html
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer
from slack_sdk.web.async_client import AsyncWebClient
from structlog.typing import EventDict

from adapters.slack.authorizing import ManyWorkspaces
from adapters.slack.installations import Installations
from adapters.slack.oauth import App, Installing
from adapters.slack.paths import CALLBACK, INSTALL
from bot.errors import DatabaseUnavailable
from bot.model import SpaceId
from bot.storage import SqlStore, open_store
from bot.wording import installing
from tests.fakes.clock import FakeClock
from tests.fakes.slack.server import FakeSlack

PUBLIC = "https://quiz.example/"
SCOPES = ("commands", "chat:write")
COOKIE = "slack-app-oauth-state"


@dataclass
class Page:
    """What a browser is shown, or where it is sent."""

    status: int
    location: str
    source: str
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """The page with its entities read."""
        return html.unescape(self.source)


class Store(SqlStore):
    """The real store, and a way to make it fail."""

    away = False

    async def keep_installation(self, *args: object, **of: object) -> None:
        """Keep it, unless the database is away."""
        if self.away:
            raise DatabaseUnavailable("here", "it is away")
        await super().keep_installation(*args, **of)  # type: ignore[arg-type]  # handed through


@dataclass
class Browser:
    """Somebody's browser, which keeps its cookies as they are."""

    session: aiohttp.ClientSession
    origin: str
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str) -> Page:
        """Open a page of the bot."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie} if cookie else {}
        async with self.session.get(
            f"{self.origin}{path}", headers=headers, allow_redirects=False
        ) as answer:
            for line in answer.headers.getall("Set-Cookie", []):
                self._keep(SimpleCookie(line))
            location, source = answer.headers.get("Location", ""), await answer.text()
            return Page(answer.status, location, source, dict(answer.headers))

    def _keep(self, given: SimpleCookie) -> None:
        for name, morsel in given.items():
            assert morsel["secure"]
            assert morsel["httponly"]
            self.cookies[name] = morsel.value


class Bot:
    """The pages of a bot that Slack's server on this machine knows."""

    def __init__(self, slack: FakeSlack, store: SqlStore, origin: str = "") -> None:
        self.slack, self.origin = slack, origin
        self.clock = FakeClock()
        self.store = Store(store.database)
        self.workspaces = ManyWorkspaces(Installations(self.store, slack.client_id), self.clock)
        self.pages = self.process()

    def process(self) -> Installing:
        """The pages of one more process."""
        app = App(self.slack.client_id, self.slack.client_secret, PUBLIC, SCOPES)
        client = AsyncWebClient(base_url=self.slack.api_url)
        return Installing(app, self.workspaces, self.store, client, self.clock)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a browser."""
        paths = {INSTALL: self.pages.install, CALLBACK: self.pages.callback}
        return await paths[request.path](request)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A Slack with a workspace that knows nothing of the bot yet."""
    async with FakeSlack() as server:
        yield server


@pytest.fixture
async def bot(slack: FakeSlack) -> AsyncIterator[Bot]:
    """A bot that can be installed."""
    async with open_store("sqlite://") as store:
        made = Bot(slack, store)
        server = RawTestServer(made.serve)
        await server.start_server(access_log=None)  # as our own server does
        async with server:
            made.origin = str(server.make_url("")).rstrip("/")
            yield made
        await made.store.close()


@pytest.fixture
async def browser(bot: Bot) -> AsyncIterator[Browser]:
    """The browser of whoever manages the workspace."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Browser(session, bot.origin)


async def back(bot: Bot, browser: Browser) -> str:
    """Go to Slack and approve: the path that the browser is sent back to."""
    there = await browser.get(INSTALL)
    assert there.status == 302
    return f"{CALLBACK}?{bot.slack.approve(there.location).query}"


async def test_an_installation(
    bot: Bot, browser: Browser, logged: list[EventDict], caplog: pytest.LogCaptureFixture
) -> None:
    """A browser goes to Slack and comes back, and the bot has a token; nobody else reads it."""
    caplog.set_level(logging.INFO)
    path = await back(bot, browser)

    page = await browser.get(path)

    workspace = bot.slack.workspace
    assert page.status == 200
    assert installing.installed(workspace.name) in page.text
    assert f"https://app.slack.com/client/{workspace.id}" in page.text
    assert await bot.workspaces.token(workspace.id) == workspace.token
    found = await bot.workspaces.found(workspace.id, None)
    assert found
    assert (found.bot_user_id, found.bot_id) == (workspace.bot.id, workspace.bot_id)
    assert found.bot_scopes == tuple(sorted(SCOPES))
    code = parse_qs(urlsplit(path).query)["code"][0]
    said = f"{page.text} {page.headers} {logged} {caplog.text}"
    for secret in (workspace.token, code, bot.slack.client_secret):
        assert secret not in said


async def test_where_slack_is_asked(bot: Bot, browser: Browser) -> None:
    """Approval is asked for next to the API, for our scopes, and comes back to our address."""
    page = await browser.get(f"{INSTALL}?team=T%261")

    asked = urlsplit(page.location)
    assert f"{asked.scheme}://{asked.netloc}/api/" == bot.slack.api_url
    values = parse_qs(asked.query)
    assert values["redirect_uri"] == ["https://quiz.example/slack/oauth_redirect"]
    assert values["scope"] == ["commands,chat:write"]
    assert values["team"] == ["T&1"]
    assert values["state"] == [browser.cookies[COOKIE]]
    assert bot.slack.client_secret not in page.location


def test_where_the_real_slack_is_asked(bot: Bot) -> None:
    """At its real address Slack is asked where its documentation says."""
    app = App("id", "secret", PUBLIC, SCOPES)
    pages = Installing(app, bot.workspaces, bot.store, AsyncWebClient(), bot.clock)
    settings = pages._flow.settings  # noqa: SLF001 -- no browser goes there from here
    assert settings.authorization_url == "https://slack.com/oauth/v2/authorize"
    assert "secret" not in repr(app)


async def nothing_installed(bot: Bot) -> bool:
    """Whether the bot has no token."""
    return await bot.workspaces.token(bot.slack.workspace.id) is None


async def test_cancelled(bot: Bot, browser: Browser) -> None:
    """Whoever does not approve is told that nothing was done, and may start again."""
    await browser.get(INSTALL)
    page = await browser.get(f"{CALLBACK}?error=access_denied&state=any")

    assert installing.INSTALLATION_CANCELLED in page.text
    assert f'href="{INSTALL}"' in page.text
    assert await nothing_installed(bot)


async def test_refused_by_slack(bot: Bot, browser: Browser, logged: list[EventDict]) -> None:
    """Another reason is the operator's: the page repeats nothing of what the address holds."""
    page = await browser.get(f"{CALLBACK}?error=<script>alert(1)</script>")
    assert installing.INSTALLATION_REFUSED in page.text
    assert "script" not in page.source
    await browser.get(f"{CALLBACK}?error=bad_redirect_uri")

    assert [each["reason"] for each in logged] == ["unreadable", "bad_redirect_uri"]
    assert await nothing_installed(bot)


async def test_another_browser(bot: Bot, browser: Browser) -> None:
    """Nobody can be made to finish what somebody else began."""
    path = await back(bot, browser)
    browser.cookies.clear()

    page = await browser.get(path)

    assert (page.status, installing.INSTALLATION_STALE in page.text) == (400, True)
    assert await nothing_installed(bot)


@pytest.mark.parametrize("state", ["", "x", "1.2.3", "99999999999.ab.cd", "é.é.é"])
async def test_a_state_of_nobody(bot: Bot, browser: Browser, state: str) -> None:
    """A state that this bot did not issue is refused, whatever the cookie says."""
    browser.cookies[COOKIE] = state
    page = await browser.get(f"{CALLBACK}?code=c&state={state}")
    assert page.status in {400, 401}
    assert installing.INSTALLATION_STALE in page.text
    assert await nothing_installed(bot)


async def test_a_state_of_another_app(bot: Bot, browser: Browser) -> None:
    """A state that was signed with another secret is refused."""
    path = await back(bot, browser)
    client = AsyncWebClient(base_url=bot.slack.api_url)
    other = App(bot.slack.client_id, "other", PUBLIC, SCOPES)
    bot.pages = Installing(other, bot.workspaces, bot.store, client, bot.clock)

    assert (await browser.get(path)).status == 401


async def test_too_late(bot: Bot, browser: Browser) -> None:
    """After ten minutes the approval is worth nothing."""
    path = await back(bot, browser)
    bot.clock.advance(10 * 60)

    page = await browser.get(path)

    assert (page.status, installing.INSTALLATION_STALE in page.text) == (401, True)
    assert await nothing_installed(bot)


async def test_another_process(bot: Bot, browser: Browser) -> None:
    """What one process began another finishes, once, though both are asked at the same moment."""
    path = await back(bot, browser)
    bot.pages = bot.process()
    twin = Browser(browser.session, browser.origin, dict(browser.cookies))

    pages = await asyncio.gather(browser.get(path), twin.get(path))

    assert sorted(page.status for page in pages) == [200, 401]
    assert len(bot.slack.called("oauth.v2.access")) == 1


async def test_an_expired_code(bot: Bot, browser: Browser) -> None:
    """A code that Slack does not take any more is told as what it is."""
    await browser.get(INSTALL)
    page = await browser.get(f"{CALLBACK}?code=old&state={browser.cookies[COOKIE]}")

    assert (page.status, installing.INSTALLATION_EXPIRED in page.text) == (403, True)
    assert await nothing_installed(bot)


async def test_the_wrong_secret(bot: Bot, browser: Browser, logged: list[EventDict]) -> None:
    """What only the operator can mend stands in the log, by Slack's name for it."""
    bot.slack.fail_next("oauth.v2.access", error="bad_client_secret")
    page = await browser.get(await back(bot, browser))

    assert (page.status, installing.INSTALLATION_REFUSED in page.text) == (403, True)
    assert [each["reason"] for each in logged] == ["bad_client_secret"]


async def test_the_database_is_away(bot: Bot, browser: Browser) -> None:
    """A token that could not be kept is no installation, and the page says so."""
    path = await back(bot, browser)
    bot.store.away = True

    page = await browser.get(path)

    assert (page.status, installing.INSTALLATION_INTERRUPTED in page.text) == (503, True)
    assert await nothing_installed(bot)


async def test_slack_is_away(bot: Bot, browser: Browser) -> None:
    """Where Slack cannot be reached the person is told to try again."""
    path = await back(bot, browser)
    await bot.slack.go_down()

    page = await browser.get(path)

    assert (page.status, installing.INSTALLATION_INTERRUPTED in page.text) == (503, True)


async def test_installed_again(bot: Bot, browser: Browser) -> None:
    """A second installation takes the place of the first one."""
    workspace = bot.slack.workspace
    await browser.get(await back(bot, browser))
    assert await bot.workspaces.token(workspace.id)
    workspace.token = "xoxb-new"  # noqa: S105 -- no password

    await browser.get(await back(bot, browser))

    assert await bot.workspaces.token(workspace.id) == "xoxb-new"


async def test_pages_are_kept_from_harm(bot: Bot, browser: Browser) -> None:
    """No page is kept, framed, runs a script or tells another site its address."""
    page = await browser.get(CALLBACK)

    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Type"].startswith("text/html")
    assert await bot.store.installation("any", SpaceId("slack", "any")) is None


async def test_a_workspace_with_an_odd_name(bot: Bot, browser: Browser) -> None:
    """A name is text on the page, whatever it holds."""
    bot.slack.workspace.name = "<b>Zoë & Co</b>"
    page = await browser.get(await back(bot, browser))
    assert "in <b>Zoë & Co</b>." in page.text
    assert "<b>" not in page.source
    assert page.status == 200
