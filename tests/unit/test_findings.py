import re
from pathlib import Path
from string import Formatter

import pytest

from bot.decks.parsing import parse
from bot.findings import RULES, Rule, files, form, options, questions
from bot.model import Finding, Severity
from bot.questions.flaws import FLAWS
from tests.unit.findings_page import PAGE, page

_RULE = Rule("loud", Severity.INFO, "“{words}” is said {times} times.", "Say {words} once.", "-")

_ABOVE = "## 1. What is a layer?\n\nA step of a model.\n\n"
_WITHOUT_EXAMPLE = {
    files.EMPTY: b"\n",
    files.ENCODING: (_ABOVE + "Of several.").encode("utf-16"),
    files.FOREIGN_LINE: _ABOVE.encode() + b"caf\xe9",
    files.FOREIGN_LINES: _ABOVE.encode() + b"caf\xe9\nna\xefve",
    files.UNDECODABLE: _ABOVE.encode() + "naïve caf".encode() + b"\xe9",
    files.NULS: _ABOVE.encode() + b"of\0 several",
    form.UNCLOSED_COMMENT_OVER_HEADINGS: f"{_ABOVE}<!-- note\n## 2. What?\n\nThis.".encode(),
    form.TOO_DEEP: (_ABOVE + "> " * 200 + "deep").encode(),
    questions.CHAPTER: ("# T\n\n## What?\n\nThis.\n\n" + "### Part\n\nWords.\n\n" * 30).encode(),
    questions.INNER_QUESTION: (
        _ABOVE + "1. Which one drops units?\n   - [x] Dropout\n   - [ ] Dense\n"
    ).encode(),
    options.TOO_MANY_OPTIONS: (
        "## 1. Which is right?\n\n- [x] 0\n" + "".join(f"- [ ] {n}\n" for n in range(1, 30))
    ).encode(),
}
_CASES = {rule: rule.example.encode() for rule in RULES if rule.example} | _WITHOUT_EXAMPLE


def _is_of(found: Finding, rule: Rule) -> bool:
    said = all(map(_fits, (rule.message, rule.hint), (found.message, found.hint)))
    return said and (found.code, found.severity) == (rule.code, rule.severity)


def _fits(template: str, text: str) -> bool:
    parts = Formatter().parse(template)
    pattern = "".join(re.escape(fixed) + (".+" if name else "") for fixed, name, _, _ in parts)
    return re.fullmatch(pattern, text) is not None


def _name(rule: Rule) -> str:
    return f"{rule.code}-{RULES.index(rule)}"


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.code != "missing-picture"], ids=_name
)
def test_every_rule_is_found_in_its_example(rule: Rule) -> None:
    """The Markdown that the documentation shows yields the finding, with all its fields filled.

    Files beside a deck are looked for where it is read: ``tests/unit/decks/test_beside.py``.
    """
    found = parse(_CASES[rule], "notes.md").findings
    assert [finding for finding in found if _is_of(finding, rule)], found


def test_every_rule_says_what_is_wrong_what_it_means_and_what_to_do() -> None:
    """Sentences with a full stop, and a code in lower case."""
    for rule in [*RULES, *(flaw.rule for flaw in FLAWS)]:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code)
        assert all(text.endswith(".") for text in (rule.message, rule.hint, rule.means)), rule


def test_no_two_rules_say_the_same() -> None:
    """Rules of one code differ in what they say, and a flaw's code is no other rule's."""
    assert len({(rule.code, rule.severity, rule.message, rule.hint) for rule in RULES}) == len(
        RULES
    )
    assert not {rule.code for rule in RULES} & {flaw.rule.code for flaw in FLAWS}


def test_a_finding_is_made_of_its_fields() -> None:
    """Message and hint are filled in, line and code stand beside them."""
    found = _RULE.at(7, words="Stop!", times=3)
    assert found == Finding(7, Severity.INFO, "loud", "“Stop!” is said 3 times.", "Say Stop! once.")


@pytest.mark.parametrize("fields", [{}, {"words": "a"}, {"words": "a", "times": 1, "more": 2}])
def test_a_rule_takes_its_fields_and_no_others(fields: dict[str, str | int]) -> None:
    """One that is missing, or that the texts do not have, is a mistake of the program."""
    with pytest.raises(TypeError, match="loud takes"):
        _RULE.at(1, **fields)


def test_what_is_quoted_stays_on_a_line() -> None:
    """However long a text of the notes is, and whatever stands in it, braces included."""
    found = _RULE.at(1, words="{words}\n\n" + "very " * 1000, times=1)
    quoted = found.message.removesuffix(" is said 1 times.")
    assert quoted.startswith("“{words} very")
    assert quoted.endswith("…”")
    assert len(quoted) == 72


def test_the_page_shows_what_is_declared() -> None:
    """docs/findings.md is what ``make docs`` writes."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_finding_is_made_by_a_rule() -> None:
    """So that its code is declared and documented: no other code makes one by hand."""
    bot = Path(__file__).parents[2] / "bot"
    by_hand = re.compile(r"\bFinding\(")
    making = [path for path in bot.rglob("*.py") if by_hand.search(path.read_text("utf-8"))]
    assert [path.relative_to(bot).as_posix() for path in making] == ["findings/rule.py"]
