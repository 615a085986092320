"""Bytes to text. Every repair is a finding, and no repair moves a line to another number."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

import ftfy

from bot.errors import NotText
from bot.findings import files as told
from bot.model import Finding

_SNIFFED = 4096
"""Bytes looked at to tell text from a picture or an archive."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"{\\rtf", "a rich text document"),
)

_CONTROLS = bytes(set(range(1, 0x20)) - set(b"\t\n\v\f\r\x1b"))
_CONTROL_SHARE, _FEW_CONTROLS = 0.05, 3
"""Above this share of control characters, and this number, nobody has typed the text."""

_NUL_SHARE = 0.5
"""NULs alone are forgiven up to this share: crashes and bad copies leave them in text."""

_BYTE = "\x80-\u25ff\uf8ff\ufb01\ufb02"
_TWICE_ENCODED = re.compile(f"[{_BYTE}](?:[{_BYTE}]|(?<=[ÂÃÅÎÐÙâãà]) )")
"""Two neighbours that may each be a byte of one character: ftfy is slow, most lines have none."""

_FRONT_KEY = re.compile(r"[\w .-]+:(?:\s|$)")
_FRONT_TITLE = re.compile(r"title:[ \t]+(\S.*)", re.IGNORECASE)
_FRONT_LINES = 500
"""Front matter is not looked for further down than this."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file, with line feeds; ``title`` is the front matter's, or empty."""

    text: str
    title: str
    findings: tuple[Finding, ...]


def read(data: bytes, source: str) -> Reading:
    """Decode and repair ``data``; line ``n`` of the text is line ``n`` of the file.

    Raises:
        NotText: the bytes are a picture, an archive or something else that nobody typed.
    """
    _refuse_binary(data, source)
    findings: list[Finding] = []
    text = _decode(data, source, findings)
    text = _without_nulls(text, findings)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _repaired(text, findings)
    text, title = _without_front_matter(text)
    return Reading(text, title, tuple(findings))


def _refuse_binary(data: bytes, source: str) -> None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(source, f"it is {name}")


def _decode(data: bytes, source: str, findings: list[Finding]) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data[len(mark) :], findings)
    if encoding := _unmarked_utf16(data):
        return _decode_as(encoding, data, findings)
    if _is_binary(data[:_SNIFFED]):
        raise NotText(source, "it holds control characters that no text has")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_by_line(data, findings)


def _is_binary(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    nuls = sample.count(0)
    return controls > max(_CONTROL_SHARE * len(sample), _FEW_CONTROLS) or nuls > max(
        _NUL_SHARE * len(sample), _FEW_CONTROLS
    )


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark shows itself by every second byte of Latin text being NUL."""
    sample = data[:_SNIFFED]
    if len(sample) < 4 or len(data) % 2:  # noqa: PLR2004 - two characters
        return ""
    half = len(sample) // 2
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if low > 0.7 * half and high < 0.1 * half:
        return "utf-16-le"
    if high > 0.7 * half and low < 0.1 * half:
        return "utf-16-be"
    return ""


def _decode_as(encoding: str, data: bytes, findings: list[Finding]) -> str:
    text = data.decode(encoding, "replace")
    if encoding != "utf-8":
        findings.append(told.ENCODING.at(1, encoding=encoding.upper().rpartition("-")[0]))
    if (place := text.find("\ufffd")) >= 0:
        findings.append(told.UNDECODABLE.at(text.count("\n", 0, place) + 1))
    return text


def _decode_by_line(data: bytes, findings: list[Finding]) -> str:
    """UTF-8 where it holds; the lines where it does not are most likely Windows-1252."""
    lines = re.split(rb"(\r\n|\r|\n)", data)
    decoded: list[str] = []
    other: list[int] = []
    for place, line in enumerate(lines):
        try:
            decoded.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            text, sure = _decode_line(line)
            decoded.append(text)
            number = place // 2 + 1
            if sure:
                other.append(number)
            else:
                findings.append(told.UNDECODABLE.at(number))
    if other:
        findings.append(_foreign(other[0], len(other)))
    return "".join(decoded)


def _decode_line(line: bytes) -> tuple[str, bool]:
    mostly_utf8 = line.decode("utf-8", "ignore")
    if not mostly_utf8.isascii():  # the rest of the line is UTF-8, so a byte of it is damaged
        return line.decode("utf-8", "replace"), False
    try:
        return line.decode("cp1252"), True
    except UnicodeDecodeError:
        return line.decode("utf-8", "replace"), False


def _foreign(first: int, count: int) -> Finding:
    if count == 1:
        return told.FOREIGN_LINE.at(first)
    return told.FOREIGN_LINES.at(first, count=count)


def _without_nulls(text: str, findings: list[Finding]) -> str:
    place = text.find("\0")
    if place < 0:
        return text
    line = len(re.findall(r"\r\n|\r|\n", text[:place])) + 1
    findings.append(told.NULS.at(line, count=text.count("\0")))
    return text.replace("\0", "")


def _repaired(text: str, findings: list[Finding]) -> str:
    """Undo double encoding, line by line: a repair must neither need nor touch other lines."""
    if text.isascii():
        return text
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if line.isascii() or not _TWICE_ENCODED.search(line):
            continue
        mended = ftfy.fix_encoding(line).replace("\0", "")
        if mended != line and "\n" not in mended and "\r" not in mended:
            lines[place] = mended
            wrong, right = _difference(line, mended)
            findings.append(told.REPAIRED.at(place + 1, wrong=wrong, right=right))
    return "\n".join(lines)


def _difference(before: str, after: str) -> tuple[str, str]:
    """The part in which two lines differ."""
    start = _shared(before, after, lambda text, place: text[place])
    rest_before, rest_after = before[start:], after[start:]
    stop = _shared(rest_before, rest_after, lambda text, place: text[-1 - place])
    return rest_before[: len(rest_before) - stop], rest_after[: len(rest_after) - stop]


def _shared(one: str, other: str, at: Callable[[str, int], str]) -> int:
    shortest = min(len(one), len(other))
    return next((i for i in range(shortest) if at(one, i) != at(other, i)), shortest)


def _without_front_matter(text: str) -> tuple[str, str]:
    """Blank the YAML block at the top, so that line numbers stay; its plain title is the deck's.

    It is read as lines and never as YAML: what a stranger's YAML can do is no business of a quiz.
    """
    if not text.startswith("---"):
        return text, ""
    lines = text.split("\n", _FRONT_LINES)
    if lines[0].rstrip() != "---":
        return text, ""
    head = lines[1:_FRONT_LINES]
    end = next((n for n, line in enumerate(head, 1) if line.rstrip() in {"---", "..."}), 0)
    if not _is_front_matter(lines[1:end]):
        return text, ""
    title = next((match[1] for line in lines[1:end] if (match := _FRONT_TITLE.match(line))), "")
    return "\n".join([""] * (end + 1) + lines[end + 1 :]), _unquoted(title.strip())


def _is_front_matter(lines: list[str]) -> bool:
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return bool(_FRONT_KEY.match(first)) and all(
        not line.strip() or line[0] in " \t#-" or _FRONT_KEY.match(line) for line in lines
    )


def _unquoted(title: str) -> str:
    if len(title) > 1 and title[0] == title[-1] and title[0] in "\"'":
        return title[1:-1].strip()
    return "" if title[:1] in ("*", "&", "!", "|", ">", "[", "{") else title
