"""Facets: words that label a side of a subject (``Purpose``) and are no subject themselves.

They are never an option and never asked for. Words of other languages may be added to the table.
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

_FACETS: Final = frozenset[str]().union(
    # What something is for, and how good it is.
    table("""
    purpose goal goals role function task objective objectives aim use uses usage benefit
    benefits advantage advantages disadvantage disadvantages pro pros con cons strength
    strengths weakness weaknesses limitation limitations drawback drawbacks challenge challenges
    issue issues risk risks tradeoff tradeoffs impact effect effects importance motivation
    reason reasons why when where how what who which best worst
    """),
    # How it is explained.
    table("""
    definition description meaning explanation overview summary conclusion introduction context
    background intuition idea concept concepts interpretation details detail note notes tip tips
    hint hints warning caution remember remark remarks example examples analogy illustration
    case cases scenario scenarios application applications answer answers question questions
    result results outcome outcomes observation fact facts point points takeaway takeaways key
    important feature features characteristic characteristics property properties aspect aspects
    """),
    # What it is praised or blamed for.
    table("""
    efficiency stability convergence flexibility performance ease scalability simplicity speed
    robustness usability reliability maintainability popularity versatility interpretability
    complexity cost costs maturity portability compatibility modularity readability community
    """),
    # How it is done.
    table("""
    solution solutions step steps stage phase method methods approach approaches technique
    techniques strategy strategies working mechanism implementation code syntax formula equation
    algorithm input inputs output outputs parameters arguments return returns default complexity
    time space cost requirement requirements prerequisite option options type types kind kinds
    category categories component components problem problems cause causes symptom symptoms
    difference differences similarity similarities comparison formulae reference references
    source sources link links resource resources related good bad yes no true false first second
    third finally next then
    """),
    # German, Spanish, French, Portuguese, Italian.
    table("""
    zweck vorteil vorteile nachteil nachteile beispiel beispiele lösung schritt schritte hinweis
    ziel ziele ejemplo ejemplos propósito objetivo objetivos ventaja ventajas desventaja
    desventajas beneficio beneficios solución paso pasos nota notas exemple exemples avantage
    avantages inconvénient inconvénients étape étapes objectif remarque exemplo exemplos
    vantagem vantagens desvantagens passo passos solução esempio esempi vantaggi svantaggi scopo
    soluzione
    """),
)
_LOOSE: Final = table("""
    the a an main common typical some other more few general primary real world life of and or
    in for to is are it this your
    """)
_OF: Final = re.compile(r" (?:of|for|in|to|de|für|pour|per|di) ", re.IGNORECASE)


def is_facet(term: str) -> bool:
    """Whether ``term`` labels a side of some subject: ``Key Benefits``, ``Step 2``, ``Use of X``.

    ``Loss Function`` and ``Time Series`` do not: a facet word counts only where nothing but
    facet words, numbers and small words stand with it before an "of".
    """
    head = words(_OF.split(term.strip(), maxsplit=1)[0])
    told = [word for word in head if word not in _LOOSE and not word[0].isdigit()]
    return all(word in _FACETS for word in told)


def opening(term: str) -> str:
    """How a question about this facet begins (``What is the purpose of``), or an empty string."""
    return _ASKED.get(term.strip().casefold(), "")
