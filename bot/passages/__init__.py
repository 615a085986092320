"""Dividing a text into passages that fit: between blocks, else sentences, else words.

What fits is the caller's measure, for every platform counts differently.
"""

from bot.passages.dividing import Measure, cut_off, divide, shorten

__all__ = ["Measure", "cut_off", "divide", "shorten"]
