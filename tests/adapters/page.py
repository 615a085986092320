"""docs/screens.md, where a person can look at every screen as every chat shows it.

Run as a program (``make screens``) it writes the page and the goldens anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.adapters.discord import page as discord
from tests.adapters.goldens import album
from tests.adapters.slack import page as slack

PAGE = Path(__file__).parents[2] / "docs" / "screens.md"

_INTRODUCTION = """\
# What people see

Every screen as Discord and as Slack show it, drawn from the messages that `goldens/` below
tests/adapters/discord and tests/adapters/slack hold. Both set the line above a question and the
like in small letters; what stands in a row of brackets are buttons: «marked» the one that is
chosen, (in brackets) one that means nothing now. `make screens` writes the goldens and this page.

The hostile screens are shown as they are sent, for Discord with their escapes.
"""


def page() -> str:
    """The page that shows the goldens."""
    return "\n".join([_INTRODUCTION, *_screens(), *_homes()])


def _screens() -> Iterator[str]:
    for name in album():
        yield f"## {_title(name)}\n"
        yield from _framed("Discord", discord.lines(name))
        yield from _framed("Slack", slack.lines(name))


def _homes() -> Iterator[str]:
    for name in slack.homes():
        yield f"## {_title(name)}\n"
        yield from _framed("Slack", slack.lines(name))


def _title(name: str) -> str:
    return name[0].upper() + name[1:]


def _framed(chat: str, lines: Iterable[str]) -> Iterator[str]:
    shown = "\n".join(lines)
    yield f"{chat}:\n\n~~~~text\n{shown}\n~~~~\n"


def write() -> None:
    """Write the goldens and the page anew."""
    discord.write()
    slack.write()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
