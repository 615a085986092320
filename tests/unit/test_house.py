import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "bot").rglob("*.py"))
NOUNS = [
    "model",
    "schedules",
    "richtext",
    "errors",
    "commands",
    "invocations",
    "actions",
    "screens",
    *(f"findings/{path.stem}" for path in sorted((ROOT / "bot" / "findings").glob("*.py"))),
]
RULES = [
    path
    for path in CORE
    if path.relative_to(ROOT / "bot").parts[0]
    in {"decks", "questions", "game", "wording", "passages"}
]
PLATFORMS = ("discord", "slack")
CLOCKS = {
    *(f"{kind}.{name}" for kind in ("datetime", "date") for name in ("now", "utcnow", "today")),
    *(f"time.{name}" for name in ("time", "time_ns", "monotonic", "monotonic_ns", "sleep")),
}


def parse(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def where(path: Path, line: int) -> str:
    """The place as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{line}"


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module a file imports, by its full name, with the line."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=module, level=0):
                yield module or "", node.lineno


def impurities(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Whatever waits, reads a clock or draws from the shared random generator, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.AsyncFunctionDef(name=name):
                yield f"async def {name}", node.lineno
            case ast.Attribute(value=ast.Name(id="random"), attr=name) if name != "Random":
                yield f"random.{name}", node.lineno
            case ast.ImportFrom(module="random", names=names):
                drawn = [alias.name for alias in names if alias.name != "Random"]
                yield from ((f"random.{name}", node.lineno) for name in drawn)
            case ast.ImportFrom(module="time", names=names):
                clocks = [alias.name for alias in names if f"time.{alias.name}" in CLOCKS]
                yield from ((f"time.{name}", node.lineno) for name in clocks)
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                if f"{owner}.{name}" in CLOCKS:
                    yield f"{owner}.{name}", node.lineno


def test_the_core_names_no_platform() -> None:
    """No line under bot/ says the name of a chat platform."""
    named = [
        where(path, number)
        for path in CORE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if any(platform in line.lower() for platform in PLATFORMS)
    ]

    assert named == []


@pytest.mark.parametrize("noun", NOUNS)
def test_nouns_need_only_the_standard_library(noun: str) -> None:
    """The modules everything else is built on import no third-party package."""
    path = ROOT / "bot" / f"{noun}.py"

    foreign = [
        f"{where(path, line)} {module}"
        for module, line in imported(parse(path))
        if module.partition(".")[0] not in {"bot", *sys.stdlib_module_names}
    ]

    assert foreign == []


def test_rules_are_given_the_time_and_the_dice() -> None:
    """A rule waits for nothing, reads no clock and draws only from a generator it was given."""
    found = [
        f"{where(path, line)} {what}" for path in RULES for what, line in impurities(parse(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "async def ask(): ...",
        "from datetime import datetime\nmoment = datetime.now()",
        "import datetime\nmoment = datetime.datetime.now(zone)",
        "today = date.today()",
        "import time\nmoment = time.time()",
        "from time import monotonic",
        "import random\nrandom.shuffle(options)",
        "from random import choice",
    ],
)
def test_every_way_to_the_clock_and_the_dice_is_noticed(code: str) -> None:
    """The search for impure code finds each way of writing it."""
    assert list(impurities(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "def choose(generator: random.Random) -> int: return generator.randrange(3)",
        "from random import Random\ngenerator = Random(round_id)",
        "from datetime import datetime\ndef closes(opened: datetime) -> datetime: ...",
    ],
)
def test_given_times_and_generators_are_welcome(code: str) -> None:
    """The search for impure code leaves alone what works on a time or generator passed in."""
    assert not list(impurities(ast.parse(code)))
