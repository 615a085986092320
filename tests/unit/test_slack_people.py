from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.slack.messages import Message
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tinybot import TinyBot, button, on_http, on_socket, question
from tests.fakes.slack.world import Channel, User

Json = dict[str, Any]


class School:
    """A channel, a learner in it, and the tiny bot."""

    def __init__(self, server: FakeSlack, bot: TinyBot, hall: Channel, ana: User) -> None:
        self.server = server
        self.bot = bot
        self.hall = hall
        self.ana = ana

    async def post(self, *elements: Json, thread: str | None = None) -> Message:
        """The bot posts something with these buttons and menus."""
        row = {"type": "actions", "block_id": "row", "elements": list(elements)}
        await self.bot.client.chat_postMessage(
            channel=self.hall.id,
            text="Which?",
            blocks=[row] if elements else question(),
            unfurl_links=False,
            thread_ts=thread,
        )
        return self.hall.everything[-1]


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack that at the end has nothing to complain of."""
    async with FakeSlack() as server:
        yield server
    assert server.complaints() == []


@pytest.fixture(params=["socket", "http"])
async def school(server: FakeSlack, request: pytest.FixtureRequest) -> AsyncIterator[School]:
    """A bot that is reached by Socket Mode, and then by HTTP."""
    bot, reached = TinyBot(server), on_socket if request.param == "socket" else on_http
    async with reached(bot, server):
        yield School(server, bot, server.add_channel("hall"), server.add_user("Ana"))


def boxes(kind: str, action_id: str, *names: str) -> Json:
    """A menu."""
    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in names]
    return {"type": kind, "action_id": action_id, "options": options}


async def test_a_press_tells_everything(school: School) -> None:
    """The bot is told who, where, what and on which message, as Slack tells it."""
    server, ana = school.server, school.ana
    root = await school.post()
    reply = await school.post(thread=root.ts)
    await (await server.press(ana, reply, "B")).outcome()
    body = school.bot.seen[0]
    assert body["user"] == {
        "id": ana.id,
        "username": "ana",
        "name": "ana",
        "team_id": ana.workspace.id,
    }
    assert body["container"]["thread_ts"] == body["message"]["thread_ts"] == root.ts
    assert body["channel"] == {"id": school.hall.id, "name": "hall"}
    assert body["actions"][0]["action_id"] == "answer:1"
    assert body["actions"][0]["block_id"] == reply.button("B").block_id
    assert {"trigger_id", "response_url", "api_app_id", "team", "state", "token"} <= body.keys()
    assert (body["enterprise"], body["is_enterprise_install"]) == (None, False)
    private = await server.command(ana, school.hall, "/say", "Psst")
    await private.outcome()
    press = await (await server.press_anyway(ana, private.shown[0], "answer:0")).outcome()
    assert school.bot.seen[1]["container"]["is_ephemeral"]
    assert "message" not in school.bot.seen[1]
    await server.until(lambda: press.shown and reply.edits)


async def test_what_nobody_could_press_is_refused(school: School) -> None:
    """A test cannot press or choose what is not there, or not for this person."""
    server, ana, bo = school.server, school.ana, school.server.add_user("Bo")
    message = await school.post(button("a", "A"), boxes("static_select", "menu", "x", "y"))
    with pytest.raises(LookupError, match=r"no 'answer:7'.*'a' \[A\]"):
        await server.press(ana, message, "answer:7")
    with pytest.raises(LookupError, match="does not offer 'z'; it offers: x, y"):
        await server.choose(ana, message, "menu", "z")
    with pytest.raises(LookupError, match="at most 1"):
        await server.choose(ana, message, "menu", ["x", "y"])
    said = await (await server.command(ana, school.hall, "/say", "Psst")).outcome()
    with pytest.raises(LookupError, match="cannot see"):
        await server.press(bo, said.shown[0], "a")
    closed = server.add_channel("closed", private=True)
    closed.members.discard(bo)
    with pytest.raises(LookupError, match="cannot see"):
        await server.command(bo, closed, "/say")
    server.delete_message(message)
    with pytest.raises(LookupError, match="cannot see"):
        await server.press(ana, message, "a")


async def test_choices_are_kept_for_their_person(school: School) -> None:
    """What somebody has chosen is told at once, and again with their next press, not another's."""
    server, ana, bo = school.server, school.ana, school.server.add_user("Bo")
    names = ("x", "y", "z")
    message = await school.post(
        button("note", "Send"), boxes("checkboxes", "menu", *names) | {"action_id": "menu"}
    )
    chosen = await server.choose(ana, message, "menu", ["x", "z"])
    await server.until(lambda: chosen.shown)
    assert chosen.shown[0].text == "x z"
    for user in (ana, bo):
        await (await server.press(user, message, "Send")).outcome()
    values = [body["state"]["values"]["row"]["menu"] for body in school.bot.seen[1:]]
    picked = [[option["value"] for option in value["selected_options"]] for value in values]
    assert picked == [["x", "z"], []]


