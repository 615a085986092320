import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from adapters import settings, values, ways
from bot import wording
from bot.errors import BadSetting

ROOT = Path(__file__).parents[2]
BOT = "xoxb-1-2-5ecr3t5ecr3t"
APP = "xapp-1-A1-2-5ecr3t5ecr3t"
SIGNING = "5ec43755" * 4
CLIENT = "123.456"
SECRET = "5ec43756" * 4
URL = "https://quiz.example.org"

NAMES = {
    "bot": ("SLACK_BOT_TOKEN", BOT),
    "app": ("SLACK_APP_TOKEN", APP),
    "signing": ("SLACK_SIGNING_SECRET", SIGNING),
    "id": ("SLACK_CLIENT_ID", CLIENT),
    "secret": ("SLACK_CLIENT_SECRET", SECRET),
    "url": ("STUDYBOT_URL", URL),
    "off": ("STUDYBOT_HTTP", "off"),
}
SECRETS = [name for name, _ in NAMES.values() if name.startswith("SLACK_")]


@pytest.fixture(autouse=True)
def _clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith((settings.PREFIX, "DISCORD_", "SLACK_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def written(words: str) -> None:
    """Put these settings, by their short names, into ``.env``."""
    lines = ["{}={}\n".format(*NAMES[word]) for word in words.split()]
    Path(".env").write_text("".join(lines), encoding="utf-8")


def field(name: str) -> str:
    """What a variable is called in the settings."""
    return next(one for one in settings.Settings.model_fields if settings.variable(one) == name)


@dataclass(frozen=True)
class Chosen:
    """Some of the settings."""

    words: frozenset[str]

    def _secret(self, word: str) -> SecretStr | None:
        return SecretStr(NAMES[word][1]) if word in self.words else None

    @property
    def slack_bot_token(self) -> SecretStr | None:  # noqa: D102
        return self._secret("bot")

    @property
    def slack_app_token(self) -> SecretStr | None:  # noqa: D102
        return self._secret("app")

    @property
    def slack_signing_secret(self) -> SecretStr | None:  # noqa: D102
        return self._secret("signing")

    @property
    def slack_client_secret(self) -> SecretStr | None:  # noqa: D102
        return self._secret("secret")

    @property
    def slack_client_id(self) -> str | None:  # noqa: D102
        return CLIENT if "id" in self.words else None

    @property
    def url(self) -> str | None:  # noqa: D102
        return URL if "url" in self.words else None

    @property
    def http(self) -> settings.Address | None:  # noqa: D102
        return None if "off" in self.words else settings.Address("127.0.0.1", 0)

    slack_api_url = None


@pytest.mark.parametrize("words", ["", "url", "off", "url off"])
def test_without_secrets_it_is_off(words: str) -> None:
    """An address alone turns nothing on."""
    written(words)

    assert settings.load().slack is None


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("bot app", ways.SocketMode(SecretStr(BOT), SecretStr(APP))),
        ("bot app url off", ways.SocketMode(SecretStr(BOT), SecretStr(APP))),
        ("bot signing", ways.OneWorkspace(SecretStr(BOT), SecretStr(SIGNING))),
        ("bot signing url", ways.OneWorkspace(SecretStr(BOT), SecretStr(SIGNING))),
        (
            "signing id secret url",
            ways.ManyWorkspaces(CLIENT, SecretStr(SECRET), SecretStr(SIGNING), URL),
        ),
    ],
)
def test_what_is_set_says_how_slack_is_reached(words: str, way: ways.Way) -> None:
    """Two tokens are Socket Mode; a signing secret is HTTP, for one workspace or for many."""
    written(words)

    assert settings.load().slack == way


