"""Formulas as pictures: TeX becomes an SVG, and that a PNG. Nobody else's SVG is ever drawn.

The libraries are loaded with the first formula: a bot whose notes have none does without them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from typing import Any
from xml.etree import ElementTree as ET

LONGEST = 1000
"""Characters of a formula that is drawn."""

EFFORT = 500
"""Signs of a formula, each counted double for every brace around it, as the library's time grows.

A sign takes some milliseconds at the worst. What people write is far below.
"""

SIZE = 40
"""Pixels of a letter: twice what is read, for screens with twice the pixels."""

MARGIN = 24
NARROWEST, WIDEST, HIGHEST = 640, 2000, 1600
"""Pixels of a picture. A narrower one gets white beside it, for some programs show every picture
as wide as the column it stands in; a larger one would be unreadable."""

KEPT = 128
"""Formulas that are kept as they were drawn."""

_SIGN = re.compile(r"\\[a-zA-Z]+|\\.|[^\s]")
_OPENING = {"{": 1, r"\left": 1, r"\begin": 2}
_CLOSING = {"}": 1, r"\right": 1, r"\end": 2}
_REFUSED = re.compile(
    r"\\(?:[egx]?def|let|(?:re)?newcommand|providecommand|DeclareMathOperator|href|style|class"
    r"|cssId|mathop|require|hline|cline)(?![a-zA-Z])"
)
"""What the library would draw wrong, or would go in circles with."""

_NAMES = re.compile(r"\\(?:tag\*?|label)\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![a-zA-Z])")
_ROWS = re.compile(
    r"\\(begin|end)\{(?:split|aligned|alignat\*?|eqnarray\*?|multline\*?)\}(?:\{\d+\})?"
)
_PLAIN = re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}")
_RAISED = re.compile(
    r"\\begin\{(\w+\*?)\}(?:(?!\\begin\{|\\end\{).)*\\end\{\1\}(?=\s*[\^_])", re.DOTALL
)
_CRAMPED_ROWS, _ROWS_APART = 'rowspacing="3pt"', 'rowspacing="0.6em"'
_INVISIBLE = re.compile(r"[\s\u2061-\u2064\u200b]")

_one_at_a_time = Lock()
"""The library keeps what it works with in one place."""


@lru_cache(KEPT)
def drawn(tex: str) -> bytes | None:
    """A PNG of a formula in black on white; None where it cannot be drawn as it is meant.

    Takes some milliseconds for what people write, and seconds at the worst: not for the event loop.
    """
    tex = _mended(tex)
    if len(tex) > LONGEST or _REFUSED.search(tex) or _effort(tex) > EFFORT:
        return None
    try:
        with _one_at_a_time:
            return _png(tex)
    except Exception:  # noqa: BLE001 -- it raises all there is on TeX that it does not know
        return None


def _mended(tex: str) -> str:
    """The same formula as the library reads it best."""
    tex = _PLAIN.sub("", _NAMES.sub("", tex))
    tex = _ROWS.sub(r"\\\1{align*}", tex)
    return _RAISED.sub(r"{\g<0>}", tex).strip()


def _effort(tex: str) -> int:
    """How long the library takes, in signs: it looks at each again for every brace around it."""
    depth = effort = 0
    for sign in _SIGN.findall(tex):
        depth = max(0, depth - _CLOSING.get(sign, 0))
        effort += 1 << min(depth, 20)
        depth += _OPENING.get(sign, 0)
    return effort


def _png(tex: str) -> bytes | None:
    import resvg_py  # noqa: PLC0415 -- see above
    from ziamath.tex import tex2mml  # noqa: PLC0415
    from ziamath.zmath import Math  # noqa: PLC0415

    mathml = tex2mml(tex).replace(_CRAMPED_ROWS, _ROWS_APART)
    if "\\" in mathml:  # a macro that is not known stays as it is written
        return None
    formula = Math(mathml, size=SIZE, margin=MARGIN)
    if not _has_signs(formula):
        return None
    svg = formula.svgxml()
    width, height = float(svg.attrib["width"]), float(svg.attrib["height"])
    if not (2 * MARGIN < width <= WIDEST and 2 * MARGIN < height <= HIGHEST):
        return None
    _widen(svg, width, height)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=ET.tostring(svg, encoding="unicode"),
            background="#ffffff",
            skip_system_fonts=True,
        )
    )


def _has_signs(formula: Any) -> bool:  # noqa: ANN401 -- the library has few types
    """Whether the font has every letter of the formula, and there is one."""
    letters = set(_INVISIBLE.sub("", "".join(formula.mathml.itertext())))
    return bool(letters) and all(formula.font.glyphindex(one) for one in letters)


def _widen(svg: ET.Element, width: float, height: float) -> None:
    """White at the right of a narrow picture."""
    if width < NARROWEST:
        left, top, *_ = svg.attrib["viewBox"].split()
        svg.attrib["width"] = str(NARROWEST)
        svg.attrib["viewBox"] = f"{left} {top} {NARROWEST} {height}"
