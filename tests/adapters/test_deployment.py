"""What an operator is handed, held to the settings. No YAML parser is needed for a few lines."""

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import pytest

from adapters import probes, settings, ways
from adapters.slack import paths
from bot.runner import GRACE

ROOT = Path(__file__).parents[2]
KNOWN = {
    str(field.validation_alias or settings.PREFIX + name.upper())
    for name, field in settings.Settings.model_fields.items()
}
OF_POSTGRES = {"POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB"}
"""What the image of PostgreSQL reads, and not the bot."""


def text(name: str) -> str:
    """A file of the project's first folder."""
    return (ROOT / name).read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    """What stands behind this word in the Dockerfile, each with its lines joined."""
    joined = text("Dockerfile").replace("\\\n", " ")
    return re.findall(rf"^{name}\s+(.*)$", joined, re.MULTILINE)


def image_variables() -> dict[str, str]:
    """What the image sets for the bot."""
    return dict(re.findall(r"(\w+)=(\S+)", instructions("ENV")[-1]))


@pytest.fixture(autouse=True)
def _clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", ["docker-compose.yml", "Dockerfile", ".env.example", "README.md"])
def test_every_variable_that_is_named_is_a_setting(name: str) -> None:
    """Nobody is told to set what nobody reads."""
    ours = set(re.findall(r"\b(?:STUDYBOT|DISCORD|SLACK)_[A-Z_]+\b", text(name)))
    put_in = set(re.findall(r"\$\{(\w+)", text(name)))
    lines = set(re.findall(r"^#?([A-Z_]+)=", text(name), re.MULTILINE))

    assert (ours | put_in | lines) - KNOWN <= OF_POSTGRES


def test_the_example_has_every_setting() -> None:
    """Each once, with words above it."""
    lines = text(".env.example").splitlines()
    named = [found[1] for line in lines if (found := re.match(r"#?([A-Z_]+)=", line))]

    assert sorted(named) == sorted({*KNOWN, "POSTGRES_PASSWORD"})


def test_the_example_changes_nothing_by_itself() -> None:
    """A copy of it is as good as no file."""
    Path(".env").write_text(text(".env.example"), encoding="utf-8")

    assert settings.load().model_fields_set == set()
    assert list(settings.unknown()) == []


