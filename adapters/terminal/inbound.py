"""From a typed line to what is meant by it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.terminal.desk import Desk
from bot import invocations
from bot.actions import Action, AnswerRound
from bot.errors import NoQuestionOpen, OptionOutOfRange, UnknownCommand
from bot.invocations import Invocation
from bot.screens import QuestionScreen

_LEAVE = frozenset({"/quit", "quit", "/exit", "exit"})
_LETTERS = re.compile(r"[a-z]|[a-j](?:[\s,]*[a-j])+")
_SEPARATORS = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Perform:
    """A command."""

    invocation: Invocation


@dataclass(frozen=True, slots=True)
class Press:
    """A button."""

    action: Action


@dataclass(frozen=True, slots=True)
class Leave:
    """The wish to go."""


Intent = Perform | Press | Leave


def read(line: str, desk: Desk) -> Intent | None:
    """What a line means on this desk; None for an empty one.

    Raises ``NoQuestionOpen`` and ``OptionOutOfRange``, and what ``invocations.read`` raises.
    """
    word = line.strip().lower()
    if not word:
        return None
    if word in _LEAVE:
        return Leave()
    if action := desk.meaning(word):
        return Press(action)
    if _LETTERS.fullmatch(word):
        return Press(_answer(_SEPARATORS.sub("", word), desk.lettered()))
    return Perform(_command(line))


def _answer(letters: str, question: QuestionScreen | None) -> AnswerRound:
    if question is None:
        raise NoQuestionOpen
    # A letter typed twice stays there twice: a slip, which the core refuses rather than judges.
    picks = tuple(sorted(ord(letter) - ord("a") for letter in letters))
    if not question.options:  # what can be typed for it is among its keys
        raise OptionOutOfRange(picks, 0)
    return AnswerRound(question.round, picks)


def _command(line: str) -> Invocation:
    try:
        return invocations.read(line)
    except UnknownCommand as error:
        if line.lstrip().startswith("/") or error.nearest:
            raise
        raise UnknownCommand("", "") from None
