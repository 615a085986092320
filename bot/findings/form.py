"""What is said of the Markdown itself: what it has swallowed, and what looks like it and is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.findings.rule import Rule
from bot.model import Severity

UNCLOSED_CODE: Final = Rule(
    "unclosed-code",
    Severity.WARNING,
    "The code block that begins here is never closed.",
    "Put a line with {fence} where the code ends.",
    "To Markdown, everything from here to the end of the file or the list item is code. Questions "
    "that stand in it are not asked, and then it is an error.",
    "## 1. How is a model made?\n\n```python\nmodel = Sequential()",
)

UNCLOSED_CODE_OVER_HEADINGS: Final = replace(
    UNCLOSED_CODE,
    severity=Severity.ERROR,
    message=f"{UNCLOSED_CODE.message} Headings in it that were not read: {{count}}.",
    example="## 1. How is a model made?\n\n```python\nmodel = Sequential()\n\n"
    "## 2. How is it trained?\n\nWith fit().",
)

UNCLOSED_COMMENT: Final = Rule(
    "unclosed-comment",
    Severity.ERROR,
    "The comment that begins here is never closed.",
    "Put --> where the comment ends.",
    "To Markdown, everything from here on is a comment, which nobody sees. Questions that stand "
    "in it are not asked.",
    "## 1. How is a model made?\n\nWith Sequential().\n\n<!-- to do: the functional way",
)

UNCLOSED_COMMENT_OVER_HEADINGS: Final = replace(
    UNCLOSED_COMMENT,
    message=f"{UNCLOSED_COMMENT.message} Headings in it that were not read: {{count}}.",
    example="",
)

NOT_A_HEADING: Final = Rule(
    "not-a-heading",
    Severity.WARNING,
    "“{words}” looks like a heading and is none to Markdown.",
    "Put a space behind the # signs.",
    "Without the space it is an ordinary line. If it is a question, it is not asked, and it "
    "stands in the answer of the question above.",
    "## 1. What is a layer?\n\nA step of a model.\n\n##2. What is a tensor?\n\nAn array.",
)

MALFORMED_OPTION: Final = Rule(
    "malformed-option",
    Severity.WARNING,
    "“{words}” looks like an option and cannot be read as one.",
    "Write “- [ ] ” with its spaces, and code on lines of its own below it.",
    "A space is missing at the box, or code begins right behind it, so that to Markdown it is no "
    "item with a box. It is no option of its question.",
    "## 1. Which layer drops units?\n\n- [x] Dropout\n- [ ] Dense\n\n-[ ] Flatten",
)

UNDERLINED: Final = Rule(
    "underlined",
    Severity.INFO,
    "The line --- right below this text makes a heading of it; it was read as text.",
    "Put an empty line above the ---.",
    "To Markdown, a line of hyphens right below text makes that text a heading. Here it seems to "
    "be meant as a rule between two questions and was taken for one.",
    "## 1. What is a layer?\n\nA step of a model.\n---\n\n## 2. What is a tensor?\n\nAn array.",
)

TOO_DEEP: Final = Rule(
    "too-deep",
    Severity.WARNING,
    "Lists and quotes are nested so deeply here that the innermost were not read.",
    "Bring the innermost lists or quotes some levels out.",
    "What stands below the deepest level that is read is left out of the answer.",
)
