"""The clock-driven side of the bot."""

from bot.runner.running import GRACE, Runner

__all__ = ["GRACE", "Runner"]
