"""What Slack's schema for manifests asks, in our own words."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from adapters import values
from adapters.slack import life, manifest
from adapters.slack.lines import whole
from bot.commands import COMMANDS
from bot.errors import BadOption, UnusedValue
from bot.invocations import read

URL = "https://quiz.example.org"
WAYS = [(None, False), (URL, False), (URL, True)]
TAKEN = (
    "active apps archive away call collapse commands dm dnd expand feed feedback huddle invite join"
    " kick leave me msg mute open part prefs pro remind remove rename search shortcuts shrug star"
    " status topic unarchive who"
)
"""Names of Slack's own commands, which no app may have."""
LEAST = {"daily set": "9:00", "deck add": "notes.md", "deck remove": "keras"}
"""What has to be given for a command that takes something."""
NEEDED = {
    "app_home_opened": None,
    "app_uninstalled": None,
    "tokens_revoked": None,
    "member_joined_channel": "channels:read",
    **{f"channel_{end}": "channels:read" for end in ("archive", "deleted", "left")},
    **{f"group_{end}": "groups:read" for end in ("archive", "deleted", "left")},
}
"""The scope that Slack gives each event for."""


def made(url: str | None = None, *, many: bool = False) -> Any:  # noqa: ANN401 -- JSON is of any form
    """The manifest, as whoever pastes it reads it."""
    return json.loads(json.dumps(manifest.manifest(url, many=many)))


def addresses(part: object) -> Iterator[str]:
    """Every address in a part of a manifest."""
    match part:
        case dict():
            for value in part.values():
                yield from addresses(value)
        case list():
            for value in part:
                yield from addresses(value)
        case str() if "://" in part:
            yield part


@pytest.mark.parametrize(("url", "many"), WAYS)
def test_it_is_written_as_yaml(url: str | None, many: bool) -> None:
    """Whoever reads it, by the older rules of YAML or the newer, reads what was meant."""
    words = manifest.written(manifest.manifest(url, many=many))

    assert yaml.safe_load(words) == made(url, many=many)
    assert words.startswith("display_information:\n  name: Studybot\n")
    assert "!!" not in words
    assert "&id" not in words


@pytest.mark.parametrize(("url", "many"), WAYS)
def test_it_has_the_parts_that_slack_knows(url: str | None, many: bool) -> None:
    """And no other."""
    found = made(url, many=many)

    assert set(found) == {"display_information", "features", "oauth_config", "settings"}
    assert set(found["features"]) == {"app_home", "bot_user", "slash_commands"}
    assert set(found["settings"]) == {
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
    }
    assert found["settings"]["org_deploy_enabled"] is False
    assert found["settings"]["token_rotation_enabled"] is False
    assert found["settings"]["interactivity"]["is_enabled"] is True


def test_it_says_what_the_bot_is() -> None:
    """In as many characters as Slack takes."""
    about = made()["display_information"]

    assert 1 <= len(about["name"]) <= 35
    assert 1 <= len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert re.fullmatch("#[0-9a-f]{6}", about["background_color"])
    assert 1 <= len(made()["features"]["bot_user"]["display_name"]) <= 80


def test_people_can_write_to_it() -> None:
    """There is a page of one's own, and a conversation in which commands can be given."""
    assert made()["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


@pytest.mark.parametrize("url", [None, URL])
def test_every_command_can_be_given(url: str | None) -> None:
    """There is one for each first word, and one that all can be given behind."""
    commands = made(url)["features"]["slash_commands"]
    names = [command["command"].removeprefix("/") for command in commands]

    assert set(names) == {*(command.name.split()[0] for command in COMMANDS), "studybot"}
    assert len(names) == len(set(names)) <= 50
    assert not set(TAKEN.split()).intersection(names)
    for command in commands:
        assert re.fullmatch("/[a-z-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2000
        assert 1 <= len(command.get("usage_hint", "-")) <= 1000
        assert command["should_escape"] is False
        assert set(command) <= {"command", "url", "description", "usage_hint", "should_escape"}


def test_hints_say_what_a_command_takes() -> None:
    """The options of one command, or the words that may follow where several share the first."""
    commands = {one["command"]: one for one in made()["features"]["slash_commands"]}

    assert commands["/quiz"]["usage_hint"] == "[deck] [topic] [questions] [seconds] [speed]"
    deck = commands["/deck"]["usage_hint"]
    assert deck == "list | show [deck] | add [name] | remove deck | export [deck] [format]"
    daily = commands["/daily"]["usage_hint"]
    assert daily == "set time [timezone] [deck] [days] | show | skip | off"
    assert "usage_hint" not in commands["/stop"]
    assert commands["/deck"]["description"].startswith("Which decks there are; a deck's cards")
    for line in commands["/studybot"]["usage_hint"].split(" | "):
        given = LEAST.get(line, "")
        assert read(whole("studybot", f"{line} {given}")).command.name == line


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_what_slack_sends_for_a_command_is_understood(command: Any) -> None:  # noqa: ANN401
    """The names in the manifest are those that are read."""
    first, _, rest = command.name.partition(" ")

    words = f"{rest} {LEAST.get(command.name, '')}".strip()

    assert read(whole(first, words)).command is command
    with pytest.raises((UnusedValue, BadOption)):
        read(whole(first, f"{words} {'x ' * 9}"))


@pytest.mark.parametrize(("url", "many"), WAYS)
def test_it_asks_for_what_it_uses(url: str | None, many: bool) -> None:
    """It hears of nothing that it may not hear of, reads no messages, and acts for no person."""
    found = made(url, many=many)
    scopes = found["oauth_config"]["scopes"]
    events = found["settings"]["event_subscriptions"]["bot_events"]

    assert set(scopes) == {"bot"}
    assert scopes["bot"] == list(manifest.SCOPES)
    assert len(set(manifest.SCOPES)) == len(manifest.SCOPES)
    assert not any("history" in scope for scope in manifest.SCOPES)
    assert set(events) == set(NEEDED)
    assert {NEEDED[event] for event in events} - {None} <= set(manifest.SCOPES)
    assert set(life.LOST) <= set(events)


def test_without_an_address_it_is_socket_mode() -> None:
    """Nothing is sent anywhere then: the bot fetches it."""
    assert made()["settings"]["socket_mode_enabled"] is True
    assert list(addresses(made())) == []


def test_with_an_address_everything_is_sent_there() -> None:
    """Commands, presses, proposals and events, to the path that the bot answers at."""
    found = made(URL)

    assert found["settings"]["socket_mode_enabled"] is False
    assert {command["url"] for command in found["features"]["slash_commands"]} == {
        f"{URL}/slack/events"
    }
    assert found["settings"]["event_subscriptions"]["request_url"] == f"{URL}/slack/events"
    assert set(found["settings"]["interactivity"]) == {
        "is_enabled",
        "request_url",
        "message_menu_options_url",
    }
    assert set(addresses(found)) == {f"{URL}/slack/events"}


def test_installation_comes_back_to_the_bot() -> None:
    """Only where many workspaces install it."""
    assert "redirect_urls" not in made(URL)["oauth_config"]
    assert made(URL, many=True)["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]


@given(st.integers(0, values.LONGEST_URL - len(URL) - 1), st.booleans())
def test_no_address_is_too_long_for_slack(length: int, many: bool) -> None:
    """Whatever may be set as the public address."""
    url = values.public(f"{URL}/{'x' * length}")

    assert all(len(address) <= 2500 for address in addresses(made(url, many=many)))
