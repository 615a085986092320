"""Multiple choice with lettered options and a key, and with options that are marked as right.

The options are a list or lines: ``- A: …``, ``A) …``, ``(a) …``, ``ب. …``. The key stands below
(``Answer: C``), is hidden in details, or is a mark, bold letters or ``(x)`` at the right option. A
list without letters counts as options only where something says which of it is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeGuard

from markdown_it.token import Token

from bot.decks import words
from bot.decks.answers import is_exhibit
from bot.decks.blocks import rich
from bot.decks.inline import without_start
from bot.decks.lines import is_bold, joined, lines, together
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.shapes.base import Choosing
from bot.decks.shapes.keys import Key, explained, keys, places
from bot.decks.shapes.options import Option, judge
from bot.decks.titles import is_choosing
from bot.findings.options import NO_ANSWER_LINE, UNKNOWN_KEY
from bot.model import MAX_OPTIONS
from bot.richtext import Inline, Inlines, Paragraph, RichText, Span, is_blank, plain, plain_line

_MARK = re.compile(
    r"(?P<star>\*(?=[^\W\d_][.)]))?[\s*_]*(?:[(\[]\s?(?P<closed>[^\W\d_]|[①-⑩])\s?[)\]][.:]?"
    r"|(?P<circled>[①-⑩])|(?P<open>[^\W\d_])(?:\s?[)\]\uff09\u3001\uff0e\uff1a}]|\s?:(?!:)|\.(?!\w)|\s[-–—](?=\s)))[\s*_]*"
)
_MARK_LINE = re.compile(rf"\n{_MARK.pattern}")
_ROUND = re.compile(r"\s*\[?\(\s{0,3}(?P<ticked>[xX*✓✔•●]?)\s{0,3}\)\]?(?=\s)\s*")
_RIGHT = re.compile(
    r"\s*(?:[✓✔✅☑🗸]\ufe0f?|[(\[]\s*(?:correct|right|richtig|correct[ao]|juste|верно|正确|正解)"
    r"(?:\s+answer)?\s*[)\]]|(?:<-+|←|<=)\s*(?:correct|right)?)\s*",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[✓✔✅☑🗸←(\[]|<[-=]")
_WRONG = re.compile(r"\s*[✗✘❌✖]\ufe0f?\s*")
_BESIDE = re.compile(r"(?<=\s)\(?([^\W\d_])[).](?=\s)")
_BOXED = re.compile(rf"{_ROUND.pattern}|{_WRONG.pattern}|\s*[✓✔✅☑]")
_CLOSED = re.compile(r"[\s*_]*\(?\w\)")
_WANTS = re.compile(
    r"\bwhich\s+(?:of|one|is|was|option|answer|statement)\b|\b(?:choose|select|pick|correct)\b"
    r"|\bfollowing\b|\bof\s+these\b",
    re.IGNORECASE,
)
_SEVERAL = 2
_LISTS = 20
"""Lists of one question that may be its options: each is tried with all that stands around it."""


def lettered(prompt: RichText, body: Sequence[Node]) -> Choosing | None:
    """The options among ``body`` and which of them are right."""
    nodes = [part for node in body for part in _opened(node)]
    found = _lettered(nodes)
    if found is None:
        return _unlettered(prompt, nodes)
    before, bits, after = found
    told = any(_is_key(text_of(row)) for node in before for row in _text_lines(node))
    shown = () if told else [node for node in before if not announces_options(node)]
    rest = (*(before if told else ()), *after)
    options = [_Offered(bit.line, _without_mark(rich(bit.nodes)), bit) for bit in bits]
    said = sorted(keys(rest), key=lambda key: not key.sure)  # a label says more than a letter
    for key in said:
        if named := places(key.value, [option.text for option in options]):
            return _judged(options, named, _with_words(key, named, options), shown)
        if key.sure:
            told_of = UNKNOWN_KEY.at(key.line, key=key.value, count=len(options))
            left = key.rest if _names_a_letter(key.value) else rest
            return Choosing((), (), left, (told_of,), shown)
    if named := _marked(options):
        return _judged(options, named, rest, shown)
    alone = not told and all(is_exhibit(node) for node in shown)
    if alone and is_blank(rich(rest)) and _wants_one(plain(prompt), bits[0]):
        return Choosing((), (), (), (NO_ANSWER_LINE.at(bits[0].line),))
    return None


def _wants_one(words: str, first: _Bit | None = None) -> bool:
    """Whether a line asks for one or some of what stands below it; ``A)`` says so more than ``A.``.

    ``first`` is the first of several letters.
    """
    closed = first is not None and _CLOSED.match(text_of(first.nodes[0])) is not None
    return bool(_WANTS.search(words)) or (closed and is_choosing(words))


def _with_words(key: Key, named: Sequence[int], options: Sequence[_Offered]) -> Sequence[Node]:
    """What is left beside the key, together with what the key's own line explains."""
    said = explained(key.value, options[named[0]].text) if len(named) == 1 and key.sure else ""
    if not said:
        return key.rest
    token = Token("text", "", 0, content=said)
    told = Node(Part.PARAGRAPH, key.line, key.line + 1, raw=said, inline=(token,))
    return (told, *key.rest)


