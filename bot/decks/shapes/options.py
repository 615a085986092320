"""Options as an author wrote them, however they are marked: which can be asked, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.decks.nodes import Node
from bot.decks.shapes.base import Choosing
from bot.model import MAX_OPTIONS, Choice, Finding, Severity
from bot.richtext import RichText, is_blank, plain

_SHOWN = 60


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
            findings.append(_empty(option))
            continue
        if option.right is None:
            findings.append(_unmarked(option, words))
        choice = Choice(option.text, bool(option.right))
        if words in kept:
            findings.append(_equal(option, words, same=kept[words].right == choice.right))
        kept.setdefault(words, choice)
    return tuple(kept.values())


def _can_be_asked(line: int, choices: Sequence[Choice], findings: list[Finding]) -> bool:
    if not choices or any(finding.code == "contradiction" for finding in findings):
        return False
    if not any(choice.right for choice in choices):
        findings.append(_no_key(line))
    elif len(choices) == 1:
        findings.append(_one_option(line))
    elif len(choices) > MAX_OPTIONS:
        findings.append(_too_many(line, len(choices)))
    else:
        return True
    return False


def _unmarked(option: Option, words: str) -> Finding:
    return Finding(
        option.line,
        Severity.WARNING,
        "unmarked-option",
        f"The option “{words[:_SHOWN]}” has no box; it counts as wrong.",
        "Begin it with “- [ ]”, or with “- [x]” if it is right.",
    )


def _empty(option: Option) -> Finding:
    return Finding(
        option.line,
        Severity.WARNING,
        "empty-option",
        "An option has no text; it was left out.",
        "Write the text of the option or delete its line.",
    )


def _equal(option: Option, words: str, *, same: bool) -> Finding:
    if same:
        return Finding(
            option.line,
            Severity.WARNING,
            "equal-options",
            f"The option “{words[:_SHOWN]}” stands twice; it is offered once.",
            "Change one of the two or delete it.",
        )
    return Finding(
        option.line,
        Severity.ERROR,
        "contradiction",
        f"The option “{words[:_SHOWN]}” stands twice, once as right and once as wrong.",
        "Delete the one that is not meant. Until then the question is asked without its options.",
    )


def _no_key(line: int) -> Finding:
    return Finding(
        line,
        Severity.ERROR,
        "no-key",
        "No option is marked as right, so the options cannot be asked.",
        "Mark the right option with “- [x]”.",
    )


def _one_option(line: int) -> Finding:
    return Finding(
        line,
        Severity.WARNING,
        "one-option",
        "There is only one option, so there is nothing to choose from.",
        "Add at least one wrong option with “- [ ]”.",
    )


def _too_many(line: int, count: int) -> Finding:
    return Finding(
        line,
        Severity.ERROR,
        "too-many-options",
        f"There are {count} options and at most {MAX_OPTIONS} can be shown.",
        "Delete some of the wrong ones. Until then the question is asked without its options.",
    )
