from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.oauth_methods import Approval
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Workspace

# The SDK says who the app is with what aiohttp has given up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack that at the end has nothing to complain of."""
    async with FakeSlack() as server:
        yield server
    assert server.complaints() == []


def approved(server: FakeSlack, where: Workspace, *scopes: str) -> Approval:
    """What comes of the page to which the SDK sends whoever installs the app."""
    page = AuthorizeUrlGenerator(
        client_id=server.client_id, scopes=scopes, redirect_uri="https://bot.example/oauth"
    )
    return server.approve(page.generate("some-state"), where)


async def exchanged(server: FakeSlack, code: str, **other: str) -> str:
    """The token for a code, or the word with which it is refused."""
    client = AsyncWebClient(base_url=server.api_url)
    args = {"client_id": server.client_id, "client_secret": server.client_secret, **other}
    try:
        return str((await client.oauth_v2_access(code=code, **args))["access_token"])
    except SlackApiError as refused:
        return str(refused.response["error"])


async def test_an_installation(server: FakeSlack) -> None:
    """A code becomes a token of that workspace, once, with the scopes that were asked for."""
    where = server.add_workspace("College", installed=False)
    client = AsyncWebClient(where.token, server.api_url)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await client.auth_test()
    approval = approved(server, where, "chat:write", "commands")
    assert parse_qs(urlsplit(approval.url).query)["state"] == ["some-state"]
    token = await exchanged(server, approval.code)
    assert token == where.token != server.bot_token
    known = await client.auth_test()
    assert known["team_id"] == where.id
    assert known.headers["x-oauth-scopes"] == "chat:write,commands"
    assert await exchanged(server, approval.code) == "code_already_used"


async def test_what_is_not_approved(server: FakeSlack) -> None:
    """A wrong code, a wrong word, or a page that is not Slack's lead nowhere."""
    code = approved(server, server.workspace, "commands").code
    assert await exchanged(server, "none") == "invalid_code"
    assert await exchanged(server, code, client_secret="x") == "bad_client_secret"  # noqa: S106 -- wrong on purpose
    assert await exchanged(server, code, client_id="x") == "invalid_client_id"
    assert await exchanged(server, code, redirect_uri="https://x.example") == "bad_redirect_uri"
    with pytest.raises(LookupError, match="not where Slack installs"):
        server.approve("https://bot.example/slack/install")
    with pytest.raises(LookupError, match="another app"):
        server.approve("https://slack.com/oauth/v2/authorize?client_id=x&scope=commands")


async def test_workspaces_are_apart(server: FakeSlack) -> None:
    """A bot knows nobody and no channel of another workspace."""
    other = server.add_workspace("College")
    hall = server.add_channel("hall", workspace=other)
    bo = server.add_user("Bo", workspace=other)
    client = AsyncWebClient(server.bot_token, server.api_url)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel=hall.id, text="x", unfurl_links=False)
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user=bo.id)
    there = AsyncWebClient(other.token, server.api_url)
    await there.chat_postMessage(channel=hall.id, text="x", unfurl_links=False)
    assert hall.newest.author is other.bot


async def test_installing_again_gives_another_token(server: FakeSlack) -> None:
    """After it was uninstalled the old token stays dead, and a new one is given."""
    old = AsyncWebClient(server.bot_token, server.api_url)
    await server.uninstall()
    with pytest.raises(SlackApiError, match="account_inactive"):
        await old.auth_test()
    token = await exchanged(server, approved(server, server.workspace, "commands").code)
    assert (await AsyncWebClient(token, server.api_url).auth_test())["ok"]
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await old.auth_test()