def _text_lines(node: Node) -> Sequence[Node]:
    return lines(node) if node.part is Part.PARAGRAPH else ()


def without_letters(texts: Sequence[RichText]) -> list[RichText]:
    """Options without their letters, where each begins with the letter of its place."""
    lettered_all = all(
        any(at == place for _, at in _letters(" ".join(plain(text).split())))
        for place, text in enumerate(texts)
    )
    return [_without_mark(text) for text in texts] if lettered_all else list(texts)


def announces_options(node: Node) -> bool:
    """Whether a line says that options follow, and nothing else."""
    return node.part is Part.PARAGRAPH and words.is_options_label(text_of(node))


def begins_options(node: Node) -> bool:
    """Whether a list or a paragraph begins with the first option of a row."""
    first = next(_bits(node), None)
    return first is not None and any(place == 0 for _, place in first.at)


def continues_options(node: Node) -> bool:
    """Whether a list or a paragraph begins with the second option of a row."""
    first = next(_bits(node), None)
    return first is not None and any(place == 1 for _, place in first.at)


@dataclass(frozen=True, slots=True)
class _Bit:
    """A block, a list item or lines of a paragraph; ``at`` are the letters it may begin with."""

    line: int
    nodes: list[Node]
    at: frozenset[tuple[int, int]] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class _Offered:
    line: int
    text: RichText
    bit: _Bit


def _opened(node: Node) -> Iterator[Node]:
    """A list whose last line is the key: to Markdown it goes on with the last option."""
    last = node
    while last.children and last.part in {Part.LIST, Part.ITEM}:
        last = last.children[-1]
    if last is node or last.part is not Part.PARAGRAPH:
        yield node
        return
    rows = lines(last)
    cut = next((n for n, row in enumerate(rows) if n and _is_key(text_of(row))), 0)
    if not cut:
        yield node
        return
    yield _with_last(node, joined(rows[:cut]))
    yield joined(rows[cut:])


def _with_last(node: Node, last: Node) -> Node:
    if not node.children:
        return last
    return replace(node, children=[*node.children[:-1], _with_last(node.children[-1], last)])


def _is_key(text: str) -> bool:
    return bool(words.key(text)) or words.is_answer_label(text)


def _lettered(nodes: Sequence[Node]) -> tuple[list[Node], list[_Bit], list[Node]] | None:
    """What stands above the first row of letters from A on, the row, and what stands below."""
    bits = [bit for node in nodes for bit in _bits(node)]
    for start, first in enumerate(bits):
        alphabets = {row for row, place in first.at if place == 0}
        if not alphabets:
            continue
        row, stop = _row(bits, start, alphabets)
        if len(row) >= _SEVERAL:
            before = _whole(bits[:start])
            return before, row, _whole(bits[stop:])
    return None


def _row(bits: Sequence[_Bit], start: int, alphabets: set[int]) -> tuple[list[_Bit], int]:
    """The options from ``start`` on; code and pictures between two belong to the upper one."""
    row = [bits[start]]
    stop = place = start + 1
    held: list[Node] = []
    while place < len(bits):
        bit = bits[place]
        following = alphabets & {letters for letters, at in bit.at if at == len(row)}
        if following:
            if held:
                row[-1] = replace(row[-1], nodes=[*row[-1].nodes, *held])
            row.append(bit)
            alphabets, held, stop = following, [], place + 1
        elif bit.at or not all(is_exhibit(node) or _is_picture(node) for node in bit.nodes):
            break
        else:
            held += bit.nodes
        place += 1
    if held and _is_bare(row[-1]):
        row[-1] = replace(row[-1], nodes=[*row[-1].nodes, held[0]])
        stop += 1
    return row, stop


def _is_bare(bit: _Bit) -> bool:
    """Whether nothing stands behind the letter of an option: its code stands below."""
    return all(node.part is Part.PARAGRAPH for node in bit.nodes) and is_blank(
        _without_mark(rich(bit.nodes))
    )


