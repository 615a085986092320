"""Questions written as headings of any level, with the answer below.

A heading is a question where it is numbered like its siblings, asks or tells somebody to explain
something, or stands among siblings that nearly all do. A heading above such headings groups them.
Whatever other headings stand below a question belong to the nearest question above them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.decks.blocks import rich
from bot.decks.ids import id_of
from bot.decks.nodes import Part
from bot.decks.outline import Outline, Section
from bot.decks.shapes.base import Doubt, Draft, Shaped
from bot.decks.shapes.stems import stem
from bot.decks.shapes.steps import levels_of_text
from bot.decks.titles import leans_on_its_parent
from bot.decks.words import is_answer_label
from bot.findings import Rule
from bot.findings import questions as told
from bot.model import Finding
from bot.richtext import Paragraph, RichText

_ENOUGH_SIBLINGS = 3
_NEARLY_ALL = 0.75
_CHAPTER_HEADINGS, _CHAPTER_LINES = 4, 100


def headings(outline: Outline) -> Shaped:
    """Every question heading with what stands below it, and those that only looked like one."""
    judged = _Judgement(outline)
    return Shaped(
        tuple(_draft(outline, question) for question in judged.questions),
        tuple(judged.findings()),
        tuple(judged.doubts()),
    )


@dataclass(frozen=True, slots=True)
class _Question:
    """A section that asks, and the place of the first block that is no longer its own."""

    section: Section
    stop: int


def _draft(outline: Outline, question: _Question) -> Draft:
    section = question.section
    body = outline.body(section.start + 1, question.stop)
    end = body[-1].end if body else section.heading.end
    prompt: RichText = (Paragraph(section.title),)
    if not section.title:
        asked, body = stem(body)
        prompt = rich(asked)
    return Draft(
        prompt=prompt,
        body=body,
        topic=section.topic,
        line=section.heading.line,
        end=end,
        given_id=id_of(outline.document.blocks, section.start, question.stop),
        number=section.number,
    )


class _Judgement:
    """Decides for every section whether it is a question, a group of questions or neither."""

    def __init__(self, outline: Outline) -> None:
        self._sections = outline.sections
        self._blocks = outline.document.blocks
        self._rank = {section: rank for rank, section in enumerate(self._sections)}
        texts = levels_of_text(outline)
        self._run = _levels_in_a_run(self._sections, texts)
        self._families = _families(self._sections)
        asking = {section for section in self._sections if self._is_marked(section)}
        asking |= {section for section in self._sections if self._asks_below(section)}
        self._candidates = {section for section in asking if not _is_part(section, asking)}
        self._candidates |= set(self._like_their_siblings())
        self._above = {parent for section in self._candidates for parent in section.parents}
        self._group_levels = self._levels_of_groups()
        self.questions = self._questions()

    def findings(self) -> Iterator[Finding]:
        """Headings of the file's own that may have been meant as questions."""
        for section in self._sections:
            if section.about_the_file and (section.number or section.asks):
                yield told.ABOUT_THE_FILE.at(section.heading.line, heading=section.words)
        for question in self.questions:
            section, stop = question.section, question.stop
            if stop == section.own and self._is_a_chapter(section, section.stop):
                yield told.CHAPTER.at(section.heading.line, question=section.words)

    def doubts(self) -> Iterator[Doubt]:
        """Headings with a number or among questions that are neither card nor topic."""
        chosen = {question.section for question in self.questions}
        beside = {(_parent(section), section.level) for section in chosen}
        for section in self._sections:
            if section in chosen or section in self._above or section.about_the_file:
                continue
            if is_answer_label(section.words):
                continue
            end = self._end(section)
            if not section.title:
                if section.number is not None:
                    line = section.heading.line
                    yield Doubt(told.NO_PROMPT.at(line, number=section.number), end)
                continue
            among = section.number is not None or (_parent(section), section.level) in beside
            if among and not self._blank(section.start + 1, section.stop):
                rule = self._rule(section)
                yield Doubt(rule.at(section.heading.line, heading=section.words), end)

    def _rule(self, section: Section) -> Rule:
        """What is told of a heading that does not ask."""
        if section.level not in self._run:
            return told.NOT_A_QUESTION
        first, last = self._run[section.level]
        inside = first < section.heading.line < last
        return told.UNNUMBERED_WITHIN if inside else told.UNNUMBERED

    def _questions(self) -> list[_Question]:
        """The questions from top to bottom; each ends where the next, or a group, begins."""
        chosen: list[Section] = []
        whole: set[Section] = set()
        until = 0
        for section in self._sections:
            if section not in self._candidates or section.start < until:
                continue
            if section not in self._above or self._absorbs(section):
                chosen.append(section)
                whole.add(section)
                until = section.stop
            elif section.asks and not self._blank(section.start + 1, self._next_bound(section)):
                chosen.append(section)
        return [_Question(section, stop) for section, stop in self._stops(chosen, whole)]

    def _stops(
        self, chosen: Sequence[Section], whole: set[Section]
    ) -> Iterator[tuple[Section, int]]:
        asking = set(chosen)
        for section in chosen:
            top = next((parent for parent in section.parents if parent in asking), section)
            start = section.stop if section in whole else section.start + 1
            stop = top.stop
            for later in self._later(section, start, stop):
                furniture = later.about_the_file and later.level <= section.level
                if later in self._candidates or later in self._above or furniture:
                    stop = later.start
                    break
            yield section, section.own if self._is_a_chapter(section, stop) else stop

    def _is_a_chapter(self, section: Section, stop: int) -> bool:
        """Whether what stands below is too much for an answer: the first part of it is enough."""
        if section.counted or section.own >= stop or self._blank(section.start + 1, section.own):
            return False
        headings = sum(node.part is Part.HEADING for node in self._blocks[section.start + 1 : stop])
        length = self._blocks[stop - 1].end - section.heading.line
        return headings >= _CHAPTER_HEADINGS and length > _CHAPTER_LINES

    def _later(self, section: Section, start: int, stop: int) -> Iterable[Section]:
        """The sections that begin from ``start`` to before ``stop``."""
        ranks = range(self._rank[section] + 1, len(self._sections))
        below = takewhile(lambda s: s.start < stop, (self._sections[rank] for rank in ranks))
        return (later for later in below if later.start >= start)

    def _next_bound(self, section: Section) -> int:
        """The place of the first question or group below ``section``."""
        below = self._later(section, section.start + 1, section.stop)
        bounds = (s.start for s in below if s in self._candidates or s in self._above)
        return next(bounds, section.stop)

    def _like_their_siblings(self) -> Iterator[Section]:
        """Headings without a mark of their own, where nearly all beside them are questions."""
        for family in self._families:
            known = [section for section in family if section in self._candidates]
            levels = {section.level for section in known}
            if len(known) < _ENOUGH_SIBLINGS or len(known) < _NEARLY_ALL * len(family):
                continue
            for section in family:
                if section in self._candidates or section.level not in levels - self._run.keys():
                    continue
                if section.title and section.own == section.stop and not section.about_the_file:
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
        if not section.counted or section.level in self._group_levels:
            return False
        below = self._later(section, section.start + 1, section.stop)
        return not any(inner.counted and inner.level in self._run for inner in below)

    def _is_marked(self, section: Section) -> bool:
        """Whether a heading says by itself that it is a question."""
        counted = section.counted and section.level in self._run
        return bool(section.title) and not section.about_the_file and (counted or section.asks)

    def _asks_below(self, section: Section) -> bool:
        """Whether a heading is a number, and the question stands below it."""
        if section.title or section.number is None:
            return False
        asked, told = stem(self._blocks[section.start + 1 : section.stop])
        return bool(asked and told) and asked[0].part is Part.PARAGRAPH

    def _blank(self, start: int, stop: int) -> bool:
        return all(node.part is Part.RULE for node in self._blocks[start:stop])

    def _end(self, section: Section) -> int:
        return self._blocks[section.stop - 1].end


def _is_part(section: Section, asking: set[Section]) -> bool:
    """Whether a heading asks about what the question above it has named (``Why use it?``)."""
    parent = _parent(section)
    leans = not section.counted and leans_on_its_parent(section.words)
    return leans and parent in asking


def _parent(section: Section) -> Section | None:
    return section.parents[-1] if section.parents else None


def _families(sections: Iterable[Section]) -> list[list[Section]]:
    families: dict[Section | None, list[Section]] = defaultdict(list)
    for section in sections:
        families[_parent(section)].append(section)
    return list(families.values())


def _levels_in_a_run(
    sections: Sequence[Section], texts: frozenset[int]
) -> dict[int, tuple[int, int]]:
    """Levels whose numbers count questions, with the lines of the first and the last number."""
    lines: dict[int, list[int]] = defaultdict(list)
    for section in sections:
        if section.counted and section.level not in texts:
            lines[section.level].append(section.heading.line)
    return {level: (found[0], found[-1]) for level, found in lines.items()}
