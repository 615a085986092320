"""Whether a formula reads well as a line of Unicode, or is better drawn."""

from __future__ import annotations

import re

LONGEST = 120
"""Characters of a formula that is read as one line."""

_BUILT = re.compile(
    r"""\\(?:
      begin\b | \\ | atop\b | substack\b | cases\b            # lines and columns
    | (?:over|under)(?:set|brace|line|bracket|left|right) | stackrel\b
    | x(?:left|right)\w*arrow | wide\w+ | boxed\b | [bx]?cancel\b
    | [dt]?binom\b | cfrac\b | sqrt\s*\[
    | (?:sum|prod|coprod|i{1,3}nt|oint|big\w+|lim|max|min|sup|inf)\s*(?:\\limits\s*)?
      (?: _\s*(?:\{[^{}]{2,}\}|\{[^{}]*\{|[^{\s]\s*\^|\\\w+\s*\^|\{[^{}]*\}\s*\^) | \^ )
    )""",
    re.VERBOSE,
)
"""What stands above, below or around something: limits of a sum, a matrix, a brace."""

_FRACTION = re.compile(r"\\[dt]?frac(?![a-zA-Z])")
_LEFT_OVER = re.compile(r"[\\^_]|/\((?![^()]{1,3}\))|\)/|[√∛∜]\((?:[^()]{4,}|[^()]*\()|\(\w/\w\)/")
_FRACTIONS = 2


def legible(tex: str, words: str) -> bool:
    """Whether ``words``, a formula in Unicode, is as good to read as the ``tex`` it is made of."""
    return (
        len(words) <= LONGEST
        and not _LEFT_OVER.search(words)
        and len(_FRACTION.findall(tex)) <= _FRACTIONS
        and not _BUILT.search(tex)
    )
