"""TeX to characters, as far as Unicode goes: the TeX of an arrow reads →."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

_LONGEST = 4000
_DEEPEST = 12
"""A formula beyond either is shown as TeX: pylatexenc calls itself for every brace it enters."""

_ABOVE = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_BELOW = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_SCRIPT = re.compile(r"(\\[A-Za-z]+)?(?<!\\)([\^_])(?:\{([^{}]*)\}|([A-Za-z0-9]))")
_CRAMPED = re.compile(r"(?<=\s)([→←↔⇒⇐⇔⟹⟺≤≥≠≈≡∈∉⊂⊆∪∩∧∨×·=])(?=[^\s=])")  # noqa: RUF001 - a union
_COMMENT = re.compile(r"(?<!\\)%")
_SIMPLE = re.compile(r"[\w\s+\-*/=<>()\[\].,:;!?|']*", re.ASCII)
_NESTING = re.compile(r"\\[{}\[\]]|\\begin\b|\[|\{|\}")

_SIGNS = {
    "neg": "¬",
    "lnot": "¬",
    "land": "∧",
    "lor": "∨",
    "wedge": "∧",
    "vee": "∨",
    "implies": "⟹",
    "iff": "⟺",
    "to": "→",
    "gets": "←",
    "left": "",
    "right": "",
    "big": "",
    "Big": "",
    "bigg": "",
    "displaystyle": "",
    "limits": "",
}


@lru_cache(maxsize=4096)
def unicode(tex: str) -> str:
    """What a person reads for ``tex``; the TeX itself where nothing better is known."""
    tex = tex.strip()
    if _too_nested(tex):
        return tex
    scripted = _scripts(_COMMENT.sub(r"\\%", tex))
    if _SIMPLE.fullmatch(scripted):
        return " ".join(scripted.split())
    try:
        words = str(_converter().latex_to_text(scripted))
    except Exception:  # noqa: BLE001 - it raises KeyError and worse on unfinished TeX
        return tex
    return _CRAMPED.sub(r"\1 ", " ".join(words.replace("\0", "").split())) or tex


def _too_nested(tex: str) -> bool:
    if len(tex) > _LONGEST:
        return True
    depth = deepest = 0
    for match in _NESTING.finditer(tex):
        match match[0]:
            case "{":
                depth += 1
            case "}":
                depth = max(depth - 1, 0)
            case "[" | "\\begin" | "\\[":
                deepest += 1  # what closes them is not certain, so that each counts for good
            case _:
                pass
        if depth + deepest > _DEEPEST:
            return True
    return False


def _scripts(tex: str) -> str:
    return _SCRIPT.sub(_script, tex) if "^" in tex or "_" in tex else tex


def _script(match: re.Match[str]) -> str:
    macro, mark, group, single = match.groups()
    moved = script(mark, single if group is None else group)
    return f"{macro}{{}}{moved}" if macro else moved  # a raised letter would join the macro's name


def script(mark: str, words: str) -> str:
    """``words`` raised (``^``) or lowered (``_``): x² where Unicode has the signs, else x^(ab)."""
    inner = words.strip()
    moved = inner.translate(_ABOVE if mark == "^" else _BELOW)
    if inner and all(was != now for was, now in zip(inner, moved, strict=True)):
        return moved
    return f"{mark}{inner}" if len(inner) == 1 else f"{mark}({inner})"


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()]
    macros += [MacroTextSpec(name, simplify_repl=_fraction) for name in ("frac", "dfrac", "tfrac")]
    context.add_context_category("studybot", macros=macros, prepend=True)
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_verbatim))
    return LatexNodes2Text(latex_context=context, math_mode="text")


def _verbatim(node: Any) -> str:  # noqa: ANN401 - the library has no types
    return str(node.latex_verbatim())


def _fraction(node: Any, l2tobj: LatexNodes2Text) -> str:  # noqa: ANN401 - as above
    parts = [l2tobj.nodelist_to_text([part]).strip() for part in node.nodeargs]
    return "/".join(part if re.fullmatch(r"\w*", part) else f"({part})" for part in parts)