def _bits(node: Node) -> Iterator[_Bit]:
    if node.part is Part.LIST:
        marked = [_Bit(item.line, item.children, _at(item)) for item in node.children]
        if any(bit.at for bit in marked):
            yield from marked
        else:
            yield _Bit(node.line, [node])
    elif node.part is Part.PARAGRAPH and (not node.raw or _MARK_LINE.search(f"\n{node.raw}")):
        yield from _in_lines(node)
    else:
        yield _Bit(node.line, [node])


def _in_lines(node: Node) -> Iterator[_Bit]:
    """The options in a paragraph, each up to the next one or to the key."""
    rows = [part for row in lines(node) for part in _side_by_side(row)]
    marks = [_letters(text_of(row)) for row in rows]
    if not any(marks):
        yield _Bit(node.line, [node])
        return
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or marks[place] or _is_key(text_of(rows[place])):
            yield _Bit(rows[start].line, [joined(rows[start:place])], marks[start])
            start = place


def _side_by_side(row: Node) -> Iterator[Node]:
    """The options that stand on one line: ``(a) one (b) two``."""
    text = row.inline[0].content if len(row.inline) == 1 else ""
    if not any(place == 0 for _, place in _letters(text)):
        yield row
        return
    cuts, count = [0], 1
    for match in _BESIDE.finditer(text):
        if any(place == count for _, place in words.letter_places(match[1])):
            cuts.append(match.start())
            count += 1
    for start, stop in zip(cuts, [*cuts[1:], len(text)], strict=True):
        token = Token("text", "", 0, content=text[start:stop].strip())
        yield row if len(cuts) == 1 else replace(row, inline=(token,), raw="")


def _whole(bits: Sequence[_Bit]) -> list[Node]:
    return list(together(node for bit in bits for node in bit.nodes))


def _at(item: Node) -> frozenset[tuple[int, int]]:
    first = item.children[0] if item.children else None
    if first is None or first.part is not Part.PARAGRAPH:
        return frozenset()
    return _letters(text_of(first))


def _letters(text: str) -> frozenset[tuple[int, int]]:
    match = _MARK.match(text)
    return words.letter_places(match[match.lastgroup or 0]) if match else frozenset()


def _is_picture(node: Node) -> bool:
    return node.part is Part.PARAGRAPH and all(token.type == "image" for token in node.inline)


def _without_mark(text: RichText) -> RichText:
    match text:
        case [Paragraph(spans=line), *rest] if found := _MARK.match(plain_line(line)):
            kept = without_start(line, found.end())
            return ((Paragraph(kept),) if kept else ()) + tuple(rest)
        case _:
            return text


def _judged(
    options: Sequence[_Offered], named: Sequence[int], rest: Sequence[Node], shown: Sequence[Node]
) -> Choosing:
    texts = [_plain_weight(_unmarked(option.text)) for option in options]
    offered = [
        Option(option.line, text, place in named)
        for place, (option, text) in enumerate(zip(options, texts, strict=True))
    ]
    return replace(judge(offered, rest), exhibit=tuple(shown))


def _plain_weight(text: RichText) -> RichText:
    """An option in bold letters tells the key."""
    match text:
        case [Paragraph(spans=line), *rest] if _all_bold(line):
            plainer = tuple(replace(s, bold=False) if isinstance(s, Span) else s for s in line)
            return (Paragraph(plainer), *rest)
        case _:
            return text


def _all_bold(line: Sequence[object]) -> bool:
    return all(isinstance(part, Span) and (part.bold or part.text.isspace()) for part in line)


def _marked(options: Sequence[_Offered], *, bold: bool = True) -> tuple[int, ...]:
    """The options with a mark, or else those in ``bold``; none where all or none are."""
    ticked = tuple(
        n
        for n, option in enumerate(options)
        if _has_star(option.bit) or _unmarked(option.text) != option.text
    )
    if 0 < len(ticked) < len(options):
        return ticked
    if not bold:
        return ()
    heavy = tuple(n for n, option in enumerate(options) if _first_is_bold(option.bit.nodes))
    return heavy if 0 < len(heavy) < len(options) else ()


def _has_star(bit: _Bit) -> bool:
    match = _MARK.match(text_of(bit.nodes[0])) if bit.nodes else None
    return bool(match and match["star"])


def _first_is_bold(nodes: Sequence[Node]) -> bool:
    return bool(nodes) and nodes[0].part is Part.PARAGRAPH and is_bold(nodes[0].inline)


def _unmarked(text: RichText) -> RichText:
    """An option without the mark that says that it is right."""
    if not text or not isinstance(block := text[0], Paragraph):
        return text
    line = block.spans
    if (kept := _without_last_mark(line)) is None:
        first = line[0]
        begun = _RIGHT.match(first.text) if _may_be_marked(first) else None
        kept = without_start(line, begun.end()) if begun else line
    return text if kept is line else ((Paragraph(kept),) if kept else ()) + text[1:]


