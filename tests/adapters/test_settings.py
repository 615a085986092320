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
        if name.startswith((settings.PREFIX, "DISCORD_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_has_to_be_set() -> None:
    """Every setting has a default, and the database is a file in the data folder."""
    found = settings.load()

    assert found.database == f"sqlite+aiosqlite:///{Path('data') / 'studybot.db'}"
    assert (str(found.data), str(found.content), found.timezone) == ("data", "content", "UTC")
    assert (found.log.level, found.log.form) == ("warning", "text")
    assert found.http == settings.Address("127.0.0.1", 8080)
    assert found.discord_token is None
    assert (found.discord_api_url, found.discord_gateway_url) == (None, None)
    assert (found.discord_shard_ids, found.discord_shard_count) == (None, None)
    assert found.model_fields_set == set()


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite:////var/x.db", "sqlite+aiosqlite:////var/x.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("postgres://u:p%40@h:5432/db", "postgresql+asyncpg://u:p%40@h:5432/db"),
        ("postgresql://u@/db?host=/run", "postgresql+asyncpg://u@/db?host=/run"),
        ("postgresql+asyncpg://h/db", "postgresql+asyncpg://h/db"),
    ],
)
def test_database_urls_get_their_driver(
    given: str, taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What people and hosting platforms write is understood."""
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", given)

    assert settings.load().database == taken


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STUDYBOT_DATABASE_URL", "x.db"),
        ("STUDYBOT_DATABASE_URL", "mysql://h/db"),
        ("STUDYBOT_DATABASE_URL", "sqlite://x.db"),
        ("STUDYBOT_DATABASE_URL", "sqlite:///:memory:"),
        ("STUDYBOT_DATABASE_URL", "postgresql://h"),
        ("STUDYBOT_DATABASE_URL", "postgresql://h:port/db"),
        ("STUDYBOT_TIMEZONE", "Mars/Olympus"),
        ("STUDYBOT_TIMEZONE", "../etc/passwd"),
        ("STUDYBOT_LOG", "loud"),
        ("STUDYBOT_LOG", "info debug"),
        ("STUDYBOT_LOG", ","),
        ("STUDYBOT_DATA", "file"),
        ("STUDYBOT_CONTENT", "file"),
        ("STUDYBOT_HTTP", "8080"),
        ("STUDYBOT_HTTP", ":8080"),
        ("STUDYBOT_HTTP", "localhost"),
        ("STUDYBOT_HTTP", "localhost:http"),
        ("STUDYBOT_HTTP", "localhost:65536"),
        ("STUDYBOT_HTTP", "localhost:-1"),
        ("STUDYBOT_HTTP", "http://localhost:8080"),
        ("STUDYBOT_HTTP", "::1:8080"),
        ("STUDYBOT_HTTP", "[::g]:8080"),
        ("STUDYBOT_HTTP", "local host:8080"),
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
    Path("file").touch()
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSetting) as raised:
        settings.load()

    assert f"The setting {name} is “{value}”" in wording.explain(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:secret@host/db",
        "mysql://user:sec:ret@secret@host/db?password=secret",
        "postgres://user:secret@host",
        "secret@host",
    ],
)
def test_a_password_is_never_shown(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database URL is told without whatever stands before its host."""
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", url)

    with pytest.raises(BadSetting) as raised:
        settings.load()

    assert "secret" not in str(raised.value)
    assert "host" in raised.value.value


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


@pytest.mark.parametrize(
    ("given", "taken", "shown"),
    [
        ("0.0.0.0:80", ("0.0.0.0", 80), "0.0.0.0:80"),  # noqa: S104 - read, not bound
        (" LocalHost:8081 ", ("LocalHost", 8081), "LocalHost:8081"),
        ("[::1]:8080", ("::1", 8080), "[::1]:8080"),
        ("localhost:0", ("localhost", 0), "localhost:0"),
    ],
)
def test_health_is_told_at_an_address(
    given: str, taken: tuple[str, int], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written as it was given."""
    monkeypatch.setenv("STUDYBOT_HTTP", given)
    found = settings.load()

    assert found.http == settings.Address(*taken)
    assert str(found.http) == shown
    assert "http" in found.model_fields_set


def test_health_may_be_told_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever needs no address has none."""
    monkeypatch.setenv("STUDYBOT_HTTP", "Off")

    assert settings.load().http is None


def test_a_file_can_hold_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment wins over ``.env``; what belongs to others in it is left alone."""
    Path(".env").write_text("STUDYBOT_TIMEZONE=Europe/Vienna\nSTUDYBOT_LOG=info json\nOTHER=1\n")
    assert settings.load().timezone == "Europe/Vienna"
    assert (settings.load().log.level, settings.load().log.form) == ("info", "json")

    monkeypatch.setenv("STUDYBOT_TIMEZONE", "Asia/Tokyo")
    assert settings.load().zone.key == "Asia/Tokyo"


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose files set variables to nothing where they are not given."""
    monkeypatch.setenv("STUDYBOT_LOG", "")
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", "")

    assert settings.load().database.startswith("sqlite")


def test_slips_in_names_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks like a setting and is none is named, with the one that was probably meant.

    Wherever it stands.
    """
    Path(".env").write_text("STUDYBOT_CONTNET=x\nstudybot_log=info\nSTUDYBOT_Q=1\nOTHER=1\n")
    for name in ("STUDYBOT_DATABSE_URL", "STUDYBOT_DATA", "STUDYBOT_Q"):
        monkeypatch.setenv(name, "x")

    assert list(settings.unknown()) == [
        ("STUDYBOT_CONTNET", "STUDYBOT_CONTENT"),
        ("STUDYBOT_DATABSE_URL", "STUDYBOT_DATABASE_URL"),
        ("STUDYBOT_Q", ""),
    ]


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
    ("url", "file"),
    [
        ("sqlite:///x.db", Path("x.db")),
        ("sqlite:////var/x.db?timeout=1", Path("/var/x.db")),
        ("postgres://h/db", None),
    ],
)
def test_the_database_may_be_a_file(
    url: str, file: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which one is known, so that something can be put beside it."""
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", url)

    assert settings.load().database_file == file


@pytest.mark.parametrize(
    ("words", "traced"), [("info", False), ("debug", True), ("json", True)], ids=str
)
def test_what_went_wrong_is_logged(words: str, traced: bool, tmp_path: Path) -> None:
    """As one line in a terminal, with its traceback where someone looks for the cause."""
    script = (
        "import structlog\nfrom adapters import settings\n"
        "settings.start_log(settings.load().log)\n"
        "password = 'open' + 'sesame'\n"
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n"
        "    structlog.get_logger().error('a line failed', exc_info=error)\n"
    )
    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", script],
        env=os.environ | {"STUDYBOT_LOG": words, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stderr

    assert "a line failed" in said
    assert "ZeroDivisionError" in said
    assert ("line 6" in said or '"lineno": 6' in said) is traced
    assert traced or len(said.splitlines()) == 1
    assert "opensesame" not in said


def test_the_data_folder_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be made is a wrong setting."""
    monkeypatch.setenv("STUDYBOT_DATA", "a/b")
    settings.make_folder(settings.load())
    assert Path("a/b").is_dir()

    Path("file").touch()
    monkeypatch.setenv("STUDYBOT_DATA", "file/b")
    with pytest.raises(BadSetting):
        settings.make_folder(settings.load())
