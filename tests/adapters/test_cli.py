import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from adapters.cli import app
from bot.errors import BadSetting

ROOT = Path(__file__).parents[2]

NOTES = """\
# Organs

## What do mitochondria do?
They make most of the energy.

- [x] They release energy
- [ ] They build proteins
- [ ] They store water

## What is this?

## Which of these have a wall?
Plants and fungi, in `code`.

- [x] Plants
- [x] Fungi
- [ ] Mammals
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A file with two good cards and a question without an answer."""
    path = tmp_path / "notes.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def studybot(*words: object) -> Result:
    """The command line, run in this process."""
    return CliRunner().invoke(app, [str(word) for word in words])


def test_check_for_people(notes: Path) -> None:
    """A heading, each finding with its place, its line and what to do, and what it came to."""
    result = studybot("check", notes)
    lines = result.stdout.splitlines()

    assert result.exit_code == 0
    assert lines[0] == f"{notes}: Organs"
    assert lines[1].startswith(f"{notes}:10: warning: ")
    assert lines[1].endswith(" [unanswered]")
    assert lines[2] == "    ## What is this?"
    assert lines[3].startswith("    Write ")
    assert lines[-1] == "2 cards, all with an objective question, 1 warning."


def test_check_for_programs(notes: Path) -> None:
    """The keys and the types of the object are a contract; its texts are plain."""
    result = studybot("check", "--json", notes)
    (deck,) = json.loads(result.stdout)["decks"]

    assert list(deck) == ["path", "title", "cards", "questions", "findings"]
    assert (deck["path"], deck["title"]) == (str(notes), "Organs")
    card = deck["cards"][1]
    assert list(card) == ["id", "line", "prompt", "answer", "topic", "options", "key"]
    assert (card["line"], card["answer"]) == (12, "Plants and fungi, in code.")
    assert (card["options"], card["key"]) == (["Plants", "Fungi", "Mammals"], [0, 1])
    question = deck["questions"][0]
    assert list(question) == ["card", "kind", "stem", "options", "key", "explanation", "source"]
    assert (question["card"], question["kind"]) == (deck["cards"][0]["id"], "authored")
    assert question["source"] == "notes.md:3"
    (finding,) = deck["findings"]
    assert list(finding) == ["line", "severity", "code", "message", "hint"]
    assert (finding["line"], finding["severity"]) == (10, "warning")


def test_check_finds_errors(tmp_path: Path) -> None:
    """What lost something of the notes makes the command fail."""
    broken = tmp_path / "broken.md"
    broken.write_text("# T\n\n## One?\nA.\n```\n## Two?\nB.\n", encoding="utf-8")

    assert studybot("check", broken).exit_code == 1
    assert json.loads(studybot("check", "--json", broken).stdout)["decks"]


def test_check_goes_on_after_a_file_it_cannot_read(notes: Path, tmp_path: Path) -> None:
    """Each such file has its sentence on standard error; the others are checked all the same."""
    large, binary = tmp_path / "large.md", tmp_path / "binary.md"
    large.write_bytes(b"a" * 50_000_000)
    binary.write_bytes(b"%PDF-1.7")
    unreadable = (tmp_path / "missing.md", tmp_path / "missing", large, binary)

    result = studybot("check", "--json", unreadable[0], notes, *unreadable[1:])

    assert result.exit_code == 2
    assert [deck["title"] for deck in json.loads(result.stdout)["decks"]] == ["Organs"]
    said = result.stderr.splitlines()
    assert [path.name in line for path, line in zip(unreadable, said, strict=True)] == [True] * 4
    assert "has 50 MB; a deck may have 10 MB" in said[2]


def test_check_shows_hostile_notes_harmlessly(tmp_path: Path) -> None:
    """An escape sequence in a title or a line is not sent to the terminal."""
    hostile = tmp_path / "hostile.md"
    hostile.write_text("# \x1b[31mT\n\n## Why\x1b]0;x\x07 [red]this[/red]?\n", encoding="utf-8")

    result = studybot("check", hostile)

    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


