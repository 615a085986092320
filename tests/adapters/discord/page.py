"""The goldens of Discord's screens, and how a person sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import category

from tests.adapters import goldens
from tests.adapters.discord.message import MENU, ROW, Component, drawn
from tests.adapters.discord.reading import Leaf, read
from tests.adapters.gallery import NOW
from tests.adapters.goldens import Goldens, album

GOLDENS = Goldens(Path(__file__).parent / "goldens")

_FENCE = re.compile(r"^((?:> )?```[^\n]*\n[\s\S]*?\n(?:> )?```)$", re.MULTILINE)
_MARK = re.compile(r"(-# |> |\s*- |\s*\d+\. )?(.*)")
_TIME = re.compile(r"<t:(\d+):R>")


def lines(name: str) -> Iterator[str]:
    """A golden as a person sees it."""
    yield from _drawn(GOLDENS.kept(name), as_sent=name.startswith("hostile"))


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
            yield from goldens.as_sent(content).split("\n") if as_sent else _as_read(content)
        case 13:
            yield f"[▤ {one['file']['url'].removeprefix('attachment://')}]"
        case 1:
            yield "  ".join(_pressed(inside) for inside in one["components"])


def _pressed(one: Component) -> str:
    if one["type"] == MENU:
        options = "  /  ".join(option["label"] for option in one["options"])
        return f"[ {one['placeholder']} ▾ ]  {options}"
    around = {1: "«»", 2: "  "}[one["style"]]
    label = f"({one['label']})" if one["disabled"] else one["label"]
    return f"[{around[0]}{label}{around[1]}]"


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
        return _awaited(int(found.group(1)) - int(NOW.timestamp()))
    return leaf.words.strip("<>") if leaf.words.startswith("<#") else leaf.words


def _awaited(seconds: int) -> str:
    """How long something is away, much as Discord's clients say it."""
    units = ((86400, "days"), (3600, "hours"), (60, "minutes"), (1, "seconds"))
    size, unit = next(one for one in units if seconds >= one[0])
    return f"in {round(seconds / size)} {unit if round(seconds / size) > 1 else unit[:-1]}"


def write() -> None:
    """Write the goldens anew."""
    GOLDENS.write((name, drawn(screen, NOW)) for name, screen in album().items())
