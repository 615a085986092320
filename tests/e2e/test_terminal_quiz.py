import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTES = """\
# Organs

## What do mitochondria do?
They make most of the energy.

- [x] They release energy
- [ ] They build proteins
- [ ] They store water
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place to run in, with a deck of one card."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "organs.md").write_text(NOTES, encoding="utf-8")
    return tmp_path


def environment(**settings: str) -> dict[str, str]:
    """What a person's shell would give the process."""
    kept = {name: value for name, value in os.environ.items() if "STUDYBOT" not in name}
    return kept | {"PYTHONPATH": str(ROOT)} | settings


def studybot(
    folder: Path, *words: str, lines: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """The command line as a process of its own, fed with lines."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "adapters", *words],
        cwd=folder,
        input=lines,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def left_open(folder: Path, line: str) -> None:
    """Ask something in a process that is killed while the question is open."""
    with subprocess.Popen(
        [sys.executable, "-m", "adapters", "play", "--as", "Ana"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        # The answer to the second line shows that the question was reported as shown.
        process.stdin.write(f"{line}\n/deck list\n")
        process.stdin.flush()
        while "1 deck" not in process.stdout.readline():
            assert process.poll() is None
        process.kill()


def test_a_quiz_in_a_pipe(folder: Path) -> None:
    """Lines go in, plain text comes out, and the next process remembers the points."""
    answers = "/quiz\na\nb\nc\n/leaderboard\n"
    first = studybot(folder, "play", "--as", "Ana", lines=answers)
    second = studybot(folder, "play", "--as", "Bo", lines="/leaderboard\n/quit\nnever read\n")

    assert (first.returncode, first.stderr) == (0, "")
    assert "Organs, 1 card. /quiz asks a question, /help lists the commands." in first.stdout
    assert first.stdout.count("You answered this before") == 2
    assert "1 player" in first.stdout
    assert "\x1b" not in first.stdout
    assert (second.returncode, second.stderr) == (0, "")
    assert "  1  Ana " in second.stdout
    assert "You are not on this board yet." in second.stdout
    assert "never" not in second.stdout


def test_what_is_wrong_is_told_and_the_quiz_goes_on(folder: Path) -> None:
    """An unknown deck, a letter too far and a line that is no command each get a sentence."""
    lines = "/quiz nope\n/quiz\nz\nfoo bar\n/quiz questions:99\n"
    result = studybot(folder, "play", lines=lines)

    assert result.returncode == 0
    assert "There is no deck “nope”. Decks here: organs." in result.stdout
    assert "This question has no option Z. Its options are A, B and C." in result.stdout
    assert "neither an answer nor a command" in result.stdout
    assert "questions should be a whole number from 2 to 50, not “99”." in result.stdout


@pytest.mark.long
def test_a_timed_question_is_stayed_with(folder: Path) -> None:
    """The end of the lines is not the end of a question that runs."""
    result = studybot(folder, "play", lines="/quiz seconds:2\n")

    assert result.returncode == 0
    assert "nobody answered" in result.stdout
    assert "They make most of the energy." in result.stdout


def test_a_setting_that_is_wrong_is_told(folder: Path) -> None:
    """One sentence, no traceback, and the exit code of a misconfiguration."""
    result = studybot(folder, "play", STUDYBOT_TIMEZONE="Mars", STUDYBOT_TIMEZONES="x")

    assert result.returncode == 78
    assert result.stdout == ""
    assert result.stderr.startswith("The setting STUDYBOT_TIMEZONE is “Mars”; expected is an IANA")


def test_a_content_folder_that_is_not_there_is_told(folder: Path) -> None:
    """A folder that was named must be there; the default one need not."""
    result = studybot(folder, "play", STUDYBOT_CONTENT="nowhere")

    assert result.returncode == 78
    assert "STUDYBOT_CONTENT is “nowhere”" in result.stderr


def test_a_file_that_is_no_database_is_told(folder: Path) -> None:
    """The file is left as it is."""
    (folder / "data").mkdir()
    (folder / "data" / "studybot.db").write_text("not a database" * 100)
    result = studybot(folder, "play")

    assert result.returncode == 69
    assert "is not a database of Studybot" in result.stderr
    assert "Traceback" not in result.stderr


def test_migrate_and_rescore(folder: Path) -> None:
    """The schema's version is told, and counting again changes nothing."""
    studybot(folder, "play", lines="/quiz\na\n")

    assert "schema version" in studybot(folder, "migrate").stdout
    assert studybot(folder, "rescore").stdout.startswith("Every board agrees with the answers")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as POSIX has them")
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)], ids=["SIGTERM", "SIGINT"]
)
def test_a_signal_ends_it_in_order(folder: Path, sent: signal.Signals, code: int) -> None:
    """Without a traceback, whatever it is waiting for."""
    with subprocess.Popen(
        [sys.executable, "-m", "adapters", "run"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("/quiz\n")
        process.stdin.flush()
        while "Type a" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(sent)
        assert process.stderr
        assert process.stderr.read() == ""

    assert process.returncode == code


@pytest.mark.long
def test_what_others_left_is_not_waited_for(folder: Path) -> None:
    """A pipe that only looks something up does not sit through an old question."""
    left_open(folder, "/quiz seconds:60")
    result = studybot(folder, "play", "--as", "Ana", lines="/leaderboard\n")

    assert "Still open from before:" in result.stdout
    assert "nobody answered" not in result.stdout


@pytest.mark.long
def test_with_nothing_to_say_one_stays_to_the_end(folder: Path) -> None:
    """A restart after a kill goes on with what ran, though nothing is typed."""
    left_open(folder, "/quiz seconds:4")
    result = studybot(folder, "play", "--as", "Ana", lines="")

    # On a slow machine its time ran out before the second process began.
    assert "nobody answered" in result.stdout or "does not count" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_a_killed_series_goes_on(folder: Path) -> None:
    """A new process shows the question again that was open when the old one was killed."""
    left_open(folder, "/quiz")
    result = studybot(folder, "play", "--as", "Ana", lines="a\n")

    assert "Still open from before:" in result.stdout
    assert "only you: " in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes the streams")
@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [(">&-", "play", 0), ("<&-", "play", 0), (">&-", "check wrong.md", 1)],
)
def test_a_missing_stream_is_no_error(folder: Path, closed: str, words: str, code: int) -> None:
    """Nobody reads, or nobody types: there is nothing to complain of."""
    (folder / "wrong.md").write_text("# T\n\n## One?\nA.\n```\n## Two?\nB.\n", encoding="utf-8")
    result = subprocess.run(  # noqa: S602 - our own program
        f"{sys.executable} -m adapters {words} {closed}",
        shell=True,
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (result.returncode, result.stderr) == (code, "")


def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    """``studybot play | head`` ends quietly."""
    with subprocess.Popen(
        [sys.executable, "-m", "adapters", "play"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write("/help\n" * 5)
        process.stdin.close()
        assert process.stderr.read() == ""