def test_a_sample_is_markdown(notes: Path) -> None:
    """One question of each card, its right options ticked, with its kind and its source."""
    said = studybot("sample", notes, "--count", 2).stdout

    assert said.startswith("# Organs: 2 questions\n\n## 1. What do mitochondria do?\n")
    assert said.count("- [x] ") == 3
    assert said.count("- [ ] ") == 3
    assert "*notes.md, line 3 · asked as its author wrote it (authored)*" in said


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting is set."""
    for name in os.environ:
        if name.startswith(("STUDYBOT_", "DISCORD_", "SLACK_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


URL = "https://quiz.example.org"
BOT, APP, SIGNING = (
    "SLACK_BOT_TOKEN=xoxb-1",
    "SLACK_APP_TOKEN=xapp-1",
    "SLACK_SIGNING_SECRET=5ec437",
)
CLIENT, AT = "SLACK_CLIENT_ID=1.2", f"STUDYBOT_URL={URL}"
SOCKET_MODE, HTTP, INSTALLED = (True, False), (False, False), (False, True)


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(
    ("lines", "words", "way"),
    [
        ([], [], SOCKET_MODE),
        ([BOT, APP], [], SOCKET_MODE),
        ([BOT, APP, AT], [], SOCKET_MODE),
        ([AT], [], HTTP),
        ([AT, BOT], [], HTTP),
        ([AT, SIGNING], [], HTTP),
        ([AT, SIGNING, BOT], [], HTTP),
        ([BOT, APP], ["--url", f"{URL}/"], HTTP),
        ([SIGNING], ["--url", URL], HTTP),
        ([AT], ["--many"], INSTALLED),
        ([], ["--many", "--url", URL], INSTALLED),
        ([AT, CLIENT], [], INSTALLED),
        ([CLIENT], ["--url", URL], INSTALLED),
    ],
)
def test_a_manifest_is_for_what_is_set(
    lines: list[str], words: list[str], way: tuple[bool, bool]
) -> None:
    """However much of it is set already; nothing but the manifest is printed, nothing written."""
    Path(".env").write_text("\n".join(lines), encoding="utf-8")
    result = studybot("manifest", *words)
    manifest = yaml.safe_load(result.stdout)

    assert (result.exit_code, result.stderr) == (0, "")
    settings = manifest["settings"]
    assert (settings["socket_mode_enabled"], "redirect_urls" in manifest["oauth_config"]) == way
    asked = settings["event_subscriptions"].get("request_url")
    assert asked == (None if way == SOCKET_MODE else f"{URL}/slack/events")
    assert [path.name for path in Path().iterdir()] == [".env"]


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(
    ("lines", "words", "named"),
    [
        ([SIGNING], [], "STUDYBOT_URL"),
        ([CLIENT], [], "STUDYBOT_URL"),
        ([], ["--many"], "STUDYBOT_URL"),
        ([], ["--url", "http://user:opensesame@x"], "--url"),
        ([AT], ["--url", ""], "--url"),
    ],
)
def test_a_manifest_for_http_needs_an_address(
    lines: list[str], words: list[str], named: str
) -> None:
    """It is asked for in a sentence, without what may be secret in a wrong one."""
    Path(".env").write_text("\n".join(lines), encoding="utf-8")
    result = studybot("manifest", *words)

    assert isinstance(result.exception, BadSetting)
    assert result.exception.name == named
    assert "opensesame" not in repr(result.exception)
    assert result.stdout == ""


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([BOT, APP], "/invite @Studybot"),
        ([BOT, SIGNING], "/invite @Studybot"),
        ([SIGNING, CLIENT, "SLACK_CLIENT_SECRET=5ec438", AT], f"{URL}/slack/install"),
    ],
)
def test_the_bot_is_invited_without_asking_anybody(lines: list[str], told: str) -> None:
    """Where people install it, or that it is there already."""
    Path(".env").write_text("\n".join(lines), encoding="utf-8")
    result = studybot("invite")

    assert result.exit_code == 0
    assert told in result.stdout


@pytest.mark.usefixtures("clean")
def test_there_is_nowhere_to_be_invited_to_without_settings() -> None:
    """What is missing is named."""
    result = studybot("invite")

    assert isinstance(result.exception, BadSetting)
    assert result.exception.name == "DISCORD_TOKEN"


@pytest.mark.usefixtures("clean")
def test_without_settings_the_bot_runs_in_the_terminal() -> None:
    """It says what would bring it into a chat, each in its way."""
    ran = subprocess.run(
        [sys.executable, "-m", "adapters", "run"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        input="/help\n",
        capture_output=True,
        text=True,
        check=True,
    )

    first, *rest = ran.stdout.splitlines()
    assert first.startswith("Neither DISCORD_TOKEN nor SLACK_BOT_TOKEN is set")
    assert any("/quiz" in line for line in rest)


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("line", [BOT, APP, SIGNING])
def test_half_a_chat_is_not_run(line: str) -> None:
    """What is missing is named, rather than the bot left in the terminal."""
    Path(".env").write_text(line, encoding="utf-8")
    result = studybot("run")

    assert isinstance(result.exception, BadSetting)
    assert result.exception.name.startswith("SLACK_")


@pytest.mark.parametrize("words", [[], ["--help"], ["check", "--help"], ["play", "--help"]])
def test_help(words: list[str]) -> None:
    """Asking for nothing shows what can be asked for."""
    result = studybot(*words)

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


def test_version() -> None:
    """The version is that of the installed package."""
    assert studybot("--version").stdout.startswith("studybot ")
