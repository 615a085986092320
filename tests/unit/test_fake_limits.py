"""The Discord and the Slack of the tests keep to a rate as the real ones do, where a test asks."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.discord.client import running
from tests.fakes.discord.limits import BANNED_AFTER, BANNED_WITHIN
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.tinybot import TinyBot
from tests.fakes.discord.wire import Wire, wired
from tests.fakes.slack.limits import TIERS
from tests.fakes.slack.server import FakeSlack

WHOLE = 3


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A Discord that takes three requests a second of the bot, written by hand."""
    async with wired() as wire:
        wire.server.limits.whole = WHOLE
        yield wire


async def test_the_whole_bot_has_a_limit(wire: Wire) -> None:
    """Requests of every kind and channel share it; the refusal says that it is for all, and how."""
    path = f"/channels/{wire.hall.id}"
    message = await wire.posted(content="x")
    assert (await wire.edit(message, content="y"))[0] == 200
    assert (await wire.ask("GET", f"{path}/messages"))[0] == 200
    headers = {"Authorization": f"Bot {wire.server.token}"}
    async with wire.session.get(wire.server.api_url + path, headers=headers) as refused:
        body = await refused.json()
        assert refused.status == 429
        assert {"Via", "Retry-After"} <= refused.headers.keys()
        assert refused.headers["X-RateLimit-Global"] == "true"
        assert body["global"]
        assert 0 < body["retry_after"] <= 1
    assert (wire.server.limits.everywhere, wire.server.limits.invalid) == (1, 1)
    assert wire.server.complaints() == [f"GET /api/v10{path}: one too many"]
    wire.server.advance(1)
    assert (await wire.ask("GET", path))[0] == 200


async def test_any_second_counts(wire: Wire) -> None:
    """What was asked half a second ago still counts, whenever a second begins."""
    path = f"/channels/{wire.hall.id}"
    for _ in range(WHOLE - 1):
        await wire.ask("GET", path)
    wire.server.advance(0.6)
    assert (await wire.ask("GET", path))[0] == 200
    assert (await wire.ask("GET", path))[0] == 429
    wire.server.advance(0.6)
    assert [(await wire.ask("GET", path))[0] for _ in range(WHOLE)] == [200, 200, 429]


async def test_answering_people_is_never_limited(wire: Wire) -> None:
    """Acknowledgements and what follows them are outside the limit, and use nothing of it."""
    for _ in range(WHOLE + 1):
        command = await wire.command()
        assert (await wire.respond(command, type=4, data={"content": "x"}))[0] == 200
        assert (await wire.follow(command, "POST", body={"content": "x"}))[0] == 200
    assert (await wire.post(content="x"))[0] == 200
    assert wire.server.complaints() == []


async def test_the_client_waits_for_all_it_sends() -> None:
    """The real SDK understands the refusal, and sends what was refused again."""
    async with FakeDiscord(limit=None) as server:
        guild, bot = await server.add_guild("School", "hall"), TinyBot()
        async with running(bot, server):
            hall = bot.get_partial_messageable(guild.channel("hall").id)
            server.limits.whole = WHOLE
            await asyncio.gather(*(hall.send(str(number)) for number in range(2 * WHOLE)))
        assert sorted(one.texts() for one in guild.channel("hall").messages) == list("012345")
        assert server.limits.everywhere > 0


async def test_too_many_refusals_are_a_ban(wire: Wire) -> None:
    """Ten thousand of them in ten minutes are complained of, spread over more time they are not."""
    limits = wire.server.limits
    for _ in range(2):
        for _ in range(BANNED_AFTER):
            limits.answered(429)
        limits.answered(200)
        assert wire.server.complaints() == []
        wire.server.advance(BANNED_WITHIN)
    for _ in range(BANNED_AFTER + 1):
        limits.answered(403)
    assert wire.server.complaints() == [f"{BANNED_AFTER + 1} refusals in ten minutes: banned"]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A Slack that keeps to its rate."""
    async with FakeSlack() as server:
        server.limits.enforce = True
        yield server


async def test_a_method_has_a_tier_in_each_workspace(slack: FakeSlack) -> None:
    """What one workspace has used up is there in another; a minute later it is there again."""
    ana = slack.add_user("Ana")
    other = slack.add_workspace("Other")
    bo = slack.add_user("Bo", workspace=other)
    here = AsyncWebClient(slack.bot_token, slack.api_url, retry_handlers=[])
    there = AsyncWebClient(other.token, slack.api_url, retry_handlers=[])
    for _ in range(TIERS["users.info"]):
        await here.users_info(user=ana.id)
    with pytest.raises(SlackApiError) as refused:
        await here.users_info(user=ana.id)
    assert refused.value.response.status_code == 429
    assert 50 < int(refused.value.response.headers["Retry-After"]) <= 60
    await there.users_info(user=bo.id)
    await here.auth_test()
    assert slack.complaints() == ["users.info: one too many"]
    await slack.advance(60)
    await here.users_info(user=ana.id)


async def test_a_workspace_takes_so_many_posts(slack: FakeSlack) -> None:
    """However many channels they go to, a minute has room for some hundreds and no more."""
    slack.limits.posts = 3
    halls = [slack.add_channel(f"hall-{number}") for number in range(4)]
    client = AsyncWebClient(slack.bot_token, slack.api_url, retry_handlers=[])
    for hall in halls[:3]:
        await client.chat_postMessage(channel=hall.id, text="x", unfurl_links=False)
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=halls[3].id, text="x", unfurl_links=False)
    assert refused.value.response.status_code == 429
    assert len(slack.limits.over) == 1
    await slack.advance(60)
    await client.chat_postMessage(channel=halls[3].id, text="x", unfurl_links=False)
