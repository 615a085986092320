"""What comes by HTTP: forged, late, repeated, without sense, or for nobody here."""

import json
import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from structlog.typing import EventDict

from adapters.slack.paths import REQUESTS
from bot.errors import DatabaseUnavailable
from bot.model import AccountId, SpaceId
from bot.screens import HomeScreen
from bot.service import Studybot
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.signing import FORM, JSON, encoded
from tests.fakes.slack.world import Channel, User
from tests.fakes.slack_wired import Wired, by_http, room, wired

Json = dict[str, Any]

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot that Slack reaches by HTTP, and that asks it for nothing wrong."""
    async with FakeSlack() as server:
        server.add_channel("hall")
        async with wired(server, tmp_path, by_http(server)) as here:
            yield here
        assert server.complaints() == []


@pytest.fixture
def hall(here: Wired) -> Channel:
    """A channel."""
    return here.server.workspace.named("hall")


@pytest.fixture
def ana(here: Wired) -> User:
    """Somebody who takes part."""
    return here.server.add_user("Ana")


async def happened(here: Wired, hall: Channel) -> list[object]:
    """Everything that a delivery could have changed."""
    return [
        len(hall.everything),
        len(here.server.state.ephemerals),
        [len(one) for one in here.server.state.ephemerals.values()],
        *await here.store.open_rounds(room(hall)),
    ]


async def test_a_signature_that_proves_nothing(
    here: Wired, hall: Channel, logged: list[EventDict]
) -> None:
    """Whatever is not signed with the secret is 401, before it is even looked at."""
    command = await here.command(hall.workspace.owner, hall, "")
    body, kind = encoded(command)
    before = await happened(here, hall)
    good = here.server.sign(body)
    stamp, proof = good["X-Slack-Request-Timestamp"], good["X-Slack-Signature"]
    wrong: list[dict[str, str]] = [
        {},
        {"X-Slack-Signature": proof},
        {"X-Slack-Request-Timestamp": stamp},
        {**good, "X-Slack-Signature": "v0=" + "0" * 64},
        {**good, "X-Slack-Signature": ""},
        {**good, "X-Slack-Signature": "v0=\u00fc"},
        {**good, "X-Slack-Request-Timestamp": "yesterday"},
        {**good, "X-Slack-Request-Timestamp": ""},
        {**good, "X-Slack-Request-Timestamp": "9" * 400},
        {**good, "X-Slack-Request-Timestamp": "9" * 5000},
        {**good, "X-Slack-Request-Timestamp": str(int(stamp) + 1)},
        here.server.sign(body + b" "),
        here.server.sign(body, time.time() - 301),
        here.server.sign(body, time.time() + 310),
    ]
    assert [await here.sent(body, kind, one) for one in wrong] == [401] * len(wrong)
    for strange in ("idna", "hex", "utf-16", "unicode_escape", "no-such"):
        bytes_of = b"xn--" + b"a" * 80 + b"."
        assert await here.sent(bytes_of, f"text/plain; charset={strange}", {}) in {400, 401}
    assert await happened(here, hall) == before
    for secret in (here.server.signing_secret, here.server.bot_token, proof):
        assert secret not in str(logged)


async def test_a_replay_changes_nothing(here: Wired, hall: Channel, ana: User) -> None:
    """The same signed bytes once more are taken, and nothing comes of them."""
    question = await here.quiz(hall)
    asked = here.server.deliveries[-1]
    pressed = await here.press(question, "A", who=ana)
    board = await here.command(ana, hall, "", name="leaderboard")
    shared = await here.press(board.shown[0], "Show to the room", who=ana)
    opened = await here.server.open_home(ana)
    await opened.outcome()
    before = await happened(here, hall)
    for one in (asked, pressed, board, shared, opened):
        assert await here.sent(*encoded(one)) == 200
    assert await happened(here, hall) == before


async def test_a_replay_elsewhere_changes_nothing(
    here: Wired, hall: Channel, ana: User, tmp_path: Path
) -> None:
    """Neither do they in another process, or after a restart: no second question, no other count.

    Whoever pressed is told again what they were told before, in words that say so.
    """
    question = await here.quiz(hall)
    asked = here.server.deliveries[-1]
    pressed = await here.press(question, "A", who=ana)
    board = await here.command(ana, hall, "", name="leaderboard")
    shared = await here.press(board.shown[0], "Show to the room", who=ana)
    everything = list(hall.everything)
    async with wired(here.server, tmp_path, by_http(here.server)) as other:
        for one in (asked, shared, pressed):
            assert await other.sent(*encoded(one)) == 200
        assert hall.everything == everything
        await here.server.until(lambda: len(pressed.shown) == 2)
    assert "You answered this before: A." in pressed.shown[-1].texts()


async def test_a_command_that_there_is_not(here: Wired, hall: Channel, ana: User) -> None:
    """Whoever mistypes is told the nearest right form, alone."""
    for name, words, nearest in (
        ("studybot", "quizz", "/quiz"),
        ("studybot", "learderboard", "/leaderboard"),
        ("studybot", "xyzzy", "/help"),
    ):
        told = await here.command(ana, hall, words, name=name)
        [said] = told.shown
        assert (told.status, said.seen_by) == (200, ana)
        assert nearest in said.texts()
    assert hall.everything == []


KINDS: list[dict[str, object]] = [
    {"type": "shortcut", "callback_id": "x"},
    {"type": "message_action", "callback_id": "x"},
    {"type": "workflow_step_edit"},
    {"type": "dialog_submission"},
    {"type": "nothing_known"},
]


@pytest.mark.parametrize("kind", KINDS, ids=[str(one["type"]) for one in KINDS])
async def test_a_kind_that_there_is_not(
    here: Wired, hall: Channel, ana: User, kind: dict[str, object]
) -> None:
    """What nobody here is for is 404."""
    body = {**kind, "team": hall.workspace.brief(), "user": ana.brief(), "trigger_id": "1.2.3"}
    form = urlencode({"payload": json.dumps(body)}).encode()
    assert await here.sent(form, FORM) == 404


async def test_an_event_that_there_is_not(here: Wired) -> None:
    """An event that nobody here listens to is 404 as well."""
    done = await here.server.event("reaction_added", user="U1")
    await done.outcome()
    assert done.status == 404


async def test_slack_asks_whether_the_bot_is_there(here: Wired) -> None:
    """The two questions that Slack asks of an address itself are answered."""
    url = f"{here.url}{REQUESTS}"
    challenge = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    status, said = await here.server.deliver_raw(
        url, challenge, {**here.server.sign(challenge), "Content-Type": JSON}
    )
    assert (status, json.loads(said)) == (200, {"challenge": "abc"})
    assert await here.sent(urlencode({"ssl_check": 1, "token": "t"}).encode(), FORM) == 200


class Forgetful(Studybot):
    """A bot whose database is away now and then."""

    away = True

    async def home(self, account: AccountId, space: SpaceId, at: datetime) -> HomeScreen:
        """Somebody's page, unless the database is away."""
        if self.away:
            self.away = False
            raise DatabaseUnavailable("here", "it is away")
        return await super().home(account, space, at)


