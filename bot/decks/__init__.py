"""From Markdown notes to decks. The way in: ``parsing.parse``, ``library.load`` and ``folder``."""
