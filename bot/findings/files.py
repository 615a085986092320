"""What is said of a whole file, or of its bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.findings.rule import Rule
from bot.model import Severity

NO_QUESTIONS: Final = Rule(
    "no-questions",
    Severity.ERROR,
    "No question was found in this file.",
    "Write each question as a heading, such as “## 1. What is …?”, and its answer below.",
    "Nothing in the file looks like a question with an answer, so there is nothing to ask. "
    "What comes nearest to one is named.",
    "# Notes\n\nKeras is a library for neural networks.",
)

EMPTY: Final = replace(
    NO_QUESTIONS,
    message="The file is empty.",
    hint="Write questions as headings, such as “## 1. What is …?”, with the answers below.",
    example="",
)

ONLY_A_TITLE: Final = replace(
    NO_QUESTIONS,
    message="No question was found in this file; “{words}” is near to one.",
    hint="It was read as the title. Put a title, as in “# Notes”, above it.",
    example="# What is a tensor?\n\nAn array.\n\n## Shape\n\nIts length in each direction.",
)

ONLY_UNANSWERED: Final = replace(
    ONLY_A_TITLE, hint="Write its answer right below it.", example="# Notes\n\n## What is a tensor?"
)

ONLY_GLUED: Final = replace(
    ONLY_A_TITLE,
    hint="Put a space behind the # signs.",
    example="# Notes\n\n##What is a tensor?\n\nAn array with a type and a shape.",
)

ONLY_TEXT: Final = replace(
    ONLY_A_TITLE,
    hint="Make it a heading: begin its line with “## ”.",
    example="# Notes\n\nWhat is a tensor?\n\nAn array with a type and a shape.",
)

ENCODING: Final = Rule(
    "encoding",
    Severity.INFO,
    "The file is written in {encoding}, not in UTF-8.",
    "It was read all the same. Save it as UTF-8 so that every other program can read it.",
    "The whole file is in another encoding that names itself; it was read in that one.",
)

FOREIGN_LINE: Final = Rule(
    "encoding",
    Severity.WARNING,
    "This line is not in UTF-8 and taken for Windows-1252.",
    "Check the accented letters and quotation marks, and save the file as UTF-8.",
    "Some lines of a UTF-8 file are not in UTF-8. They were read as Windows-1252, which is most "
    "likely but not sure, so that letters may have come out wrong.",
)

FOREIGN_LINES: Final = replace(
    FOREIGN_LINE,
    message="{count} lines, of which this is the first, are not in UTF-8 and taken for "
    "Windows-1252.",
)

UNDECODABLE: Final = Rule(
    "undecodable",
    Severity.ERROR,
    "Some characters of this line cannot be read; each is shown as \ufffd.",
    "Type the characters again and save the file as UTF-8.",
    "Bytes of the line are damaged, and nothing says which characters they were. The rest of the "
    "line is used.",
)

REPAIRED: Final = Rule(
    "encoding-repaired",
    Severity.INFO,
    "Characters of this line were encoded twice: “{wrong}” is read as “{right}”.",
    "Nothing has to be done for the quiz. To mend the file, type the characters again.",
    "A program has taken the bytes of a character for several characters. This can be undone, "
    "and was, for the quiz only: the file is left as it is.",
    "# Notes\n\n## 1. What is a layer?\n\nA step of a model â€” with weights of its own.",
)

NULS: Final = Rule(
    "nul",
    Severity.WARNING,
    "The file holds NUL characters, which no text has: {count}.",
    "They were left out. Save the file as UTF-8 with a text editor.",
    "A crash or a bad copy leaves NULs in a file, often where text was before. Look there for "
    "what may be missing.",
)
