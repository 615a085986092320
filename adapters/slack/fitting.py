"""What a message of Slack has room for, in the units of what is read."""

from __future__ import annotations

from collections.abc import Callable

from adapters.chat.fitting import Fitter
from adapters.slack import prose
from adapters.slack.prose import Elements
from bot.richtext import RichText

ROOM = 7800
"""Units of rich text in one message: Slack has refused messages of 11,000, labels included."""

Shown = Callable[[RichText], Elements]
"""How a text is shown."""

_fitter = Fitter(prose.blocks, prose.size)

all_fitted = _fitter.all_fitted
explained = _fitter.explained
fitted = _fitter.fitted
listed = _fitter.listed
parts = _fitter.parts
