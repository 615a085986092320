"""docs/findings.md, where people look up what a finding means.

Run as a program (``make docs``) it writes the page anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from string import Formatter
from textwrap import indent

from bot.findings import SUBJECTS, Rule
from bot.questions.flaws import FLAWS

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"

_INTRODUCTION = """\
# Findings

What Studybot may tell about notes: `studybot check`, `/deck show`, and the answer to `/deck add`.
Every finding names a line and says what to do there.

- An **error** lost something: a question that cannot be asked as it is written, or a whole file.
- A **warning** may surprise: something was left out, or read in one of several ways.
- An **info** tells what was done; most likely it is what was meant.

A deck is used whatever is found in it: its good cards are asked. `studybot check` ends with exit
code 1 where there are errors, so that a repository of notes can be checked as it changes. Below,
*words in italics* stand for what a finding names. This page is made from the code by `make docs`.
"""

_FLAWS = """\
## Questions with options

Whoever knows how tests are written spots the right option without knowing the subject. These are
told of questions whose options stand in the notes, in the line of the question. With a warning the
question cannot be asked with its options, so it is asked without them; with an info it is asked as
it stands. Questions that the bot makes up itself have none of them.
"""


def page() -> str:
    """The page as the declared rules would have it."""
    parts = [_INTRODUCTION, _contents(), *map(_subject, SUBJECTS, SUBJECTS.values())]
    return "\n".join([*parts, _FLAWS, _flaws()])


def _contents() -> str:
    rows = [
        (f"[{code}](#{code})", _severities(rules), _filled(rules[0].message))
        for all_rules in SUBJECTS.values()
        for code, rules in _by_code(all_rules)
    ]
    return _table(("code", "severity", "what is said"), rows)


def _subject(name: str, rules: Sequence[Rule]) -> str:
    return "\n".join([f"## {name}\n", *(_code(*one) for one in _by_code(rules))])


def _code(code: str, rules: Sequence[Rule]) -> str:
    parts = [f"### {code}\n"]
    for means, alike in groupby(rules, lambda rule: rule.means):
        parts += [f"{_escaped(means)}\n", *map(_rule, alike)]
    return "\n".join(parts)


def _rule(rule: Rule) -> str:
    told = f"- **{rule.severity.value}**: {_filled(rule.message)}  \n  {_filled(rule.hint)}\n"
    if not rule.example:
        return told
    example = f"~~~~markdown\n{rule.example}\n~~~~\n"
    return f"{told}\n{indent(example, '  ')}"


def _flaws() -> str:
    rules = [flaw.rule for flaw in FLAWS if not flaw.ours]
    rows = [
        (rule.code, rule.severity.value, _escaped(rule.message), _escaped(rule.hint))
        for rule in rules
    ]
    return _table(("code", "severity", "what is said", "what to do"), rows)


def _by_code(rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    for code, alike in groupby(rules, lambda rule: rule.code):
        yield code, list(alike)


def _severities(rules: Iterable[Rule]) -> str:
    return " or ".join(dict.fromkeys(rule.severity.value for rule in rules))


def _filled(template: str) -> str:
    parts = Formatter().parse(template)
    return "".join(_escaped(fixed) + (f"*{name}*" if name else "") for fixed, name, _, _ in parts)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_<\[|])", r"\\\1", text)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write() -> None:
    """Write the page anew."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