async def test_an_event_while_the_database_is_away(tmp_path: Path, logged: list[EventDict]) -> None:
    """Slack is told so, and tells of it again."""
    async with FakeSlack() as server:
        ana = server.add_user("Ana")
        async with wired(server, tmp_path, by_http(server), core=Forgetful) as here:
            opened = await server.open_home(ana)
            await opened.outcome()
            assert opened.status == 503
            await server.until(lambda: ana.workspace.homes)
            assert (await opened.retries[0].outcome()).acknowledged
            assert "a request could not be dealt with" in [one["event"] for one in logged]
            assert here.asked("views.publish") == ["ok"]


HUGE = json.dumps({"type": "event_callback", "text": "x" * 900_000}).encode()
WITHOUT_SENSE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", JSON),
    "no JSON": (b"{", JSON),
    "a list": (b"[1, 2]", JSON),
    "a text": (b'"payload"', JSON),
    "a number": (b"1", JSON),
    "null": (b"null", JSON),
    "not UTF-8": (b'{"type": "\xff\xfe"}', JSON),
    "too deep": (b"[" * 100_000, JSON),
    "too deep in a form": (b"payload=" + b"[" * 100_000, FORM),
    "too long a number": (b'{"type": ' + b"9" * 10_000 + b"}", JSON),
    "an empty object": (b"{}", JSON),
    "an empty form": (b"", FORM),
    "a form of nothing known": (b"a=1&b=2", FORM),
    "a form with an empty payload": (b"payload=", FORM),
    "a payload of no JSON": (b"payload=%7B", FORM),
    "a payload that is a list": (b"payload=%5B%5D", FORM),
    "a payload that is text": (b"payload=%22x%22", FORM),
    "a huge one": (HUGE, JSON),
}


@pytest.mark.parametrize(("body", "kind"), WITHOUT_SENSE.values(), ids=WITHOUT_SENSE)
async def test_a_body_without_sense(here: Wired, hall: Channel, body: bytes, kind: str) -> None:
    """It is 400 (404 for an object that names no kind), though it is signed."""
    before = await happened(here, hall)
    assert await here.sent(body, kind) in {400, 404}
    assert await happened(here, hall) == before


async def test_words_that_look_like_a_form(here: Wired, hall: Channel, ana: User) -> None:
    """A command in whose text the word payload stands is a command like any other."""
    told = await here.command(ana, hall, "payload=1&payload", name="studybot")
    assert "There is no command" in told.shown[0].texts()
