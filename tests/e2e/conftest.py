"""What these tests share."""

from tests.fakes.discord.patience import patient

__all__ = ["patient"]
