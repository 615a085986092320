"""The use cases: load, decide with a rule, save, answer with a reply."""

from bot.service.catalog import Catalog
from bot.service.studybot import Studybot

__all__ = ["Catalog", "Studybot"]
