"""The screens of a question a day, and of what a space wishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from discord.ui import LayoutView

from adapters.chat import dailies as chat
from adapters.chat import pages
from adapters.chat.plain import clipped, units
from adapters.discord import fitting, layout, markdown
from adapters.discord.fitting import ROOM, Shown, bold, lettered
from adapters.discord.layout import Component, framed
from bot import wording
from bot.model import Daily, RoomId
from bot.screens import DailyPlan, DailyScreen, Preview, SettingsScreen
from bot.wording import daily as said


def looking_back(daily: Daily | None) -> str:
    """How the question of the day before ended; empty where there is nothing to tell."""
    lines = chat.looking_back(daily) if daily else ()
    return "\n".join(markdown.small(markdown.escape(one)) for one in lines)


def plan(screen: DailyScreen, now: datetime) -> LayoutView:
    """A room's daily question: when, why not, and for whoever set it what is asked next."""
    title = markdown.escape(said.plan_title(screen))
    if screen.plan is None:
        return framed((title, _skipped(screen)))
    top = "\n".join((markdown.strong(title), *_times(screen.plan, now)))
    skipped = _skipped(screen)
    room = ROOM - units(top) - units(skipped)
    return framed((top, *_preview(screen.plan.preview, room), skipped), layout.BLUE)


def _times(shown: DailyPlan, now: datetime) -> Iterator[str]:
    """When a room is asked, and when next: there, and as whoever reads it has to wait for it."""
    yield markdown.escape(chat.rhythm(shown))
    coming = markdown.escape(chat.coming(shown, now))
    if shown.next and not shown.pause:
        coming += f" · <t:{int(shown.next.timestamp())}:R>"
    if coming:
        yield coming
    if shown.kept:
        yield markdown.line(pages.error(shown.kept))


def _preview(shown: Preview | None, room: int) -> Iterator[Component | str]:
    if shown is None:
        return
    note = markdown.small(said.NEXT_UP)
    topic = markdown.small(markdown.line(clipped(" / ".join(shown.topic), pages.TITLE)))
    shows: list[Shown] = [bold, *map(lettered, range(len(shown.options)))]
    room -= units(note) + units(topic) + len(shows) + 1
    stem, *options = fitting.all_fitted((shown.stem, *shown.options), room, shows)
    yield layout.rule()
    yield "\n".join(filter(None, (note, topic)))
    yield stem
    yield "\n".join(options)


def _skipped(screen: DailyScreen) -> str:
    """The questions that were not asked, and why."""
    lines = [f"- {markdown.escape(one, start=False)}" for one in said.not_asked(screen)]
    return "\n".join([said.NOT_ASKED, *lines]) if lines else ""


def settings(screen: SettingsScreen) -> LayoutView:
    """What a space wishes, and how to wish something else."""
    title = markdown.strong(markdown.escape(said.settings_title(screen)))
    lines = [markdown.escape(one) for one in chat.wishes(screen)]
    rooms = f"{said.ROOMS}: {_rooms(screen.rooms)}"
    note = markdown.small(markdown.escape(said.HOW_TO_WISH))
    return framed(("\n".join((title, *lines, rooms)), note), layout.BLUE)


def _rooms(rooms: tuple[RoomId, ...]) -> str:
    """The rooms as Discord shows channels, which calls nobody."""
    named = [f"<#{one.channel}>" for one in rooms[: chat.ROOMS] if one.channel.isdecimal()]
    left = len(rooms) - len(named)
    return ", ".join([*named, wording.more(left)] if left else named) or said.EVERYWHERE
