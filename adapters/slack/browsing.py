"""The pages a browser shows at the end of an installation."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from slack_bolt.response import BoltResponse
from slack_sdk.oauth import OAuthStateUtils

from bot.wording import installing as wording

_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    # The address of the page holds the code of the approval.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1.1em/1.5 sans-serif; max-width: 34em; margin: 4em auto; padding: 0 1em }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{sentence}</p>
{link}</body>
</html>
"""
_LINK = """<p><a href="{target}">{label}</a></p>
"""
_WORKSPACE = "https://app.slack.com/client/"


def succeeded(name: str, team: str | None) -> BoltResponse:
    """The bot is installed in the space of this name, whose id is ``team`` if it is one."""
    link = _link(f"{_WORKSPACE}{quote(team)}", wording.OPEN) if team else ""
    return _page(wording.installed(name), link, 200)


def failed(sentence: str, start: str, status: int) -> BoltResponse:
    """Nothing was installed, as ``sentence`` says; ``start`` is where one may try again."""
    return _page(sentence, _link(start, wording.START_AGAIN), status)


def _link(target: str, label: str) -> str:
    return _LINK.format(target=escape(target), label=escape(label))


def _page(sentence: str, link: str, status: int) -> BoltResponse:
    title = escape(wording.NAME)
    return BoltResponse(
        status=status,
        body=_PAGE.format(title=title, sentence=escape(sentence), link=link),
        headers={**_HEADERS, "Set-Cookie": OAuthStateUtils().build_set_cookie_for_deletion()},
    )