@pytest.mark.parametrize(
    ("words", "named", "told"),
    [
        ("app", "SLACK_BOT_TOKEN", "beside SLACK_APP_TOKEN"),
        ("bot", "SLACK_APP_TOKEN", "or SLACK_SIGNING_SECRET"),
        ("bot id", "SLACK_APP_TOKEN", "or SLACK_SIGNING_SECRET"),
        ("signing", "SLACK_BOT_TOKEN", "or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"),
        ("id", "SLACK_SIGNING_SECRET", "beside SLACK_CLIENT_ID"),
        ("secret url", "SLACK_SIGNING_SECRET", "beside SLACK_CLIENT_ID"),
        ("id secret url", "SLACK_SIGNING_SECRET", "beside SLACK_CLIENT_ID"),
        ("signing id url", "SLACK_CLIENT_SECRET", "beside SLACK_CLIENT_ID"),
        ("signing secret url", "SLACK_CLIENT_ID", "beside SLACK_CLIENT_SECRET"),
        ("signing id secret", "STUDYBOT_URL", "https://quiz.example.org"),
        ("bot app signing", "SLACK_SIGNING_SECRET", "nothing beside SLACK_APP_TOKEN"),
        ("app signing", "SLACK_SIGNING_SECRET", "nothing beside SLACK_APP_TOKEN"),
        ("bot app id", "SLACK_CLIENT_ID", "one workspace"),
        ("bot app secret url", "SLACK_CLIENT_SECRET", "one workspace"),
        ("bot signing id secret url", "SLACK_BOT_TOKEN", "each workspace gives its own"),
        ("bot signing off", "STUDYBOT_HTTP", "comes in there"),
        ("signing id secret url off", "STUDYBOT_HTTP", "comes in there"),
    ],
)
def test_what_does_not_go_together_is_named(words: str, named: str, told: str) -> None:
    """The setting to mend, and what was expected of it; no secret is told with it."""
    written(words)

    with pytest.raises(BadSetting) as raised:
        settings.load()

    sentence = wording.explain(raised.value)
    assert raised.value.name == named
    assert told in sentence
    assert all(secret not in sentence for secret in (BOT, APP, SIGNING, SECRET))


@given(st.sets(st.sampled_from(sorted(NAMES))))
def test_any_choice_of_settings_is_a_way_or_a_sentence(chosen: set[str]) -> None:
    """Whatever is set and whatever is not: it is understood, or the wrong one is named."""
    given = Chosen(frozenset(chosen))
    try:
        way, wrong = ways.way(given), None
    except BadSetting as error:
        way, wrong = None, error

    if wrong:
        assert wrong.name in {name for name, _ in NAMES.values()}
        assert wrong.value in {"", "off", values.HIDDEN}
    else:
        assert (way is None) == (chosen <= {"url", "off"})


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SLACK_BOT_TOKEN", APP, "begins with xapp- and is the app's token, which belongs to"),
        ("SLACK_APP_TOKEN", BOT, "begins with xoxb- and is the bot's token, which belongs to"),
        ("SLACK_BOT_TOKEN", "xoxp-1-5ecr3t", "a person's token"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1-5ecr3t", "turn Token Rotation off"),
        ("SLACK_SIGNING_SECRET", BOT, "belongs to SLACK_BOT_TOKEN"),
        ("SLACK_CLIENT_SECRET", APP, "belongs to SLACK_APP_TOKEN"),
        ("SLACK_CLIENT_ID", APP, "belongs to SLACK_APP_TOKEN"),
    ],
)
def test_tokens_in_each_others_place_are_told(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By how they begin; the rest is not shown."""
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSetting) as raised:
        settings.load()

    sentence = wording.explain(raised.value)
    assert sentence.startswith(f"The setting {name} is “(not shown)”; expected is ")
    assert told in sentence
    assert "5ecr3t" not in sentence + "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "5ecr3t"),
        ("SLACK_BOT_TOKEN", "xoxb-5ecr3t!"),
        ("SLACK_BOT_TOKEN", f"{BOT} {BOT}"),
        ("SLACK_BOT_TOKEN", f'"{BOT}"'),
        ("SLACK_APP_TOKEN", "xapp-5ecr3té"),
        ("SLACK_SIGNING_SECRET", "xoxa-5ecr3t"),
        ("SLACK_SIGNING_SECRET", f"{SIGNING} {SIGNING}"),
        ("SLACK_SIGNING_SECRET", "5ecr3té"),
        ("SLACK_SIGNING_SECRET", "5ecr3t" * 50),
        ("SLACK_CLIENT_ID", "5ecr3t!"),
        ("SLACK_CLIENT_ID", "5ecr3t" * 20),
    ],
)
def test_what_is_no_secret_of_slack_is_named_but_not_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such slips are another secret of the same page, or a part of one."""
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSetting) as raised:
        settings.load()

    assert (raised.value.name, raised.value.value) == (name, values.HIDDEN)
    assert value not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("name", SECRETS)
