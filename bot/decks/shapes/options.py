"""Options as an author wrote them, however they are marked: which can be asked, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.decks.nodes import Node
from bot.decks.shapes.base import Choosing
from bot.findings import options as told
from bot.model import MAX_OPTIONS, Choice, Finding
from bot.richtext import RichText, is_blank, plain


@dataclass(frozen=True, slots=True)
class Option:
    """One option and its line; ``right`` is None where the author forgot to say."""

    line: int
    text: RichText
    right: bool | None


def judge(options: Sequence[Option], rest: Sequence[Node]) -> Choosing:
    """The options that can be asked, in their order; ``rest`` is what stands around them."""
    findings: list[Finding] = []
    choices = _choices(options, findings)
    right = tuple(choice.text for choice in choices if choice.right)
    if not _can_be_asked(options[0].line, choices, findings):
        choices = ()
    return Choosing(choices, right, rest, tuple(findings))


def _choices(options: Sequence[Option], findings: list[Finding]) -> tuple[Choice, ...]:
    """The options that say something, each once."""
    kept: dict[str, Choice] = {}
    for option in options:
        words = " ".join(plain(option.text).split())
        if is_blank(option.text):
            findings.append(told.EMPTY_OPTION.at(option.line))
            continue
        if option.right is None:
            findings.append(told.UNMARKED_OPTION.at(option.line, option=words))
        choice = Choice(option.text, bool(option.right))
        if words in kept:
            same = kept[words].right == choice.right
            rule = told.EQUAL_OPTIONS if same else told.CONTRADICTION
            findings.append(rule.at(option.line, option=words))
        kept.setdefault(words, choice)
    return tuple(kept.values())


def _can_be_asked(line: int, choices: Sequence[Choice], findings: list[Finding]) -> bool:
    if not choices or any(finding.code == told.CONTRADICTION.code for finding in findings):
        return False
    if not any(choice.right for choice in choices):
        findings.append(told.NO_KEY.at(line))
    elif len(choices) == 1:
        findings.append(told.ONE_OPTION.at(line))
    elif len(choices) > MAX_OPTIONS:
        findings.append(told.TOO_MANY_OPTIONS.at(line, count=len(choices)))
    else:
        return True
    return False
