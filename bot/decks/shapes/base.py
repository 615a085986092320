"""What a shape is: one way people write questions, or the options of a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.decks.nodes import Node
from bot.decks.outline import Outline
from bot.model import Choice, Finding
from bot.richtext import RichText


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as somebody wrote it, not yet a card.

    ``prompt`` is without its number; ``body`` is everything that stands below it: explanation and
    options. It claims the lines from ``line`` to before ``end``. ``given_id`` is the author's id
    as written, None where there is none; ``number`` the one in front of the prompt, likewise.
    ``key`` is what a list of answers further down says of this question.
    """

    prompt: RichText
    body: Sequence[Node]
    topic: tuple[str, ...]
    line: int
    end: int
    given_id: str | None = None
    number: str | None = None
    key: Sequence[Node] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that looked like a question: told where no draft claims any of its lines.

    The lines are those from the finding's to before ``end``.
    """

    finding: Finding
    end: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """What one shape saw in a file: questions, and what only looked like one."""

    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Choosing:
    """The options found below a question.

    ``choices`` are empty where what was found cannot be asked; ``right`` is then still what the
    author marked as right. ``rest`` is the body without the options, and without the ``exhibit``
    that stands between the question and its options: code, a formula or a table.
    """

    choices: tuple[Choice, ...]
    right: tuple[RichText, ...]
    rest: Sequence[Node]
    findings: tuple[Finding, ...] = ()
    exhibit: Sequence[Node] = ()


QuestionShape = Callable[[Outline], Shaped]
"""Finds the questions of one shape; drafts come in the order of their lines and never overlap."""

ChoiceShape = Callable[[RichText, Sequence[Node]], Choosing | None]
"""Finds the options of a prompt among the blocks below it, or None where it sees none."""
