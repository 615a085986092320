import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tinybot import form, question


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack with no bot but the client that a test holds."""
    async with FakeSlack() as server:
        yield server


@pytest.fixture
def client(server: FakeSlack) -> AsyncWebClient:
    """The bot's client, which tries nothing twice."""
    return AsyncWebClient(server.bot_token, server.api_url, retry_handlers=[])


async def refusal(client: AsyncWebClient, method: str, **args: object) -> str:
    """With which word a call is refused."""
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=args)
    return str(refused.value.response["error"])


async def test_posting_where_the_bot_may(server: FakeSlack, client: AsyncWebClient) -> None:
    """A post stands in its channel; a public one needs no membership, by name or id."""
    hall = server.add_channel("hall", member=False)
    posted = await client.chat_postMessage(channel="#hall", text="Hello", unfurl_links=False)
    assert hall.newest.texts() == "Hello"
    assert posted["ts"] == hall.newest.ts
    assert posted["message"]["bot_id"] == server.workspace.bot_id
    assert server.complaints() == []


async def test_posting_where_the_bot_may_not(server: FakeSlack, client: AsyncWebClient) -> None:
    """Each obstacle has the word that Slack has for it."""
    hall = server.add_channel("hall", member=False)
    closed = server.add_channel("closed", private=True, member=False)
    old, gone = server.add_channel("old"), server.add_channel("gone")
    old.archived, gone.deleted = True, True
    post = "chat.postMessage"
    assert await refusal(client, post, channel=closed.id, text="x") == "channel_not_found"
    assert await refusal(client, post, channel=gone.id, text="x") == "channel_not_found"
    assert await refusal(client, post, channel="C0NONE", text="x") == "channel_not_found"
    assert await refusal(client, post, text="x") == "channel_not_found"
    assert await refusal(client, post, channel=old.id, text="x") == "is_archived"
    server.workspace.scopes.remove("chat:write.public")
    assert await refusal(client, post, channel=hall.id, text="x") == "not_in_channel"
    server.workspace.scopes.remove("chat:write")
    assert await refusal(client, post, channel=hall.id, text="x") == "missing_scope"


async def test_who_may_call(server: FakeSlack, client: AsyncWebClient) -> None:
    """A call needs a good token of the right kind, and a method that there is."""
    url = server.api_url
    assert await refusal(AsyncWebClient(None, url), "auth.test") == "not_authed"
    assert await refusal(AsyncWebClient("xoxb-wrong", url), "auth.test") == "invalid_auth"
    wrong_kind = AsyncWebClient(server.app_token, url)
    assert await refusal(wrong_kind, "auth.test") == "not_allowed_token_type"
    assert await refusal(client, "apps.connections.open") == "not_allowed_token_type"
    assert await refusal(client, "quiz.start") == "unknown_method"
    assert server.complaints() == ["quiz.start: no such place"]
    known = await client.auth_test()
    assert known["user_id"] == server.workspace.bot.id
    assert "chat:write" in known.headers["x-oauth-scopes"]
    await client.auth_revoke()
    assert await refusal(client, "auth.test") == "token_revoked"


async def test_what_is_wrong_with_blocks_is_told(server: FakeSlack, client: AsyncWebClient) -> None:
    """Bad blocks are refused with the place of each flaw, and are complained of."""
    hall = server.add_channel("hall")
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=hall.id, text="x", blocks=blocks)
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]
    assert len(server.complaints()) == 1
    assert hall.messages == []


async def test_careless_posts_are_complained_of(server: FakeSlack, client: AsyncWebClient) -> None:
    """Unknown parameters, links that unfold, and texts that are missing do not go unseen."""
    hall = server.add_channel("hall")
    args = {"channel": hall.id, "blocks": question(), "tread_ts": "1", "unfurl_links": True}
    await client.api_call("chat.postMessage", json=args)
    said = "; ".join(server.complaints())
    assert "unknown parameter 'tread_ts'" in said
    assert "unfurl_links is not false" in said
    assert "without text" in said