async def test_a_modal_is_filled_in(school: School) -> None:
    """A modal opens for who asked, wants what it needs, shows errors, and closes."""
    server, ana = school.server, school.ana
    asked = await server.command(ana, school.hall, "/form")
    await server.until(lambda: asked.opened)
    modal = asked.modal
    with pytest.raises(LookupError, match="has to be filled in"):
        await server.submit(ana, modal)
    with pytest.raises(LookupError, match="does not ask for"):
        await server.submit(ana, modal, {"name": "Ana", "age": "7"})
    with pytest.raises(LookupError, match="has no open"):
        await server.submit(server.add_user("Bo"), modal, {"name": "Bo"})
    await (await server.submit(ana, modal, {"name": "nobody"})).outcome()
    assert (modal.errors, modal.open) == ({"name": "Somebody, please."}, True)
    await (await server.submit(ana, modal, {"typed": "Ana"})).outcome()
    assert not modal.open
    assert school.bot.seen[0]["state"]["values"]["name"]["typed"]["value"] == "Ana"
    with pytest.raises(LookupError, match="has no open"):
        await server.close(ana, modal)


async def test_closing_is_told_if_asked_for(school: School) -> None:
    """The bot hears of a closed modal only if it wanted to."""
    server, ana = school.server, school.ana
    heard = []
    for wanted in (False, True):
        asked = await server.command(ana, school.hall, "/form")
        await server.until(lambda: asked.opened)  # noqa: B023 -- awaited at once
        asked.modal.body["notify_on_close"] = wanted
        heard.append(await server.close(ana, asked.modal))
    assert heard[0] is None
    assert heard[1] is not None
    assert heard[1].kind == "view_closed"


async def test_suggestions_come_back(school: School) -> None:
    """While somebody types into a menu, what the bot suggests is seen."""
    find = {"type": "external_select", "action_id": "find", "min_query_length": 1}
    message = await school.post(find)
    typing = await school.server.type_in(school.ana, message, "find", "ker")
    assert [option["value"] for option in (await typing.outcome()).options] == ["ker"]


async def test_a_home_is_published(school: School) -> None:
    """Opening the home tab tells the bot, which shows something there; then that is told too."""
    server, ana = school.server, school.ana
    for _ in range(2):
        await (await server.open_home(ana)).outcome()
        await server.until(lambda: ana.id in server.workspace.homes)
    assert server.home(ana).texts() == f"Hello {ana.id}"
    assert [bool(event.get("view")) for event in school.bot.seen] == [False, True]


async def test_what_happens_to_a_channel_is_told(school: School) -> None:
    """An archived channel is one, and the bot is told in the Events API's envelope."""
    delivery = await school.server.archive(school.hall)
    assert (await delivery.outcome()).acknowledged
    body = school.bot.seen[0]
    assert body["event"]["channel"] == school.hall.id
    assert body["authorizations"][0]["user_id"] == school.server.workspace.bot.id
    assert {"event_id", "event_time", "event_context", "team_id"} <= body.keys()
    assert school.hall.archived


async def test_the_app_is_uninstalled(school: School) -> None:
    """The token is dead, the bot is in no channel, and is told so."""
    deliveries = await school.server.uninstall()
    for delivery in deliveries:
        await delivery.outcome()
    assert [delivery.kind for delivery in deliveries] == ["app_uninstalled", "tokens_revoked"]
    assert school.server.workspace.revoked == "account_inactive"
    assert not school.hall.joined


@pytest.mark.parametrize("change", ["remove_bot", "delete_channel", "invite_bot", "unarchive"])
async def test_changes_are_seen_in_the_world(server: FakeSlack, change: str) -> None:
    """Each change is there at once, and named to the bot as Slack names it."""
    hall, closed = server.add_channel("hall"), server.add_channel("closed", private=True)
    kinds = [(await getattr(server, change)(channel)).kind for channel in (hall, closed)]
    expected = {
        "remove_bot": ["channel_left", "group_left"],
        "delete_channel": ["channel_deleted", "group_deleted"],
        "invite_bot": ["member_joined_channel"] * 2,
        "unarchive": ["channel_unarchive", "group_unarchive"],
    }
    assert kinds == expected[change]
    assert hall.joined == (change != "remove_bot")
    assert hall.deleted == (change == "delete_channel")


async def test_a_changed_person_is_told(server: FakeSlack) -> None:
    """The event has the person as they are now."""
    ana = server.add_user("Ana")
    event = await server.change_user(ana, display_name="annie", admin=True)
    user = event.payload["event"]["user"]
    assert (user["profile"]["display_name"], user["is_admin"]) == ("annie", True)
