"""Which formulas read well as a line of Unicode, and which are drawn."""

from __future__ import annotations

import pytest

from bot.decks import formulas
from bot.decks.legible import legible

READ = {
    r"E = mc^2": "E = mc²",
    r"\frac{a}{b}": "a/b",
    r"\frac{1}{2a}": "1/(2a)",
    r"\frac{\partial L}{\partial w}": "∂L/∂w",
    r"\frac{d}{dx} x^n = n x^{n-1}": "d/dx xⁿ = n xⁿ⁻¹",
    r"\tfrac12": "1/2",
    r"\sqrt{x}": "√x",
    r"\mathbb{E}[X] = \sum_x x\, p(x)": "𝔼[X] = ∑ₓ x p(x)",  # noqa: RUF001 - that is what is read
    r"\mathcal{L}(\theta) = -\sum_{i} y_i \log \hat{y}_i": "ℒ(θ) = -∑ᵢ yᵢ log ŷᵢ",  # noqa: RUF001 - that is what is read
    r"f: \mathbb{R}^n \to \mathbb{R}": "f: ℝⁿ → ℝ",  # noqa: RUF001 - that is what is read
    r"x_{i+1} = x_i - \eta \nabla f(x_i)": "xᵢ₊₁ = xᵢ - η∇f(xᵢ)",
    r"O(n \log n)": "O(n log n)",
    r"\cos\theta": "cos θ",
    r"\sinh x": "sinh x",
    r"\log_2 n": "log₂ n",
    r"H_2O": "H₂O",
    r"a \ne b": "a ≠ b",
    r"a \equiv b \pmod{n}": "a ≡ b (mod n)",
    r"\det(A - \lambda I) = 0": "det(A - λI) = 0",
    r"A \cup B \subseteq C": "A ∪ B ⊆ C",  # noqa: RUF001 - that is what is read
    r"\forall \epsilon > 0": "∀ϵ > 0",
    r"\{1, 2\}": "{1, 2}",
    r"P(A \mid B)": "P(A | B)",
}

DRAWN = (
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\frac{\frac{a}{b}}{c}",
    r"\frac{1}{1+e^{-x}}",
    r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
    r"x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}",
    r"\sum_{i=1}^{n} x_i",
    r"\sum_{i \in I} x_i",
    r"\prod_k^n k",
    r"\int_0^\infty f(x)\,dx",
    r"\lim_{x \to 0} f(x)",
    r"\sqrt{b^2 - 4ac}",
    r"\sqrt[3]{x}",
    r"\binom{n}{k}",
    r"\underbrace{a+b}_{c}",
    r"\overline{AB}",
    r"\xrightarrow{f}",
    r"2^{2^n}",
    r"e^{i\pi}",
    r"a \\ b",
    "x + " * 60 + "y",
)


@pytest.mark.parametrize(("tex", "words"), READ.items())
def test_a_formula_that_reads_well_is_text(tex: str, words: str) -> None:
    """On a line, in signs that everybody has."""
    assert formulas.unicode(tex) == words
    assert legible(tex, words)


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b; = c"),
        (r"a \\[2pt] b \\", "a; b"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "[ a b; c d ]"),
        (r"\sqrt[3]{x+1}", "∛(x+1)"),
        (r"\binom{n}{k}", "C(n, k)"),
        (r"\frac{1}{1+x}", "1/(1+x)"),
    ],
)
def test_what_is_drawn_has_words_for_those_who_do_not_see_it(tex: str, words: str) -> None:
    """Rows end in semicolons, degrees and brackets stay: nothing reads as another formula."""
    assert formulas.unicode(tex) == words


@pytest.mark.parametrize("tex", DRAWN)
def test_what_is_built_above_and_below_is_drawn(tex: str) -> None:
    """Matrices, fractions of more than a sign, limits, long roots."""
    assert not legible(tex, formulas.unicode(tex))
