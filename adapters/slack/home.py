"""The page that Slack gives the bot for each person: App Home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from adapters.chat import pages as chat
from adapters.slack import layout, pages
from adapters.slack.fitting import ROOM
from adapters.slack.layout import Json
from adapters.slack.leaves import DAY_AND_TIME, Element, channel, date, leaf, section
from adapters.slack.prose import Elements
from bot import wording
from bot.model import Period, Standing
from bot.screens import HomeScreen, Upcoming
from bot.wording import home as said


def home(screen: HomeScreen, now: datetime) -> Json:
    """The whole view for ``views.publish``: one's own standing, decks, questions to come.

    It tells when it was made, for it stays as it is until it is published again.
    """
    return {"type": "home", "blocks": [block for block in _blocks(screen, now) if block]}


def _blocks(screen: HomeScreen, now: datetime) -> Iterator[Json]:
    yield layout.header(said.YOUR_STANDING)
    yield layout.rich(_standings(screen))
    yield layout.header(wording.count(len(screen.decks), "deck") if screen.decks else "")
    decks = pages.bulleted(screen.decks, pages.deck, ROOM // 2)
    yield layout.rich(decks or pages.lines(wording.NO_DECKS))
    yield layout.rich(pages.bulleted(screen.kept, pages.explained, ROOM // 4))
    yield layout.header(said.UPCOMING if screen.upcoming else "")
    upcoming = pages.bulleted(screen.upcoming, _upcoming, ROOM // 4)
    yield layout.rich(upcoming or pages.lines(said.NONE_UPCOMING))
    yield layout.small(f"{wording.HOW_TO_BEGIN}.")
    yield layout.rich([section(date(now, DAY_AND_TIME, said.as_of))])


def _standings(screen: HomeScreen) -> Elements:
    if any(standing for _, standing in screen.standings):
        return pages.bullets(_standing(*one) for one in screen.standings)
    return pages.lines(said.NO_STANDING)


def _standing(period: Period, standing: Standing | None) -> Element:
    return section(leaf(wording.period(period), "bold"), leaf(f": {said.standing(standing)}"))


def _upcoming(question: Upcoming) -> Elements:
    """Whoever looks is told the name of the room by Slack, if they may know it."""
    deck = leaf(f" · {chat.title(question.deck)}" if question.deck else "")
    when, where = date(question.at, DAY_AND_TIME), channel(question.room.channel)
    return (section(when, leaf(" · "), where, deck),)
