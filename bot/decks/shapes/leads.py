"""Lines that lead a question, other than headings: which of them do, and what belongs to each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from bot.decks.blocks import rich
from bot.decks.ids import id_in, is_led
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline, Section
from bot.decks.shapes.base import Doubt, Draft
from bot.decks.shapes.lettered import begins_options
from bot.decks.shapes.stems import is_told, stem
from bot.decks.titles import Number, is_about_the_file
from bot.decks.words import begins_question
from bot.findings.questions import NOT_ASKING
from bot.richtext import Inlines, Paragraph, RichText, plain_line

_SEVERAL, _ENOUGH, _NEARLY_ALL = 2, 3, 0.75
_NEAR = 3
"""Options stand so near to their question."""

_BROKEN = 0.25
"""Above this share of lists that end at each question, answers stand below the lists."""


@dataclass(frozen=True, slots=True, eq=False)
class Lead:
    """A line that may be a question.

    ``place`` is that of its block in the document; ``own`` is what stands below the line in the
    same block; ``last`` says that what follows the block may belong to it as well. ``prompt`` is
    without its number; ``listed`` is the one that a list gives it.
    """

    place: int
    prompt: Inlines
    own: Sequence[Node]
    line: int
    end: int
    number: Number | None
    asks: bool
    last: bool = True
    listed: str | None = None

    @property
    def words(self) -> str:
        """The prompt on one line."""
        return " ".join(plain_line(self.prompt).split())

    @property
    def seems_to_ask(self) -> bool:
        """Whether it asks, or begins as what asks."""
        return self.asks or begins_question(self.words)

    @property
    def has_number(self) -> bool:
        """Whether it or its place in a list has a number."""
        return self.counted or self.listed is not None

    @property
    def counted(self) -> bool:
        """Whether it has a number that can be nothing else."""
        return self.number is not None and self.number.sure


def chosen(outline: Outline, leads: Sequence[Lead]) -> list[Lead]:
    """Those of one family of lines that are questions.

    They ask, or an answer below is labelled as one, or nearly all beside them do so.
    """
    told = _told(outline, leads)
    real = [lead for lead in leads if not is_about_the_file(lead.words, numbered=lead.counted)]
    asking = [lead for lead in real if lead.asks or lead in told]
    return real if _are_like(outline, real, told) else asking


def _are_like(outline: Outline, leads: Sequence[Lead], told: set[Lead]) -> bool:
    """Whether nearly all of a family seem to ask, or the title says so of what is numbered."""
    likely = sum(lead in told or lead.seems_to_ask for lead in leads)
    if likely >= max(_ENOUGH, _NEARLY_ALL * len(leads)):
        return any(lead.asks for lead in leads) or all(lead.has_number for lead in leads)
    counted = sum(lead.counted for lead in leads)
    firm = counted >= max(_SEVERAL, _NEARLY_ALL * len(leads))
    return firm and outline.promises_questions


def _told(outline: Outline, leads: Sequence[Lead]) -> set[Lead]:
    """The leads without a question mark below which an answer has its label."""
    blocks = outline.document.blocks
    places = [*(lead.place for lead in leads[1:]), len(blocks)]
    told: set[Lead] = set()
    for lead, stop in zip(leads, places, strict=False):
        below = _section_rest(blocks, lead.place + 1, stop) if lead.last else ()
        if not lead.asks and _has_answer(lead, list(chain(lead.own, below))):
            told.add(lead)
    return told


def _has_answer(lead: Lead, body: Sequence[Node]) -> bool:
    """Whether a label or ticked boxes answer, or options make a question of what has a number."""
    options = any(begins_options(node) for node in body[:_NEAR])
    told = any(is_told(node) for node in (*lead.own[:1], *_unlisted(body)))
    return (options and told) or (lead.has_number and (options or told))


def _unlisted(body: Sequence[Node]) -> Iterator[Node]:
    return (node for node in body if node.part is not Part.LIST)


def _section_rest(blocks: Sequence[Node], start: int, stop: int) -> Iterator[Node]:
    """The blocks from ``start`` on, up to a rule or to a heading other than an answer's."""
    for node in islice(blocks, start, stop):
        if node.part is Part.RULE or (node.part is Part.HEADING and not is_told(node)):
            return
        yield node


def doubts(leads: Sequence[Lead], asked: Sequence[Lead]) -> list[Doubt]:
    """Those that stand in the list of a question, have something below them and do not ask."""
    lists = {lead.place for lead in asked}
    held = set(asked)
    return [
        Doubt(NOT_ASKING.at(lead.line, heading=lead.words), lead.end)
        for lead in leads
        if lead.place in lists and lead not in held and lead.own and lead.words
    ]


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
        number=lead.number.text if lead.number else lead.listed,
    )


def _led(outline: Outline, lead: Lead) -> Sequence[Node]:
    node = outline.document.blocks[lead.place]
    return (node,) if node.part is Part.PARAGRAPH else ()
