"""Multiple choice as a task list: ``- [x]`` is right, ``- [ ]`` is wrong.

The list may stand below a question heading, below a paragraph that asks, or inside the item of a
numbered list. Whatever else stands there explains the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.decks.blocks import task, task_text
from bot.decks.inline import spans
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline, id_below, is_asking, numbered
from bot.decks.shapes.base import Choosing, Draft, Shaped
from bot.model import MAX_OPTIONS, Choice, Finding, Severity
from bot.richtext import Inlines, Paragraph, is_blank, plain, plain_line


def task_list(body: Sequence[Node]) -> Choosing | None:
    """The options of the first task list among ``body``."""
    lists = [place for place, node in enumerate(body) if _is_task_list(node)]
    if not lists:
        return None
    place = lists[0]
    rest = (*body[:place], *body[place + 1 :])
    findings = [_second_list(body[other]) for other in lists[1:]]
    choices = _choices(body[place], findings)
    right = tuple(choice.text for choice in choices if choice.right)
    if _unusable(body[place], choices, findings):
        choices = ()
    return Choosing(choices, right, rest, tuple(findings))


def task_questions(outline: Outline) -> Shaped:
    """Paragraphs that ask and list items that ask, with a task list right below."""
    blocks = outline.document.blocks
    drafts: list[Draft] = []
    topic: tuple[str, ...] = ()
    sections = {section.start: section for section in outline.sections}
    for place, node in enumerate(blocks):
        if section := sections.get(place):
            topic = (*section.topic, section.words)
        elif node.part is Part.LIST:
            drafts += _in_items(node, topic)
        elif node.part is Part.PARAGRAPH and _is_task_list_at(blocks, place + 1):
            drafts += _in_paragraph(blocks, place, topic)
    return Shaped(tuple(drafts))


def _in_paragraph(blocks: Sequence[Node], place: int, topic: tuple[str, ...]) -> Iterator[Draft]:
    """The question, its list, and what explains it: all up to the next question or heading."""
    _, prompt = numbered(spans(blocks[place].inline))
    if not is_asking(plain_line(prompt)):
        return
    stop = place + 2
    while stop < len(blocks) and not _ends(blocks, stop):
        stop += 1
    yield _draft(blocks[place], prompt, blocks[place + 1 : stop], topic)


def _ends(blocks: Sequence[Node], place: int) -> bool:
    node = blocks[place]
    return node.part in {Part.HEADING, Part.RULE} or (
        node.part is Part.PARAGRAPH and _is_task_list_at(blocks, place + 1)
    )


def _in_items(node: Node, topic: tuple[str, ...]) -> Iterator[Draft]:
    for item in node.children:
        first = item.children[0] if item.children else None
        if first is None or first.part is not Part.PARAGRAPH or task(item) is not None:
            continue
        body = item.children[1:]
        if any(_is_task_list(below) for below in body):
            _, prompt = numbered(spans(first.inline))
            yield _draft(first, prompt, body, topic)


def _draft(asked: Node, prompt: Inlines, body: Sequence[Node], topic: tuple[str, ...]) -> Draft:
    return Draft(
        prompt=(Paragraph(prompt),),
        body=body,
        topic=topic,
        line=asked.line,
        end=body[-1].end,
        given_id=id_below(asked, body),
    )


def _is_task_list_at(blocks: Sequence[Node], place: int) -> bool:
    return place < len(blocks) and _is_task_list(blocks[place])


def _is_task_list(node: Node) -> bool:
    """At least half of the items have a box: one that was forgotten spoils no list."""
    if node.part is not Part.LIST:
        return False
    boxes = sum(task(item) is not None for item in node.children)
    return boxes > 0 and boxes * 2 >= len(node.children)


def _choices(options: Node, findings: list[Finding]) -> tuple[Choice, ...]:
    """The options that say something, each once."""
    kept: dict[str, Choice] = {}
    for item in options.children:
        ticked, text = task(item), task_text(item)
        words = " ".join(plain(text).split())
        if ticked is None:
            findings.append(_unmarked(item, words))
        if is_blank(text):
            findings.append(_empty(item))
            continue
        choice = Choice(text, bool(ticked))
        if words in kept:
            findings.append(_equal(item, words, same=kept[words].right == choice.right))
        kept.setdefault(words, choice)
    return tuple(kept.values())


def _unusable(options: Node, choices: Sequence[Choice], findings: list[Finding]) -> bool:
    """Whether these options cannot be asked; says why."""
    contradiction = any(finding.code == "contradiction" for finding in findings)
    if not choices or contradiction:
        return True
    if not any(choice.right for choice in choices):
        findings.append(_no_key(options))
    elif len(choices) == 1:
        findings.append(_one_option(options))
    elif len(choices) > MAX_OPTIONS:
        findings.append(_too_many(options, len(choices)))
    else:
        return False
    return True


def _second_list(node: Node) -> Finding:
    return Finding(
        node.line,
        Severity.WARNING,
        "second-list",
        "The question has a second task list; only the first one gives its options.",
        "Put the second list below a question of its own.",
    )


def _unmarked(item: Node, words: str) -> Finding:
    return Finding(
        item.line,
        Severity.WARNING,
        "unmarked-option",
        f"The option “{words[:60]}” has no box; it counts as wrong.",
        "Begin it with “- [ ]”, or with “- [x]” if it is right.",
    )


def _empty(item: Node) -> Finding:
    return Finding(
        item.line,
        Severity.WARNING,
        "empty-option",
        "An option has a box and no text; it was left out.",
        "Write the option behind its box or delete the line.",
    )


def _equal(item: Node, words: str, *, same: bool) -> Finding:
    if same:
        return Finding(
            item.line,
            Severity.WARNING,
            "equal-options",
            f"The option “{words[:60]}” stands twice; it is offered once.",
            "Change one of the two or delete it.",
        )
    return Finding(
        item.line,
        Severity.ERROR,
        "contradiction",
        f"The option “{words[:60]}” stands twice, once as right and once as wrong.",
        "Delete the one that is not meant. Until then the question is asked without its options.",
    )


def _no_key(options: Node) -> Finding:
    return Finding(
        options.line,
        Severity.ERROR,
        "no-key",
        "No option is marked as right, so the options cannot be asked.",
        "Mark the right option with “- [x]”.",
    )


def _one_option(options: Node) -> Finding:
    return Finding(
        options.line,
        Severity.WARNING,
        "one-option",
        "There is only one option, so there is nothing to choose from.",
        "Add at least one wrong option with “- [ ]”.",
    )


def _too_many(options: Node, count: int) -> Finding:
    return Finding(
        options.line,
        Severity.ERROR,
        "too-many-options",
        f"There are {count} options and at most {MAX_OPTIONS} can be shown.",
        "Delete some of the wrong ones. Until then the question is asked without its options.",
    )
