"""What these tests share."""

from tests.fakes.chats.patience import patient

__all__ = ["patient"]
