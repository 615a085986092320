"""Sentences with blanks: ``C: … [word] …``, ``… ==word== …`` and ``{{c1::word}}``.

The card asks for what is left out, and its answer is the sentence as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from bot.decks.blocks import rich, without_first
from bot.decks.ids import id_in
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Draft, Shaped
from bot.decks.shapes.leads import topic_at

BLANK = "[…]"

_LABEL = re.compile(r"[\s*_]*C[\s*_]*\d{0,3}[\s*_]*:[\s*_]+")
_LABEL_LINE = re.compile(rf"\n{_LABEL.pattern}")
_BRACKETS = re.compile(r"(?P<open>\[)|(?P<close>\])")
_SIGNS = re.compile(
    r"(?P<both>(?<![=A-Za-z0-9_])==(?=[^\s=])|(?<=[^\s=])==(?![=A-Za-z0-9_]))|(?P<open>\{\{c\d{1,3}::)|(?P<close>\}\})"
)
_HINT = re.compile(r"::[^:]*$")
_HAS_SIGNS = re.compile(r"==[^\s=]|\{\{c\d")
_BELOW = {Part.TABLE, Part.FORMULA, Part.LIST, Part.CODE}


def labelled_cloze(outline: Outline) -> Shaped:
    """Every ``C:`` with something in brackets, together with a table or formula right below."""
    if not _LABEL_LINE.search(f"\n{outline.document.text}"):
        return Shaped(())
    drafts: list[Draft] = []
    blocks = outline.document.blocks
    for place, node in enumerate(blocks):
        if node.part is not Part.PARAGRAPH or not (found := _LABEL.match(text_of(node))):
            continue
        stop = place + 1
        while stop < len(blocks) and blocks[stop].part in _BELOW:
            stop += 1
        whole = [without_first(node, found.end()), *blocks[place + 1 : stop]]
        if draft := _draft(outline, place, whole, _BRACKETS):
            drafts.append(draft)
    return Shaped(tuple(drafts))


def is_cloze(text: str) -> bool:
    """Whether a line begins a sentence with blanks."""
    return bool(_LABEL.match(text)) and "[" in text


def marked_cloze(outline: Outline) -> Shaped:
    """Every paragraph or item with words between ``==`` and ``==``."""
    if not _HAS_SIGNS.search(outline.document.text):
        return Shaped(())
    found = (
        _draft(outline, place, [part], _SIGNS)
        for place, node in enumerate(outline.document.blocks)
        for part in _texts(node)
        if _HAS_SIGNS.search(part.raw)
    )
    return Shaped(tuple(draft for draft in found if draft))


def _texts(node: Node) -> Iterator[Node]:
    if node.part is Part.PARAGRAPH and ("==" in node.raw or "{{" in node.raw):
        yield node
    elif node.part is Part.LIST:
        for item in node.children:
            for child in item.children:
                yield from _texts(child)


def _draft(
    outline: Outline, place: int, whole: Sequence[Node], signs: re.Pattern[str]
) -> Draft | None:
    blanked = [_changed(node, signs, lambda _: [_text(BLANK)]) for node in whole]
    if all(one is other for one, other in zip(blanked, whole, strict=True)):
        return None
    return Draft(
        prompt=rich(blanked),
        body=[_changed(node, signs, _bold) for node in whole],
        topic=topic_at(outline, place),
        line=whole[0].line,
        end=whole[-1].end,
        given_id=id_in(whole),
    )


_Put = Callable[[Sequence[Token]], Sequence[Token]]


def _changed(node: Node, signs: re.Pattern[str], put: _Put) -> Node:
    """The node with each gap in it put another way; the same node where it has none."""
    if node.children:
        children = [_changed(child, signs, put) for child in node.children]
        same = all(one is other for one, other in zip(children, node.children, strict=True))
        return node if same else replace(node, children=children)
    pieces = [piece for token in node.inline for piece in _pieces(token, signs)]
    tokens = list(_filled(pieces, put))
    same = len(tokens) == len(pieces) and all(
        one is other for one, (other, _) in zip(tokens, pieces, strict=True)
    )
    return node if same else replace(node, inline=tokens, raw="")


def _pieces(token: Token, signs: re.Pattern[str]) -> Iterator[tuple[Token, str]]:
    """A token cut at its signs, each piece with its kind: ``open``, ``close``, ``both`` or none."""
    last = 0
    if token.type == "text":
        for match in signs.finditer(token.content):
            yield _text(token.content[last : match.start()]), ""
            yield _text(match[0]), match.lastgroup or ""
            last = match.end()
    yield (_text(token.content[last:]) if last else token), ""


def _filled(pieces: Sequence[tuple[Token, str]], put: _Put) -> Iterator[Token]:
    place = 0
    while place < len(pieces):
        token, kind = pieces[place]
        closing = _closing(pieces, place) if kind in {"open", "both"} else 0
        if not closing:
            yield token
            place += 1
            continue
        yield from put([inner for inner, _ in pieces[place + 1 : closing]])
        place = closing + 1


def _closing(pieces: Sequence[tuple[Token, str]], start: int) -> int:
    """The place of the sign that closes the gap opened at ``start``; 0 where there is none."""
    wanted = "close" if pieces[start][1] == "open" else "both"
    stop = next((n for n in range(start + 1, len(pieces)) if pieces[n][1]), 0)
    if not stop or pieces[stop][1] != wanted:
        return 0
    inner = "".join(token.content for token, _ in pieces[start + 1 : stop])
    return stop if inner.strip() == inner and inner else 0


def _bold(tokens: Sequence[Token]) -> Sequence[Token]:
    opened = Token("strong_open", "strong", 1)
    kept = [_text(_HINT.sub("", t.content)) if t.type == "text" else t for t in tokens]
    return [opened, *kept, Token("strong_close", "strong", -1)]


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
