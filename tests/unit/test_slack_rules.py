import contextlib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.slack.blocks import texts, unescaped
from tests.fakes.slack.calls import SlackError
from tests.fakes.slack.rules import check_message, check_view, style_flaws, view_style_flaws

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    """An mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def button(action_id: str = "a", **more: object) -> Json:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": plain("Go"), **more}


def actions(*elements: Json, **more: object) -> Json:
    """A row of elements."""
    return {"type": "actions", "elements": list(elements), **more}


def menu(kind: str = "static_select", *, options: int = 2, text: str = "x", **more: object) -> Json:
    """A menu with so many options."""
    offered = [{"text": plain(text), "value": str(number)} for number in range(options)]
    return {"type": kind, "action_id": "m", "options": offered, **more}


def rich(*parts: Json) -> Json:
    """A block of rich text."""
    return {"type": "rich_text", "elements": list(parts)}


def said(*leaves: Json) -> Json:
    """A section of rich text."""
    return {"type": "rich_text_section", "elements": list(leaves)}


def leaf(text: str = "x", **more: object) -> Json:
    """A text of rich text."""
    return {"type": "text", "text": text, **more}


def section(text: Json) -> Json:
    """A section."""
    return {"type": "section", "text": text}


def asking(**more: object) -> Json:
    """An input."""
    element = {"type": "plain_text_input", "action_id": "i"}
    return {"type": "input", "label": plain("Name"), "element": element, **more}


def listed(*items: Json, **more: object) -> Json:
    """A list of rich text."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items), **more}


GOOD = [
    section(marked("*bold* &amp; <https://a.example|a link>")),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [plain("x")] * 10},
    {"type": "divider"},
    actions(*(button(str(number), style="primary", value="v" * 2000) for number in range(25))),
    actions(menu(options=100), menu("checkboxes", options=10) | {"action_id": "n"}),
    rich(
        said(leaf("x", style={"bold": True, "code": True}), {"type": "emoji", "name": "wave"}),
        listed(said(leaf()), indent=1),
        {"type": "rich_text_quote", "elements": [leaf()]},
        {"type": "rich_text_preformatted", "elements": [leaf("code")]},
    ),
    {"type": "markdown", "text": "# x"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}, rich(said(leaf()))]]},
]

REFUSED: Mapping[str, tuple[list[Json], str]] = {
    "blocks": ([{"type": "divider"}] * 51, "no more than 50"),
    "unknown block": ([{"type": "poll"}], "unsupported type: poll"),
    "property": ([{"type": "divider", "text": "x"}], "additional property: text"),
    "section": ([section(plain("x" * 3001))], "less than 3001"),
    "empty section": ([section(plain(""))], "more than 0"),
    "no text": ([{"type": "section"}], "missing required field: text"),
    "fields": ([{"type": "section", "fields": [plain("x")] * 11}], "no more than 10"),
    "field": ([{"type": "section", "fields": [plain("x" * 2001)]}], "less than 2001"),
    "header": ([{"type": "header", "text": plain("x" * 151)}], "less than 151"),
    "mrkdwn header": ([{"type": "header", "text": marked("x")}], "type must be plain_text"),
    "context": ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10"),
    "no context": ([{"type": "context", "elements": []}], "at least 1"),
    "actions": ([actions(*(button(str(n)) for n in range(26)))], "no more than 25"),
    "label": ([actions(button() | {"text": plain("x" * 76)})], "less than 76"),
    "mrkdwn label": ([actions(button() | {"text": marked("x")})], "type must be plain_text"),
    "value": ([actions(button(value="v" * 2001))], "less than 2001"),
    "action_id": ([actions(button("a" * 256))], "less than 256"),
    "block_id": ([actions(button(), block_id="b" * 256)], "less than 256"),
    "style": ([actions(button(style="green"))], "primary or danger"),
    "doubled action": ([actions(button(), button())], "action_id 'a' already exists"),
    "doubled block": ([actions(button(), block_id="b")] * 2, "block_id 'b' already exists"),
    "options": ([actions(menu(options=101))], "no more than 100"),
    "boxes": ([actions(menu("checkboxes", options=11))], "no more than 10"),
    "overflow": ([actions(menu("overflow", options=6))], "no more than 5"),
    "no option": ([actions(menu(options=0))], "at least 1"),
    "option": ([actions(menu(text="x" * 76))], "less than 76"),
    "initial": ([actions(menu(initial_option={"text": plain("y"), "value": "9"}))], "none of the"),
    "placeholder": ([actions(menu(placeholder=plain("x" * 151)))], "less than 151"),
    "element": ([actions({"type": "slider", "action_id": "s"})], "unsupported type: slider"),
    "rich part": ([rich({"type": "text", "text": "x"})], "unsupported type: text"),
    "rich leaf": ([rich(said({"type": "shout", "text": "x"}))], "unsupported type: shout"),
    "rich style": ([rich(said(leaf(style={"loud": True})))], "unknown style"),
    "rich style on": ([rich(said(leaf(style={"bold": "yes"})))], "true or false"),
    "empty leaf": ([rich(said(leaf("")))], "more than 0"),
    "list style": ([rich(listed(said(leaf()), style="stars"))], "bullet or ordered"),
    "list in list": ([rich(listed(listed(said(leaf()))))], "unsupported type in a list"),
    "no rich text": ([rich()], "at least 1"),
    "markdown": ([{"type": "markdown", "text": "x" * 6001}] * 2, "less than 12001"),
    "rows": ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}], "than 100"),
    "columns": ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}], "than 20"),
    "malformed": ([{"type": "context", "elements": ["x"]}], "malformed context"),
    "only the SDK knows": (
        [{"type": "image", "image_url": "https://a.example/" + "x" * 3000, "alt_text": "x"}],
        "image_url attribute cannot exceed 3000",
    ),
}


