"""What Slack refuses in a block, which its SDK lets pass or does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.fakes.slack.element_rules import Limit, element_flaws
from tests.fakes.slack.rich_rules import rich_flaws

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong, and where."""

    what: str
    at: str

    def __str__(self) -> str:
        return f"{self.what} [json-pointer:{self.at}]"


_KEYS: Final[Mapping[str, str]] = {
    "section": "text fields accessory expand",
    "header": "text level",
    "context": "elements",
    "actions": "elements",
    "divider": "",
    "image": "image_url slack_file alt_text title",
    "markdown": "text",
    "input": "label element hint optional dispatch_action",
    "rich_text": "elements",
    "table": "rows column_settings",
}
_NOT_IN: Final[Mapping[str, frozenset[str]]] = {
    "message": frozenset(),
    "modal": frozenset({"markdown", "table", "file"}),
    "home": frozenset({"markdown", "file"}),
}
_EACH: Final = 255
_ROWS: Final = 100
_COLUMNS: Final = 20


def block_flaws(block: Json, at: str, surface: str) -> Iterator[Flaw]:
    """Whatever is wrong with one block on this surface: ``message``, ``modal`` or ``home``."""
    kind = str(block.get("type"))
    if kind not in _KEYS or kind in _NOT_IN[surface]:
        yield Flaw(f"unsupported type: {kind}", f"{at}/type")
        return
    for name in block.keys() - {"type", "block_id", *_KEYS[kind].split()}:
        yield Flaw(f"invalid additional property: {name}", at)
    if len(block.get("block_id") or "") > _EACH:
        yield Flaw(f"must be less than {_EACH + 1} characters", f"{at}/block_id")
    try:
        yield from _INSIDE[kind](block, at)
        yield from _doubled(block, at)
    except (KeyError, TypeError, AttributeError) as error:
        yield Flaw(f"malformed {kind}: {error!r}", at)


def _doubled(block: Json, at: str) -> Iterator[Flaw]:
    inside = block.get("elements")
    elements = inside if block["type"] == "actions" and isinstance(inside, list) else []
    given = Counter(element.get("action_id") for element in elements if "action_id" in element)
    for name in (name for name, times in given.items() if times > 1):
        yield Flaw(f"action_id {name!r} already exists for an element in this block", at)


def _section(block: Json, at: str) -> Iterator[Flaw]:
    if block.get("text") is None and not block.get("fields"):
        yield Flaw("missing required field: text", at)
    if block.get("text") is not None:
        yield from text_flaws(block["text"], f"{at}/text", 3000)
    if block.get("fields") is not None:
        yield from _counted(block["fields"], f"{at}/fields", 10)
        for index, one in enumerate(block["fields"]):
            yield from text_flaws(one, f"{at}/fields/{index}", 2000)
    if block.get("accessory") is not None and block["accessory"].get("type") != "image":
        yield from _element(block["accessory"], f"{at}/accessory")


def _header(block: Json, at: str) -> Iterator[Flaw]:
    yield from text_flaws(block.get("text"), f"{at}/text", 150, plain=True)


def _context(block: Json, at: str) -> Iterator[Flaw]:
    yield from _counted(block["elements"], f"{at}/elements", 10)
    for index, one in enumerate(block["elements"]):
        if one.get("type") != "image":
            yield from text_flaws(one, f"{at}/elements/{index}", 3000)


def _actions(block: Json, at: str) -> Iterator[Flaw]:
    yield from _counted(block["elements"], f"{at}/elements", 25)
    for index, one in enumerate(block["elements"]):
        yield from _element(one, f"{at}/elements/{index}")


def _image(block: Json, at: str) -> Iterator[Flaw]:
    yield from _limited(block.get("alt_text"), f"{at}/alt_text", 2000)
    if ("image_url" in block) == ("slack_file" in block):
        yield Flaw("one of image_url and slack_file is required", at)
    elif not str(block.get("image_url", "https://")).startswith(("http://", "https://")):
        yield Flaw("invalid url", f"{at}/image_url")


def _markdown(block: Json, at: str) -> Iterator[Flaw]:
    yield from _limited(block.get("text"), f"{at}/text", 12_000)


def _input(block: Json, at: str) -> Iterator[Flaw]:
    yield from text_flaws(block.get("label"), f"{at}/label", 2000, plain=True)
    yield from _element(block["element"], f"{at}/element")
    if block.get("hint") is not None:
        yield from text_flaws(block["hint"], f"{at}/hint", 2000, plain=True)


def _rich_text(block: Json, at: str) -> Iterator[Flaw]:
    for what, where in rich_flaws(block["elements"], f"{at}/elements"):
        yield Flaw(what, where)


def _divider(_block: Json, _at: str) -> Iterator[Flaw]:
    yield from ()


def _element(element: Json, at: str) -> Iterator[Flaw]:
    for limit in element_flaws(element, at):
        match limit:
            case Limit(longest, inside, where, plain):
                yield from text_flaws(inside, where, longest, plain=plain)
            case (what, where):
                yield Flaw(what, where)


def _table(block: Json, at: str) -> Iterator[Flaw]:
    rows, at = block["rows"], f"{at}/rows"
    yield from _counted(rows, at, _ROWS)
    for index, row in enumerate(rows):
        yield from _counted(row, f"{at}/{index}", _COLUMNS)
        for column, cell in enumerate(row):
            where = f"{at}/{index}/{column}"
            if cell["type"] == "rich_text":
                for what, there in rich_flaws(cell["elements"], f"{where}/elements"):
                    yield Flaw(what, there)
            elif cell["type"] != "raw_text":
                yield Flaw(f"unsupported type: {cell['type']}", where)
            else:
                yield from _limited(cell.get("text"), f"{where}/text", 3000)


def _counted(items: object, at: str, most: int) -> Iterator[Flaw]:
    if not isinstance(items, list) or not items:
        yield Flaw("must have at least 1 item", at)
    elif len(items) > most:
        yield Flaw(f"no more than {most} items allowed", at)


def _limited(text: object, at: str, longest: int) -> Iterator[Flaw]:
    if not isinstance(text, str) or not text:
        yield Flaw("must be more than 0 characters", at)
    elif len(text) > longest:
        yield Flaw(f"must be less than {longest + 1} characters", at)


def text_flaws(text: object, at: str, longest: int, *, plain: bool = False) -> Iterator[Flaw]:
    """Whatever is wrong with a text object that may have so many characters."""
    if not isinstance(text, dict):
        yield Flaw("missing required field", at)
        return
    kinds = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
    if text.get("type") not in kinds:
        yield Flaw(f"type must be {' or '.join(sorted(kinds))}", f"{at}/type")
        return
    own = {"plain_text": "emoji", "mrkdwn": "verbatim"}[text["type"]]
    for name in text.keys() - {"type", "text", own}:
        yield Flaw(f"invalid additional property: {name}", at)
    yield from _limited(text.get("text"), f"{at}/text", longest)


_INSIDE: Final[Mapping[str, Callable[[Json, str], Iterator[Flaw]]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "image": _image,
    "markdown": _markdown,
    "input": _input,
    "rich_text": _rich_text,
    "table": _table,
}