async def test_editing(server: FakeSlack, client: AsyncWebClient) -> None:
    """An edit changes what it names; what was said before is kept; only the bot's own may be."""
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    posted = await client.chat_postMessage(
        channel=hall.id, text="One", blocks=question(), unfurl_links=False
    )
    await client.chat_update(channel=hall.id, ts=posted["ts"], text="Two")
    assert (hall.newest.text, hall.newest.texts(), hall.newest.edits) == ("Two", "Which is it?", 1)
    await client.chat_update(channel=hall.id, ts=posted["ts"], text="Two", blocks=[])
    assert (hall.newest.texts(), hall.newest.before) == ("Two", ["Which is it?", "Which is it?"])
    foreign = server.write(ana, hall, "Mine")
    args = {"channel": hall.id, "ts": foreign.ts, "text": "Yours"}
    assert await refusal(client, "chat.update", **args) == "cant_update_message"
    assert await refusal(client, "chat.update", **{**args, "ts": "1.2"}) == "message_not_found"
    assert server.complaints() == []
    await client.chat_delete(channel=hall.id, ts=posted["ts"])
    assert [message.texts() for message in hall.messages] == ["Mine"]


async def test_threads(server: FakeSlack, client: AsyncWebClient) -> None:
    """Replies stand in the thread, broadcasts in the channel as well; a reply's reply is beside."""
    hall = server.add_channel("hall")
    server.workspace.scopes.add("channels:history")

    async def post(text: str, **more: object) -> str:
        args = {"channel": hall.id, "text": text, "unfurl_links": False, **more}
        return str((await client.api_call("chat.postMessage", json=args))["ts"])

    root = await post("Root")
    first = await post("One", thread_ts=root)
    await post("Two", thread_ts=first, reply_broadcast=True)
    assert [message.text for message in hall.messages] == ["Root", "Two"]
    assert [message.text for message in hall.thread(root)] == ["One", "Two"]
    assert hall.messages[0].reply_count == 2
    found = await client.conversations_replies(channel=hall.id, ts=root)
    assert [one["text"] for one in found["messages"]] == ["Root", "One", "Two"]
    seen = await client.conversations_history(channel=hall.id)
    assert [one["text"] for one in seen["messages"]] == ["Two", "Root"]
    lost = {"channel": hall.id, "text": "x", "thread_ts": "1.2"}
    assert await refusal(client, "chat.postMessage", **lost) == "thread_not_found"


async def test_private_messages(server: FakeSlack, client: AsyncWebClient) -> None:
    """An ephemeral message is seen by one person, who has to be in the channel."""
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    args = {"channel": hall.id, "user": ana.id, "text": "Psst"}
    sent = await client.chat_postEphemeral(channel=hall.id, user=ana.id, text="Psst")
    assert sent["message_ts"]
    assert [message.text for message in server.state.ephemerals[ana]] == ["Psst"]
    assert hall.messages == []
    hall.members.discard(ana)
    assert await refusal(client, "chat.postEphemeral", **args) == "user_not_in_channel"
    edit = {"channel": hall.id, "ts": sent["message_ts"], "text": "x"}
    assert await refusal(client, "chat.update", **edit) == "message_not_found"


async def test_who_and_what_there_is(server: FakeSlack, client: AsyncWebClient) -> None:
    """People, channels and the workspace are described as Slack does it."""
    ana = server.add_user("Ana", display_name="ana b", admin=True)
    hall = server.add_channel("hall", creator=ana)
    user = (await client.users_info(user=ana.id))["user"]
    assert (user["profile"]["display_name"], user["is_admin"]) == ("ana b", True)
    channel = (await client.conversations_info(channel=hall.id))["channel"]
    assert (channel["creator"], channel["is_member"], channel["is_im"]) == (ana.id, True, False)
    direct = (await client.conversations_open(users=ana.id))["channel"]["id"]
    assert direct == server.direct(ana).id
    info = (await client.conversations_info(channel=direct))["channel"]
    assert (info["is_im"], info["user"]) == (True, ana.id)
    assert ana.id in (await client.conversations_members(channel=hall.id))["members"]
    assert (await client.team_info())["team"]["id"] == server.workspace.id
    assert (await client.bots_info(bot=server.workspace.bot_id))["bot"]["name"] == "Studybot"
    assert await refusal(client, "users.info", user="U0NONE") == "user_not_found"
    assert (await client.api_test(foo="x"))["args"] == {"foo": "x"}
    assert server.complaints() == []