def refusal(body: Json) -> SlackError:
    """Why Slack would not take a message."""
    with pytest.raises(SlackError) as refused:
        check_message(body)
    return refused.value


def test_good_blocks_are_taken() -> None:
    """Whatever Slack takes is taken, up to its limits."""
    check_message({"text": "x", "blocks": GOOD})
    assert list(style_flaws({"text": "x", "blocks": GOOD})) == []


@pytest.mark.parametrize("name", REFUSED)
def test_bad_blocks_are_refused(name: str) -> None:
    """Each limit of Slack's is kept, and the refusal says which."""
    blocks, why = REFUSED[name]
    refused = refusal({"text": "x", "blocks": blocks})
    assert refused.error == "invalid_blocks"
    assert why in str(refused.more["response_metadata"])


def test_a_message_has_a_size() -> None:
    """Blocks with too many characters in all, too long a text, or nothing at all are refused."""
    parts = [rich(said(leaf("x" * 2700))) for _ in range(5)]
    assert refusal({"text": "x", "blocks": parts}).error == "msg_blocks_too_long"
    assert refusal({"text": "x" * 40_001}).error == "msg_too_long"
    assert refusal({"blocks": []}).error == "no_text"
    assert refusal({"blocks": "[", "text": "x"}).error == "invalid_blocks_format"
    check_message({"text": "x", "blocks": parts[:4]})


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"blocks": [section(plain("x"))]}, "without text"),
        ({"text": "a < b"}, "unescaped <"),
        ({"text": "R&D"}, "unescaped &"),
        ({"text": "x", "blocks": [section(marked("List<int>"))]}, "unescaped <"),
        ({"text": "x", "blocks": [{"type": "context", "elements": [marked("a & b")]}]}, "&"),
        ({"text": "hello <!channel>"}, "calls <!channel>"),
        ({"text": "hello <@U123>"}, "calls <@U123>"),
        ({"text": "x", "blocks": [rich(said({"type": "user", "user_id": "U1"}))]}, "calls a user"),
        (
            {"text": "x", "blocks": [rich(said({"type": "broadcast", "range": "here"}))]},
            "calls a broadcast",
        ),
    ],
)
def test_what_people_would_see_broken_is_complained_of(body: Json, why: str) -> None:
    """Slack takes it, and yet it is wrong: signs that vanish, people who are called, silence."""
    check_message(body)
    assert why in "; ".join(style_flaws(body))


