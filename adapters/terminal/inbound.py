"""From a typed line to what is meant by it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.terminal.desk import Desk
from bot import invocations
from bot.actions import Action, AnswerRound
from bot.errors import NoQuestionOpen, UnknownCommand
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

    Raises ``NoQuestionOpen``, ``UnknownCommand`` and ``BadOption``.
    """
    word = line.strip().lower()
    if not word:
        return None
    if word in _LEAVE:
        return Leave()
    if word in desk.words:
        return Press(desk.words[word])
    if _LETTERS.fullmatch(word):
        return Press(_answer(_SEPARATORS.sub("", word), desk.question))
    return Perform(_command(line))


def _answer(letters: str, question: QuestionScreen | None) -> AnswerRound:
    if question is None:
        raise NoQuestionOpen
    picks = {ord(letter) - ord("a") for letter in letters}
    return AnswerRound(question.round, tuple(sorted(picks)))


def _command(line: str) -> Invocation:
    try:
        return invocations.read(line)
    except UnknownCommand as error:
        if line.lstrip().startswith("/") or error.nearest:
            raise
        raise UnknownCommand("", "") from None
