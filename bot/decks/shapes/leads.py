"""Lines that lead a question, other than headings: which of them do, and what belongs to each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.decks.blocks import rich
from bot.decks.ids import id_in, is_led
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline, Section
from bot.decks.shapes.base import Draft
from bot.decks.shapes.stems import stem
from bot.decks.titles import Number, is_about_the_file
from bot.richtext import Inlines, Paragraph, RichText, plain_line

_ENOUGH, _NEARLY_ALL = 3, 0.75
_BROKEN = 0.25
"""Above this share of lists that end at each question, answers stand below the lists."""


@dataclass(frozen=True, slots=True, eq=False)
class Lead:
    """A line that may be a question.

    ``place`` is that of its block in the document; ``own`` is what stands below the line in the
    same block; ``last`` says that what follows the block may belong to it as well. ``prompt`` is
    without its number.
    """

    place: int
    prompt: Inlines
    own: Sequence[Node]
    line: int
    end: int
    number: Number | None
    asks: bool
    last: bool = True

    @property
    def words(self) -> str:
        """The prompt on one line."""
        return " ".join(plain_line(self.prompt).split())

    @property
    def counted(self) -> bool:
        """Whether it has a number that can be nothing else."""
        return self.number is not None and self.number.sure


def chosen(leads: Sequence[Lead]) -> list[Lead]:
    """Those of one family of lines that are questions: they ask, or nearly all beside them do."""
    real = [lead for lead in leads if not is_about_the_file(lead.words, numbered=lead.counted)]
    asking = [lead for lead in real if lead.asks]
    if len(asking) >= _ENOUGH and len(asking) >= _NEARLY_ALL * len(real):
        return real
    return asking


def drafts(outline: Outline, leads: Sequence[Lead], *, beyond: bool) -> list[Draft]:
    """A draft for each lead; ``beyond``: what follows its block belongs to it, up to the next."""
    return [_draft(outline, lead, stop) for lead, stop in _stops(outline, leads, beyond=beyond)]


def reaches_beyond(leads: Sequence[Lead]) -> bool:
    """Whether the answers stand below the blocks of their questions and not in them."""
    if not leads:
        return False
    bare = sum(not lead.own for lead in leads)
    apart = sum(one.place + 1 < other.place for one, other in pairwise(leads) if one.last)
    return bare * 2 >= len(leads) or apart >= _BROKEN * len(leads)


def topic_at(outline: Outline, place: int) -> tuple[str, ...]:
    """The headings above a block, without the deck's title."""
    section = section_at(outline, place)
    if section is None:
        return ()
    return (*section.topic, section.words) if section.words else section.topic


def section_at(outline: Outline, place: int) -> Section | None:
    """The section that a block stands in."""
    rank = bisect_right(outline.sections, place, key=lambda section: section.start)
    return outline.sections[rank - 1] if rank else None


def _stops(outline: Outline, leads: Sequence[Lead], *, beyond: bool) -> Iterator[tuple[Lead, int]]:
    """Each lead and the place of the first block that is no longer its own."""
    blocks = outline.document.blocks
    starts = [lead.place for lead in leads]
    for rank, lead in enumerate(leads):
        following = starts[rank + 1] if rank + 1 < len(leads) else len(blocks)
        if not lead.last or not (beyond or not lead.own):
            yield lead, lead.place + 1
            continue
        stop = lead.place + 1
        while stop < following and not _ends(outline, stop, following):
            stop += 1
        if stop < len(blocks) and stop == following and is_led(blocks, stop):
            stop -= 1
        yield lead, stop


def _ends(outline: Outline, place: int, following: int) -> bool:
    """Whether a question above is over here: another section begins, or a rule parts the last."""
    node = outline.document.blocks[place]
    if node.part is Part.RULE:
        return following == len(outline.document.blocks)
    if node.part is not Part.HEADING:
        return False
    section = section_at(outline, place)
    return (
        section is None
        or section.start != place
        or section.stop >= following
        or not section.parents
    )


def _draft(outline: Outline, lead: Lead, stop: int) -> Draft:
    blocks = outline.document.blocks
    below = blocks[lead.place + 1 : stop] if lead.last else ()
    prompt: RichText = (Paragraph(lead.prompt),)
    body = [*lead.own, *below]
    if not lead.prompt:
        asked, body = stem(body)
        prompt = rich(asked)
    above = blocks[lead.place - 1 : lead.place] if is_led(blocks, lead.place) else ()
    return Draft(
        prompt=prompt,
        body=body,
        topic=topic_at(outline, lead.place),
        line=lead.line,
        end=max([lead.end, *(node.end for node in below)]),
        given_id=id_in((*above, *_led(outline, lead), *body)),
        number=lead.number.text if lead.number else None,
    )


def _led(outline: Outline, lead: Lead) -> Sequence[Node]:
    node = outline.document.blocks[lead.place]
    return (node,) if node.part is Part.PARAGRAPH else ()
