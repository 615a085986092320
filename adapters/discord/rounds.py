"""The screens of a round: the question, the verdict, the answer, the end."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from discord.ui import LayoutView

from adapters.chat import rounds as chat
from adapters.chat.plain import clipped, short, units
from adapters.discord import fitting, layout, markdown, prose
from adapters.discord.fitting import ROOM, Shown
from adapters.discord.layout import Component, Press, framed
from bot import wording
from bot.actions import AnswerRound, ShowAnswer, encode_menu
from bot.richtext import Formula, Heading, Paragraph, RichText
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
    shows: list[Shown] = [_bold, *(_lettered(index) for index in range(len(screen.options)))]
    room = ROOM - units(head) - units(foot) - len(shows)
    stem, *options = fitting.all_fitted((screen.stem, *screen.options), room, shows)
    return framed((head, stem, "\n".join(options), *_controls(screen), foot), layout.BLUE)


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


def _bold(rich: RichText) -> str:
    return prose.blocks(rich, bold=True)


def _lettered(index: int, sign: str = "") -> Shown:
    """How an option is shown: behind its letter, or below it where it begins with a block.

    A ``sign`` stands at the end of an option of one line, and beside the letter of a longer one.
    """
    letter = f"**{wording.letter(index)}**"

    def show(rich: RichText) -> str:
        said = prose.blocks(rich)
        if "\n" not in said:
            return "  ".join(filter(None, (letter, said, sign)))
        flows = isinstance(rich[0], Paragraph | Heading | Formula)
        return "  ".join(filter(None, (letter, sign))) + ("  " if flows else "\n") + said

    return show


def verdict(screen: VerdictScreen) -> LayoutView:
    """What one person is told of their answer."""
    told = markdown.strong(markdown.escape(wording.verdict(screen)))
    judged = screen.verdict in _COLOURS
    source = _source(wording.source(screen.source, screen.kind)) if judged else ""
    room = ROOM - units(told) - units(source)
    shows = [_lettered(index) for index in chat.key(screen)]
    key = fitting.all_fitted(
        [screen.options[index] for index in chat.key(screen)], room // 3, shows
    )
    room = min(chat.EXPLAINED, room - sum(map(units, key)) - len(key))
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
    head = _head(replace(screen.head, total=1))  # which question it was is said in the next line
    lines = (head, over, fitting.fitted(screen.stem, chat.RETOLD, prose.blocks)[0])
    who, bars = markdown.escape(chat.winners(screen)), markdown.monospaced(chat.bars(screen))
    source = _source(wording.source(screen.source, screen.kind))
    room = ROOM - sum(map(units, (*lines, who, bars, source))) - len(lines)
    explained, cut = fitting.explained(screen.explanation, chat.EXPLAINED_TO_ALL)
    shows = [_lettered(index, chat.sign(screen, index)) for index in range(len(screen.options))]
    options = fitting.all_fitted(screen.options, room - units(explained) - len(shows), shows)
    buttons = layout.rows(_full_answer(screen)) if cut else ()
    return framed(
        ("\n".join(filter(None, lines)), "\n".join(options), bars, who, explained, source, *buttons)
    )


def void(screen: VoidScreen) -> LayoutView:
    """A question that does not count."""
    stem = markdown.line(short(screen.stem, chat.LINE))
    return framed((_head(screen.head), markdown.escape(wording.voided(screen)), stem))
