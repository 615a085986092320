"""The screens of a round: the question, the verdict, the answer, the end."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from discord.ui import LayoutView

from adapters.chat import rounds as chat
from adapters.chat.plain import clipped, short, units
from adapters.discord import dailies, fitting, galleries, layout, markdown, prose
from adapters.discord.fitting import ROOM, Shown, bold, lettered
from adapters.discord.layout import Component, Press, framed
from bot import wording
from bot.actions import AnswerRound, ShowAnswer, encode_menu
from bot.screens import (
    AnswerScreen,
    QuestionScreen,
    RevealScreen,
    RoundHead,
    Verdict,
    VerdictScreen,
    VoidScreen,
)

_COLOURS = {Verdict.RIGHT: layout.GREEN, Verdict.WRONG: layout.RED}


def question(screen: QuestionScreen, now: datetime) -> LayoutView:
    """An open question; what changes while people answer is its last line alone."""
    head, foot = _head(screen.head), _foot(screen, now)
    back = dailies.looking_back(screen.head.daily)
    shows: list[Shown] = [bold, *(lettered(index) for index in range(len(screen.options)))]
    room = ROOM - units(head) - units(back) - units(foot) - len(shows)
    stem, *options = fitting.all_fitted((screen.stem, *screen.options), room, shows)
    top = (head, back, layout.rule()) if back else (head,)
    return framed((*top, stem, "\n".join(options), *_controls(screen), foot), layout.BLUE)


def _head(head: RoundHead) -> str:
    said = (markdown.escape(chat.where(head)), wording.which(head))
    return markdown.small(" · ".join(filter(None, said)))


def _foot(screen: QuestionScreen, now: datetime) -> str:
    said = (wording.instruction(screen), wording.progress_until(screen, _moment(screen, now)))
    return markdown.small(" · ".join(filter(None, said)))


def _moment(screen: QuestionScreen, now: datetime) -> str:
    """The end of the round as a time that Discord counts down to."""
    closes = chat.closing(screen, now)
    return f"<t:{math.ceil(closes.timestamp())}:R>" if closes else ""


def _controls(screen: QuestionScreen) -> Iterator[Component]:
    if not screen.options:
        yield from layout.rows([layout.button(ShowAnswer(screen.round), wording.SHOW_ANSWER)])
    elif screen.choose > 1:
        labels = [
            chat.choice(index, option, layout.CHOICE) for index, option in enumerate(screen.options)
        ]
        asked = wording.instruction(screen)
        yield layout.menu(encode_menu(screen.round), labels, screen.choose, asked)
    else:
        yield from layout.rows(
            layout.button(AnswerRound(screen.round, (index,)), wording.letter(index))
            for index in range(len(screen.options))
        )


def verdict(screen: VerdictScreen) -> LayoutView:
    """What one person is told of their answer."""
    told = markdown.strong(markdown.escape(wording.verdict(screen)))
    judged = screen.verdict in _COLOURS
    source = _source(wording.source(screen.source, screen.kind)) if judged else ""
    room = ROOM - units(told) - units(source)
    shows = [lettered(index) for index in chat.key(screen)]
    key = fitting.all_fitted(
        [screen.options[index] for index in chat.key(screen)], room // 3, shows
    )
    room = min(chat.EXPLAINED, room - sum(map(galleries.size, key)) - len(key))
    explained, cut = fitting.explained(chat.unsaid(screen), room)
    buttons = layout.rows(_full_answer(screen)) if screen.more or cut else ()
    said = "\n".join((told, *key))
    return framed((said, explained, source, *buttons), _COLOURS.get(screen.verdict))


def _full_answer(screen: VerdictScreen | RevealScreen) -> Iterator[Press]:
    yield layout.button(ShowAnswer(screen.round), wording.FULL_ANSWER)


def _source(said: str) -> str:
    return markdown.small(markdown.escape(clipped(said, chat.HEAD)))


def answer(screen: AnswerScreen) -> LayoutView:
    """One part of a whole answer; rating it is possible on each."""
    parts = fitting.parts(screen.answer, chat.PART)
    here = min(screen.part, len(parts) - 1)
    told = (wording.part(here, len(parts)), wording.where_from(screen.source))
    said = (
        markdown.strong(markdown.escape(short(screen.prompt, chat.LINE))),
        parts[here],
        _source(" · ".join(filter(None, told))),
    )
    return framed(
        (
            *said,
            *layout.rows(layout.button(*press) for press in chat.reading(screen, here, len(parts))),
        )
    )


def reveal(screen: RevealScreen) -> LayoutView:
    """A question that is over, with its key, how it was answered and who was right."""
    over = " · ".join((markdown.strong(wording.over(screen)), wording.turnout(screen)))
    # Which question it was is said in the next line.
    head = _head(replace(screen.head, total=1, daily=None))
    lines = (head, over, fitting.fitted(screen.stem, chat.RETOLD, prose.blocks)[0])
    who, bars = markdown.escape(chat.winners(screen)), markdown.monospaced(chat.bars(screen))
    source = _source(wording.source(screen.source, screen.kind))
    room = ROOM - sum(map(galleries.size, (*lines, who, bars, source))) - len(lines)
    explained, cut = fitting.explained(screen.explanation, chat.EXPLAINED_TO_ALL)
    shows = [lettered(index, chat.sign(screen, index)) for index in range(len(screen.options))]
    options = fitting.all_fitted(
        screen.options, room - galleries.size(explained) - len(shows), shows
    )
    buttons = layout.rows(_full_answer(screen)) if cut else ()
    return framed(
        ("\n".join(filter(None, lines)), "\n".join(options), bars, who, explained, source, *buttons)
    )


def void(screen: VoidScreen) -> LayoutView:
    """A question that does not count."""
    stem = markdown.line(short(screen.stem, chat.LINE))
    return framed((_head(screen.head), markdown.escape(wording.voided(screen)), stem))
