"""Which shape may have which lines: the best shape first, and never two for one line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.decks.answers import is_answer
from bot.decks.blocks import rich
from bot.decks.nodes import Node
from bot.decks.outline import Outline
from bot.decks.shapes import CHOICES, LOOSE, QUESTIONS, WHERE_NOTHING_ASKS, Doubt, Draft, Shaped
from bot.decks.shapes.endkeys import with_keys
from bot.findings.questions import INNER_QUESTION
from bot.model import Finding
from bot.richtext import plain

_SEVERAL, _MANY = 2, 3


@dataclass(frozen=True, slots=True)
class Claimed:
    """Drafts in the order of their lines, and what looked like a question and became none."""

    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...]


def claimed(outlined: Outline) -> Claimed:
    """Every line to one draft at most."""
    shaped = [shape(outlined) for shape in QUESTIONS]
    if not any(one.drafts for one in shaped):
        shaped += [shape(outlined) for shape in WHERE_NOTHING_ASKS]
    claims = _Claims(outlined.document.lines)
    for rank, one in enumerate(shaped):
        loose = rank < len(QUESTIONS) and QUESTIONS[rank] in LOOSE
        inner = _Inner(shaped[rank + 1 :], rank + 1, len(one.drafts))
        for draft in one.drafts:
            if own := inner.without_a_group(draft):
                claims.add(own, told=not loose)
    findings = [finding for one in shaped for finding in one.findings]
    doubts = [doubt for one in shaped for doubt in one.doubts]
    findings += claims.findings
    findings += [doubt.finding for doubt in doubts if claims.confirm(doubt)]
    drafts = sorted(claims.drafts, key=lambda draft: draft.line)
    return Claimed(tuple(with_keys(outlined, drafts)), tuple(findings))


class _Claims:
    """The lines that are taken, and by what."""

    def __init__(self, lines: int) -> None:
        self.drafts: list[Draft] = []
        self.findings: list[Finding] = []
        self._taken = bytearray(lines + 2)
        self._held: set[Node] = set()
        self._begun: set[int] = set()

    def add(self, draft: Draft, *, told: bool) -> None:
        """Let ``draft`` have its lines; a question inside another is ``told``, unless both are one.

        What only looks like a question is part of the answer there. Where a better shape has found
        a question in its answer, what stands above that is its answer.
        """
        taken = self._taken.find(1, draft.line, draft.end)
        if taken > draft.line:
            body = [node for node in draft.body if node.end <= taken]
            if not is_answer(rich(body)):
                return  # a heading over questions
            draft, taken = replace(draft, body=body, end=body[-1].end), -1
        if taken < 0:
            self._taken[draft.line : draft.end] = b"\1" * (draft.end - draft.line)
            self._held.update(draft.body)
            self._begun.add(draft.line)
            self.drafts.append(draft)
        elif told and draft.line not in self._begun and not self._held.issuperset(draft.body):
            self.findings.append(INNER_QUESTION.at(draft.line, question=plain(draft.prompt)))

    def confirm(self, doubt: Doubt) -> bool:
        """Whether nothing was made of what looked like a question."""
        return not any(self._taken[doubt.finding.line : doubt.end])


class _Inner:
    """The questions that later shapes saw, of which some stand inside an earlier shape's."""

    def __init__(self, later: Sequence[Shaped], rank: int, outer: int) -> None:
        shapes = (*QUESTIONS, *WHERE_NOTHING_ASKS)
        firm = [one for n, one in enumerate(later, rank) if shapes[n] not in LOOSE]
        loose = [one for n, one in enumerate(later, rank) if shapes[n] in LOOSE]
        self._firm = _starts(firm)
        self._loose = _starts(loose)
        self._outnumbered = outer * 2 <= len(self._loose)

    def without_a_group(self, draft: Draft) -> Draft | None:
        """A draft that holds several questions is a group of them; it keeps options of its own.

        Lines that look like questions make no group of a question that has an answer above them,
        unless it is such lines that the file is written in.
        """
        if inside := _within(self._firm, draft):
            body = _before(draft, inside[0])
            if not any(shape(draft.prompt, body) for shape in CHOICES):
                return None
            return replace(draft, body=body, end=body[-1].end)
        inside = _within(self._loose, draft)
        if not inside:
            return draft
        if len(inside) >= _MANY and self._outnumbered:
            return None
        return draft if is_answer(rich(_before(draft, inside[0]))) else None


def _starts(shaped: Sequence[Shaped]) -> list[int]:
    return sorted(draft.line for one in shaped for draft in one.drafts)


def _within(starts: Sequence[int], draft: Draft) -> Sequence[int]:
    """The lines of questions below the first one of ``draft``, if they are several."""
    first, stop = bisect_left(starts, draft.line + 1), bisect_left(starts, draft.end)
    return starts[first:stop] if stop - first >= _SEVERAL else ()


def _before(draft: Draft, line: int) -> list[Node]:
    return [node for node in draft.body if node.end <= line]