def test_spaces_are_as_good_as_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line may stay in ``.env``; around a value they are taken off."""
    monkeypatch.setenv(name, "  ")
    assert settings.load().slack is None

    monkeypatch.setenv(name, f"  {dict(NAMES.values())[name]} \n")
    found = getattr(settings.load(whole=False), field(name))
    assert (found if isinstance(found, str) else found.get_secret_value()) == dict(NAMES.values())[
        name
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STUDYBOT_URL", "http://quiz.example.org"),
        ("STUDYBOT_URL", "quiz.example.org"),
        ("STUDYBOT_URL", f"{URL}/#x"),
        ("STUDYBOT_URL", f"{URL}/{'x' * values.LONGEST_URL}"),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_API_URL", "ws://slack.com/api"),
    ],
)
def test_a_wrong_address_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence has its name, its value and what was expected."""
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSetting) as raised:
        settings.load()

    assert f"The setting {name} is “{value[:200]}”" in wording.explain(raised.value)


def test_a_public_address_has_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is printed and sent to people; the sentence leaves the password out."""
    monkeypatch.setenv("STUDYBOT_URL", "https://user:opensesame@quiz.example.org")

    with pytest.raises(BadSetting) as raised:
        settings.load()

    assert raised.value.value == "https://***@quiz.example.org"


def test_addresses_end_without_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are put behind them; Slack's goes with the way it is reached."""
    written("bot app")
    monkeypatch.setenv("SLACK_API_URL", " http://127.0.0.1:1/api/ ")
    monkeypatch.setenv("STUDYBOT_URL", f"{URL}/bot/")
    found = settings.load()

    assert found.slack == ways.SocketMode(SecretStr(BOT), SecretStr(APP), "http://127.0.0.1:1/api")
    assert found.url == f"{URL}/bot"


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("SLACK_TOKEN", "SLACK_BOT_TOKEN"),
        ("SLACK_BOT_TOKN", "SLACK_BOT_TOKEN"),
        ("SLACK_APPTOKEN", "SLACK_APP_TOKEN"),
        ("SLACK_SIGNING_SECRECT", "SLACK_SIGNING_SECRET"),
        ("SLACK_SIGN_SECRET", "SLACK_SIGNING_SECRET"),
        ("STUDYBOT_SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN"),
        ("STUDYBOT_URI", "STUDYBOT_URL"),
    ],
)
def test_slips_in_names_are_noticed(slip: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the name that was probably meant."""
    monkeypatch.setenv(slip, "x")

    assert list(settings.unknown()) == [(slip, meant)]


def test_names_of_other_programs_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tools for Slack read is none of ours."""
    for name in ("SLACK_WEBHOOK_URL", "SLACK_CHANNEL", "SLACK_VERIFICATION_TOKEN", "URL"):
        monkeypatch.setenv(name, "x")

    assert list(settings.unknown()) == []


def said(script: str, folder: Path, given: Mapping[str, str]) -> str:
    """What a program with these settings writes."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-W", "ignore", "-c", script],
        env=os.environ | given | {"PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout + done.stderr


KEPT = """
import logging, structlog
from adapters import settings
found = settings.load()
settings.start_log(found.log)
print(found, repr(found), found.slack, repr(found.slack))
structlog.get_logger().debug("ours", settings=found, slack=found.slack)
logging.getLogger("theirs").debug("%s %r", found, found.slack)
"""


@pytest.mark.parametrize(
    ("words", "form"),
    [("bot app", "debug"), ("bot signing", "debug json"), ("signing id secret url", "debug")],
)
def test_settings_keep_secrets_to_themselves(words: str, form: str, tmp_path: Path) -> None:
    """Neither their text nor a log of them at its most talkative has one."""
    secrets = dict(NAMES[word] for word in words.split())
    told = said(KEPT, tmp_path, secrets | {"STUDYBOT_LOG": form})

    assert "ours" in told
    assert "theirs" in told
    assert "**********" in told
    assert all(secret not in told for secret in (BOT, APP, SIGNING, SECRET))


TALKING = f"""
import asyncio, logging
from aiohttp import web
from adapters import settings
settings.start_log(settings.load().log)
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

async def answer(request):
    again = {{"Retry-After": "0"}}
    return web.json_response({{"ok": False, "url": "{BOT}"}}, status=429, headers=again)

async def work():
    server = await asyncio.get_running_loop().create_server(
        web.Server(answer, access_log=logging.getLogger("aiohttp.access")), "127.0.0.1", 0
    )
    place = "http://127.0.0.1:%s/" % server.sockets[0].getsockname()[1]
    retry = [AsyncRateLimitErrorRetryHandler(max_retry_count=1)]
    app = AsyncApp(
        token="{BOT}", signing_secret="{SIGNING}", request_verification_enabled=False,
        authorize=None, process_before_response=False,
    )
    for client in (
        AsyncWebClient("{BOT}", place, retry_handlers=retry),
        AsyncWebClient("{BOT}", place, retry_handlers=retry, logger=app.logger),
    ):
        try:
            await client.api_call("apps.connections.open", params={{"token": "{APP}"}})
        except Exception as error:
            print(type(error).__name__)
    await AsyncWebhookClient(place + "{SECRET}", retry_handlers=retry).send(text="{SECRET}")
    app.logger.debug("{BOT}")
    logging.getLogger("slack_sdk.socket_mode.aiohttp").debug("wss://host/?ticket={BOT}")
    server.close()

asyncio.run(work())
"""
"""Everything of the SDKs that is given a secret, made to fail and to try again."""


@pytest.mark.parametrize("words", ["debug", "info"])
def test_the_sdks_never_log_what_they_are_given(tmp_path: Path, words: str) -> None:
    """Neither tokens nor the secret addresses that answers go to, however much is logged."""
    told = said(TALKING, tmp_path, {"STUDYBOT_LOG": words})

    assert "SlackApiError" in told
    assert all(secret not in told for secret in (BOT, APP, SIGNING, SECRET))


CARELESS = f"""
import logging, structlog
from adapters import settings
settings.start_log(settings.load().log)
for words in (
    "{BOT}", "token='{APP}'", "(xoxe.xoxp-1-{SECRET})", "wss://x.slack.com/link/?ticket={SECRET}&a=1",
    'url="wss://x.slack.com/link/?ticket={SECRET}"',
    "POST https://hooks.slack.com/actions/T1/2/{SECRET} failed",
):
    logging.getLogger("slack_sdk.any").error("It failed: %s.", words)
    try:
        raise ValueError(words)
    except ValueError as error:
        structlog.get_logger().error("ours", words=words, exc_info=error)
        logging.getLogger("theirs").exception("theirs")
"""
"""What libraries do with addresses and tokens when something goes wrong."""


@pytest.mark.parametrize("words", ["error json", "debug"])
def test_what_looks_like_a_secret_of_slack_is_never_logged(tmp_path: Path, words: str) -> None:
    """Wherever in a line it stands; the rest of the line stays."""
    told = said(CARELESS, tmp_path, {"STUDYBOT_LOG": words})

    assert all(secret not in told for secret in (BOT, APP, SECRET))
    assert told.count("It failed: (not shown).") == 1
    assert "/link/?ticket=(not shown)&a=1" in told
    assert "https://hooks.slack.com/(not shown) failed" in told
    assert all(json.loads(line) for line in told.splitlines() if "json" in words)
