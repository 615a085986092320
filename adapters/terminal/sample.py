"""Questions as a page of Markdown, to be read through by whoever wrote the notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from bot import wording
from bot.model import Kind, Question
from bot.richtext import CodeBlock, Paragraph, RichText, Span, plain

_MARKUP = re.compile(r"([\\`*_\[\]<>])")


def picked(questions: Sequence[Sequence[Question]], count: int) -> Iterator[Question]:
    """At most ``count`` questions of these cards: one of each before a second one of any.

    Those made from the notes come first, for they are what has to be read through.
    """
    made = [[one for one in of_card if one.kind is not Kind.AUTHORED] for of_card in questions]
    written = [[one for one in of_card if one.kind is Kind.AUTHORED] for of_card in questions]
    return islice(chain(_in_turn(made), _in_turn(written)), count)


def _in_turn(questions: Sequence[Sequence[Question]]) -> Iterator[Question]:
    turns = zip_longest(*questions)
    return (question for turn in turns for question in turn if question is not None)


def markdown(title: str, questions: Iterable[Question]) -> str:
    """The questions under a heading, each with its options, its key ticked, and its source."""
    asked = [_question(number, one) for number, one in enumerate(questions, 1)]
    head = f"# {_MARKUP.sub(_escaped, title)}: {wording.count(len(asked), 'question')}\n"
    return "\n".join([head, *asked])


def _question(number: int, question: Question) -> str:
    options = [
        f"- [{'x' if index in question.key else ' '}] {wording.letter(index)}. {_text(option)}"
        for index, option in enumerate(question.options)
    ]
    origin = f"*{wording.source(question.source, question.kind)} ({question.kind.value})*"
    return f"## {number}. {_text(question.stem)}\n\n" + "\n".join(options) + f"\n\n{origin}\n"


def _text(rich: RichText) -> str:
    return "\n\n".join(_block(rich, index) for index in range(len(rich)))


def _block(rich: RichText, index: int) -> str:
    match rich[index]:
        case Paragraph(spans=spans):
            return "".join(
                _span(span) if isinstance(span, Span) else span.alt for span in spans
            ).replace("\n", " ")
        case CodeBlock(code=code, language=language):
            return f"```{language}\n{code}\n```"
        case _:
            return _MARKUP.sub(_escaped, plain(rich[index : index + 1]))


def _span(span: Span) -> str:
    return f"`{span.text}`" if span.code else _MARKUP.sub(_escaped, span.text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
