"""Reading times, time zones and days of the week as people type them."""

from bot.times.days import days_like, days_of, days_text
from bot.times.hours import time_of, time_text, times_like
from bot.times.zones import zone, zone_of, zones_like

__all__ = [
    "days_like",
    "days_of",
    "days_text",
    "time_of",
    "time_text",
    "times_like",
    "zone",
    "zone_of",
    "zones_like",
]