async def test_the_rate_is_counted_and_can_be_enforced(
    server: FakeSlack, client: AsyncWebClient
) -> None:
    """Posts too many are counted; refused, with the time to wait, only where a test wants it."""
    hall = server.add_channel("hall")
    for _ in range(server.limits.burst):
        await client.chat_postMessage(channel=hall.id, text="x", unfurl_links=False)
    assert server.limits.over == []
    await client.chat_postMessage(channel=hall.id, text="x", unfurl_links=False)
    assert len(server.limits.over) == 1
    assert server.complaints() == []
    server.limits.enforce = True
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=hall.id, text="x", unfurl_links=False)
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    await server.advance(2)
    await client.chat_postMessage(channel=hall.id, text="x", unfurl_links=False)
    assert server.limits.posted == {hall.id: 8}


async def test_edits_over_the_rate_are_complained_of(
    server: FakeSlack, client: AsyncWebClient
) -> None:
    """Fifty edits a minute pass, one more is one too many, a minute later all is well."""
    hall = server.add_channel("hall")
    posted = await client.chat_postMessage(channel=hall.id, text="x", unfurl_links=False)
    server.limits.edits = 2
    for number in range(3):
        await client.chat_update(channel=hall.id, ts=posted["ts"], text=str(number))
    assert server.complaints() == ["chat.update: over 2 a minute"]
    await server.advance(61)
    await client.chat_update(channel=hall.id, ts=posted["ts"], text="y")
    assert len(server.complaints()) == 1


async def commanded(server: FakeSlack) -> Delivery:
    """A command that nobody hears, with its response_url."""
    return await server.command(server.add_user("Ana"), server.add_channel("hall"), "/quiz")


async def test_a_response_url_is_used_up(server: FakeSlack) -> None:
    """Five answers, seen by one or by all; then, and after half an hour, none."""
    delivery = await commanded(server)
    hook = AsyncWebhookClient(delivery.payload["response_url"])
    assert (await hook.send(text="Only you")).body == "ok"
    await hook.send(text="All", response_type="in_channel")
    assert [message.text for message in delivery.shown] == ["Only you", "All"]
    assert [message.text for message in server.workspace.named("hall").messages] == ["All"]
    await hook.send(text="Changed", replace_original=True)
    assert [message.text for message in delivery.shown] == ["Changed", "All"]
    await hook.send(delete_original=True)
    assert [message.text for message in delivery.shown] == ["All"]
    await hook.send(text="Fifth")
    used = await hook.send(text="Sixth")
    assert (used.status_code, "used_url" in used.body) == (404, True)
    assert server.complaints() == []
    late = await commanded(server)
    await server.advance(30 * 60 + 1)
    expired = await AsyncWebhookClient(late.payload["response_url"]).send(text="x")
    assert (expired.status_code, "expired_url" in expired.body) == (404, True)


async def test_a_response_is_checked_too(server: FakeSlack) -> None:
    """Bad blocks by a response_url are refused and complained of."""
    delivery = await commanded(server)
    hook = AsyncWebhookClient(delivery.payload["response_url"])
    answer = await hook.send(text="x", blocks=[{"type": "poll"}])
    assert answer.status_code == 400
    assert "unsupported type: poll" in server.complaints()[0]
    assert delivery.shown == []


async def test_a_trigger_opens_one_modal_soon(server: FakeSlack, client: AsyncWebClient) -> None:
    """A trigger_id is good once, and for three seconds."""
    delivery = await commanded(server)
    trigger = delivery.payload["trigger_id"]
    view = (await client.views_open(trigger_id=trigger, view=form()))["view"]
    assert (delivery.modal.id, delivery.modal.title) == (view["id"], "Form")
    args = {"trigger_id": trigger, "view": form()}
    assert await refusal(client, "views.open", **args) == "exchanged_trigger_id"
    late = (await commanded(server)).payload["trigger_id"]
    await server.advance(3.1)
    args = {"trigger_id": late, "view": form()}
    assert await refusal(client, "views.open", **args) == "expired_trigger_id"
    assert (
        await refusal(client, "views.open", **{**args, "trigger_id": "1"}) == "invalid_trigger_id"
    )
    changed = {**form(), "title": {"type": "plain_text", "text": "New"}}
    await client.views_update(view_id=view["id"], view=changed)
    assert (delivery.modal.title, delivery.modal.updates) == ("New", 1)
    stale = {"view_id": view["id"], "view": changed, "hash": view["hash"]}
    assert await refusal(client, "views.update", **stale) == "hash_conflict"
    assert await refusal(client, "views.update", view_id="V0", view=changed) == "not_found"


