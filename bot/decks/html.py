"""Blocks of HTML to rich text: the words and pictures stay, the layout goes."""

from __future__ import annotations

import re
from html import unescape

from bot.decks.inline import Writer
from bot.richtext import Block, CodeBlock, Paragraph, RichText

_PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)"  # a comment, closed or not
    r"|<pre\b[^<>]*>(?P<pre>.*?)(?:</pre\s*>|\Z)"
    r"|</?(?P<tag>[a-zA-Z][\w-]*)(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*>"
    r"|<[?!][^<>]*>"
    r"|(?P<text>[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_HEADING = re.compile(r"<h1\b[^<>]*>(.*?)(?:</h1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


def blocks(html: str) -> RichText:
    """What a person reads of ``html``: a paragraph for each of its blocks, and its code."""
    if _BREAK.fullmatch(html):
        return ()
    done: list[Block] = []
    writer = Writer()
    for piece in _PIECE.finditer(html):
        if piece["pre"] is not None:
            writer = _paragraph_done(writer, done)
            code = unescape(_ANY_TAG.sub("", piece["pre"])).replace("\0", "").strip("\n")
            done += [CodeBlock(code)] if code.strip() else []
        elif piece["text"] is not None:
            writer.put(_collapsed(unescape(piece["text"])))
        elif (piece["tag"] or "").lower() in _BLOCKS:
            writer = _paragraph_done(writer, done)
        elif piece["tag"]:
            writer.html(piece[0])
    _paragraph_done(writer, done)
    return tuple(done)


def title(html: str) -> str:
    """The words of the first ``<h1>``, or nothing."""
    match = _HEADING.search(html) if "<h1" in html.lower() else None
    return _collapsed(unescape(_ANY_TAG.sub(" ", match[1]))).strip() if match else ""


def _collapsed(words: str) -> str:
    """White space as HTML shows it."""
    return re.sub(r"\s+", " ", words.replace("\0", ""))


def _paragraph_done(writer: Writer, done: list[Block]) -> Writer:
    if spans := writer.inlines():
        done.append(Paragraph(spans))
    return Writer()
