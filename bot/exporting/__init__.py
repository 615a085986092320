"""Decks as files for other programs."""
