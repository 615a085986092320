"""What stands below a question: the part that belongs to the question, and the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.decks import words
from bot.decks.blocks import rich
from bot.decks.inline import without_start
from bot.decks.nodes import Node, Part
from bot.richtext import (
    Block,
    Heading,
    Image,
    Inlines,
    Paragraph,
    Quote,
    RichText,
    Span,
    inlines,
    is_blank,
    plain,
    plain_line,
)

_PLACEHOLDER = re.compile(
    r"[\W_]*(?:(?:your\s+)?answers?\s+(?:goes\s+)?here|todo|to\s+do|tbd|tba|tbc|wip|n/?a"
    r"|coming\s+soon|to\s+be\s+(?:done|written|added|answered|completed|filled(?:\s+in)?)"
    r"|fill\s+(?:me|this)\s+in)[\W_]*|[.…?_\s-]*",
    re.IGNORECASE,
)
_BACK = 40
"""Letters that a link back to the top may have."""

_NEXT_LETTER = re.compile(r"^\W*B[\s*_]*[:\uff1a]", re.MULTILINE | re.IGNORECASE)

_EXHIBITS = {Part.CODE, Part.FORMULA, Part.TABLE}
_POINTS_BELOW = re.compile(
    r"\b(?:this|these|following|below|above|given)\s+(?:\w+\s+){0,2}(?:code|snippet|program"
    r"|function|method|class|script|query|expression|statement|loop|command|line|example|value"
    r"|object|array|option|table|formula|equation|pattern|declaration|component)s?\b"
    r"|\b(?:code|snippet|program|function|table|formula|equation|example)s?\s+(?:below|above)\b"
    r"|\bthe\s+following\b|\b(?:does|do|will|would|did)\s+this\b|\bdo\s+this\b|\bis\s+this\s+an?\b",
    re.IGNORECASE,
)
_ASKS_FOR_CODE = re.compile(r"\W*(?:how|write|create|implement|show|give|build)\b", re.IGNORECASE)
_WHAT_COMES_OUT = re.compile(
    r"\b(?:prints?|printed|logged|outputs?(?=\W{0,20}$|\s{1,5}(?:of|be|when|if|here)\b))\b",
    re.IGNORECASE,
)


def parted(prompt: RichText, body: Sequence[Node]) -> tuple[RichText, RichText]:
    """What the prompt points at (``What does this print?``) and what answers it.

    Code belongs to the prompt only where something is left without it.
    """
    count = next((n for n, node in enumerate(body) if not is_exhibit(node)), len(body))
    left = rich(body[count:])
    if not count or is_blank(left) or not _points_below(prompt):
        return (), _told(rich(body))
    return rich(body[:count]), _told(left)


def _told(answer: RichText) -> RichText:
    """An answer without its label, and without links that lead back to the top of the file."""
    kept = tuple(block for block in answer if not _leads_back(block))
    return _unlabelled(kept)


def _leads_back(block: Block) -> bool:
    """Whether a line is nothing but a short link to another place of the file, and arrows."""
    if not isinstance(block, Paragraph):
        return False
    links = [part for part in block.spans if isinstance(part, Span) and part.link.startswith("#")]
    if not links:
        return False
    others = plain_line(part for part in block.spans if part not in links)
    short = len(plain_line(links)) <= _BACK
    return short and not any(map(str.isalnum, others))


def is_answer(answer: RichText) -> bool:
    """Whether the author has written more than a promise to write."""
    told = [block for block in answer if not isinstance(block, Heading)]
    if not told:
        return len(answer) > 1 and not is_blank(answer)  # one heading alone has nothing below it
    return not is_blank(answer) and not all(_is_placeholder(block) for block in told)


def is_exhibit(node: Node) -> bool:
    """Whether a block can be shown for a question to be asked about it."""
    return node.part in _EXHIBITS


def _points_below(prompt: RichText) -> bool:
    words = "".join(_words(prompt))
    comes_out = _WHAT_COMES_OUT.search(words) and not _ASKS_FOR_CODE.match(words)
    return bool(_POINTS_BELOW.search(words) or comes_out)


def _words(prompt: RichText) -> Iterator[str]:
    """The text of a prompt; a stop stands for each piece of code, which points at nothing."""
    for part in inlines(prompt):
        yield part.text if isinstance(part, Span) and not part.code else " ` "


def _is_placeholder(block: Block) -> bool:
    match block:
        case Paragraph(spans=spans):
            code = any(isinstance(part, Image) or part.code for part in spans)
            return not code and bool(_PLACEHOLDER.fullmatch(plain_line(spans)))
        case Quote(quoted=quoted):
            return all(_is_placeholder(inner) for inner in quoted)
        case _:
            return False


def _unlabelled(answer: RichText) -> RichText:
    """Without an ``Answer:`` in front, unless ``A:`` is the first of several letters."""
    match answer:
        case [Heading(title=title), *rest] if _only_announces(title):
            return _unlabelled(tuple(rest))
        case [Paragraph(spans=spans), *rest] if rest and _only_announces(spans):
            return _unlabelled(tuple(rest))
        case [Paragraph(spans=spans), *rest] if label := _label(spans):
            if _NEXT_LETTER.search(plain(answer)):
                return answer
            kept = without_start(spans, label)
            return ((Paragraph(kept),) if kept else ()) + tuple(rest)
        case _:
            return answer


def _only_announces(line: Inlines) -> bool:
    said = plain_line(line)
    return words.is_answer_label(said) or words.is_explanation_label(said)


def _label(line: Inlines) -> int:
    first = line[0] if line else None
    if not isinstance(first, Span) or first.code:
        return 0
    said = plain_line(line)
    return words.answer_label(said) or words.explanation_label(said)
