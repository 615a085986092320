"""What Slack refuses in a message or a view, and what people would see broken in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.fakes.slack.block_rules import Flaw, block_flaws, text_flaws
from tests.fakes.slack.blocks import length
from tests.fakes.slack.calls import SlackError
from tests.fakes.slack.text_rules import callings, unescaped

Json = dict[str, Any]

LARGEST: Final = 13_200
"""Characters that a message's blocks may have in all, as far as it is known."""
_BLOCKS: Final = {"message": 50, "modal": 100, "home": 100}
_LONGEST_POST: Final = 40_000
_LONGEST_EDIT: Final = 4_000
_VIEW_KEYS: Final = frozenset(
    [
        "type",
        "title",
        "blocks",
        "close",
        "submit",
        "private_metadata",
        "callback_id",
        "clear_on_close",
        "notify_on_close",
        "external_id",
        "submit_disabled",
    ]
)


def check_message(body: Mapping[str, Any], *, edit: bool = False) -> None:
    """Looks at a message as Slack does before it takes one.

    Raises:
        SlackError: Slack would refuse it.
    """
    blocks, text = body.get("blocks"), body.get("text") or ""
    if len(text) > (_LONGEST_EDIT if edit else _LONGEST_POST):
        raise SlackError("msg_too_long")
    if not blocks and not text and not body.get("attachments") and not body.get("markdown_text"):
        raise SlackError("no_text")
    if blocks is None:
        return
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    flaws = list(blocks_flaws(blocks, "message"))
    if flaws:
        raise SlackError("invalid_blocks", **told(flaws))
    if length(blocks) > LARGEST:
        raise SlackError("msg_blocks_too_long")


def check_view(view: object, *, home: bool = False) -> Json:
    """Looks at a view as Slack does, and gives it back.

    Raises:
        SlackError: Slack would refuse it.
    """
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", **told([Flaw("must be an object", "/view")]))
    flaws = list(_view_flaws(view, "home" if home else "modal"))
    if flaws:
        raise SlackError("invalid_arguments", **told(flaws))
    return view


def told(flaws: Sequence[Flaw]) -> Json:
    """What Slack adds to a refusal."""
    return {
        "errors": [str(flaw) for flaw in flaws],
        "response_metadata": {"messages": [f"[ERROR] {flaw}" for flaw in flaws]},
    }


def blocks_flaws(blocks: Sequence[Json], surface: str) -> Iterator[Flaw]:
    """Whatever is wrong with blocks on a message, a modal or a home tab."""
    if len(blocks) > _BLOCKS[surface]:
        yield Flaw(f"no more than {_BLOCKS[surface]} items allowed", "/blocks")
    given = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for name in (name for name, times in given.items() if times > 1):
        yield Flaw(f"block_id {name!r} already exists", "/blocks")
    for index, block in enumerate(blocks):
        mine = list(block_flaws(block, f"/blocks/{index}", surface))
        yield from mine or _sdk(block, f"/blocks/{index}")
    if (
        sum(len(str(block.get("text"))) for block in blocks if block.get("type") == "markdown")
        > 12_000
    ):
        yield Flaw("markdown must be less than 12001 characters together", "/blocks")


def _sdk(block: Json, at: str) -> Iterator[Flaw]:
    try:
        parsed = Block.parse(block)
        if parsed is None:
            yield Flaw(f"unsupported type: {block['type']}", at)
        else:
            parsed.to_dict()
    except Exception as error:  # noqa: BLE001 -- whatever the SDK finds is a flaw
        yield Flaw(f"{error}", at)


def _view_flaws(view: Json, kind: str) -> Iterator[Flaw]:
    if view.get("type") != kind:
        yield Flaw(f"type must be {kind}", "/view/type")
        return
    for name in view.keys() - _VIEW_KEYS:
        yield Flaw(f"invalid additional property: {name}", "/view")
    if kind == "modal":
        yield from _modal_flaws(view)
    for name, longest in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if len(view.get(name) or "") > longest:
            yield Flaw(f"must be less than {longest + 1} characters", f"/view/{name}")
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        yield Flaw("missing required field: blocks", "/view")
        return
    yield from blocks_flaws(blocks, kind)
    try:
        View(**view).to_dict()
    except Exception as error:  # noqa: BLE001 -- as above
        yield Flaw(f"{error}", "/view")


def _modal_flaws(view: Json) -> Iterator[Flaw]:
    yield from text_flaws(view.get("title"), "/view/title", 24, plain=True)
    for name in ("submit", "close"):
        if view.get(name) is not None:
            yield from text_flaws(view[name], f"/view/{name}", 24, plain=True)
    inputs = any(block.get("type") == "input" for block in view.get("blocks") or ())
    if inputs and not view.get("submit"):
        yield Flaw("a modal with inputs needs submit", "/view")


def style_flaws(body: Mapping[str, Any]) -> Iterator[str]:
    """What Slack takes, and people would see broken, or not see at all."""
    if not body.get("text"):
        yield "a message without text: notifications and screen readers say nothing"
    texts = [str(body.get("text") or "")]
    texts += [text for block in body.get("blocks") or () for text in _mrkdwn(block)]
    for text in texts:
        yield from unescaped(text)
    yield from callings(body.get("blocks") or (), texts)


def view_style_flaws(view: Mapping[str, Any]) -> Iterator[str]:
    """The same for a view."""
    texts = [text for block in view.get("blocks") or () for text in _mrkdwn(block)]
    for text in texts:
        yield from unescaped(text)
    yield from callings(view.get("blocks") or (), texts)


def _mrkdwn(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield str(value.get("text", ""))
        for part in value.values():
            yield from _mrkdwn(part)
    elif isinstance(value, list):
        for part in value:
            yield from _mrkdwn(part)
