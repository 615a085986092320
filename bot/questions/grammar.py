"""The few shapes of an English clause that a question can be built around.

Nothing here parses a language. A shape is named only where it is sure; everything else, and every
other language, is ``Form.OTHER`` and is quoted rather than woven into a sentence.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from bot.questions import inline
from bot.questions.words import is_small, table, words
from bot.richtext import Inlines, Span, plain_line


class Form(StrEnum):
    """What a clause begins with, and so which sentence it can end."""

    VERB = "stops the training early"
    USE = "used for small images"
    NOUN = "a layer that drops neurons"
    GERUND = "dropping neurons at random"
    IMPERATIVE = "add more data"
    OTHER = "anything else"


_BASE: Final = table(
    """
    abstract accelerate accept access achieve act activate adapt add adjust affect aggregate
    alert align allocate allow alter analyze apply approximate arrange assign assume attach
    average avoid balance bind block boost break bring build bundle cache calculate call capture
    carry cause change check choose classify clean clear collect combine compare compile
    complete compress compute concatenate configure connect consider constrain contain control
    converge convert convolve copy correct count cover create crop cut decide declare decode
    decrease define delete deliver describe destroy detect determine disable discard display
    distribute divide download downsample draw drop duplicate eliminate embed emit employ enable
    encode encourage encrypt end enforce enlarge ensure estimate evaluate execute expand explain
    expose express extend extract favor feed fetch fill filter find fit flatten focus forget
    format freeze gather generate get give grant grow guarantee handle help hide hold identify
    ignore implement import improve include increase indicate inherit inject insert inspect
    instantiate integrate introduce invoke isolate iterate join keep label learn let leverage
    limit link list listen load lock log look lower maintain make manage map mask match maximize
    measure memorize merge migrate minimize mirror mix model modify monitor move multiply
    normalize notify observe offer open operate optimize organize overlap pad parse pass
    penalize perform pick place point pool predict prepare preserve prevent print process
    produce project promote propagate protect provide prune pull punish push put quantify
    randomize rank reach read rearrange rebuild receive recognize record recover redirect reduce
    refer reflect register regularize regulate reject release rely remember remove rename render
    repeat replace report represent require rescale reset reshape resize resolve respond restore
    restrict retrieve return reuse reverse rewrite rotate route run sample save scale scan
    schedule search seek segment select send separate serialize serve set share shift show
    shrink shuffle simplify simulate size skip slide slow solve sort specify speed split squash
    squeeze stack standardize start stop store stream stretch subtract suffer suggest supply
    support swap switch take tell test tokenize track train transfer transform translate
    traverse treat trigger trim truncate try tune turn underfit undo unfold update upload
    upsample use validate vary verify visualize wait walk warn watch weigh widen wire work wrap
    write yield zoom
    """
)


def _third(verb: str) -> str:
    if re.search(r"(?:s|sh|ch|x|z|o)$", verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


_THIRD: Final = frozenset(_third(verb) for verb in _BASE) | {"has", "does"}
_BRITISH: Final = re.compile(r"is(e[sd]?|ing)$")
_FINITE: Final = table("""
    is are was were can could will would has have had does do may
    """)
_AFTER_NOUN: Final = table("""
    of that which who is are was were can will may has have between per and or vs versus
    """)
"""A word in ``s`` before one of these is a plural noun (``measures of``), not a verb."""

_BEFORE_NOUN: Final = table("the a an its their each every how whether another")
"""A word in ``s`` before one of these is a verb, even one that is not in the table."""
_PLURAL: Final = re.compile(r"[^su\W]s$")

_SEVERAL, _NAME = 2, 3
"""Names that make a list, and words that make a name."""

_LEAD: Final = re.compile(r"[^\W\d_]+")
_USE: Final = re.compile(
    r"(?:(?:(?:mainly|mostly|often|commonly|typically|generally|usually|primarily|widely) )?used"
    r"|use) "
    r"(?=(?:only |mainly |mostly |primarily )?(?:for|to|in|by|when|with|as|on)\b)"
    r"|(?=for (?!example|instance|each|every|all|more|this|these|that|the same|now|any|if|when)\w)",
    re.IGNORECASE,
)
_CONNECTOR: Final = re.compile(
    r"(?:an?|the|one|any) ((?:[\w/-]+,? ){0,4}?[\w/-]+) "
    r"(?:of|that|which|for|to|in|used|where|with|from|between|who|whose|designed|based|through)\b",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r" ?\([^()]*\)")
_STOPS: Final = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!etc)(?<!\bvs)[.!?](?=\s+[^\sa-z]|$)")
_TAIL: Final = re.compile(
    r";|, (?:allowing|which|making|so|but|thus|because|enabling|causing|e\.g\.|such as|resulting|"
    r"ensuring|leading|improving|thereby|especially|while|whereas|providing|helping|even)\b"
    r"| (?:by(?= \w+ing\b)|so that|so|because) |,? e\.g\.|,? such as | [-\u2013\u2014] ",
    re.IGNORECASE,
)


def is_base(word: str) -> bool:
    """Whether ``word`` (lower case) may be a verb as after "to": ``stop``, ``load``."""
    return word in _BASE


def is_third(word: str) -> bool:
    """Whether ``word`` (lower case) is a verb as after "it": ``stops``, ``normalises``."""
    return word in _THIRD or _BRITISH.sub(r"iz\1", word) in _THIRD


def form(clause: str) -> Form:
    """The shape of an English clause; ``OTHER`` wherever it is not sure."""
    if _USE.match(clause):
        return Form.USE
    found = [word.casefold() for word in _LEAD.findall(clause)[:4]]
    if found and found[0].endswith("ly"):
        del found[0]
    match found:
        case [first, second, *_]:
            return _form(clause, first, second)
        case _:
            return Form.OTHER


def _form(clause: str, first: str, second: str) -> Form:
    modified = second in _AFTER_NOUN or second.endswith("ed")
    if is_third(first) or (_PLURAL.search(first) and second in _BEFORE_NOUN):
        return Form.OTHER if modified else Form.VERB
    if first.endswith("ing") and _is_gerund(first):
        return Form.OTHER if modified else Form.GERUND
    if first in _BASE and not modified:
        return Form.IMPERATIVE
    return Form.NOUN if is_noun_phrase(clause) else Form.OTHER


def _is_gerund(word: str) -> bool:
    root = word.removesuffix("ing")
    return bool({root, f"{root}e", root[:-1]} & _BASE)


def is_noun_phrase(clause: str) -> bool:
    """Whether ``clause`` is surely "a/the thing of/that ...", with no verb of its own."""
    match = _CONNECTOR.match(clause)
    if not match:
        return False
    *before, head = [word.casefold() for word in _LEAD.findall(match[1])] or [""]
    behind = clause[match.end(1) :].casefold()
    rest = _LEAD.findall(behind)
    if _FINITE & {*before, head} or any(map(is_third, before)):
        return False
    if is_third(head) and rest[0] not in _AFTER_NOUN:
        return False
    return bool({"that", "which", "where", "who"} & set(rest)) or not _FINITE & set(rest)


def is_names(clause: str) -> bool:
    """Whether ``clause`` is a single word or a list of short names, and describes nothing."""
    plainer = re.sub(r"\([^()]*\)|\betc\b\.?|\u2026|\.\.\.", "", clause).strip(" .,")
    names = [name for name in re.split(r"\s*(?:,|\b(?:and|or)\b)\s*", plainer) if name]
    if len(names) < _SEVERAL:
        return 0 < len(words(plainer)) <= 1
    told = [name.casefold().split() for name in names]
    short = (len(name) <= _NAME and not any(map(is_small, name)) for name in told)
    return "," in plainer and form(names[0]) is Form.OTHER and all(short)


def masked(spans: Inlines) -> str:
    """The plain text of ``spans`` with every character of code an ``x``, so that places stay."""
    return "".join(
        "x" * len(span.text) if isinstance(span, Span) and span.code else plain_line((span,))
        for span in spans
    )


def sentences(spans: Inlines) -> tuple[Inlines, ...]:
    """The sentences of running text, each with its full stop. Linear."""
    spans = inline.one_line(spans)
    ends = [(match.end(), match.end()) for match in _STOPS.finditer(masked(spans))]
    pieces = map(inline.trim, inline.Ruler(spans).pieces(ends))
    return tuple(piece for piece in pieces if piece)


def plainer(spans: Inlines) -> Inlines:
    """``spans`` without anything in parentheses."""
    return inline.trim(inline.without(spans, _ASIDE.finditer(masked(spans))))


def first_clause(spans: Inlines) -> Inlines:
    """``spans`` up to where something less important begins: a semicolon, "which", "by", ..."""
    match = _TAIL.search(masked(spans), 12)
    return inline.trim(inline.cut(spans, 0, match.start())) if match else spans


def bare(spans: Inlines) -> Inlines:
    """``spans`` without the stop, colon or comma at the end."""
    spans = inline.trim(spans)
    line = masked(spans)
    end = len(line.rstrip(" .;:,!…\uff1a\u3002"))
    return inline.trim(inline.cut(spans, 0, end + line[:end].endswith(" etc")))


def used(clause: Inlines) -> Inlines:
    """What follows "use" or "used" in a clause of form ``USE``."""
    match = _USE.match(plain_line(clause))
    return inline.small(inline.cut(clause, match.end())) if match else clause