TOKENS = {"DISCORD_TOKEN": "a.b.c", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def test_every_line_of_the_example_can_be_used() -> None:
    """With the # taken away its values are good ones."""
    lines = re.sub(r"^#([A-Z_]+=)", r"\1", text(".env.example"), flags=re.MULTILINE)
    for name, token in TOKENS.items():
        lines = lines.replace(f"{name}=", f"{name}={token}")
    Path(".env").write_text(lines, encoding="utf-8")

    found = settings.load(whole=False)  # Slack cannot be reached in two ways at once
    assert found.model_fields_set == set(settings.Settings.model_fields)


@pytest.mark.parametrize(
    ("taken", "left", "way"),
    [
        ("", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"], ways.SocketMode),
        ("SLACK_SIGNING_SECRET", ["SLACK_BOT_TOKEN"], ways.OneWorkspace),
        ("SLACK_SIGNING_SECRET|SLACK_CLIENT_.*|STUDYBOT_URL", [], ways.ManyWorkspaces),
    ],
)
def test_the_example_has_each_way_to_slack(taken: str, left: list[str], way: type) -> None:
    """The lines that belong together are enough for it."""
    lines = re.sub(rf"^#({taken}=)", r"\1", text(".env.example"), flags=re.MULTILINE)
    for name in left:
        lines = lines.replace(f"\n{name}=", f"\n{name}={TOKENS[name]}")
    Path(".env").write_text(lines, encoding="utf-8")

    assert isinstance(settings.load().slack, way)


def test_nothing_has_to_be_set_for_a_container_to_start() -> None:
    """A variable that Compose insists on stops the services that do not need it as well."""
    assert not re.search(r"\$\{\w+:?\?", text("docker-compose.yml"))


def test_a_container_is_given_time_to_stop() -> None:
    """More than the bot takes to finish what is under way."""
    (seconds,) = re.findall(
        r"^ +stop_grace_period: (\d+)s$", text("docker-compose.yml"), re.MULTILINE
    )

    assert int(seconds) > 2 * GRACE.total_seconds()


def test_the_image_sets_what_it_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folders are those that it makes, and Compose keeps to them whatever ``.env`` says."""
    for name, value in image_variables().items():
        monkeypatch.setenv(name, value)
    found = settings.load()
    compose = dict(
        re.findall(r"^ +(STUDYBOT_\w+): (.+)$", text("docker-compose.yml"), re.MULTILINE)
    )

    assert instructions("VOLUME") == [str(found.data)]
    assert f"content/ {found.content}/" in instructions("COPY")
    assert compose == {
        "STUDYBOT_DATA": str(found.data),
        "STUDYBOT_CONTENT": str(found.content),
        "STUDYBOT_HTTP": str(found.http),
    }
    assert found.http is not None
    assert instructions("EXPOSE") == [str(found.http.port)]


def test_compose_offers_the_port_for_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    """To this machine alone, and only to those who want it: a port may be taken."""
    for name, value in image_variables().items():
        monkeypatch.setenv(name, value)
    found = settings.load()
    ports = re.findall(r'^ +# ports: \["(\S+)"\]$', text("docker-compose.yml"), re.MULTILINE)

    assert found.http is not None
    assert ports == [f"127.0.0.1:8080:{found.http.port}"]


def test_the_readme_leads_to_each_way() -> None:
    """Every setting that turns Slack on is in it, and the addresses are those that are served."""
    words = text("README.md")

    assert {name for name in KNOWN if name.startswith("SLACK_") and name != "SLACK_API_URL"} <= set(
        re.findall(r"\bSLACK_[A-Z_]+\b", words)
    )
    assert f"https://quiz.example.org{paths.INSTALL}" in words
    assert paths.REQUESTS.startswith("/slack/")
    assert "passes `/slack/` on" in words


def test_the_image_runs_the_bot_without_rights() -> None:
    """As a user with a number, as a process of its own that is stopped as we expect it."""
    (user,) = instructions("USER")
    started = [json.loads(words) for words in instructions("ENTRYPOINT") + instructions("CMD")]

    assert int(user.partition(":")[0]) > 0
    assert started == [["studybot"], ["run"]]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]


def test_only_what_the_image_is_made_of_comes_into_it() -> None:
    """Neither ``.env`` nor data nor history: what is copied is named, and all else ignored."""
    allowed = {
        line.removeprefix("!")
        for line in text(".dockerignore").splitlines()
        if line.startswith("!")
    }
    copied = {
        source.rstrip("/")
        for words in instructions("COPY")
        if not words.startswith("--from")
        for source in words.split()[:-1]
    }

    assert "*" in text(".dockerignore").splitlines()
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)


class Part:
    """A part of the bot that says what it is told to say."""

    name = "clock"

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    async def trouble(self) -> str:
        """What it was told to say."""
        return self._sentence


async def healthy(address: str) -> bool:
    """Whether the image's own check is content with what is served there."""
    check = instructions("HEALTHCHECK")[0].partition(" CMD ")[2]
    _, *words = json.loads(check)
    asked = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        env=os.environ | {"STUDYBOT_HTTP": address, "http_proxy": "http://127.0.0.1:9"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await asked.communicate()
    return asked.returncode == 0


@pytest.mark.parametrize("sentence", ["", "It is stuck."])
async def test_the_check_of_the_image_tells_the_truth(sentence: str) -> None:
    """It asks whether the bot works, past any proxy."""
    unready = Part("The chat is away.")
    async with probes.serve("127.0.0.1", 0, alive=[Part(sentence)], ready=[unready]) as place:
        assert await healthy(f"{place[0]}:{place[1]}") is not bool(sentence)


async def test_the_check_of_the_image_knows_silence() -> None:
    """Where nothing answers, something is wrong; where nothing is served, nothing can be said."""
    async with probes.serve("127.0.0.1", 0, alive=[], ready=[]) as place:
        pass

    assert not await healthy(f"{place[0]}:{place[1]}")
    assert await healthy("off")
