"""Where notes of strangers are read: a process of their own, whose time and memory are counted.

What a person in a chat hands over may be made to stall whoever reads it. A thread cannot be ended;
a process can.
"""

from bot.box.jobs import Job, Limits, Made
from bot.box.outside import Box

__all__ = ["Box", "Job", "Limits", "Made"]
