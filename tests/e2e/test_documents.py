import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_sample_of_questions_is_what_the_notes_give() -> None:
    """`studybot sample content/questions.md` prints what docs/question-sample.md holds."""
    printed = subprocess.run(
        [sys.executable, "-m", "adapters", "sample", "content/questions.md"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout.decode()
    kept = (ROOT / "docs" / "question-sample.md").read_text(encoding="utf-8")
    assert printed.splitlines() == kept.splitlines()
