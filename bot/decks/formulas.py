"""TeX to characters, as far as Unicode goes: the TeX of an arrow reads →."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pylatexenc import latexwalker
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from pylatexenc.macrospec import LatexContextDb, MacroSpec

_LONGEST = 4000
_DEEPEST = 12
"""A formula beyond either is shown as TeX: pylatexenc calls itself for every brace it enters."""

_ABOVE = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_BELOW = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_SCRIPT = re.compile(r"(\\[A-Za-z]+)?(?<!\\)([\^_])(?:\{([^{}]*)\}|([A-Za-z0-9]))")
_CRAMPED = re.compile(r"(?<=\s)([→←↔⇒⇐⇔⟹⟺≤≥≠≈≡∈∉⊂⊆∪∩∧∨×·=])(?=[^\s=])")  # noqa: RUF001 - a union
_CRAMPED_AFTER = re.compile(r"(?<=[^\s(\[{])([<>=→⇒⇔≤≥≠≈≡∈⊂⊆∪∩∥])(?=\s)")  # noqa: RUF001 - as above
_COMMENT = re.compile(r"(?<!\\)%")
_FUNCTION = re.compile(
    r"(\\(?:arc(?:cos|sin|tan)|cosh?|cot|deg|exp|lg|lim|ln|log|max|min|sec|sinh?|tanh?|sup|inf))"
    r"\s*(?=[A-Za-z0-9\\])(?!(?<=[A-Za-z])[A-Za-z])"
)
_SIMPLE = re.compile(r"[\w\s+\-*/=<>()\[\].,:;!?|']*", re.ASCII)
_ABOVE_A_LINE = re.compile(r"∂?\w*")
_BELOW_A_LINE = re.compile(r"∂?(?:\d+|[^\W\d]*\w?)")
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
    "ne": "≠",
    "\\": "; ",
    "mid": " | ",
    "parallel": " ∥ ",
    "det": "det",
    "Pr": "Pr",
    "argmax": "argmax ",
    "argmin": "argmin ",
    "bmod": " mod ",
}
_TAKING = {
    "frac": "{{",
    "dfrac": "{{",
    "tfrac": "{{",
    "binom": "{{",
    "pmod": "{",
    "operatorname": "*{",
    "boxed": "{",
}
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}


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
        spaced = _FUNCTION.sub(r"\1{} ", scripted)
        words = str(_converter().latex_to_text(spaced, latex_context=_grammar()))
    except Exception:  # noqa: BLE001 - it raises KeyError and worse on unfinished TeX
        return tex
    spread = _CRAMPED.sub(r"\1 ", " ".join(words.replace("\0", "").split()))
    rows = spread.replace(" ; ", "; ").removesuffix(" ;")
    return _CRAMPED_AFTER.sub(r" \1", rows) or tex


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
    macros += [
        MacroTextSpec("binom", simplify_repl="C(%s, %s)"),
        MacroTextSpec("pmod", simplify_repl=" (mod %s)"),
        MacroTextSpec("operatorname", simplify_repl="%(2)s"),
        MacroTextSpec("boxed", simplify_repl="%s"),
        MacroTextSpec("sqrt", simplify_repl=_root),
    ]
    context.add_context_category("studybot", macros=macros, prepend=True)
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_verbatim))
    return LatexNodes2Text(latex_context=context, math_mode="text")


@lru_cache(maxsize=1)
def _grammar() -> LatexContextDb:
    """What macros take, those that the library does not know among them."""
    context = latexwalker.get_default_latex_context_db()
    macros = [MacroSpec(name, args) for name, args in _TAKING.items()]
    context.add_context_category("studybot", macros=macros, prepend=True)
    return context


def _verbatim(node: Any) -> str:  # noqa: ANN401 - the library has no types
    return str(node.latex_verbatim())


def _fraction(node: Any, l2tobj: LatexNodes2Text) -> str:  # noqa: ANN401 - as above
    above, below = (l2tobj.nodelist_to_text([part]).strip() for part in node.nodeargs)
    return f"{_as_one(above, _ABOVE_A_LINE)}/{_as_one(below, _BELOW_A_LINE)}"


def _root(node: Any, l2tobj: LatexNodes2Text) -> str:  # noqa: ANN401 - as above
    degree, inside = node.nodeargd.argnlist
    said = l2tobj.nodelist_to_text([degree]).strip() if degree else ""
    sign = _ROOTS.get(said) or f"{script('^', said)}√"
    return sign + _as_one(l2tobj.nodelist_to_text([inside]).strip(), _BELOW_A_LINE)


def _as_one(words: str, bare: re.Pattern[str]) -> str:
    """The words, in brackets unless they are read as one thing without."""
    return words if bare.fullmatch(words) else f"({words})"
