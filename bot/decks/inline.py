"""Inline tokens to flat spans: every span carries all the styles that hold for its characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from markdown_it.common.normalize_url import validateLink
from markdown_it.token import Token

from bot.decks import formulas
from bot.richtext import Image, Inline, Inlines, Span, plain_line

_STYLES = {
    "strong_open": "bold",
    "strong_close": "bold",
    "em_open": "italic",
    "em_close": "italic",
    "s_open": "strike",
    "s_close": "strike",
}
_TAG_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "var": "italic",
    "cite": "italic",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
_MARKS = {
    "strong_open": 0,
    "strong_close": 0,
    "em_open": 1,
    "em_close": 1,
    "s_open": 2,
    "s_close": 2,
}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
_TEXTS = {"text", "text_special", "code_inline", *_BREAKS}
_Style = tuple[bool, bool, bool, bool, str]
_PLAIN: _Style = (False, False, False, False, "")
_SCRIPTS = {"sup": "^", "sub": "_"}
_HIDDEN = {"script", "style", "template", "title", "head"}

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_ATTRIBUTE = re.compile(
    r"""\b(src|alt|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_UNSEEN = re.compile(r"[\x00-\x20]+")
"""Characters that browsers overlook in the scheme of an address."""

_ID = re.compile(r"<!--\s{0,20}id\s{0,5}[:=](.{0,200}?)-->", re.IGNORECASE | re.DOTALL)


def spans(tokens: Sequence[Token]) -> Inlines:
    """What a person reads of one run of text, entities decoded and comments gone."""
    if len(tokens) == 1 and tokens[0].type == "text":  # the most frequent case by far
        words = tokens[0].content.strip()
        return (Span(words),) if words else ()
    found = _plain_marks(tokens)
    if found is not None:
        return found
    writer = Writer()
    for token in tokens:
        _write(writer, token)
    return writer.inlines()


def given_id(html: str) -> str | None:
    """The id in an ``<!-- id: ... -->`` comment, as the author wrote it."""
    match = _ID.search(html) if "<!--" in html else None
    return match[1].strip() if match else None


def _plain_marks(tokens: Sequence[Token]) -> Inlines | None:  # noqa: C901 -- a case for each kind
    """The same where nothing but text, code and Markdown's own weights is written; or None.

    Most lines are so, and a loop over them is three times as fast as the writer.
    """
    done: list[Inline] = []
    texts: list[str] = []
    now = style = _PLAIN
    for token in tokens:
        kind = token.type
        if kind in _MARKS:
            place = _MARKS[kind]
            opens = token.nesting > 0
            if now[place] == opens:  # one inside another of its kind
                return None
            now = (*now[:place], opens, *now[place + 1 :])  # type: ignore[assignment]
            continue
        if kind == "link_close":
            now = (*now[:4], "")
            continue
        if kind == "link_open" and not now[4]:
            now = (*now[:4], str(token.attrs.get("href", "")))
            continue
        words = _BREAKS.get(kind) or token.content
        if kind not in _TEXTS:
            return None
        if not words:
            continue
        wanted = (*now[:3], True, now[4]) if kind == "code_inline" else now
        if wanted != style:
            if texts:
                done.append(Span("".join(texts), *style))
                texts = []
            style = wanted
        texts.append(words)
    if texts:
        done.append(Span("".join(texts), *style))
    return trimmed(done)


def _write(writer: Writer, token: Token) -> None:
    match token.type:
        case "text" | "text_special":
            writer.put(token.content)
        case "code_inline":
            writer.put(token.content, code=True)
        case "softbreak" | "hardbreak":
            writer.put(" " if token.type == "softbreak" else "\n")
        case "html_inline":
            writer.html(token.content)
        case "math_inline" | "math_inline_double":
            writer.put(formulas.unicode(token.content))
        case "image":
            alt = plain_line(spans(token.children or ()))
            writer.picture(str(token.attrs.get("src", "")), alt)
        case "link_open":
            writer.open_link(str(token.attrs.get("href", "")))
        case "link_close":
            writer.close_link()
        case kind if kind in _STYLES:
            writer.turn(_STYLES[kind], token.nesting)
        case _:
            writer.put(token.content)


class Writer:
    """Gathers characters under the styles that are open, Markdown's and HTML's alike."""

    def __init__(self) -> None:
        self._open: dict[str, int] = {}
        self._links: list[str] = []
        self._now = _PLAIN
        self._done: list[Inline] = []
        self._texts: list[str] = []
        self._style = _PLAIN
        self._hidden = ""
        self._script: tuple[str, list[str]] | None = None

    def put(self, words: str, *, code: bool = False) -> None:
        """Add characters in the styles that hold now."""
        if not words or self._hidden:
            return
        if self._script is not None:
            self._script[1].append(words)
            return
        style = (*self._now[:3], True, self._now[4]) if code else self._now
        if style != self._style:
            self._flush()
            self._style = style
        self._texts.append(words)

    def picture(self, source: str, alt: str) -> None:
        """Add a picture."""
        if not self._hidden and source:
            self._flush()
            self._done.append(Image(source.replace("\0", ""), alt.strip()))

    def html(self, tag: str) -> None:
        """Obey one inline tag; a comment or an unknown tag says nothing."""
        match = _TAG.match(tag)
        if not match:
            return
        closing, name = bool(match[1]), match[2].lower()
        if self._hidden:
            self._hidden = "" if closing and name == self._hidden else self._hidden
        elif name in _HIDDEN and not closing and not tag.endswith("/>"):
            self._hidden = name
        elif name == "br":
            self.put("\n")
        elif name == "img":
            attributes = _attributes(tag)
            self.picture(_harmless(attributes.get("src", "")), attributes.get("alt", ""))
        elif style := _TAG_STYLES.get(name):
            self.turn(style, -1 if closing else 1)
        elif name == "a":
            self._anchor(tag, closing=closing)
        elif name in _SCRIPTS:
            self._shift(_SCRIPTS[name], closing=closing)

    def turn(self, style: str, by: int) -> None:
        """Open a style (1) or close it (-1)."""
        self._open[style] = max(self._open.get(style, 0) + by, 0)
        self._restyle()

    def open_link(self, address: str) -> None:
        """Let what follows lead to ``address``."""
        self._links.append(address)
        self._restyle()

    def close_link(self) -> None:
        """Leave the innermost link."""
        if self._links:
            self._links.pop()
            self._restyle()

    def inlines(self) -> Inlines:
        """Everything written, without white space at both ends."""
        self._end_script()
        self._flush()
        return trimmed(self._done)

    def _anchor(self, tag: str, *, closing: bool) -> None:
        if closing:
            self.close_link()
        elif not tag.endswith("/>"):
            self.open_link(_harmless(_attributes(tag).get("href", "")))

    def _shift(self, mark: str, *, closing: bool) -> None:
        self._end_script()
        if not closing:
            self._script = (mark, [])

    def _end_script(self) -> None:
        if self._script is not None:
            mark, words = self._script
            self._script = None
            if text := "".join(words).strip():
                self.put(formulas.script(mark, text))

    def _restyle(self) -> None:
        held = self._open.get
        link = self._links[-1] if self._links else ""
        self._now = (
            held("bold", 0) > 0,
            held("italic", 0) > 0,
            held("strike", 0) > 0,
            held("code", 0) > 0,
            link,
        )

    def _flush(self) -> None:
        if self._texts:
            self._done.append(Span("".join(self._texts), *self._style))
            self._texts = []


def _harmless(address: str) -> str:
    """An address in HTML under the rule for those in Markdown: a program's is none."""
    return address if validateLink(_UNSEEN.sub("", address)) else ""


def _attributes(tag: str) -> dict[str, str]:
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(tag)
    }


