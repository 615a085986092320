"""Which shape may have which lines: the best shape first, and never two for one line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.decks.nodes import Node
from bot.decks.outline import Outline
from bot.decks.shapes import CHOICES, QUESTIONS, Doubt, Draft
from bot.findings.questions import INNER_QUESTION
from bot.model import Finding
from bot.richtext import plain

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Claimed:
    """Drafts in the order of their lines, and what looked like a question and became none."""

    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...]


def claimed(outlined: Outline) -> Claimed:
    """Every line to one draft at most."""
    shaped = [shape(outlined) for shape in QUESTIONS]
    claims = _Claims(outlined.document.lines)
    for rank, one in enumerate(shaped):
        starts = sorted(draft.line for later in shaped[rank + 1 :] for draft in later.drafts)
        for draft in one.drafts:
            if own := _without_a_group(draft, starts):
                claims.add(own)
    findings = [finding for one in shaped for finding in one.findings]
    doubts = [doubt for one in shaped for doubt in one.doubts]
    findings += claims.findings
    findings += [doubt.finding for doubt in doubts if claims.confirm(doubt)]
    return Claimed(tuple(sorted(claims.drafts, key=lambda it: it.line)), tuple(findings))


class _Claims:
    """The lines that are taken, and by what."""

    def __init__(self, lines: int) -> None:
        self.drafts: list[Draft] = []
        self.findings: list[Finding] = []
        self._taken = bytearray(lines + 2)
        self._held: set[Node] = set()

    def add(self, draft: Draft) -> None:
        """Let ``draft`` have its lines; a question inside another is told, unless both are one."""
        if not any(self._taken[draft.line : draft.end]):
            self._taken[draft.line : draft.end] = b"\1" * (draft.end - draft.line)
            self._held.update(draft.body)
            self.drafts.append(draft)
        elif not self._held.issuperset(draft.body):
            self.findings.append(INNER_QUESTION.at(draft.line, question=plain(draft.prompt)))

    def confirm(self, doubt: Doubt) -> bool:
        """Whether nothing was made of what looked like a question."""
        return not any(self._taken[doubt.finding.line : doubt.end])


def _without_a_group(draft: Draft, starts: Sequence[int]) -> Draft | None:
    """A draft that holds several questions is a group of them; it keeps options of its own."""
    first = bisect_left(starts, draft.line + 1)
    if bisect_left(starts, draft.end) - first < _SEVERAL:
        return draft
    body = [node for node in draft.body if node.end <= starts[first]]
    if not any(shape(draft.prompt, body) for shape in CHOICES):
        return None
    return replace(draft, body=body, end=body[-1].end)
