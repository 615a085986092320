"""What Slack refuses in buttons, menus and inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limit:
    """A text object that has to be there, and how long it may be."""

    longest: int
    text: object
    at: str
    plain: bool = True


Found = Limit | tuple[str, str]

_MENU: Final = "placeholder options option_groups confirm focus_on_load"
_INPUT: Final = "placeholder initial_value dispatch_action_config focus_on_load"
_KEYS: Final[Mapping[str, str]] = {
    "button": "text url value style confirm accessibility_label",
    "static_select": f"{_MENU} initial_option",
    "multi_static_select": f"{_MENU} initial_options max_selected_items",
    "external_select": "placeholder initial_option min_query_length confirm focus_on_load",
    "multi_external_select": (
        "placeholder initial_options min_query_length max_selected_items confirm focus_on_load"
    ),
    "checkboxes": "options initial_options confirm focus_on_load",
    "radio_buttons": "options initial_option confirm focus_on_load",
    "overflow": "options confirm",
    "plain_text_input": f"{_INPUT} multiline min_length max_length",
    "number_input": f"{_INPUT} is_decimal_allowed min_value max_value",
    "file_input": "filetypes max_files",
    "timepicker": "placeholder initial_time timezone confirm focus_on_load",
    "datepicker": "placeholder initial_date confirm focus_on_load",
    "users_select": "placeholder initial_user confirm focus_on_load",
    "conversations_select": (
        "placeholder initial_conversation default_to_current_conversation filter "
        "response_url_enabled confirm focus_on_load"
    ),
    "channels_select": "placeholder initial_channel response_url_enabled confirm focus_on_load",
}
_OPTIONS: Final[Mapping[str, tuple[int, bool]]] = {
    "static_select": (100, True),
    "multi_static_select": (100, True),
    "checkboxes": (10, False),
    "radio_buttons": (10, False),
    "overflow": (5, True),
}
"""How many options there may be, and whether their texts have to be plain."""
_OPTION_KEYS: Final = frozenset({"text", "value", "description", "url"})


def element_flaws(element: Json, at: str) -> Iterator[Found]:
    """Whatever is wrong with one element, and the texts in it that are to be looked at."""
    kind = str(element.get("type"))
    if kind not in _KEYS:
        yield f"unsupported type: {kind}", f"{at}/type"
        return
    for name in element.keys() - {"type", "action_id", *_KEYS[kind].split()}:
        yield f"invalid additional property: {name}", at
    yield from _long(element, "action_id", 255, at)
    if element.get("placeholder") is not None:
        yield Limit(150, element["placeholder"], f"{at}/placeholder")
    if element.get("confirm") is not None:
        yield from _confirm(element["confirm"], f"{at}/confirm")
    if kind in _OPTIONS:
        yield from _menu(kind, element, at)
    elif kind == "button":
        yield from _button(element, at)
    else:
        yield from _filled(kind, element, at)


def _long(holder: Json, name: str, longest: int, at: str) -> Iterator[Found]:
    if len(holder.get(name) or "") > longest:
        yield f"must be less than {longest + 1} characters", f"{at}/{name}"


def _button(element: Json, at: str) -> Iterator[Found]:
    yield Limit(75, element.get("text"), f"{at}/text")
    for name, longest in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
        yield from _long(element, name, longest, at)
    if element.get("style") not in {None, "primary", "danger"}:
        yield "style must be primary or danger", f"{at}/style"


def _confirm(confirm: Json, at: str) -> Iterator[Found]:
    yield Limit(100, confirm.get("title"), f"{at}/title")
    yield Limit(300, confirm.get("text"), f"{at}/text", plain=False)
    yield Limit(30, confirm.get("confirm"), f"{at}/confirm")
    yield Limit(30, confirm.get("deny"), f"{at}/deny")


def _menu(kind: str, element: Json, at: str) -> Iterator[Found]:
    most, plain = _OPTIONS[kind]
    groups = element.get("option_groups")
    if groups is None:
        yield from _options(element.get("options"), f"{at}/options", most, plain=plain)
    else:
        for index, group in enumerate(groups):
            where = f"{at}/option_groups/{index}"
            yield Limit(75, group.get("label"), f"{where}/label")
            yield from _options(group.get("options"), f"{where}/options", most, plain=plain)
    offered = [*(element.get("options") or ())]
    offered += [one for group in groups or () for one in group.get("options") or ()]
    single = element.get("initial_option")
    chosen = element.get("initial_options") or ([] if single is None else [single])
    if any(option not in offered for option in chosen):
        yield "the initial option is none of the options", at


def _options(options: object, at: str, most: int, *, plain: bool) -> Iterator[Found]:
    if not isinstance(options, list) or not options:
        yield "must have at least 1 item", at
        return
    if len(options) > most:
        yield f"no more than {most} items allowed", at
    values = Counter(str(option.get("value")) for option in options)
    if any(times > 1 for times in values.values()):
        yield "two options have the same value", at
    for index, option in enumerate(options):
        where = f"{at}/{index}"
        for name in option.keys() - _OPTION_KEYS:
            yield f"invalid additional property: {name}", where
        yield Limit(75, option.get("text"), f"{where}/text", plain=plain)
        if not option.get("value"):
            yield "missing required field: value", where
        yield from _long(option, "value", 150, where)
        if option.get("description") is not None:
            yield Limit(75, option["description"], f"{where}/description", plain=plain)


def _filled(kind: str, element: Json, at: str) -> Iterator[Found]:
    if kind == "plain_text_input":
        yield from _long(element, "initial_value", 3000, at)
        if not 0 < (element.get("max_length") or 1) <= 3000:
            yield "max_length must be 1 to 3000", f"{at}/max_length"
    if kind == "file_input" and not 0 < (element.get("max_files") or 1) <= 10:
        yield "max_files must be 1 to 10", f"{at}/max_files"
