"""Flashcards: ``front :: back`` on a line, and a front and a back parted by a line with ``?``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from bot.decks.blocks import rich
from bot.decks.ids import id_in, is_led
from bot.decks.inline import spans
from bot.decks.lines import joined, lines
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Doubt, Draft, Shaped
from bot.decks.shapes.leads import topic_at
from bot.decks.titles import unnumbered
from bot.findings.questions import NO_WORDS
from bot.richtext import Paragraph, RichText, is_blank, plain

_PARTING = re.compile(r"[ \t]*(?:\?{1,2}|❓|❔|:question:|:grey_question:)\ufe0f?[ \t]*")
_PARTING_LINE = re.compile(rf"\n{_PARTING.pattern}(?=\n)")
_WORD = re.compile(r"[^\W\d_]{2,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TAG = re.compile(r"(?<!\S)#flash-?cards?\b|(?<!\S)#card\b", re.IGNORECASE)
_PROPERTY = re.compile(r"[\w-]+:: ")
"""What Logseq notes below a block."""

_CODE = re.compile(r"\b(?:std|self|super|crate|boost|ActiveRecord)$|[a-z)>][A-Z]\w*$")
"""What stands before ``::`` in languages for machines."""

_SEVERAL = 2


def parted_cards(outline: Outline) -> Shaped:
    """Every front and back with a line between them on which stands nothing but ``?``."""
    if not _PARTING_LINE.search(f"\n{outline.document.text}\n"):
        return Shaped(())
    drafts: list[Draft] = []
    doubts: list[Doubt] = []
    blocks = outline.document.blocks
    partings = [place for place, node in enumerate(blocks) if _parts(node)]
    for rank, place in enumerate(partings):
        following = partings[rank + 1] if rank + 1 < len(partings) else len(blocks)
        start = _front(blocks, place, (partings[rank - 1] if rank else -1) + 1)
        stop = _back(blocks, place, following)
        if start == place and _PARTING.fullmatch(text_of(lines(blocks[place])[0])):
            continue  # nothing stands above it
        draft = _draft(outline, start, place, stop)
        if _WORD.search(plain(draft.prompt)) or _shows(blocks[start : place + 1]):
            drafts.append(draft)
        else:
            front = plain(draft.prompt)
            doubts.append(Doubt(NO_WORDS.at(draft.line, front=front), draft.end))
    return Shaped(tuple(drafts), doubts=tuple(doubts))


def _parts(node: Node) -> bool:
    if node.part is not Part.PARAGRAPH or not any(mark in node.raw for mark in "?❓❔:"):
        return False
    return any(_PARTING.fullmatch(text_of(row)) for row in lines(node))


def _front(blocks: Sequence[Node], place: int, first: int) -> int:
    """Where the front begins: below a rule or a heading, or else the paragraph right above."""
    rows = lines(blocks[place])
    if not _PARTING.fullmatch(text_of(rows[0])):
        return place
    start = place
    while start > first and blocks[start - 1].part not in {Part.RULE, Part.HEADING}:
        start -= 1
    if start > 0 and blocks[start - 1].part is Part.RULE:
        return start
    above = max(place - 1, first)
    while above > start and blocks[above].part is not Part.PARAGRAPH:
        above -= 1
    return above


def _back(blocks: Sequence[Node], place: int, following: int) -> int:
    """Where the back ends: at a rule, at a heading, or where the next front begins."""
    stop = place + 1
    rows = lines(blocks[place])
    if not _PARTING.fullmatch(text_of(rows[-1])) and not _PARTING.fullmatch(text_of(rows[0])):
        while stop < following and blocks[stop].line == blocks[stop - 1].end:  # no empty line
            stop += 1
        return stop
    limit = _front(blocks, following, place + 1) if following < len(blocks) else len(blocks)
    while stop < limit and blocks[stop].part not in {Part.RULE, Part.HEADING}:
        stop += 1
    return stop


def _draft(outline: Outline, start: int, place: int, stop: int) -> Draft:
    blocks = outline.document.blocks
    rows = lines(blocks[place])
    cut = next(n for n, row in enumerate(rows) if _PARTING.fullmatch(text_of(row)))
    front = [*blocks[start:place], *([joined(rows[:cut])] if cut else ())]
    back = [*([joined(rows[cut + 1 :])] if rows[cut + 1 :] else ()), *blocks[place + 1 : stop]]
    above = blocks[start - 1 : start] if is_led(blocks, start) else ()
    return Draft(
        prompt=_unnumbered(rich(front)),
        body=back,
        topic=topic_at(outline, place),
        line=front[0].line,
        end=max(back[-1].end if back else 0, blocks[place].end),
        given_id=id_in((*above, *front, *back)),
    )


def _unnumbered(prompt: RichText) -> RichText:
    match prompt:
        case [Paragraph(spans=line), *rest]:
            return (Paragraph(unnumbered(line)), *rest)
        case _:
            return prompt


def _shows(nodes: Sequence[Node]) -> bool:
    """Whether a front without words shows something that can be asked about."""
    shown = {Part.CODE, Part.FORMULA, Part.TABLE}
    return any(
        node.part in shown or any(t.type in {"image", "math_inline"} for t in node.inline)
        for node in nodes
    )


def tagged_cards(outline: Outline) -> Shaped:
    """Every item of a list with ``#card`` behind its front, and its back below it."""
    return Shaped(
        tuple(
            draft
            for place, node in enumerate(outline.document.blocks)
            if node.part is Part.LIST
            for draft in _tagged(outline, place, node)
        )
    )


