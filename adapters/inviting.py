"""How the bot comes to Slack: what an app is made from, and where it is installed."""

from __future__ import annotations

from adapters import values, ways
from adapters.settings import Settings, without_secret
from adapters.slack.paths import INSTALL
from bot.errors import BadSetting
from bot.wording import introducing


def invited(settings: Settings) -> str:
    """How the bot gets to where people are on Slack; empty if that is not turned on."""
    match settings.slack:
        case None:
            return ""
        case ways.ManyWorkspaces(url=url):
            return f"{url}{INSTALL}"
        case _:
            return introducing.IN_ITS_WORKSPACE


def reached(settings: Settings, url: str | None, *, many: bool) -> tuple[str | None, bool]:
    """The public address, None for Socket Mode; and whether many workspaces install the bot.

    The settings may be half filled in: whoever makes the app has not all of it yet. ``url`` and
    ``many`` were asked for and win. Raises ``BadSetting`` where an address is wrong or missing.
    """
    many = many or settings.slack_client_id is not None
    if url is not None:
        try:
            return values.public(url), many
        except ValueError:
            expected = ways.EXPECTED["STUDYBOT_URL"]
            raise BadSetting("--url", without_secret(url), expected) from None
    fetches = settings.slack_app_token or not settings.url
    if fetches and not many and not settings.slack_signing_secret:
        return None, False
    if not settings.url:
        raise ways.missing("STUDYBOT_URL", ": Slack sends there what people do")
    return settings.url, many
