"""Discord's components: a frame, texts in it, rows of buttons. No component has a callback."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping

import discord
from discord import ButtonStyle, SelectOption
from discord.ui import (
    ActionRow,
    Button,
    Container,
    File,
    Item,
    LayoutView,
    Select,
    Separator,
    TextDisplay,
)

from adapters.discord import galleries
from bot.actions import Action, encode

A_ROW = 5
"""Buttons side by side."""

CHOICE = 100
"""Units of an option in a menu."""

BLUE, GREEN, RED = 0x5865F2, 0x248046, 0xDA373C
"""Colours of a frame; they only adorn what its words say."""

Component = Item[LayoutView]
Press = Button[LayoutView]


class PicturedView(LayoutView):
    """A message that shows pictures.

    ``attachments`` are those that are sent along with it, by their names; ``plain`` makes the
    message with words in their place.
    """

    def __init__(
        self,
        shown: LayoutView,
        attachments: Mapping[str, bytes],
        plain: Callable[[], LayoutView],
    ) -> None:
        """Take what ``shown`` holds."""
        super().__init__(timeout=None)
        for item in shown.children:
            self.add_item(item)
        self.attachments = attachments
        self.plain = plain


class FileView(LayoutView):
    """A message that shows files; ``attachments`` are sent along with it, by their names."""

    def __init__(self, attachments: Mapping[str, bytes]) -> None:
        """The names are of letters, digits and signs that Discord leaves as they are."""
        super().__init__(timeout=None)
        self.attachments = attachments


def files(view: LayoutView) -> list[discord.File]:
    """What is sent along with a message; to be made anew whenever it is sent."""
    if not isinstance(view, PicturedView | FileView):
        return []
    return [discord.File(io.BytesIO(data), name) for name, data in view.attachments.items()]


def with_file(words: str, name: str, data: bytes) -> LayoutView:
    """A message of Markdown with a file below it, by which alone it is seen."""
    shown: File[LayoutView] = File(f"attachment://{name}")
    return FileView({name: data}).add_item(Container(TextDisplay(words), shown))


def framed(parts: Iterable[Component | str], colour: int | None = None) -> LayoutView:
    """A message: Markdown with its pictures and components in a frame; blank Markdown left out."""
    view = LayoutView(timeout=None)
    children = (one for part in parts if part for one in _components(part))
    return view.add_item(Container(*children, accent_colour=colour))


def _components(part: Component | str) -> Iterator[Component]:
    if isinstance(part, str):
        yield from galleries.pieces(part)
    else:
        yield part


def button(action: Action, label: str, style: ButtonStyle = ButtonStyle.secondary) -> Press:
    """A button that means an action."""
    return Button(custom_id=encode(action), label=label, style=style)


def idle(label: str) -> Press:
    """A button that means nothing now and only keeps its place; nobody can press it."""
    return Button(custom_id=f"idle:{label}", label=label, disabled=True)


def rows(buttons: Iterable[Press]) -> Iterator[ActionRow[LayoutView]]:
    """Buttons side by side, five to a row; of two that mean the same, the first."""
    different = {one.custom_id: one for one in reversed(list(buttons))}
    waiting = list(reversed(different.values()))
    for first in range(0, len(waiting), A_ROW):
        yield ActionRow(*waiting[first : first + A_ROW])


def menu(
    custom_id: str, labels: Iterable[str], choose: int, placeholder: str
) -> ActionRow[LayoutView]:
    """A menu from which exactly ``choose`` options are chosen; their values are their indices."""
    options = [SelectOption(label=one, value=str(index)) for index, one in enumerate(labels)]
    return ActionRow(
        Select(
            custom_id=custom_id,
            placeholder=placeholder,
            min_values=choose,
            max_values=choose,
            options=options,
        )
    )


def rule() -> Separator[LayoutView]:
    """A line between what is said and what stands below it."""
    return Separator()


def presses(view: LayoutView) -> set[str]:
    """The ids of everything in a message that can be pressed or chosen."""
    ids = (getattr(item, "custom_id", None) for item in view.walk_children())
    return {one for one in ids if isinstance(one, str)}
