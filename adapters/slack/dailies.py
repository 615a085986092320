"""The screens of a question a day, and of what a space wishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from adapters.chat import dailies as chat
from adapters.chat import pages
from adapters.chat.plain import clipped
from adapters.slack import fitting, forms, layout, prose
from adapters.slack.fitting import ROOM, Shown, bold, lettered, stacked
from adapters.slack.layout import Json, Page, page
from adapters.slack.leaves import DAY_AND_TIME, Element, Leaf, channel, date, leaf, section
from bot import wording
from bot.commands import DAILY_SET, SETTINGS
from bot.model import Daily, RoomId
from bot.screens import DailyNews, DailyPlan, DailyScreen, Preview, SettingsScreen
from bot.wording import daily as said

_AROUND = 1500
"""Units that may stand around a question that is looked at before it is asked."""


def looking_back(daily: Daily | None) -> Json:
    """How the question of the day before ended, and who answers every day, set apart."""
    lines = chat.looking_back(daily) if daily else ()
    quote = {**section(leaf("\n".join(lines))), "type": prose.QUOTE}
    return layout.rich([quote] if lines else ())


def plan(screen: DailyScreen, now: datetime) -> Page:
    """A room's daily question: when, why not, and for whoever set it what is asked next."""
    shown, zone = screen.plan, screen.zone
    skips = [one.at for one in screen.skips]
    title = section(*_timed(said.plan_title(screen), skips, zone, "bold" if shown else ""))
    times = _times(shown, now) if shown else ()
    kept = [section(leaf(pages.error(shown.kept)))] if shown and shown.kept else ()
    room = ROOM - _AROUND - (pages.SENTENCE if kept else 0)
    wanting = screen.news is DailyNews.SHOWN and (shown is None or shown.pause)
    return page(
        layout.rich(prose.joined((title, *times, *kept))),
        *(_preview(shown.preview, room) if shown and shown.preview else ()),
        layout.rich(_skipped(screen, skips)),
        layout.buttons([forms.button(DAILY_SET)] if wanting else ()),
    )


def _times(shown: DailyPlan, now: datetime) -> Iterator[Element]:
    """When a room is asked, and when next, or why not."""
    yield section(leaf(chat.rhythm(shown)))
    coming = chat.coming(shown, now)
    moments = [at for at in (shown.pause and shown.pause.at, shown.next) if at]
    if coming:
        yield section(*_timed(coming, moments, shown.rule.zone))


def _timed(words: str, moments: Iterable[datetime], zone: str, style: str = "") -> Iterator[Leaf]:
    """A sentence; the moment in it, as it is told in the zone, each reads as it is where they are.

    Where nothing can show that, it stays as it is told.
    """
    styles = [style] if style else []
    for at in moments:
        here = said.moment(at, zone)
        before, found, after = words.partition(here)
        if found:
            yield leaf(before, *styles)
            yield date(at, DAY_AND_TIME, otherwise=here)
            yield leaf(after, *styles)
            return
    yield leaf(words, *styles)


def _preview(shown: Preview, room: int) -> Iterator[Json]:
    shows: list[Shown] = [bold, *map(lettered, range(len(shown.options)))]
    stem, *options = fitting.all_fitted((shown.stem, *shown.options), room, shows)
    yield layout.small(said.NEXT_UP)
    yield layout.small(clipped(" / ".join(shown.topic), pages.TITLE))
    yield layout.rich(stem)
    yield layout.rich(stacked(options))


def _skipped(screen: DailyScreen, moments: list[datetime]) -> Iterator[Element]:
    """The questions that were not asked, and why."""
    lines = [section(*_timed(one, moments, screen.zone)) for one in said.not_asked(screen)]
    if lines:
        yield section(leaf(said.NOT_ASKED))
        yield {"type": "rich_text_list", "style": "bullet", "elements": lines}


def settings(screen: SettingsScreen) -> Page:
    """What a space wishes, and how to wish something else."""
    lines = [section(leaf(one)) for one in chat.wishes(screen)]
    rooms = section(leaf(f"{said.ROOMS}: "), *_rooms(screen.rooms))
    return page(
        layout.rich(
            prose.joined((section(leaf(said.settings_title(screen), "bold")), *lines, rooms))
        ),
        layout.small(said.HOW_TO_WISH),
        layout.buttons([forms.button(SETTINGS)]),
    )


def _rooms(rooms: tuple[RoomId, ...]) -> Iterator[Leaf]:
    """The rooms as Slack shows channels."""
    if not rooms:
        yield leaf(said.EVERYWHERE)
    for number, one in enumerate(rooms[: chat.ROOMS]):
        if number:
            yield leaf(", ")
        yield channel(one.channel)
    left = len(rooms) - chat.ROOMS
    if left > 0:
        yield leaf(f", {wording.more(left)}")
