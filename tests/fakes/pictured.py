"""A deck with a picture beside it, a public one and a drawn formula, and a core that knows it."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path
from random import Random
from typing import Final

from bot.box import Box
from bot.decks.beside import Pictures
from bot.decks.library import folder
from bot.ports import Store
from bot.service import Catalog, Studybot

PNG: Final = b"\x89PNG\r\n\x1a\n" + b"\0" * 20

PUBLIC: Final = "https://pictures.example.org/net.png"

NOTES: Final = f"""# Nets

## 1. Which net is this? ![three layers](images/net.png)

- [x] ![dense]({PUBLIC})
- [ ] convolutional

It computes

$$
\\begin{{pmatrix}} a & b \\\\ c & d \\end{{pmatrix}} x
$$

for every layer.

## 2. Which net is this one? ![five layers](images/net.png)

- [x] deep
- [ ] ![wide]({PUBLIC})

It is deep.
"""


def pictured(notes: Path) -> type[Studybot]:
    """A core whose only deck is in this folder, with what is beside it."""
    (notes / "images").mkdir(parents=True)
    (notes / "images" / "net.png").write_bytes(PNG)
    (notes / "nets.md").write_text(NOTES, "utf-8")

    class Pictured(Studybot):
        def __init__(
            self, store: Store, _: Catalog, rng: Random, zone: tzinfo, *, box: Box | None = None
        ) -> None:
            catalog = Catalog(folder(notes).decks)
            super().__init__(store, catalog, rng, zone, pictures=Pictures(notes), box=box)

    return Pictured
