"""Screens with pictures: a few as people have them, and more than anybody could show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adapters.chat.pictures import illustrated
from bot.richtext import Formula, Image, Listing, Paragraph, Quote, RichText, Span, Table
from bot.screens import AnswerScreen, QuestionScreen, RevealScreen, Screen, VerdictScreen
from tests.adapters.enormous import enormous

ADDRESS = f"https://e.org/{'a' * 900}.png"

FORMS = ("alone", "among words", "in one line", "in a list", "in a table", "formulas", "quoted")


def shown_everywhere(screen: Screen) -> Screen:
    """The screen as where every picture can be shown."""
    return illustrated(screen, lambda _: ADDRESS)


def crowded_with_pictures(form: str) -> Iterator[Screen]:
    """Every screen that shows pictures, with sixty of one form in each of its texts."""
    rich = formed(form, 60)
    for screen in enormous("word " * 200, rich):
        if isinstance(screen, QuestionScreen | VerdictScreen | RevealScreen | AnswerScreen):
            yield shown_everywhere(screen)
        match screen:
            case QuestionScreen(options=options) if screen.choose == 1:
                few = formed(form, 1)
                yield shown_everywhere(replace(screen, stem=few, options=(few,) * len(options)))
            case RevealScreen(options=options):
                few = formed(form, 1)
                yield shown_everywhere(replace(screen, stem=few, options=(few,) * len(options)))
            case _:
                pass


def formed(form: str, count: int) -> RichText:  # noqa: PLR0911 -- a case for each form
    """A text with so many pictures."""
    picture = Image("x.png", "a net of three layers, each smaller than the one before " * 8)
    between = Paragraph((Span("and then "),))
    match form:
        case "among words":
            return (Paragraph((Span("See "), picture, Span(" here"))), between) * count
        case "in one line":
            return (Paragraph((picture,) * count),)
        case "in a list":
            return (Listing(((Paragraph((picture,)),),) * count),)
        case "in a table":
            return (Table(((picture,),), (((picture,),),) * count),)
        case "formulas":
            return (between, Formula("[ a b; c d ]", r"\begin{matrix}", drawn=True)) * count
        case "quoted":
            return (Quote((Paragraph((picture,)),)), between) * count
        case _:
            return (Paragraph((picture,)), between) * count
