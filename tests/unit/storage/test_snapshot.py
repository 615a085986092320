import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import CardId, Daily, Kind, Question, Source, Streak, Yesterday
from bot.richtext import (
    Block,
    CodeBlock,
    Formula,
    Heading,
    Image,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
    text,
)
from bot.storage.snapshot import daily_from_json, daily_to_json, from_json, to_json

words = st.text(max_size=8)
inlines = st.lists(
    st.builds(
        Span,
        text=words,
        bold=st.booleans(),
        italic=st.booleans(),
        strike=st.booleans(),
        code=st.booleans(),
        link=words,
    )
    | st.builds(Image, source=words, alt=words, file=words),
    max_size=3,
).map(tuple)


def tuples(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Short tuples."""
    return st.lists(of, max_size=2).map(tuple)


leaves: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, spans=inlines),
    st.builds(Heading, level=st.integers(1, 6), title=inlines),
    st.builds(CodeBlock, code=words, language=words),
    st.builds(Formula, formula=words, tex=words, drawn=st.booleans()),
    st.builds(Table, head=tuples(inlines), rows=tuples(tuples(inlines))),
)
blocks: st.SearchStrategy[Block] = st.recursive(
    leaves,
    lambda inner: (
        st.builds(Quote, quoted=tuples(inner))
        | st.builds(Listing, items=tuples(tuples(inner)), start=st.none() | st.integers(0, 9))
    ),
    max_leaves=6,
)
rich: st.SearchStrategy[RichText] = st.lists(blocks, max_size=3).map(tuple)
questions = st.builds(
    Question,
    card=words.map(CardId),
    kind=st.sampled_from(Kind),
    stem=rich,
    options=st.lists(rich, max_size=4).map(tuple),
    key=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    explanation=rich,
    source=st.builds(Source, name=words, line=st.integers(1, 10**6)),
    topic=st.lists(words, max_size=2).map(tuple),
)

moments = st.datetimes(
    min_value=datetime(1900, 1, 2),  # noqa: DTZ001 -- hypothesis adds the zone
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-11, minutes=-30))]),
)
dailies = st.builds(
    Daily,
    at=moments,
    day=st.dates(),
    until=moments,
    yesterday=st.none()
    | st.builds(
        Yesterday,
        day=st.dates(),
        stem=rich,
        answer=tuples(rich),
        answered=st.integers(0, 9),
        correct=st.integers(0, 9),
    ),
    streaks=tuples(st.builds(Streak, name=words, days=st.integers(0, 999))),
)


@given(questions)
def test_round_trip(question: Question) -> None:
    """A question is the same after it was written and read, whatever it is made of."""
    assert from_json(to_json(question)) == question


WHOLE = Question(
    card=CardId("c"),
    kind=Kind.TERM,
    stem=(Heading(2, (Span("What"),)),),
    options=(text("a"), text("b")),
    key=(0,),
    explanation=text("why"),
    source=Source("notes.md", 3),
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"version":1', '"version":2'),
        ('"kind":"term"', '"kind":"guess"'),
        ('"level":2', '"level":"2"'),
        ('"level":2,', '"level":2,"colour":"red",'),
        ('"title"', '"spans"'),
        ('"key":[0]', '"key":[0.5]'),
        ('"card":"c",', ""),
    ],
)
def test_anything_else_is_refused(right: str, wrong: str) -> None:
    """What is not exactly a snapshot of ours raises ValueError instead of being guessed at."""
    written = to_json(WHOLE)
    assert right in written
    spoiled = written.replace(right, wrong)
    json.loads(spoiled)

    with pytest.raises(ValueError, match="validation error"):
        from_json(spoiled)


@given(dailies)
def test_round_trip_of_a_day(daily: Daily) -> None:
    """What makes a question that of a day is the same after it was written and read, in UTC."""
    read = daily_from_json(daily_to_json(daily))

    assert read == daily
    assert read.at.tzinfo is read.until.tzinfo is UTC


TODAY = Daily(
    at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    day=date(2026, 11, 22),
    until=datetime(2026, 11, 23, 8, 59, 59, tzinfo=UTC),
    streaks=(Streak("Ana", 2),),
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"version":1', '"version":2'),
        ('"2026-11-22T09:00:00Z"', '"2026-11-22T09:00:00"'),
        ('"2026-11-22T09:00:00Z"', "1"),
        ('"day":"2026-11-22"', '"day":"2026-11-31"'),
        ('"days":2', '"days":"2"'),
        ('"days":2', '"days":2,"best":2'),
    ],
)
def test_anything_else_is_no_day(right: str, wrong: str) -> None:
    """What is not exactly a day of ours raises ValueError instead of being guessed at."""
    written = daily_to_json(TODAY)
    assert right in written
    spoiled = written.replace(right, wrong)
    json.loads(spoiled)

    with pytest.raises(ValueError, match=r"validation error|without a zone"):
        daily_from_json(spoiled)


def test_a_moment_without_a_zone_is_not_kept() -> None:
    """A moment that may mean any of many is refused when it is written."""
    with pytest.raises(TypeError):
        daily_to_json(Daily(datetime(2026, 11, 22), date(2026, 11, 22), TODAY.until))  # noqa: DTZ001
