"""The question of a day, the schedule it follows, and what a space wishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from adapters.terminal import prose
from adapters.terminal.identity import ROOM
from adapters.terminal.layout import columns
from bot import wording
from bot.model import Daily, RoomId
from bot.screens import DailyPlan, DailyScreen, Preview, SettingsScreen
from bot.wording import daily as said

INDENT = 2
"""Columns by which what belongs to the line above stands in."""

RETOLD = 200
"""Characters of a question that is told again on one line, and of its answer."""


def before(daily: Daily) -> Iterator[RenderableType]:
    """What stands above the question of a day: how the last one went, and who answers daily."""
    lines = [*_yesterday(daily), *_streaks(daily)]
    if lines:
        yield from lines
        yield Text()


def _yesterday(daily: Daily) -> Iterator[RenderableType]:
    if last := daily.yesterday:
        yield Text(said.before(daily))
        yield _below(Text(prose.short(last.stem, RETOLD)))
        room = RETOLD // max(1, len(last.answer))
        answer = wording.listed([prose.short(one, room) for one in last.answer])
        yield _below(Text(f"{wording.ANSWER}: {answer}"))


def _streaks(daily: Daily) -> Iterator[RenderableType]:
    if daily.streaks:
        yield Text(prose.one_line(said.in_a_row(daily.streaks)))


def plan(screen: DailyScreen, now: datetime) -> Iterator[RenderableType]:
    """A room's schedule, or that it has none; and what was not asked."""
    yield Text(said.plan_title(screen), "bold")
    if screen.plan:
        yield from _plan(screen.plan, now)
    if missed := said.not_asked(screen):
        yield Text(said.NOT_ASKED)
        yield from (_below(Text(one)) for one in missed)


def _plan(plan: DailyPlan, now: datetime) -> Iterator[RenderableType]:
    for words in (said.rhythm(plan.rule), said.coming(plan, now), said.set_by(plan)):
        yield _below(Text(prose.one_line(words)))
    if plan.kept:
        yield _below(Text(prose.one_line(wording.explain(plan.kept)), "yellow"))
    if plan.preview:
        yield Text(said.NEXT_UP)
        yield from map(_below, _preview(plan.preview))


def _preview(preview: Preview) -> Iterator[RenderableType]:
    """Without letters: which option has which is known only once it is asked."""
    if topic := wording.topic(preview.topic):
        yield Text(prose.one_line(topic), "dim")
    yield prose.blocks(preview.stem)
    yield columns((Text("  •"), prose.blocks(option)) for option in preview.options)


def settings(screen: SettingsScreen) -> Iterator[RenderableType]:
    """What a space wishes, and how to change it."""
    rooms = wording.listed([_room(one) for one in screen.rooms]) or said.EVERYWHERE
    yield Text(said.settings_title(screen), "bold")
    yield columns(
        (Text(f"  {name}"), Text(prose.one_line(value)))
        for name, value in (*said.wishes(screen), (said.ROOMS, rooms))
    )
    yield Text(said.HOW_TO_WISH, "dim")


def _room(room: RoomId) -> str:
    return said.HERE if room == ROOM else room.channel


def _below(what: RenderableType) -> RenderableType:
    return Padding(what, (0, 0, 0, INDENT), expand=False)