def modal(**more: object) -> Json:
    """A modal."""
    return {"type": "modal", "title": plain("Form"), "blocks": [section(plain("x"))], **more}


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (modal(title=plain("x" * 25)), "less than 25"),
        (modal(submit=plain("x" * 25)), "less than 25"),
        (modal(close=plain("x" * 25)), "less than 25"),
        (modal(title=None), "missing required field"),
        (modal(private_metadata="x" * 3001), "less than 3001"),
        (modal(callback_id="x" * 256), "less than 256"),
        (modal(blocks=[asking()]), "needs submit"),
        (modal(blocks=[asking(label=plain("x" * 2001))], submit=plain("Go")), "less than 2001"),
        (modal(blocks=[{"type": "markdown", "text": "x"}]), "unsupported type: markdown"),
        (modal(blocks=[{"type": "divider"}] * 101), "no more than 100"),
        (modal(colour="red"), "additional property: colour"),
        ({"type": "home", "blocks": []}, "type must be modal"),
        ({"type": "modal", "title": plain("x")}, "missing required field: blocks"),
        ("[", "must be an object"),
    ],
)
def test_bad_views_are_refused(view: object, why: str) -> None:
    """The limits of a modal are kept."""
    with pytest.raises(SlackError) as refused:
        check_view(view)
    assert refused.value.error == "invalid_arguments"
    assert why in str(refused.value.more["response_metadata"])


def test_good_views_are_taken() -> None:
    """A modal with an input and a button to submit it; a home tab."""
    view = check_view(modal(blocks=[asking()], submit=plain("Go"), private_metadata="x" * 3000))
    assert list(view_style_flaws(view)) == []
    check_view({"type": "home", "blocks": [{"type": "divider"}] * 100}, home=True)
    assert list(view_style_flaws(modal(blocks=[section(marked("a < b"))])))
    called = rich(said({"type": "user", "user_id": "U1"}))
    assert list(view_style_flaws(modal(blocks=[called]))) == ["rich text calls a user"]
    named = rich(said({"type": "channel", "channel_id": "C1"}))
    for found in (
        view_style_flaws(modal(blocks=[named])),
        style_flaws({"text": "x", "blocks": [named]}),
    ):
        assert list(found) == []


def test_everything_visible_is_read() -> None:
    """A screen reader's order: every leaf, cell and caption; no label of anything pressed."""
    blocks = [
        *GOOD[:1],
        {"type": "section", "fields": [plain("one"), marked("&lt;two&gt;")], "accessory": button()},
        {"type": "image", "image_url": "https://a.example/x", "alt_text": "a chart"},
        {"type": "context", "elements": [plain("small"), marked("print")]},
        rich(
            said(
                leaf("Which "), leaf("x < 1", style={"code": True}), {"type": "emoji", "name": "a"}
            ),
            listed(said(leaf("A")), said(leaf("B"))),
        ),
        {"type": "table", "rows": [[{"type": "raw_text", "text": "1"}, rich(said(leaf("Ana")))]]},
        actions(button()),
        asking(),
    ]
    assert texts(blocks) == [
        "*bold* & a link",
        "one",
        "<two>",
        "a chart",
        "small print",
        "Which x < 1:a:",
        "A\nB",
        "1 | Ana",
        "Name",
    ]


KINDS = [
    "section",
    "header",
    "context",
    "actions",
    "divider",
    "image",
    "markdown",
    "input",
    "rich_text",
    "table",
]
INNER = [
    "button",
    "static_select",
    "overflow",
    "rich_text_section",
    "rich_text_list",
    "text",
    "mrkdwn",
    "x",
]
NAMES = [
    "type",
    "text",
    "elements",
    "options",
    "action_id",
    "style",
    "rows",
    "accessory",
    "element",
    "value",
    "label",
]
words = st.sampled_from([*INNER, *NAMES])
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
garbage = st.builds(
    lambda kind, rest: {**rest, "type": kind},
    st.sampled_from(KINDS) | anything,
    st.dictionaries(words, anything, max_size=4),
)


@given(st.lists(garbage, min_size=1, max_size=3))
def test_garbage_is_refused_and_never_breaks_the_checks(blocks: list[Json]) -> None:
    """Whatever arrives is taken or refused in Slack's words; nothing else is raised."""
    body = {"text": "x", "blocks": blocks}
    with contextlib.suppress(SlackError):
        check_message(body)
        list(style_flaws(body))
    with contextlib.suppress(SlackError):
        list(view_style_flaws(check_view({"type": "modal", "title": plain("x"), "blocks": blocks})))


@given(st.text(max_size=40))
def test_escaped_text_is_never_complained_of(text: str) -> None:
    """Text that was escaped as Slack asks is clean, and reads as it was."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert list(style_flaws({"text": escaped or "x"})) == []
    assert unescaped(escaped) == text
