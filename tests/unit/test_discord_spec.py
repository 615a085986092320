import pytest

from tests.fakes.discord.spec import Complaint, Spec, published
from tests.fakes.discord.wire import (
    EPHEMERAL,
    V2,
    Json,
    Wire,
    button,
    container,
    menu,
    row,
    section,
    text,
    wired,
)


@pytest.fixture
def spec() -> Spec:
    """Discord's description of its API."""
    found = published()
    if found is None:
        pytest.skip("Discord's description does not lie beside the repository")
    return found


def posting(spec: Spec, body: Json, channel: str = "1") -> list[Complaint]:
    """What the description says to this post."""
    at = {"channel_id": channel}
    return spec.check("POST", "/channels/{channel_id}/messages", at, {}, body)


def test_the_description_knows_what_is_right(spec: Spec) -> None:
    """A message as an SDK sends it has nothing that the description does not know."""
    body = {"components": [container(text(), row(button()))], "flags": V2, "nonce": "n"}
    assert posting(spec, body) == []


def test_the_description_finds_what_is_wrong(spec: Spec) -> None:
    """What is wrong deep in a body is named with its place and nothing else is."""
    body = {"components": [container(text(), row(button(label="x" * 81)))]}
    [complaint] = posting(spec, body)
    assert complaint.where == "body.components.0.components.1.components.0.label"
    assert "too long" in complaint.said


def test_the_description_tells_alternatives_apart(spec: Spec) -> None:
    """A component of a kind that cannot stand where it does is named, with what can."""
    [complaint] = posting(spec, {"components": [row(text())]})
    assert complaint.where == "body.components.0.components.0"
    assert complaint.said == "type 10 is not one of [2, 3, 5, 6, 7, 8]"


def test_the_description_knows_its_places(spec: Spec) -> None:
    """A place, a parameter or a query that it has not is told."""
    assert spec.check("GET", "/nowhere", {}, {}, None)[0].where == "path"
    [query] = spec.check("GET", "/users/@me", {}, {"x": "1"}, None)
    assert query.where == "query x"
    [path] = posting(spec, {}, "one")
    assert path.where == "path channel_id"


async def test_requests_are_checked_against_the_description(spec: Spec) -> None:
    """What the description does not know is recorded; what is allowed is recorded by its name."""
    async with wired(spec) as wire:
        await wire.post(content=3)
        await wire.respond(await wire.command(), type=5)
        assert len(wire.server.spec_violations) == 1
        assert "body.content" in wire.server.spec_violations[0]
        assert wire.server.record.spec_allowed == {"with_response=1"}


async def everything(wire: Wire) -> None:
    """Asks for everything once."""
    view = [container(text(), row(button()), section(text())), row(menu()), {"type": 14}]
    message = await wire.posted(components=view, flags=V2, nonce="n", enforce_nonce=True)
    await wire.edit(message, components=[text()])
    await wire.posted(content="Hello", embeds=[{"title": "Hello"}])
    command = await wire.command()
    await wire.respond(command, type=4, data={"components": view, "flags": V2 | EPHEMERAL})
    press = await wire.server.press(wire.ana, command.message, "x")
    await wire.respond(press, type=7, data={"components": [text()]})
    deferred = await wire.command()
    await wire.respond(deferred, type=5)
    await wire.follow(deferred, "PATCH", "/messages/@original", {"content": "Hello"})
    await wire.follow(deferred, "POST", body={"content": "Hello"})
    thread = await wire.server.add_channel(wire.guild, "thread", parent=wire.hall)
    places = (f"/channels/{wire.hall.id}", f"/channels/{thread.id}", f"/guilds/{wire.guild.id}")
    own = ("/users/@me", "/applications/@me", "/oauth2/applications/@me", "/gateway/bot")
    for path in (*places, *own, f"/channels/{wire.hall.id}/messages"):
        await wire.ask("GET", path)
    await wire.ask("POST", "/users/@me/channels", {"recipient_id": str(wire.ana.id)})
    option = {"type": 4, "name": "n", "description": "N"}
    commands = f"/applications/{wire.server.state.bot.id}/commands"
    known = [{"name": "ask", "type": 1, "description": "Ask", "options": [option]}]
    await wire.ask("PUT", commands, known)
    await wire.server.delete_message(message)
    await wire.edit(message, content="x")
    wire.server.limits.most = 0
    await wire.post(content="x")


async def test_answers_are_as_the_description_promises(spec: Spec) -> None:
    """What the server answers has the form that Discord's description gives it."""
    async with wired(spec) as wire:
        await everything(wire)
        assert {asked.status for asked in wire.server.requests} == {200, 404, 429}
        for asked in wire.server.requests:
            assert not spec.check_answer(asked.method, asked.template, asked.status, asked.answer)
        assert wire.server.spec_violations == []
