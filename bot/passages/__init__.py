"""Dividing a text into passages that fit: between blocks, else sentences, else words.

What fits is the caller's measure, for every platform counts differently.
"""

from bot.passages.dividing import Measure, cut_off, divide, shorten
from bot.passages.halves import split

__all__ = ["Measure", "cut_off", "divide", "shorten", "split"]