def trimmed(inlines: Sequence[Inline]) -> Inlines:
    """Without white space at both ends; spans that became empty are gone."""
    if inlines and not _is_ragged(inlines[0], 0) and not _is_ragged(inlines[-1], -1):
        return tuple(inlines)
    start, stop = 0, len(inlines)
    while start < stop and _is_space(inlines[start]):
        start += 1
    while start < stop and _is_space(inlines[stop - 1]):
        stop -= 1
    row = list(inlines[start:stop])
    if row and isinstance(first := row[0], Span) and first.text[0].isspace():
        row[0] = with_text(first, first.text.lstrip())
    if row and isinstance(last := row[-1], Span) and last.text[-1].isspace():
        row[-1] = with_text(last, last.text.rstrip())
    return tuple(row)


def _is_ragged(part: Inline, end: int) -> bool:
    return isinstance(part, Span) and (not part.text or part.text[end].isspace())


def with_text(span: Span, words: str) -> Span:
    """The span's style on other words."""
    return Span(words, span.bold, span.italic, span.strike, span.code, span.link)


def without_start(line: Inlines, count: int) -> Inlines:
    """Without the first ``count`` characters."""
    first = line[0] if line else None
    if (
        isinstance(first, Span)
        and count < len(first.text)
        and (words := first.text[count:].lstrip() if len(line) > 1 else first.text[count:].strip())
    ):
        return (with_text(first, words), *line[1:])
    kept: list[Inline] = []
    for part in line:
        length = len(plain_line((part,)))
        if count >= length:
            count -= length
        elif isinstance(part, Span):
            kept.append(with_text(part, part.text[count:]))
            count = 0
        else:
            kept.append(part)
    return trimmed(kept)


def _is_space(part: Inline) -> bool:
    return isinstance(part, Span) and (not part.text or part.text.isspace())
