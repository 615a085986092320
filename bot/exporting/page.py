"""Rich text as HTML: what is a character in the tree is that character on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import assert_never

from bot.richtext import (
    Block,
    CodeBlock,
    Formula,
    Heading,
    Image,
    Inline,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
)

_ADDRESSES = ("https://", "http://", "mailto:")
_PICTURES = ("https://",)

_BRACES = re.compile(r"\{(?=\{)")
"""What, with the brace behind it, Anki takes for a gap."""


def html(rich: RichText) -> str:
    """The blocks one below the other."""
    return "".join(map(_block, rich))


def words(text: str) -> str:
    r"""Characters that mean nothing to a browser, to Anki or to what sets formulas.

    Anki runs what stands in ``[latex]`` and plays what stands in ``[sound:]``; ``\(`` begins a
    formula for MathJax, unless the two are not in one element.
    """
    safe = escape(text).replace("[", "&#91;").replace("{", "&#123;")
    for sign in ("(", ")", "&#91;", "]"):
        safe = safe.replace(f"\\{sign}", f"\\<span>{sign}</span>")
    return safe.replace("\n", "<br>")


def _block(block: Block) -> str:  # noqa: PLR0911 -- a case for each block
    match block:
        case Paragraph(spans=spans):
            return f"<p>{_line(spans)}</p>"
        case Heading(level=level, title=title):
            return f"<h{level}>{_line(title)}</h{level}>"
        case CodeBlock(code=code):
            return f"<pre><code>{words(code).replace('<br>', chr(10))}</code></pre>"
        case Formula(tex=tex):
            safe = _BRACES.sub("{ ", escape(tex).replace("[", "&#91;"))
            return f"<p>\\[{safe}\\]</p>"
        case Listing(items=items, start=None):
            return f"<ul>{_items(items)}</ul>"
        case Listing(items=items, start=start):
            return f'<ol start="{start}">{_items(items)}</ol>'
        case Quote(quoted=quoted):
            return f"<blockquote>{html(quoted)}</blockquote>"
        case Table(head=head, rows=rows):
            body = "".join(_row(row, "td") for row in rows)
            return f"<table>{_row(head, 'th')}{body}</table>"
        case _:
            assert_never(block)


def _items(items: Iterable[RichText]) -> str:
    return "".join(f"<li>{html(item)}</li>" for item in items)


def _row(cells: Iterable[Iterable[Inline]], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_line(cell)}</{tag}>' for cell in cells)}</tr>"


def _line(spans: Iterable[Inline]) -> str:
    return "".join(_image(one) if isinstance(one, Image) else _span(one) for one in spans)


def _image(image: Image) -> str:
    """A picture at a public address is shown; of any other only what it shows is told."""
    if not image.source.lower().startswith(_PICTURES):
        return f"<i>{words(image.alt)}</i>"
    return f'<img src="{escape(image.source)}" alt="{escape(image.alt)}">'


def _span(span: Span) -> str:
    shown = words(span.text)
    styles = (span.code, "code"), (span.bold, "b"), (span.italic, "i"), (span.strike, "s")
    for styled, tag in styles:
        if styled:
            shown = f"<{tag}>{shown}</{tag}>"
    if span.link.lower().startswith(_ADDRESSES):
        shown = f'<a href="{escape(span.link)}">{shown}</a>'
    return shown
