"""The goldens of the screens, and docs/screens.md, where a person can look at them.

Run as a program (``make screens``) it writes both anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from unicodedata import category

from bot.screens import Screen
from tests.adapters.discord.album import rounds
from tests.adapters.discord.album_pages import pages
from tests.adapters.discord.message import MENU, ROW, Component, drawn
from tests.adapters.discord.reading import Leaf, read
from tests.adapters.gallery import NOW

GOLDENS = Path(__file__).parent / "goldens"
PAGE = Path(__file__).parents[3] / "docs" / "screens.md"

_INTRODUCTION = """\
# What Discord shows

Every screen, drawn from the messages that tests/adapters/discord/goldens/ holds, as it is read:
Discord sets the first small line of a question and the like in small letters, and what stands in
a row of brackets are buttons: «marked» the one that is chosen, (in brackets) one that cannot be
pressed now. `make screens` writes the goldens and this page anew.

The hostile screens at the end are shown as they are sent, with their escapes.
"""
_FENCE = re.compile(r"^((?:> )?```[^\n]*\n[\s\S]*?\n(?:> )?```)$", re.MULTILINE)
_MARK = re.compile(r"(-# |> |\s*- |\s*\d+\. )?(.*)")
_TIME = re.compile(r"<t:(\d+):R>")


def album() -> dict[str, Screen]:
    """All screens by their names."""
    return {**rounds(), **pages()}


def path(name: str) -> Path:
    """Where the golden of a screen is."""
    return GOLDENS / f"{re.sub('[^a-z0-9]+', '-', name)}.json"


def written(components: list[Component]) -> str:
    """Components as they are kept: what cannot be seen is written as an escape."""
    said = json.dumps(components, ensure_ascii=False, indent=1)
    return "".join(f"\\u{ord(one):04x}" if category(one) == "Cf" else one for one in said) + "\n"


def kept(name: str) -> list[Component]:
    """The golden of a screen."""
    found: list[Component] = json.loads(path(name).read_text(encoding="utf-8"))
    return found


def page(goldens: Mapping[str, list[Component]]) -> str:
    """The page that shows the goldens."""
    parts = [_INTRODUCTION]
    for name, components in goldens.items():
        lines = "\n".join(_drawn(components, as_sent=name.startswith("hostile")))
        parts.append(f"## {name[0].upper()}{name[1:]}\n\n~~~~text\n{lines}\n~~~~\n")
    return "\n".join(parts)


def _drawn(components: list[Component], *, as_sent: bool) -> Iterator[str]:
    for frame in components:
        yield "╭" + "─" * 78
        before = None
        for one in frame["components"]:
            if before and not before == one["type"] == ROW:
                yield "│"
            before = one["type"]
            yield from (f"│ {line}".rstrip() for line in _part(one, as_sent=as_sent))
        yield "╰" + "─" * 78


def _part(one: Component, *, as_sent: bool) -> Iterator[str]:
    match one["type"]:
        case 10:
            content: str = one["content"]
            yield from _sent(content) if as_sent else _as_read(content)
        case 1:
            yield "  ".join(_pressed(inside) for inside in one["components"])


def _pressed(one: Component) -> str:
    if one["type"] == MENU:
        options = "  /  ".join(option["label"] for option in one["options"])
        return f"[ {one['placeholder']} ▾ ]  {options}"
    around = {1: "«»", 2: "  "}[one["style"]]
    label = f"({one['label']})" if one["disabled"] else one["label"]
    return f"[{around[0]}{label}{around[1]}]"


def _sent(markdown: str) -> Iterator[str]:
    shown = "".join(f"⟨{ord(one):x}⟩" if category(one) == "Cf" else one for one in markdown)
    yield from shown.split("\n")


def _as_read(markdown: str) -> Iterator[str]:
    for part in _FENCE.split(markdown):
        if _FENCE.match(part):
            yield from (f"    {line}" for line in part.replace("> ", "").split("\n")[1:-1])
        else:
            yield from (_line(line) for line in part.strip("\n").split("\n") if part.strip("\n"))


def _line(line: str) -> str:
    found = _MARK.match(line)
    mark, words = found.groups(default="") if found else ("", line)
    said = "".join(map(_leaf, read(words)))
    return mark.replace("-# ", "") + "".join(one for one in said if category(one) != "Cf")


def _leaf(leaf: Leaf) -> str:
    if leaf.kind == "code":
        return f"`{leaf.words}`"
    if leaf.kind == "link":
        return f"<{leaf.words}>"
    if found := _TIME.fullmatch(leaf.words):
        return f"in {int(found.group(1)) - int(NOW.timestamp())} seconds"
    return leaf.words


def write() -> None:
    """Write the goldens and the page anew."""
    GOLDENS.mkdir(exist_ok=True)
    for old in GOLDENS.glob("*.json"):
        old.unlink()
    for name, screen in album().items():
        path(name).write_text(written(drawn(screen, NOW)), encoding="utf-8")
    PAGE.write_text(page({name: kept(name) for name in album()}), encoding="utf-8")


if __name__ == "__main__":
    write()
