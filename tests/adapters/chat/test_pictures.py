"""Where pictures may come from, and which of them a screen shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat.pictures import Shown, alone, illustrated, name, public, sent_along
from bot.richtext import (
    Formula,
    Image,
    Inline,
    Paragraph,
    RichText,
    Span,
    inlines,
    paragraph,
    plain,
    text,
)
from bot.screens import Verdict
from tests.adapters.gallery import gallery, question, reveal, verdict
from tests.fakes.richtexts import RICH

HERE = "https://e.org/x.png"


@pytest.mark.parametrize(
    "address",
    [
        "https://e.org/x.png",
        "http://e.org/a/b/x.JPG",
        "HTTPS://E.ORG/x.jpeg",
        "https://e.org:8443/x.gif?raw=true#half",
        "https://raw.githubusercontent.com/a/b/main/images/net.webp",
        "https://e.org/a%20b.png",
        "https://xn--bcher-kva.example.org/x.png",
    ],
)
def test_a_public_address_is_shown_as_it_is(address: str) -> None:
    """Of a kind of picture that chats show."""
    assert public(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x.png",
        "images/x.png",
        "/etc/x.png",
        "//e.org/x.png",
        "ftp://e.org/x.png",
        "file:///etc/x.png",
        "data:image/png;base64,iVBORw0KGgo=",
        "javascript:alert(1)//x.png",
        "attachment://x.png",
        "https:x.png",
        "https:///x.png",
        "https://localhost/x.png",
        "https://a.localhost/x.png",
        "https://router.local/x.png",
        "https://db.internal/x.png",
        "https://intranet/x.png",
        "https://127.0.0.1/x.png",
        "https://127.1/x.png",
        "https://2130706433/x.png",
        "https://0x7f.0.0.1/x.png",
        "https://0x7f.0x1/x.png",
        "https://10.0.0.1/x.png",
        "https://192.168.1.1/x.png",
        "https://169.254.169.254/latest/meta-data/x.png",
        "https://[::1]/x.png",
        "https://[fe80::1%25eth0]/x.png",
        "https://[/x.png",
        "https://e.org:0/x.png",
        "https://e.org:99999/x.png",
        "https://e.org:a/x.png",
        "https://user:password@e.org/x.png",
        "https://user@e.org/x.png",
        "https://e.org\\@evil.org/x.png",
        "https://e.org/x.png\n",
        "https://e.org/a b.png",
        "https://e.org/<x>.png",
        "https://e.org/x\0.png",
        "https://e_.org/x.png",
        "https://-e.org/x.png",
        "https://e..org/x.png",
        "https://e.org./x.png",
        "https://bücher.org/x.png",
        "https://e.org/x.svg",
        "https://e.org/x.png.html",
        "https://e.org/png",
        "https://e.org/",
        "https://e.org",
        "https://e.org/?x.png",
        "https://e.org/" + "a" * 1000 + ".png",
    ],
)
def test_no_other_address_is(address: str) -> None:
    """None that is not of the public web, holds a password, or is of another kind of file."""
    assert public(address) == ""


def test_letters_of_all_the_world_in_an_address_are_escaped() -> None:
    """Platforms take addresses of ASCII alone."""
    assert public("https://e.org/größe.png") == "https://e.org/gr%C3%B6%C3%9Fe.png"


@given(st.text(max_size=80).map("https://".__add__) | st.text(max_size=80))
def test_an_address_that_is_shown_is_plain(source: str) -> None:
    """ASCII without spaces, controls, quotes and angle brackets."""
    shown = public(source)
    assert shown.isascii()
    assert not set(shown) & set(" \\<>\"'\0\n") - {"'"}
    assert shown == "" or shown.lower().startswith(("http://", "https://"))


def test_a_picture_keeps_its_name() -> None:
    """The same in every process and at every time, so that a message's files are known again."""
    file = Image("x.png", "a net", "week1/x.png")
    assert name(file) == name(replace(file, alt="other")) == "picture-79d25f7477fc3185.png"
    assert name(Formula("1/2", r"\frac12")) == "formula-1bda7fbe77bd0f4b.png"


def test_what_is_sent_along() -> None:
    """Files beside a deck of kinds that are shown, and formulas that do not read well."""
    assert sent_along(Image("x.png", "", "x.png"))
    assert not sent_along(Image("x.png", ""))
    assert not sent_along(Image("x.webp", "", "x.webp"), {"png"})
    assert sent_along(Formula("a", "a", drawn=True))
    assert not sent_along(Formula("a", "a"))


def place(_: Image | Formula) -> str:
    """Shows every picture there is."""
    return HERE


def pictured(*also: Inline) -> RichText:
    """A picture, with what is said beside it."""
    return paragraph(Image("x.png", "a net"), *also)


def shown(rich: RichText) -> list[Shown]:
    """The pictures of a text that are shown."""
    return [span for span in inlines(rich) if isinstance(span, Shown)]


def test_a_screen_without_pictures_stays_the_same() -> None:
    """The very same, which costs nothing."""
    for screen in (question(), replace(verdict(), explanation=text("Because."))):
        assert illustrated(screen, place) is screen


def test_every_part_of_a_question_shows_its_pictures() -> None:
    """Stem, options and explanation, and drawn formulas among them."""
    drawn = (Formula("[ a ]", r"\begin{pmatrix} a \end{pmatrix}", drawn=True),)
    asked = replace(question(), stem=pictured(), options=(drawn, text("plain")))
    told = illustrated(asked, place)
    assert told.stem == (Paragraph((Shown(HERE, "a net"),)),)
    assert told.options == ((Paragraph((Shown(HERE, "[ a ]"),)),), text("plain"))
    over = illustrated(replace(reveal(), stem=drawn, explanation=pictured()), place)
    assert len(shown(over.stem)) == len(shown(over.explanation)) == 1


def test_a_verdict_shows_what_it_tells() -> None:
    """The pictures of options that it does not tell are no reason to draw anything."""
    options = (pictured(), text("right"))
    told = replace(verdict("b", Verdict.WRONG), options=options, explanation=text("b"))
    assert illustrated(told, place) is told


def test_what_cannot_be_shown_stays_what_it_is() -> None:
    """The formula as text, the picture as its words."""
    asked = replace(question(), stem=(*pictured(), Formula("a", "a", drawn=True)))
    assert illustrated(asked, lambda _: "") == asked


def test_every_screen_can_be_illustrated() -> None:
    """Those that show no pictures stay as they are."""
    for screen in gallery("words"):
        assert type(illustrated(screen, place)) is type(screen)


@given(RICH)
def test_the_words_of_a_text_stay_the_same(rich: RichText) -> None:
    """Whatever is shown, what is read to somebody is what was read before."""
    asked = replace(question(), stem=rich)
    assert plain(illustrated(asked, place).stem) == plain(rich)


def test_a_picture_alone_needs_no_words() -> None:
    """One that stands among words has some in its place."""
    assert alone(Paragraph((Shown(HERE, ""), Span(" "))))
    assert not alone(Paragraph((Shown(HERE, ""), Span("x"))))
    assert not alone(Paragraph((Image(HERE, ""),)))
