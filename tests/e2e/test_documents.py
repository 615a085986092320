import re
import subprocess
import sys
from pathlib import Path

from bot.decks.parsing import parse
from bot.service.catalog import Entry

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


def test_the_notes_in_the_readme_are_good_notes() -> None:
    """The README's example gives three cards, and nothing is to be mended in it."""
    (notes,) = re.findall(
        r"^```markdown\n(.*?)^```$",
        (ROOT / "README.md").read_text("utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    entry = Entry(parse(notes.encode(), "biology.md"))
    assert len(entry.deck.cards) == 3
    assert entry.findings() == ()
