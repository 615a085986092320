"""Where notes are read in tests that are not about how: in this process, without limits of time."""

from bot.box import Box, Job, Made
from bot.box.inside import written
from bot.box.outside import read
from bot.errors import TookTooLong


class OpenBox(Box):
    """Does the same without a process; ``made`` are the jobs it did, or refused where ``full``."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[Job] = []
        self.full = False

    async def make(self, job: Job) -> Made:
        """As the box does."""
        self.made.append(job)
        if self.full:
            raise TookTooLong(job.source, job.limits.seconds)
        return read(b"".join(written(job)), job)
