"""How the messages that a screen becomes are kept, to be looked at whenever they change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

from bot.screens import Screen
from tests.adapters.album import rounds
from tests.adapters.album_daily import daily, hostile
from tests.adapters.album_pages import HOSTILE, SHORT_HOSTILE, pages


def album() -> dict[str, Screen]:
    """All screens by their names."""
    return {**rounds(), **daily(), **pages(), **hostile(HOSTILE, SHORT_HOSTILE)}


@dataclass(frozen=True, slots=True)
class Goldens:
    """The messages of one chat, a file each."""

    folder: Path

    def path(self, name: str) -> Path:
        """Where the golden of a screen is."""
        return self.folder / f"{re.sub('[^a-z0-9]+', '-', name)}.json"

    def kept(self, name: str) -> Any:  # noqa: ANN401 -- whatever was written
        """The golden of a screen."""
        return json.loads(self.path(name).read_text(encoding="utf-8"))

    def write(self, messages: Iterable[tuple[str, object]]) -> None:
        """Write all of them anew."""
        self.folder.mkdir(exist_ok=True)
        for old in self.folder.glob("*.json"):
            old.unlink()
        for name, message in messages:
            self.path(name).write_text(_written(message), encoding="utf-8")


def _written(message: object) -> str:
    """A message as it is kept: what cannot be seen is written as an escape."""
    said = json.dumps(message, ensure_ascii=False, indent=1)
    return "".join(f"\\u{ord(one):04x}" if category(one) == "Cf" else one for one in said) + "\n"


def as_sent(words: str) -> str:
    """Words in which what cannot be seen is shown by its number."""
    return "".join(f"⟨{ord(one):x}⟩" if category(one) == "Cf" else one for one in words)