async def test_faults(server: FakeSlack, client: AsyncWebClient) -> None:
    """A request can fail, be limited, lose its answer, or wait until it is let go."""
    hall = server.add_channel("hall")
    args = {"channel": hall.id, "text": "x", "unfurl_links": False}
    server.fail_next("chat.postMessage", error="internal_error")
    assert await refusal(client, "chat.postMessage", **args) == "internal_error"
    server.fail_next("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as limited:
        await client.api_call("chat.postMessage", json=args)
    assert limited.value.response.headers["Retry-After"] == "7"
    assert hall.messages == []
    server.lose_next("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.api_call("chat.postMessage", json=args)
    assert len(hall.messages) == 1
    hold = server.hold_next("chat.postMessage")
    posting = asyncio.create_task(client.api_call("chat.postMessage", json=args))
    await hold.reached.wait()
    assert len(hall.messages) == 1
    hold.release()
    await posting
    assert len(hall.messages) == 2
    assert [asked.ok for asked in server.called("chat.postMessage")] == [False, False, False, True]


async def test_an_outage(server: FakeSlack, client: AsyncWebClient) -> None:
    """While Slack is down nothing is answered or delivered; then everything is as before."""
    await server.go_down()
    with pytest.raises(SlackApiError) as down:
        await client.auth_test()
    assert down.value.response.status_code == 503
    assert (await commanded(server)).failed
    server.come_back()
    assert (await client.auth_test())["ok"]


async def test_files(server: FakeSlack, client: AsyncWebClient) -> None:
    """A file is sent in three steps and shared; one that a person gave is read with the token."""
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    await client.files_upload_v2(
        channel=hall.id, filename="a.md", content="# A", initial_comment="Here"
    )
    assert (hall.newest.text, hall.newest.files[0]["name"]) == ("Here", "a.md")
    given = server.upload(ana, "b.md", b"# B")
    async with aiohttp.ClientSession() as session:
        bearer = {"Authorization": f"Bearer {server.bot_token}"}
        async with session.get(given["url_private_download"], headers=bearer) as answer:
            assert await answer.read() == b"# B"
        async with session.get(given["url_private_download"]) as answer:
            assert answer.content_type == "text/html"
    assert server.complaints() == []


async def test_files_are_shared_in_conversations(server: FakeSlack, client: AsyncWebClient) -> None:
    """Not with people, and not where the bot is not; what stands above them may be blocks."""
    ana, hall = server.add_user("Ana"), server.add_channel("hall", member=False)
    for place, why in ((ana.id, "invalid_arguments"), (hall.id, "not_in_channel")):
        with pytest.raises(SlackApiError) as refused:
            await client.files_upload_v2(channel=place, filename="a.md", content="# A")
        assert refused.value.response["error"] == why
    assert len(server.complaints()) == 1  # of the former, which no bot should try
    server.state.record.violations.clear()
    opened = await client.conversations_open(users=ana.id)
    block = {"type": "header", "text": {"type": "plain_text", "text": "Here"}}
    await client.files_upload_v2(
        channel=opened["channel"]["id"],
        filename="a.md",
        content="# A",
        blocks=json.dumps([block]),
    )
    assert server.direct(ana).newest.texts() == "Here"
    assert server.direct(ana).newest.files[0]["name"] == "a.md"
    assert server.complaints() == []


async def test_files_want_a_scope(server: FakeSlack) -> None:
    """Without it, the token of the bot opens none of them."""
    given = server.upload(server.add_user("Ana"), "b.md", b"# B")
    server.workspace.scopes.discard("files:read")
    bearer = {"Authorization": f"Bearer {server.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(given["url_private_download"], headers=bearer) as answer,
    ):
        assert answer.content_type == "text/html"
