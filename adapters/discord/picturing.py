"""Screens as messages with their pictures, and with words in their place should Discord refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

import discord
from discord.ui import LayoutView

from adapters.chat.gathering import Gathering
from adapters.chat.pictures import Picture, illustrated, name, public, sent_along
from adapters.discord import galleries
from adapters.discord.render import render
from bot.ports import Clock
from bot.richtext import Image
from bot.screens import Screen
from bot.service import Studybot

_REFUSALS = frozenset({400, 403, 413})
"""What Discord says of a picture: an address it cannot use, files not allowed here, too much."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message: what is shown, the files that go with it, and the same with words for pictures.

    ``plain`` is None where there are no pictures. Views are stopped: no process waits for them.
    """

    view: LayoutView
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    plain: Callable[[], LayoutView] | None = None

    def files(self) -> list[discord.File]:
        """What goes with the message: files of their own for each sending, or what says none."""
        files = [discord.File(BytesIO(data), called) for called, data in self.attachments.items()]
        return files or discord.utils.MISSING

    def without_pictures(self, refused: discord.HTTPException) -> Drawn | None:
        """The message to send instead, if pictures may be what was refused."""
        if self.plain is None or refused.status not in _REFUSALS:
            return None
        return Drawn(self.plain())


class Picturing:
    """Renders screens, and fetches what goes with them."""

    def __init__(self, studybot: Studybot, clock: Clock) -> None:
        """Take the use cases, which know what is beside a deck."""
        self._gathering = Gathering(studybot)
        self._clock = clock

    async def drawn(self, screen: Screen) -> Drawn:
        """The screen as it is shown from now on."""
        wanted: dict[str, Picture] = {}
        view = self._rendered(screen, wanted)
        if view is None:
            return Drawn(self._plain(screen))
        names = galleries.attached(view)
        found = await self._gathering.gather(wanted, names)
        if len(found) < len(names):
            view = self._rendered(screen, wanted, found) or self._plain(screen)
            shown = galleries.attached(view)
            found = {called: found[called] for called in shown}
        plain = (lambda: self._plain(screen)) if galleries.pictured(view) else None
        return Drawn(view, found, plain)

    def _rendered(
        self, screen: Screen, wanted: dict[str, Picture], found: Mapping[str, bytes] | None = None
    ) -> LayoutView | None:
        """The screen with its pictures; of those sent along, the ``found`` ones if that is known.

        What has to be sent along is put among the ``wanted``. None if it has no pictures at all.
        """

        def place(picture: Picture) -> str:
            if isinstance(picture, Image) and not picture.file:
                return public(picture.source)
            called = name(picture)
            if not sent_along(picture) or (found is not None and called not in found):
                return ""
            wanted[called] = picture
            return galleries.ATTACHED + called

        pictured = illustrated(screen, place)
        return None if pictured is screen else _stopped(render(pictured, self._clock.now()))

    def _plain(self, screen: Screen) -> LayoutView:
        return _stopped(render(screen, self._clock.now()))


def _stopped(view: LayoutView) -> LayoutView:
    """A view that no process waits for: its buttons say all there is to know."""
    view.stop()
    return view
