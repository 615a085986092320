from collections.abc import AsyncIterator

import pytest

from tests.fakes.discord.rights import Right
from tests.fakes.discord.wire import EPHEMERAL, V2, Wire, button, row, text, wired


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A Discord to write requests to by hand."""
    async with wired() as wire:
        yield wire


async def test_a_nonce_posts_once(wire: Wire) -> None:
    """The same nonce gives the first message back, in its channel and for some minutes."""
    first = (await wire.post(content="one", nonce="n", enforce_nonce=True))[1]
    again = (await wire.post(content="two", nonce="n", enforce_nonce=True))[1]
    assert (again["id"], again["content"]) == (first["id"], "one")
    assert len(wire.hall.messages) == 1
    assert (await wire.post(content="x", nonce="n" * 26, enforce_nonce=True))[1]["code"] == 50035
    wire.server.advance(121)
    assert (await wire.post(content="three", nonce="n", enforce_nonce=True))[1]["id"] != first["id"]
    assert [message.texts() for message in wire.hall.messages] == ["one", "three"]


async def test_an_interaction_is_acknowledged_once_and_in_time(wire: Wire) -> None:
    """Twice is 40060, later than three seconds or with a wrong token 10062."""
    once, late, wrong = await wire.command(), await wire.command(), await wire.command()
    assert (await wire.respond(once, type=5))[0] == 200
    status, body = await wire.respond(once, type=4, data={"content": "x"})
    assert (status, body["code"]) == (400, 40060)
    wrong.token += "x"
    assert (await wire.respond(wrong, type=5))[1]["code"] == 10062
    wire.server.advance(3.1)
    assert (await late.outcome()).failed
    status, body = await wire.respond(late, type=5)
    assert (status, body["code"]) == (404, 10062)
    assert not once.failed


async def test_the_kind_of_answer_has_to_fit(wire: Wire) -> None:
    """A command has no message to update and offers no choices."""
    interaction = await wire.command()
    for kind in (6, 7, 8):
        assert (await wire.respond(interaction, type=kind))[1]["code"] == 50035
    assert not interaction.acknowledged


async def test_a_token_is_used_after_the_acknowledgement_for_15_minutes(wire: Wire) -> None:
    """Before it is 10015, later than a quarter of an hour 50027."""
    interaction = await wire.command()
    hello = {"content": "Hello"}
    assert (await wire.follow(interaction, "POST", body=hello))[1]["code"] == 10015
    await wire.respond(interaction, type=4, data=hello)
    assert (await wire.follow(interaction, "POST", body=hello))[0] == 200
    assert [message.texts() for message in interaction.followups] == ["Hello"]
    wire.server.advance(15 * 60 + 1)
    status, body = await wire.follow(interaction, "POST", body=hello)
    assert (status, body["code"]) == (401, 50027)


async def test_a_deferred_answer_is_filled(wire: Wire) -> None:
    """The first follow-up takes the place that was kept, and is as private as that."""
    interaction = await wire.command()
    body = (await wire.respond(interaction, type=5, data={"flags": EPHEMERAL}))[1]
    assert body["interaction"]["response_message_loading"]
    assert "resource" not in body
    assert interaction.shown == []
    await wire.follow(interaction, "POST", body={"components": [text()], "flags": V2})
    [message] = interaction.shown
    assert (message.texts(), message.seen_by) == ("Hello", wire.ana)
    await wire.follow(interaction, "PATCH", "/messages/@original", {"components": [text("Bye")]})
    assert message.texts() == "Bye"
    await wire.follow(interaction, "DELETE", "/messages/@original")
    status, answer = await wire.follow(interaction, "GET", "/messages/@original")
    assert (status, answer["code"]) == (404, 10008)


async def test_a_private_message_is_not_the_channels(wire: Wire) -> None:
    """It can be changed by its interaction only, and no history shows it."""
    interaction = await wire.command()
    await wire.respond(interaction, type=4, data={"content": "psst", "flags": EPHEMERAL})
    assert (await wire.edit(interaction.message, content="x"))[1]["code"] == 10008
    assert (await wire.ask("GET", f"/channels/{wire.hall.id}/messages"))[1] == []


async def test_nobody_presses_what_is_disabled(wire: Wire) -> None:
    """A button that is shown but disabled cannot be pressed."""
    message = await wire.posted(components=[row(button(disabled=True))], flags=V2)
    with pytest.raises(LookupError, match="disabled"):
        await wire.server.press(wire.ana, message, message.button("A"))


async def test_without_sight_there_are_no_rights(wire: Wire) -> None:
    """Who does not see a channel may do nothing there, whatever else they were given."""
    bot = wire.server.state.bot
    assert wire.hall.rights(bot) & Right.SEND_MESSAGES
    await wire.server.take_right(wire.hall, Right.VIEW_CHANNEL)
    assert wire.hall.rights(bot) == 0


async def test_rights_are_needed(wire: Wire) -> None:
    """Without a right it is 50013, without sight 50001; the rights can be given back."""
    message = await wire.posted(content="Hello")
    await wire.server.take_right(wire.hall, Right.SEND_MESSAGES)
    assert (await wire.post(content="x"))[1]["code"] == 50013
    assert (await wire.edit(message, content="still mine"))[0] == 200
    await wire.server.take_right(wire.hall, Right.VIEW_CHANNEL)
    assert (await wire.post(content="x"))[1]["code"] == 50001
    assert (await wire.edit(message, content="x"))[1]["code"] == 50001
    await wire.server.give_right(wire.hall, Right.VIEW_CHANNEL, Right.SEND_MESSAGES)
    assert (await wire.post(content="x"))[0] == 200


async def test_a_thread_has_a_right_of_its_own(wire: Wire) -> None:
    """In a thread it is the right to write in threads that counts, as its channel gives it."""
    thread = await wire.server.add_channel(wire.guild, "thread", parent=wire.hall)
    path = f"/channels/{thread.id}/messages"
    await wire.server.take_right(wire.hall, Right.SEND_MESSAGES)
    assert (await wire.ask("POST", path, {"content": "x"}))[0] == 200
    await wire.server.take_right(wire.hall, Right.SEND_MESSAGES_IN_THREADS)
    assert (await wire.ask("POST", path, {"content": "x"}))[1]["code"] == 50013


async def test_what_is_gone_is_unknown(wire: Wire) -> None:
    """A deleted message is 10008, a deleted channel 10003, a server left 50001 and 10004."""
    message = await wire.posted(content="Hello")
    press = await wire.command()
    await wire.server.delete_message(message)
    assert (await wire.edit(message, content="x"))[1]["code"] == 10008
    club = await wire.server.add_guild("Club")
    await wire.server.remove_bot(club)
    place = f"/channels/{club.channel('general').id}"
    assert (await wire.ask("GET", place))[1]["code"] == 50001
    assert (await wire.ask("GET", f"/guilds/{club.id}"))[1]["code"] == 10004
    await wire.server.delete_channel(wire.hall)
    assert (await wire.post(content="x"))[1]["code"] == 10003
    assert (await wire.respond(press, type=4, data={"content": "x"}))[1]["code"] == 10003


async def test_others_messages_are_theirs(wire: Wire) -> None:
    """The bot cannot edit them, nor delete them without a right, nor read what they say."""
    message = wire.server.say(wire.ana, wire.hall, "my words")
    assert (await wire.edit(message, content="x"))[1]["code"] == 50005
    path = f"/channels/{wire.hall.id}/messages"
    assert (await wire.ask("DELETE", f"{path}/{message.id}"))[1]["code"] == 50013
    assert (await wire.ask("GET", path))[1][0]["content"] == ""


async def test_history_is_read_newest_first(wire: Wire) -> None:
    """In pages, and only with the right to it."""
    messages = [await wire.posted(content=str(number)) for number in range(4)]
    path = f"/channels/{wire.hall.id}/messages?limit=2"
    assert [one["content"] for one in (await wire.ask("GET", path))[1]] == ["3", "2"]
    before = (await wire.ask("GET", f"{path}&before={messages[2].id}"))[1]
    assert [one["content"] for one in before] == ["1", "0"]
    after = (await wire.ask("GET", f"{path}&after={messages[0].id}"))[1]
    assert [one["content"] for one in after] == ["2", "1"]
    await wire.server.take_right(wire.hall, Right.READ_MESSAGE_HISTORY)
    assert (await wire.ask("GET", path))[1] == []


async def test_direct_messages_can_be_refused(wire: Wire) -> None:
    """Somebody who takes none is found, but cannot be written to."""
    shy = wire.server.add_user("Shy", direct_messages=False)
    status, room = await wire.ask("POST", "/users/@me/channels", {"recipient_id": shy.id})
    assert (status, room["type"]) == (200, 1)
    status, body = await wire.ask("POST", f"/channels/{room['id']}/messages", {"content": "x"})
    assert (status, body["code"]) == (403, 50007)


async def test_too_many_posts_are_refused_until_the_window_ends(wire: Wire) -> None:
    """What remains is told with each answer, the end of the wait with the refusal."""
    wire.server.limits.most = 1
    headers = {"Authorization": f"Bot {wire.server.token}"}
    url = f"{wire.server.api_url}/channels/{wire.hall.id}/messages"
    async with wire.session.post(url, json={"content": "x"}, headers=headers) as first:
        assert (first.status, first.headers["X-RateLimit-Remaining"]) == (200, "0")
    async with wire.session.post(url, json={"content": "x"}, headers=headers) as second:
        assert second.status == 429
        assert {"Via", "Retry-After", "X-RateLimit-Bucket"} <= second.headers.keys()
        assert 4 < (await second.json())["retry_after"] <= 5
    assert len(wire.server.record.limited) == 1
    wire.server.advance(5)
    assert (await wire.post(content="x"))[0] == 200


async def test_an_unknown_place_is_recorded(wire: Wire) -> None:
    """What the server has not is answered as Discord does, and a test can tell."""
    assert (await wire.ask("GET", "/users/@me/guilds"))[0] == 404
    assert (await wire.ask("GET", "/channels/hall"))[0] == 404
    assert wire.server.unknown == ["GET /api/v10/users/@me/guilds", "GET /api/v10/channels/hall"]


async def test_the_token_is_needed(wire: Wire) -> None:
    """Without it nothing is told."""
    async with wire.session.get(f"{wire.server.api_url}/users/@me") as answer:
        assert (answer.status, (await answer.json())["code"]) == (401, 0)
