import pytest

from tests.fakes.discord.spec import Complaint, Spec, published
from tests.fakes.discord.wire import V2, Json, button, container, row, text, wired


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
