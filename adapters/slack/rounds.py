"""The screens of a round: the question, the verdict, the answer, the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from adapters.chat import rounds as chat
from adapters.chat.plain import clipped, one_line, short
from adapters.slack import dailies, fitting, layout, picking, prose
from adapters.slack.fitting import ROOM, Shown, bold, lettered, stacked
from adapters.slack.layout import Json, Page, page
from adapters.slack.leaves import DAY_AND_TIME, TIME, date, leaf, preformatted, section
from adapters.slack.prose import Elements
from bot import wording
from bot.actions import AnswerRound, ShowAnswer
from bot.screens import (
    AnswerScreen,
    QuestionScreen,
    RevealScreen,
    RoundHead,
    Verdict,
    VerdictScreen,
    VoidScreen,
)

_SHORT = timedelta(seconds=1)
"""How much earlier a question of a day closes than its hour, which is what people are told."""

_AROUND = 600
"""Units that lines above and below a text may take."""


def question(screen: QuestionScreen, now: datetime) -> Page:
    """An open question; what changes while people answer is its last line alone."""
    shows: list[Shown] = [bold, *(lettered(index) for index in range(len(screen.options)))]
    stem, *options = fitting.all_fitted((screen.stem, *screen.options), ROOM - _AROUND, shows)
    return page(
        _head(screen.head),
        layout.rich(stem),
        layout.rich(stacked(options)),
        _controls(screen),
        dailies.looking_back(screen.head.daily),
        _foot(screen, now),
    )


def _head(head: RoundHead) -> Json:
    return layout.small(chat.where(head), wording.which(head))


def _foot(screen: QuestionScreen, now: datetime) -> Json:
    """How many answered, and until when it is open: a time of day, in the zone of whoever reads.

    Slack counts nothing down; what is said of seconds that are left would soon be wrong.
    """
    said = tuple(filter(None, (wording.instruction(screen), wording.progress_until(screen, ""))))
    closes = chat.closing(screen, now)
    if closes is None:
        return layout.small(*said)
    if screen.head.daily:
        told = partial(wording.progress_until, screen)
        first = leaf("".join(f"{one} · " for one in said[:-1]))
        return layout.rich([section(first, date(closes + _SHORT, DAY_AND_TIME, told))])
    words = " · ".join((*said, ""))
    return layout.rich([section(leaf(words), date(closes, TIME, wording.closes_at))])


def _controls(screen: QuestionScreen) -> Json:
    if not screen.options:
        return layout.buttons([layout.button(ShowAnswer(screen.round), wording.SHOW_ANSWER)])
    labels = [chat.choice(n, option, layout.LABEL) for n, option in enumerate(screen.options)]
    if screen.choose > 1:
        return picking.menu(screen.round, labels, screen.choose, wording.instruction(screen))
    return layout.buttons(
        layout.button(
            AnswerRound(screen.round, (index,)), wording.letter(index), spoken_label=label
        )
        for index, label in enumerate(labels)
    )


def verdict(screen: VerdictScreen) -> Page:
    """What one person is told of their answer."""
    told = section(leaf(one_line(wording.verdict(screen)), "bold"))
    judged = screen.verdict in {Verdict.RIGHT, Verdict.WRONG}
    shows = [lettered(index) for index in chat.key(screen)]
    right = [screen.options[index] for index in chat.key(screen)]
    key = fitting.all_fitted(right, ROOM // 3, shows)
    explained, cut = fitting.explained(chat.unsaid(screen), chat.EXPLAINED)
    return page(
        layout.rich(prose.joined((told, *(one for option in key for one in option)))),
        layout.rich(explained),
        _source(wording.source(screen.source, screen.kind)) if judged else {},
        layout.buttons(_full_answer(screen) if screen.more or cut else ()),
    )


def _full_answer(screen: VerdictScreen | RevealScreen) -> Iterator[Json]:
    yield layout.button(ShowAnswer(screen.round), wording.FULL_ANSWER)


def _source(*said: str) -> Json:
    return layout.small(clipped(one_line(" · ".join(filter(None, said))), chat.HEAD))


def answer(screen: AnswerScreen) -> Page:
    """One part of a whole answer; rating it is possible on each."""
    parts = fitting.parts(screen.answer, chat.PART)
    here = min(screen.part, len(parts) - 1)
    prompt = short(screen.prompt, chat.LINE)
    return page(
        layout.rich([section(leaf(prompt, "bold"))] if prompt else []),
        layout.rich(parts[here]),
        _source(wording.part(here, len(parts)), wording.where_from(screen.source)),
        layout.buttons(layout.button(*press) for press in chat.reading(screen, here, len(parts))),
    )


def reveal(screen: RevealScreen) -> Page:
    """A question that is over, with its key, how it was answered and who was right."""
    over = [leaf(wording.over(screen), "bold"), leaf(f" · {wording.turnout(screen)}")]
    explained, cut = fitting.explained(screen.explanation, chat.EXPLAINED_TO_ALL)
    shows = [lettered(index, chat.sign(screen, index)) for index in range(len(screen.options))]
    room = ROOM - chat.EXPLAINED_TO_ALL - 3 * _AROUND
    options = fitting.all_fitted(screen.options, room, shows)
    return page(
        # Which question it was is said in the next line.
        _head(replace(screen.head, total=1, daily=None)),
        layout.rich(prose.joined((section(*over), *_stem(screen)))),
        layout.rich(stacked(options)),
        layout.rich((*preformatted(chat.bars(screen)), *_sentence(chat.winners(screen)))),
        layout.rich(explained),
        _source(wording.source(screen.source, screen.kind)),
        layout.buttons(_full_answer(screen) if cut else ()),
    )


def _stem(screen: RevealScreen) -> Elements:
    return fitting.fitted(screen.stem, chat.RETOLD, prose.blocks)[0]


def _sentence(words: str) -> Elements:
    return (section(leaf(words)),) if words else ()


def void(screen: VoidScreen) -> Page:
    """A question that does not count."""
    said = (*_sentence(wording.voided(screen)), *_sentence(short(screen.stem, chat.LINE)))
    return page(_head(screen.head), layout.rich(prose.joined(said)))
