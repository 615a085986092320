import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from adapters import settings, values
from bot import wording
from bot.errors import BadSetting

ROOT = Path(__file__).parents[2]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabc-1.s3cr3t_s3cr3t_s3cr3t_s3cr3t_s3cr3t"  # noqa: S105 - of nobody


@pytest.fixture(autouse=True)
def _clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith((settings.PREFIX, "DISCORD_", "SLACK_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_API_URL", "discord.com/api/v10"),
        ("DISCORD_API_URL", "ws://localhost/api"),
        ("DISCORD_API_URL", "http:///api"),
        ("DISCORD_API_URL", "http://localhost:port/api"),
        ("DISCORD_API_URL", "http://localhost:0/api"),
        ("DISCORD_API_URL", "http://local host/api"),
        ("DISCORD_API_URL", "http://localhost/api#v10"),
        ("DISCORD_API_URL", "http://[::1/api"),
        ("DISCORD_GATEWAY_URL", "http://localhost"),
        ("DISCORD_GATEWAY_URL", "wss://"),
        ("DISCORD_SHARD_COUNT", "0"),
        ("DISCORD_SHARD_COUNT", "-1"),
        ("DISCORD_SHARD_COUNT", "two"),
        ("DISCORD_SHARD_COUNT", "999999999999"),
        ("DISCORD_SHARD_IDS", "a"),
        ("DISCORD_SHARD_IDS", "0;1"),
        ("DISCORD_SHARD_IDS", "3-0"),
        ("DISCORD_SHARD_IDS", "-1"),
        ("DISCORD_SHARD_IDS", "0-"),
        ("DISCORD_SHARD_IDS", "0-999999999999"),
        ("DISCORD_SHARD_IDS", ","),
        ("DISCORD_SHARD_IDS", "\N{SUPERSCRIPT TWO}"),
        ("DISCORD_SHARD_IDS", "0"),  # a number of one needs a number of all
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence has its name, its value and what was expected."""
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSetting) as raised:
        settings.load()

    assert f"The setting {name} is “{value}”" in wording.explain(raised.value)


@pytest.mark.parametrize("name", ["DISCORD_API_URL", "DISCORD_GATEWAY_URL"])
def test_nothing_can_be_put_behind_parameters(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address with parameters is wrong; they may be secret and are not shown."""
    scheme = "http" if "API" in name else "ws"
    monkeypatch.setenv(name, f"{scheme}://host/api?key=opensesame")

    with pytest.raises(BadSetting) as raised:
        settings.load()

    assert raised.value.value == f"{scheme}://host/api"


@pytest.mark.parametrize("name", ["DISCORD_API_URL", "DISCORD_GATEWAY_URL"])
def test_a_password_of_a_proxy_is_never_shown(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is wrong is told without whatever stands before its host."""
    monkeypatch.setenv(name, "ftp://user:opensesame@host:1/x")

    with pytest.raises(BadSetting) as raised:
        settings.load()

    assert raised.value.value == "ftp://***@host:1/x"
    assert "opensesame" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    "given", [TOKEN, f"  {TOKEN}\n", f"Bot {TOKEN}", f" bot   {TOKEN} "], ids=repr
)
def test_a_token_turns_the_chat_on(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces around it and the word that stands before it in headers are taken off."""
    monkeypatch.setenv("DISCORD_TOKEN", given)
    found = settings.load()

    assert found.discord_token == SecretStr(TOKEN)
    assert found.model_fields_set == {"discord_token"}


@pytest.mark.parametrize("given", ["", "  "], ids=repr)
def test_an_empty_token_leaves_the_chat_off(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line may stay in ``.env`` with nothing behind it."""
    monkeypatch.setenv("DISCORD_TOKEN", given)

    assert settings.load().discord_token is None


@pytest.mark.parametrize(
    "given",
    [
        "s3cr3t",
        "Bot",
        "s3cr3t.s3cr3t",
        "s3cr3t..s3cr3t",
        "s3cr3t.s3cr3t.s3cr3t.s3cr3t",
        f"“{TOKEN}”",
        f'"{TOKEN}"',
        f"Bearer {TOKEN}",
        f"{TOKEN} {TOKEN}",
        TOKEN.replace("s3cr3t", "s3cr3t\n"),
        TOKEN.replace("s3cr3t", "s3cr3té"),
        "s3cr3t" * 1000,
    ],
    ids=repr,
)
def test_what_is_no_token_is_named_but_not_shown(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most such slips are another secret of the same page: no sentence or traceback has it."""
    monkeypatch.setenv("DISCORD_TOKEN", given)

    with pytest.raises(BadSetting) as raised:
        settings.load()

    sentence = wording.explain(raised.value)
    assert sentence.startswith("The setting DISCORD_TOKEN is “(not shown)”; expected is the token")
    told = sentence + repr(raised.value) + "".join(traceback.format_exception(raised.value))
    assert "s3cr3t" not in told


def test_settings_keep_secrets_to_themselves(tmp_path: Path) -> None:
    """Neither their text nor a log of them at its most talkative has the token or a password."""
    script = (
        "import logging, structlog\nfrom adapters import settings\n"
        "found = settings.load()\n"
        "assert 's3cr3t' in found.discord_api_url and 's3cr3t' in found.database\n"
        "settings.start_log(found.log)\n"
        "print(found, repr(found), repr(found.discord_token))\n"
        "structlog.get_logger().debug('ours', settings=found, token=found.discord_token)\n"
        "logging.getLogger('theirs').debug('%s %r', found, found.discord_token)\n"
    )
    secrets = {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": "http://user:s3cr3t@proxy",
        "DISCORD_GATEWAY_URL": "ws://user:s3cr3t@proxy",
        "STUDYBOT_DATABASE_URL": "postgres://user:s3cr3t@host/db",
    }
    for words in ("debug", "debug json"):
        said = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", script],
            env=os.environ | secrets | {"STUDYBOT_LOG": words, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )

        assert "**********" in said.stdout
        assert "ours" in said.stderr
        assert "theirs" in said.stderr
        assert "s3cr3t" not in said.stdout + said.stderr


@pytest.mark.parametrize(
    ("name", "given", "taken"),
    [
        ("DISCORD_API_URL", " http://127.0.0.1:1/api/v10/ ", "http://127.0.0.1:1/api/v10"),
        ("DISCORD_API_URL", "HTTPS://proxy", "HTTPS://proxy"),
        ("DISCORD_API_URL", "http://[::1]:8080/", "http://[::1]:8080"),
        ("DISCORD_GATEWAY_URL", "ws://127.0.0.1:1/gateway/", "ws://127.0.0.1:1/gateway"),
        ("DISCORD_GATEWAY_URL", "wss://proxy//", "wss://proxy"),
    ],
)
def test_proxies_have_addresses(
    name: str, given: str, taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a slash at the end: paths are put behind them."""
    monkeypatch.setenv(name, given)

    assert getattr(settings.load(), name.lower()) == taken


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("0", (0,)),
        ("0,1", (0, 1)),
        ("0-3", (0, 1, 2, 3)),
        (" 3 , 1-2 ,1", (1, 2, 3)),
        ("2 - 2", (2,)),
    ],
)
def test_a_process_may_have_some_of_the_shards(
    given: str, taken: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are listed, or given from one to another, of a number of shards in all."""
    monkeypatch.setenv("DISCORD_SHARD_IDS", given)
    monkeypatch.setenv("DISCORD_SHARD_COUNT", "4")
    found = settings.load()

    assert (found.discord_shard_ids, found.discord_shard_count) == (taken, 4)


@pytest.mark.parametrize(
    ("count", "wanted"), [("", "DISCORD_SHARD_COUNT"), ("3", "below 3"), ("1", "below 1")]
)
def test_shards_are_some_of_all(count: str, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says what the number of all of them asks of each."""
    monkeypatch.setenv("DISCORD_SHARD_IDS", "0,3")
    monkeypatch.setenv("DISCORD_SHARD_COUNT", count)

    with pytest.raises(BadSetting) as raised:
        settings.load()

    assert (raised.value.name, raised.value.value) == ("DISCORD_SHARD_IDS", "0,3")
    assert wanted in raised.value.expected


@given(st.sets(st.integers(0, values.MOST_SHARDS - 1), min_size=1, max_size=50))
def test_lists_of_shards_are_read_as_they_are_written(numbers: set[int]) -> None:
    """Whatever their order was; what comes out is sorted and has each once."""
    assert values.shards(",".join(map(str, numbers))) == tuple(sorted(numbers))
    first, last = min(numbers), max(numbers)
    assert values.shards(f"{first}-{last}") == tuple(range(first, last + 1))


@pytest.mark.parametrize("given", [values.MOST_SHARDS, f"0-{values.MOST_SHARDS}"])
def test_no_slip_fills_the_memory_with_shards(given: object) -> None:
    """No bot has as many."""
    with pytest.raises(ValueError, match=str(given)):
        values.shards(str(given))


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("DISCORD_TOKN", "DISCORD_TOKEN"),
        ("DISCRD_TOKEN", "DISCORD_TOKEN"),
        ("DISCORD_BOT_TOKEN", "DISCORD_TOKEN"),
        ("discord_tokken", "DISCORD_TOKEN"),
        ("STUDYBOT_DISCORD_TOKEN", "DISCORD_TOKEN"),
        ("STUDYBOT_DISCORD_TOKN", "DISCORD_TOKEN"),
        ("STUDYBOT_SHARD_COUNT", "DISCORD_SHARD_COUNT"),
        ("DISCORD_SHARD_ID", "DISCORD_SHARD_IDS"),
        ("DISCORD_GATEWAY", "DISCORD_GATEWAY_URL"),
        ("STUDBOT_CONTENT", "STUDYBOT_CONTENT"),
    ],
)
def test_slips_in_the_first_word_are_noticed(
    slip: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names without our prefix as well, and those that have it though they should not."""
    monkeypatch.setenv(slip, "x")

    assert list(settings.unknown()) == [(slip.upper(), meant)]


def test_names_of_other_programs_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable is told only if it is ours, or nearly."""
    others = ["DISCORD_WEBHOOK_URL", "DISCORD_CLIENT_SECRET", "TOKEN", "DATABASE_URL", "HTTP_PROXY"]
    for name in [*others, "POSTGRES_PASSWORD", "SHARD_COUNT", "LOG", "TZ", "DISCORD_TOKEN"]:
        monkeypatch.setenv(name, "x")

    assert list(settings.unknown()) == []


@pytest.mark.parametrize(
    ("words", "told"), [("debug", ["info"]), ("info", ["info"]), ("error", [])]
)
def test_the_sdk_never_logs_its_requests(tmp_path: Path, words: str, told: list[str]) -> None:
    """Its requests name the tokens that interactions are answered with: nobody logs those."""
    script = (
        "import logging\nfrom adapters import settings\n"
        "settings.start_log(settings.load().log)\n"
        "logging.getLogger('discord.webhook.async_').debug('POST /webhooks/1/s3cr3t')\n"
        "logging.getLogger('discord.gateway').info('info')\n"
    )
    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", script],
        env=os.environ | {"STUDYBOT_LOG": words, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "s3cr3t" not in said.stderr
    assert [line.split("]")[1].split()[0] for line in said.stderr.splitlines()] == told
