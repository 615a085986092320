"""Formulas as pictures: drawn as they are meant, or not at all."""

from __future__ import annotations

import struct

import pytest

from adapters.chat.drawing import EFFORT, HIGHEST, LONGEST, NARROWEST, WIDEST, drawn
from tests.unit.decks.test_legible import DRAWN


def size(png: bytes) -> tuple[int, int]:
    """The width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("tex", DRAWN[:-1])
def test_a_formula_becomes_a_picture_that_can_be_read(tex: str) -> None:
    """Neither so narrow that it would be blown up, nor larger than a screen."""
    png = drawn(tex)
    assert png is not None
    width, height = size(png)
    assert NARROWEST <= width <= WIDEST
    assert 48 < height <= HIGHEST


@pytest.mark.parametrize(
    ("written", "drawable"),
    [
        (
            r"\begin{pmatrix} a \end{pmatrix}^{-1}",
            r"{\begin{pmatrix} a \end{pmatrix}}^{-1}",
        ),
        (r"\begin{equation} \sqrt{x} \tag{1} \end{equation}", r"\sqrt{x}"),
        (r"\sqrt{x} \label{eq:x} \nonumber", r"\sqrt{x}"),
        (r"\begin{split} a &= b \end{split}", r"\begin{align*} a &= b \end{align*}"),
        (r"\begin{alignat}{2} a &= b \end{alignat}", r"\begin{align*} a &= b \end{align*}"),
    ],
)
def test_what_the_library_does_not_read_is_mended(written: str, drawable: str) -> None:
    """So that it draws what it would have drawn of the other way to write it."""
    assert drawn(written) is not None
    assert drawn(written) == drawn(drawable)


@pytest.mark.parametrize(
    "tex",
    [
        "",
        " ",
        r"\quad",
        r"x^{",
        r"\frac{a",
        r"a_b_c",
        r"\left( a",
        r"\ce{H2O}",
        r"\mycommand{x}",
        r"\includegraphics{/etc/passwd}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{fill:url(file:///etc/passwd)}{x}",
        r"\newcommand{\x}{\x\x} \x",
        r"\def\x{\x\x}\x",
        r"\mathop{x}_y",
        r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
        "x = 你好",
        r"\text{中文} = x",
        r"\begin{foo",
        "\0\1\2",
        "\ud800",
    ],
)
def test_what_cannot_be_drawn_as_it_is_meant_is_not(tex: str) -> None:
    """Half a formula, an unknown command, letters that the font lacks: the text is better."""
    assert drawn(tex) is None


@pytest.mark.parametrize(
    "tex",
    [
        "x" * (LONGEST + 1),
        r"\frac{1}{" * 8 + "x" + "}" * 8,
        r"\left(\frac{a}{" * 5 + "x" + r"}\right)" * 5,
        r"\begin{cases}" * 6 + "x" + r"\end{cases}" * 6,
        "{" * 900,
        "x" * (EFFORT + 1),
        "x+" * 200,
        r"\hspace{99999pt} x",
        r"\\ a" * 200,
    ],
)
def test_what_would_take_long_or_fill_the_screen_is_not_drawn(tex: str) -> None:
    """The library's time doubles with every brace; a picture that is too large is of no use."""
    assert drawn(tex) is None