def _tagged(outline: Outline, place: int, node: Node) -> Iterator[Draft]:
    for item in node.children:
        first = item.children[0] if item.children else None
        if first is None or first.part is not Part.PARAGRAPH or not _TAG.search(first.raw):
            for below in item.children:
                if below.part is Part.LIST:
                    yield from _tagged(outline, place, below)
            continue
        head, *rows = lines(first)
        own = [row for row in rows if not _PROPERTY.match(text_of(row))]
        yield Draft(
            prompt=(Paragraph(unnumbered(spans([_untagged(token) for token in head.inline]))),),
            body=[*([joined(own)] if own else []), *item.children[1:]],
            topic=topic_at(outline, place),
            line=item.line,
            end=item.end,
            given_id=id_in(item.children),
        )


def _untagged(token: Token) -> Token:
    return _text(_TAG.sub("", token.content)) if token.type == "text" else token


def line_cards(outline: Outline) -> Shaped:
    """Every line with ``::`` between a front and a back."""
    if "::" not in outline.document.text:
        return Shaped(())
    found = [
        (place, row, cut)
        for place, node in enumerate(outline.document.blocks)
        for row in _lines(node)
        if (cut := _cut(row)) is not None
    ]
    spaced = [one for one in found if one[2][2]]
    tagged = any(_TAG.search(node.raw) for node in outline.document.blocks)
    sure = found if tagged or len(spaced) * 2 < len(found) >= _SEVERAL else spaced
    return Shaped(tuple(_line_draft(outline, *one) for one in sure))


def _lines(node: Node) -> Iterator[Node]:
    if node.part is Part.PARAGRAPH and "::" in node.raw:
        yield from lines(node)
    elif node.part is Part.LIST:
        for item in node.children:
            for child in item.children:
                yield from _lines(child)


def _cut(row: Node) -> tuple[Node, Node, bool] | None:
    """Front, back, and whether spaces part them; a line with two such signs is something else."""
    texts = [(n, token) for n, token in enumerate(row.inline) if token.type == "text"]
    found = [(n, match) for n, token in texts for match in re.finditer(r":{2,}", token.content)]
    if len(found) != 1 or len(found[0][1][0]) > 3:  # noqa: PLR2004 - `:::` asks both ways
        return None
    place, match = found[0]
    content = row.inline[place].content
    before, after = content[: match.start()], content[match.end() :]
    front = replace(row, inline=[*row.inline[:place], _text(before.rstrip())], raw="")
    back = replace(row, inline=[_text(after.lstrip()), *row.inline[place + 1 :]], raw="")
    if is_blank(rich([front])) or is_blank(rich([back])):
        return None
    if _CODE.search(before) or (before[-1:].isdigit() and after[:1].isdigit()):
        return None
    spaced = before[-1:].isspace() or after[:1].isspace() or before.endswith("?")
    glued_words = " " in text_of(front) and not before[-1:].isspace()
    return (front, back, spaced) if spaced or glued_words else None


def _line_draft(outline: Outline, place: int, row: Node, cut: tuple[Node, Node, bool]) -> Draft:
    front, back, _ = cut
    return Draft(
        prompt=(Paragraph(unnumbered(spans(front.inline))),),
        body=[back],
        topic=topic_at(outline, place),
        line=row.line,
        end=row.end,
        given_id=id_in([row]),
    )


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
