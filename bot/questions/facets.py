"""Facets: words that label a side of a subject (``Purpose``) and are no subject themselves.

They are never an option and never asked for. The tables hold only words that hardly name anything
else; any other label is seen to be a facet by its coming back in card after card (``Context``).
Words of other languages may be added.
"""

from __future__ import annotations

import re
from typing import Final

from bot.questions.words import table, words

_ASKED: Final = {
    "purpose": "What is the purpose of",
    "goal": "What is the goal of",
    "role": "What is the role of",
    "function": "What is the function of",
    "task": "What is the task of",
}
"""The facets that make a question: one subject has one such thing, so others' are wrong."""

_SIDES: Final = table("""
    purpose goal goals aim objective objectives use uses usage benefit benefits advantage
    advantages disadvantage disadvantages pro pros con cons strength strengths weakness weaknesses
    limitation limitations drawback drawbacks challenges importance motivation reason reasons why
    when where how what who definition description meaning explanation overview summary conclusion
    introduction solution solutions steps answer answers
    zweck vorteil vorteile nachteil nachteile lösung schritt schritte ziel ziele
    propósito objetivo objetivos ventaja ventajas desventaja desventajas beneficio beneficios
    solución paso pasos avantage avantages inconvénient inconvénients étape étapes objectif
    vantagem vantagens desvantagens passo passos solução vantaggi svantaggi scopo soluzione
    """)
"""What divides an answer into sides of its subject."""

_ASIDES: Final = table("""
    example examples analogy illustration note notes tip tips hint hints warning caution remember
    remark remarks takeaway takeaways step
    beispiel beispiele hinweis ejemplo ejemplos nota notas exemple exemples remarque exemplo
    exemplos esempio esempi
    """)
"""What is said besides; it may stand at the end of a list of terms."""

_LOOSE: Final = table("""
    the a an main common typical some other more few general primary key important best real world
    life case cases of and or in for to is are it this your
    """)
_OF: Final = re.compile(r" (?:of|for|in|to|de|für|pour|per|di) ", re.IGNORECASE)


def is_facet(term: str) -> bool:
    """Whether ``term`` labels a side of some subject: ``Key Benefits``, ``Step 2``, ``Use of X``.

    ``Loss Function`` and ``Primary Key`` do not: nothing but words for facets, numbers and loose
    words may stand in a facet before an "of", and one of them must be a word for facets.
    """
    return _tells(term, _SIDES | _ASIDES)


def is_side(term: str) -> bool:
    """Whether ``term`` labels a side of a subject; ``Note`` and ``Example`` stand beside it."""
    return _tells(term, _SIDES)


def _tells(term: str, facets: frozenset[str]) -> bool:
    head = words(_OF.split(term.strip(), maxsplit=1)[0])
    told = [word for word in head if word not in _LOOSE and not word[0].isdigit()]
    return bool(told) and all(word in facets for word in told)


def opening(term: str) -> str:
    """How a question about this facet begins (``What is the purpose of``), or an empty string."""
    return _ASKED.get(term.strip().casefold(), "")
