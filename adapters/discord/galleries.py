"""Pictures between words: a mark in Markdown where each goes, and what is made of it at the end.

A mark is made of controls, which nothing foreign that reaches Markdown holds any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from discord import MediaGalleryItem
from discord.ui import LayoutView, MediaGallery, TextDisplay

from adapters.chat import pictures
from adapters.chat.pictures import Shown
from adapters.chat.plain import clipped, units

A_GALLERY = 10
"""Pictures that Discord shows beside each other."""

_MARK = re.compile("\x00([^\x00\x01]*)\x01([^\x00\x01]*)\x00")
_MARKS = re.compile(f"(?:{_MARK.pattern}\\s*)+")

Gallery = MediaGallery[LayoutView]


def mark(shown: Shown) -> str:
    """What stands in Markdown for a picture."""
    return f"\x00{shown.source}\x01{clipped(shown.alt, pictures.ALT // 2)}\x00"


def marked(said: str) -> bool:
    """Whether there is a picture in Markdown."""
    return "\x00" in said


def size(said: str) -> int:
    """The units of Markdown, its pictures counted for the place that they take."""
    if not marked(said):
        return units(said)
    words, amount = _MARK.subn("", said)
    return units(words) + amount * pictures.ROOM


def pieces(said: str) -> Iterator[TextDisplay[LayoutView] | Gallery]:
    """Markdown as components: words and pictures from top to bottom."""
    done = 0
    for found in _MARKS.finditer(said) if marked(said) else ():
        yield from _words(said[done : found.start()])
        yield from _galleries(found.group())
        done = found.end()
    yield from _words(said[done:])


def _words(said: str) -> Iterator[TextDisplay[LayoutView]]:
    words = said.strip("\n").rstrip()
    if words:
        yield TextDisplay(words)


def _galleries(marks: str) -> Iterator[Gallery]:
    items = [MediaGalleryItem(url, description=alt or None) for url, alt in _MARK.findall(marks)]
    for first in range(0, len(items), A_GALLERY):
        yield MediaGallery(*items[first : first + A_GALLERY])


def attached(view: LayoutView) -> tuple[str, ...]:
    """The names of the files that a message shows, each once."""
    urls = (
        item.media.url
        for gallery in view.walk_children()
        if isinstance(gallery, MediaGallery)
        for item in gallery.items
    )
    names = (
        url.removeprefix(pictures.ATTACHED) for url in urls if url.startswith(pictures.ATTACHED)
    )
    return tuple(dict.fromkeys(names))


def pictured(view: LayoutView) -> bool:
    """Whether a message shows any picture."""
    return any(isinstance(item, MediaGallery) for item in view.walk_children())
