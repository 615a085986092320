"""Screens as messages with their pictures, and with words in their place should Discord refuse."""

from __future__ import annotations

from collections.abc import Mapping

from discord.ui import LayoutView

from adapters.chat.gathering import Gathering
from adapters.chat.pictures import ATTACHED, Picture, illustrated, name, public, sent_along
from adapters.discord import galleries
from adapters.discord.layout import PicturedView
from adapters.discord.render import render
from bot.ports import Clock
from bot.richtext import Image
from bot.screens import Screen
from bot.service import Studybot


class Picturing:
    """Renders screens, and fetches what goes with them."""

    def __init__(self, studybot: Studybot, clock: Clock) -> None:
        """Take the use cases, which know what is beside a deck."""
        self._gathering = Gathering(studybot.picture)
        self._clock = clock

    async def drawn(self, screen: Screen) -> LayoutView:
        """The screen as it is shown from now on, stopped, so that it can be sent many times."""
        view, _ = await self.lasting(screen)
        return view

    async def lasting(self, screen: Screen) -> tuple[LayoutView, bool]:
        """The same, and whether it may be kept: it needs no picture that has to be fetched."""
        wanted: dict[str, Picture] = {}
        view = self._rendered(screen, wanted)
        if view is None:
            return self._plain(screen), True
        names = galleries.attached(view)
        found = await self._gathering.gather(wanted, names)
        if len(found) < len(names):
            view = self._rendered(screen, wanted, found) or self._plain(screen)
            shown = galleries.attached(view)
            found = {called: found[called] for called in shown}
        if not galleries.pictured(view):
            return view, not names
        return _stopped(PicturedView(view, found, lambda: self._plain(screen))), not names

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
            return ATTACHED + called

        pictured = illustrated(screen, place)
        return None if pictured is screen else _stopped(render(pictured, self._clock.now()))

    def _plain(self, screen: Screen) -> LayoutView:
        return _stopped(render(screen, self._clock.now()))


def _stopped(view: LayoutView) -> LayoutView:
    """A view that no process waits for: its buttons say all there is to know."""
    view.stop()
    return view
