import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters import settings
from bot import wording
from bot.errors import BadSetting

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith((settings.PREFIX, "DISCORD_", "SLACK_")):
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
        ("STUDYBOT_HTTP", "[1:2]:8080"),
        ("STUDYBOT_HTTP", "local host:8080"),
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("info", "at=2026-12-03T09:00:00+00:00 room=chat/school/hall"),
        ("info json", '"room": "chat/school/hall", "at": "2026-12-03T09:00:00+00:00"'),
    ],
)
def test_rooms_and_moments_can_be_read_in_the_log(tmp_path: Path, words: str, said: str) -> None:
    """Each is one word that can be searched for, in either form."""
    script = (
        "import structlog\nfrom datetime import UTC, datetime\n"
        "from adapters import settings\nfrom bot.model import RoomId\n"
        "settings.start_log(settings.load().log)\n"
        "room, at = RoomId('chat', 'school', 'hall'), datetime(2026, 12, 3, 9, tzinfo=UTC)\n"
        "structlog.get_logger().warning('skipped', room=room, at=at)\n"
    )
    logged = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", script],
        env=os.environ | {"STUDYBOT_LOG": words, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stderr

    assert said in logged


def test_the_data_folder_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be made is a wrong setting."""
    monkeypatch.setenv("STUDYBOT_DATA", "a/b")
    settings.make_folder(settings.load())
    assert Path("a/b").is_dir()

    Path("file").touch()
    monkeypatch.setenv("STUDYBOT_DATA", "file/b")
    with pytest.raises(BadSetting):
        settings.make_folder(settings.load())