def _without_last_mark(line: Inlines) -> Inlines | None:
    last = line[-1]
    if not isinstance(last, Span) or not _may_be_marked(last):
        return None
    found = list(_RIGHT.finditer(last.text))
    if not found or found[-1].end() != len(last.text):
        return None
    shorter = replace(last, text=last.text[: found[-1].start()])
    return (*line[:-1], shorter) if shorter.text.strip() else line[:-1]


def _may_be_marked(part: Inline) -> TypeGuard[Span]:
    return isinstance(part, Span) and not part.code and bool(_SIGNS.search(part.text))


def _unlettered(prompt: RichText, nodes: Sequence[Node]) -> Choosing | None:
    """The options of a list without letters: what they are must be said or shown."""
    choosing = is_choosing(plain(prompt))
    fitting = ((place, node) for place, node in enumerate(nodes) if _may_be_options(node))
    for place, node in islice(fitting, _LISTS):
        before, after = nodes[:place], nodes[place + 1 :]
        exhibits = all(is_exhibit(one) for one in before)
        if not exhibits and not choosing:
            return None
        options = list(_items(node))
        shown = before if exhibits else ()
        rest = (*(() if shown else before), *after)
        if ticked := _round(options):
            return replace(judge(ticked, rest), exhibit=tuple(shown))
        if judged := _verdicts(options):
            return replace(judge(judged, rest), exhibit=tuple(shown))
        texts = [option.text for option in options]
        for key in keys(after):
            named = _by_number(key.value, node) or (places(key.value, texts) if key.sure else ())
            if key.sure and named:
                return _judged(options, named, (*rest[: len(rest) - len(after)], *key.rest), shown)
        if choosing and (named := _marked(options, bold=_wants_one(plain(prompt)))):
            return _judged(options, named, rest, shown)
    return None


def _by_number(value: str, node: Node) -> tuple[int, ...]:
    """The item of a numbered list that a bare number names."""
    bare = value.strip(" .)(*_")
    if node.start is None or not (bare.isascii() and bare.isdecimal()):
        return ()
    place = int(bare) - node.start
    return (place,) if 0 <= place < len(node.children) else ()


def _may_be_options(node: Node) -> bool:
    if node.part is Part.PARAGRAPH:
        return bool(_BOXED.match(node.raw))
    return node.part is Part.LIST and _SEVERAL <= len(node.children) <= MAX_OPTIONS


def _items(node: Node) -> Iterator[_Offered]:
    if node.part is Part.LIST:
        for item in node.children:
            yield _Offered(item.line, rich(item.children), _Bit(item.line, item.children))
    else:
        for row in lines(node):
            yield _Offered(row.line, rich([row]), _Bit(row.line, [row]))


def _verdicts(options: Sequence[_Offered]) -> list[Option]:
    """The options of a list in which each begins with a mark, one of them with that for right."""
    begun = [option.text[0] for option in options if option.text]
    lines_ = [plain_line(first.spans) if isinstance(first, Paragraph) else "" for first in begun]
    right = [_RIGHT.match(line) for line in lines_]
    wrong = [_WRONG.match(line) for line in lines_]
    if len(begun) < len(options) or sum(map(bool, right)) != 1:
        return []
    if sum(map(bool, wrong)) != len(options) - 1 or len(options) <= _SEVERAL:
        return []
    marks = [good or bad for good, bad in zip(right, wrong, strict=True)]
    return [
        Option(option.line, _cut(option.text, mark), bool(good))
        for option, mark, good in zip(options, marks, right, strict=True)
    ]


def _round(options: Sequence[_Offered]) -> list[Option]:
    """The options of a list with round boxes, ``(x)`` for right; nothing where few have one."""
    found = [_box(option.text) for option in options]
    boxes = [match for match in found if match]
    if len(boxes) * 2 < len(options) or not any(match["ticked"] for match in boxes):
        return []
    return [
        Option(option.line, _cut(option.text, match), bool(match["ticked"]) if match else None)
        for option, match in zip(options, found, strict=True)
    ]


def _box(text: RichText) -> re.Match[str] | None:
    match text:
        case [Paragraph(spans=line), *_]:
            return _ROUND.match(plain_line(line))
        case _:
            return None


def _cut(text: RichText, match: re.Match[str] | None) -> RichText:
    if match is None or not isinstance(first := text[0], Paragraph):
        return text
    kept = without_start(first.spans, match.end())
    return ((Paragraph(kept),) if kept else ()) + text[1:]


def _names_a_letter(value: str) -> bool:
    return len(value.strip(" .*_()[]")) == 1
