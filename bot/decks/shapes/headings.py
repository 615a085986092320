"""Questions written as headings of any level, with the answer below.

A heading is a question where it is numbered like its siblings, asks or tells somebody to explain
something, or stands among siblings that nearly all do. A heading above such headings groups them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from bot.decks.nodes import Part
from bot.decks.outline import Outline, Section, id_below
from bot.decks.shapes.base import Draft, Shaped
from bot.model import Finding, Severity
from bot.richtext import Paragraph

_QUESTION_WORD = re.compile(
    r"(?:what|why|how|when|where|which|who|whose|explain|describe|compare|define)\b", re.IGNORECASE
)
_FIRST = {"0", "1"}
_ENOUGH_SIBLINGS = 3
_NEARLY_ALL = 0.75


def headings(outline: Outline) -> Shaped:
    """Every question heading with what stands below it, and those that only looked like one."""
    judged = _Judgement(outline)
    drafts: list[Draft] = []
    findings = list(judged.findings)
    for section, stop in judged.questions():
        drafts.append(_draft(outline, section, stop))
    return Shaped(tuple(drafts), tuple(findings))


def _draft(outline: Outline, section: Section, stop: int) -> Draft:
    body = outline.body(section.start + 1, stop)
    return Draft(
        prompt=(Paragraph(section.title),),
        body=body,
        topic=section.topic,
        line=section.heading.line,
        end=body[-1].end if body else section.heading.end,
        given_id=id_below(section.heading, body),
    )


class _Judgement:
    """Decides for every section whether it is a question, a group of questions or neither."""

    def __init__(self, outline: Outline) -> None:
        self.findings: list[Finding] = []
        self._sections = outline.sections
        self._blocks = outline.document.blocks
        self._rank = {section: rank for rank, section in enumerate(self._sections)}
        self._run = _levels_in_a_run(self._sections)
        self._candidates = {s for s in self._sections if self._is_candidate(s)}
        self._candidates |= set(self._like_their_siblings())
        self._above = _ancestors(self._candidates)
        self._group_levels = self._levels_of_groups()

    def questions(self) -> Iterator[tuple[Section, int]]:
        """Each question with the place of the first block that is no longer its own."""
        absorbed_until = 0
        for section in self._sections:
            if section not in self._candidates or section.start < absorbed_until:
                continue
            if section not in self._above:
                yield section, section.stop
            elif self._absorbs(section):
                absorbed_until = section.stop
                yield section, section.stop
            elif section.asks and not self._blank(section.start + 1, section.own):
                yield section, section.own

    def _is_candidate(self, section: Section) -> bool:
        if not section.title:
            if section.number is not None:
                self.findings.append(_no_prompt(section))
            return False
        if section.about_the_file:
            if section.number or section.asks:
                self.findings.append(_about_the_file(section))
            return False
        if section.number is not None and (section.asks or section.level in self._run):
            return True
        if section.level not in self._run:
            return section.asks
        return self._forgot_its_number(section)

    def _forgot_its_number(self, section: Section) -> bool:
        """Among numbered headings: what asks is a question, what might be one is reported."""
        first, last = self._run[section.level]
        inside = first < section.heading.line < last
        if section.asks and (inside or _QUESTION_WORD.match(section.words)):
            return True
        leaf = section.own == section.stop
        if section.asks or (inside and leaf and not self._blank(section.start + 1, section.stop)):
            self.findings.append(_unnumbered(section))
        return False

    def _like_their_siblings(self) -> Iterator[Section]:
        """Headings without a mark of their own, where nearly all beside them are questions."""
        families: dict[Section | None, list[Section]] = defaultdict(list)
        for section in self._sections:
            families[section.parents[-1] if section.parents else None].append(section)
        for family in families.values():
            known = [section for section in family if section in self._candidates]
            levels = {section.level for section in known}
            if len(known) < _ENOUGH_SIBLINGS or len(known) < _NEARLY_ALL * len(family):
                continue
            for section in family:
                if section in self._candidates or section.level not in levels - self._run.keys():
                    continue
                if section.own == section.stop and not section.about_the_file:
                    yield section

    def _levels_of_groups(self) -> set[int]:
        """Levels whose numbered headings mostly stand above questions: `## 1. Basics`."""
        numbered: dict[int, list[bool]] = defaultdict(list)
        for section in self._candidates:
            if section.number is not None:
                numbered[section.level].append(section in self._above and not section.asks)
        return {level for level, above in numbered.items() if sum(above) * 2 >= len(above)}

    def _absorbs(self, section: Section) -> bool:
        """Whether the asking headings below a numbered question are parts of its answer."""
        if section.number is None or section.level in self._group_levels:
            return False
        return not any(
            below.number is not None and below.level in self._run
            for below in self._sections_below(section)
        )

    def _sections_below(self, section: Section) -> Iterable[Section]:
        ranks = range(self._rank[section] + 1, len(self._sections))
        later = (self._sections[rank] for rank in ranks)
        return takewhile(lambda below: below.start < section.stop, later)

    def _blank(self, start: int, stop: int) -> bool:
        return all(node.part is Part.RULE for node in self._blocks[start:stop])


def _levels_in_a_run(sections: Sequence[Section]) -> dict[int, tuple[int, int]]:
    """Levels that are numbered, with the lines of the first and the last number.

    One number alone begins a list if it is a first one; it may else be a year or a version.
    """
    families: dict[int, list[Section]] = defaultdict(list)
    for section in sections:
        if section.number is not None:
            families[section.level].append(section)
    return {
        level: (found[0].heading.line, found[-1].heading.line)
        for level, found in families.items()
        if len(found) > 1 or found[0].number in _FIRST
    }


def _ancestors(candidates: Iterable[Section]) -> set[Section]:
    return {parent for section in candidates for parent in section.parents}


def _about_the_file(section: Section) -> Finding:
    return Finding(
        section.heading.line,
        Severity.INFO,
        "not-a-question",
        f"The heading “{section.words}” seems to be about the file, so no card was made of it.",
        "If it is a question, word it so that it names its subject.",
    )


def _unnumbered(section: Section) -> Finding:
    return Finding(
        section.heading.line,
        Severity.WARNING,
        "unnumbered",
        f"The heading “{section.words}” has no number among numbered ones: no card was made of it.",
        "If it is a question, give it a number like the headings beside it.",
    )


def _no_prompt(section: Section) -> Finding:
    return Finding(
        section.heading.line,
        Severity.WARNING,
        "no-prompt",
        f"The heading has the number {section.number} and no question: no card was made of it.",
        "Write the question behind its number.",
    )
