from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.discord.components import numbered, texts, walk
from tests.fakes.discord.refusals import Refused
from tests.fakes.discord.rules import check_message, pings
from tests.fakes.discord.wire import (
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
async def wire() -> AsyncIterator[Wire]:
    """A Discord to write requests to by hand."""
    async with wired() as wire:
        yield wire


GOOD: dict[str, list[Json]] = {
    "a text": [text()],
    "4000 characters in several texts": [text("x" * 2000), container(text("y" * 2000))],
    "40 components": [container(*[text()] * 39)],
    "five buttons": [row(*[button(str(number)) for number in range(5)])],
    "a label of 80": [row(button(label="x" * 80))],
    "an id of 100": [row(button("x" * 100))],
    "a section of three": [section(text(), text(), text())],
    "a menu of 25": [row(menu(25, min_values=25, max_values=25))],
    "a separator": [{"type": 14, "divider": True, "spacing": 2}, text()],
    "a link": [row({"type": 2, "style": 5, "label": "x", "url": "https://example.org"})],
}
BAD: dict[str, tuple[list[Json], str]] = {
    "4001 characters in several texts": ([text("x" * 2000), container(text("y" * 2001))], ""),
    "4000 characters, two units each": ([text("\N{PARTY POPPER}" * 2001)], ""),
    "41 components": ([container(*[text()] * 40)], ""),
    "an empty text": ([text(" ")], "0.content"),
    "six buttons": ([row(*[button(str(number)) for number in range(6)])], "0.components"),
    "an empty row": ([row()], "0.components"),
    "two menus in a row": ([row(menu(), menu(custom_id="other"))], "0.components"),
    "a menu beside a button": ([row(menu(), button())], "0.components"),
    "a bare button": ([button()], "0.type"),
    "a label of 81": ([row(button(label="x" * 81))], "0.components.0.label"),
    "an id of 101": ([row(button("x" * 101))], "0.components.0.custom_id"),
    "an empty id": ([row(button(""))], "0.components.0.custom_id"),
    "the same id twice": ([row(button()), container(row(button()))], "0.components.0.custom_id"),
    "a button without a word": ([row(button(label=""))], "0.components.0"),
    "a section of four": ([section(*[text()] * 4)], "0.components"),
    "a section without accessory": ([section(text(), accessory=None)], "0.accessory"),
    "a container in a container": ([container(container(text()))], "0.components.0.type"),
    "an empty container": ([container()], "0.components"),
    "a menu of 26": ([row(menu(26))], "0.components.0.options"),
    "a file that is not there": (
        [{"type": 13, "file": {"url": "attachment://a.md"}}],
        "0.file.url",
    ),
    "an empty menu": ([row(menu(0))], "0.components.0.options"),
    "more to choose than there is": ([row(menu(2, max_values=3))], "0.components.0.max_values"),
    "at least more than at most": (
        [row(menu(3, min_values=3, max_values=2))],
        "0.components.0.min_values",
    ),
    "a long option": (
        [row(menu(options=0) | {"options": [{"label": "x" * 101, "value": "1"}]})],
        "0.components.0.options.0.label",
    ),
    "the same option twice": (
        [row(menu(options=0) | {"options": [{"label": "x", "value": "1"}] * 2})],
        "0.components.0.options.1.value",
    ),
}


@pytest.mark.parametrize("components", GOOD.values(), ids=GOOD)
async def test_what_is_within_the_rules_is_posted(wire: Wire, components: list[Json]) -> None:
    """Messages at the edge of what Discord allows are taken."""
    message = await wire.posted(components=components, flags=V2)
    assert message.v2
    assert wire.server.complaints() == []


@pytest.mark.parametrize(("components", "place"), BAD.values(), ids=BAD)
async def test_what_breaks_a_rule_is_refused(
    wire: Wire, components: list[Json], place: str
) -> None:
    """What Discord refuses is refused, as a post and as an answer, and the place is named."""
    interaction = await wire.command()
    data = {"components": components, "flags": V2}
    for status, body in (
        await wire.post(**data),
        await wire.respond(interaction, type=4, data=data),
    ):
        assert (status, body["code"]) == (400, 50035)
        node = body["errors"]["components"]
        for step in filter(None, place.split(".")):
            node = node[step]
        assert node["_errors"]
    assert wire.hall.messages == []
    assert not interaction.acknowledged
    assert len(wire.server.violations) == 2


ALONE = {
    "content": {"content": "Hello"},
    "embeds": {"embeds": [{"title": "Hello"}]},
    "poll": {"poll": {"question": {"text": "?"}, "answers": []}},
}


@pytest.mark.parametrize(("name", "body"), ALONE.items(), ids=ALONE)
async def test_components_v2_stand_alone(wire: Wire, name: str, body: Json) -> None:
    """Nothing of the old kind stands beside Components V2, not even by an edit."""
    status, answer = await wire.post(components=[text()], flags=V2, **body)
    assert (status, list(answer["errors"])) == (400, [name])
    message = await wire.posted(components=[text()], flags=V2)
    status, answer = await wire.edit(message, **body)
    assert (status, list(answer["errors"])) == (400, [name])


async def test_components_v2_need_their_flag(wire: Wire) -> None:
    """Without the flag only rows are known; with it the message is and stays V2."""
    status, answer = await wire.post(content="Hello", components=[text()])
    assert (status, answer["code"]) == (400, 50035)
    message = await wire.posted(components=[text()], flags=V2)
    assert (await wire.edit(message, components=[text("Bye")]))[0] == 200
    assert (message.texts(), message.before, message.edits) == ("Bye", ["Hello"], 1)
    assert (await wire.edit(message, flags=0))[1]["code"] == 50035
    assert (await wire.edit(message, components=[]))[1]["code"] == 50006
    assert message.texts() == "Bye"


async def test_a_message_of_the_old_kind_becomes_v2_only_without_its_text(wire: Wire) -> None:
    """Its content has to be taken away by the same edit."""
    message = await wire.posted(content="Hello")
    assert (await wire.edit(message, components=[text()], flags=V2))[0] == 400
    assert (await wire.edit(message, components=[text("Bye")], flags=V2, content=None))[0] == 200
    assert message.texts() == "Bye"


MENTIONS = "<@1> <@&2> @everyone <@!3>"


@pytest.mark.parametrize(
    ("allowed", "called"),
    [
        (None, ["<@1>", "<@&2>", "@everyone", "<@!3>"]),
        ({"parse": []}, []),
        ({"parse": ["roles"], "users": ["3"]}, ["<@&2>", "<@!3>"]),
    ],
)
def test_mentions_ping_unless_they_are_not_allowed(allowed: Json | None, called: list[str]) -> None:
    """Whom a text calls is told as Discord would decide it."""
    assert pings(MENTIONS, allowed) == called


parts = st.recursive(
    st.builds(text, st.text(min_size=1, max_size=3)) | st.builds(row, st.builds(button)),
    lambda inner: st.builds(lambda found: container(*found), st.lists(inner, max_size=3)),
    max_leaves=8,
)


@given(st.lists(parts, max_size=4))
def test_every_component_is_given_a_number(components: list[Json]) -> None:
    """What comes back says the same, each component with a number of its own."""
    back = numbered(components)
    numbers = [part["id"] for _, part in walk(back)]
    assert len(set(numbers)) == len(numbers) == len(list(walk(components)))
    assert list(texts(back)) == list(texts(components))


layout = ["type", "components", "content", "accessory", "media", "items", "embeds", "flags"]
pressed = ["label", "custom_id", "style", "options", "value", "min_values", "default"]
names = st.sampled_from(layout + pressed)
leaves = st.none() | st.booleans() | st.integers(-2, 20) | st.sampled_from(["", "x"])
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(names, anything, max_size=5), st.booleans())
def test_any_body_is_taken_or_refused(body: Json, v2: bool) -> None:
    """Whatever comes over the wire, it is judged; no body makes the server itself fail."""
    flags = V2 if v2 else 0
    with suppress(Refused):
        check_message(body, flags=flags, may=V2, editing=False)
        assert any(body.get(name) for name in ("content", "embeds", "components"))
