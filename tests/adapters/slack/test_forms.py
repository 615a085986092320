from typing import Any

import pytest
from slack_sdk.models.views import View

from adapters.slack import forms, lines
from adapters.slack.forms import Amiss, Form
from adapters.slack.payloads import Malformed
from bot.commands import COMMANDS, DAILY_SET, DECK_ADD, QUIZ, SETTINGS, Command, Source
from bot.service.proposals import Proposal
from tests.fakes.slack.rules import check_view

Json = dict[str, Any]

FILLABLE = [command for command in COMMANDS if command.options]


def filled(command: Command, **fields: Json) -> Json:
    """A form as Slack sends it once somebody has filled in some of its fields."""
    return {
        **forms.view(Form(command), "C1"),
        "state": {"values": {name: {name: element} for name, element in fields.items()}},
    }


@pytest.mark.parametrize("command", FILLABLE, ids=lambda command: command.name)
def test_a_command_with_options_has_a_form(command: Command) -> None:
    """Its form has a field for each option, and Slack takes it."""
    view = forms.view(Form(command), "C1")

    assert [block["block_id"] for block in view["blocks"]] == [one.name for one in command.options]
    assert View(**view).to_dict()
    check_view(view)  # raises what Slack would answer


@pytest.mark.parametrize(
    ("command", "words", "name"),
    [
        ("quiz", "form", "quiz"),
        ("studybot", "quiz  FORM", "quiz"),
        ("deck", "show form", "deck show"),
        ("daily", "set form", "daily set"),
        ("settings", "form", "settings"),
        ("quiz", "keras form", None),
        ("stop", "form", None),
        ("studybot", "form", None),
        ("studybot", "", None),
    ],
)
def test_the_word_behind_a_command_asks_for_its_form(
    command: str, words: str, name: str | None
) -> None:
    """Nothing else may stand between them, and a command without options has none."""
    found = forms.wanted(lines.whole(command, words))

    assert (found.command.name if found else None) == name


@pytest.mark.parametrize(
    ("command", "words", "name"),
    [
        ("deck", "add", ""),
        ("deck", "add form", ""),
        ("deck", "ADD  my  notes", "my  notes"),
        ("studybot", "deck add name:Biology", "Biology"),
        ("deck", 'add name:"Cell Biology"', "Cell Biology"),
        ("deck", "add the name: a riddle", "the name: a riddle"),
        ("deck", "add notes.md", ""),
        ("deck", f"add {'x' * 99}", "x" * 60),
    ],
)
def test_a_command_that_takes_a_file_is_given_by_its_form(
    command: str, words: str, name: str
) -> None:
    """A line carries no file; what was typed to call it by is in the form already."""
    form = forms.wanted(lines.whole(command, words))

    assert form
    assert form.command is DECK_ADD
    view = forms.view(form, "C1")
    file, called = (block["element"] for block in view["blocks"])
    assert file["filetypes"] == ["md", "markdown", "txt"]
    assert file["max_files"] == 1
    assert called.get("initial_value", "") == name
    check_view(view)


def test_other_commands_are_not_taken_for_it() -> None:
    """Only the whole name of a command is."""
    assert not any(map(forms.wanted, ("deck", "deck address", "deck list", "add", "quiz add")))


def of_file(**said: object) -> Json:
    """The form for a deck, with a file of which Slack says this."""
    return filled(DECK_ADD, file={"type": "file_input", "files": [{"id": "F1", **said}]})


def test_a_file_is_read_by_its_id() -> None:
    """It is to be fetched; of some files Slack says nothing else."""
    for said in ({"name": "a.MD", "size": 5}, {"file_access": "check_file_info"}):
        filled_in = forms.submitted(of_file(**said))
        [(option, file)] = filled_in.files.items()
        assert (option.name, file["id"], filled_in.invocation.values) == ("file", "F1", {})


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "a.pdf", "size": 5}, "whose name ends in .md, .markdown or .txt"),
        ({"name": "a.md", "size": 1_500_000}, "a.md has 1.5 MB; a deck may have 1 MB"),
    ],
)
def test_a_file_that_cannot_be_is_told_at_its_field(said: Json, sentence: str) -> None:
    """The form stays open, and another file can be chosen in it."""
    with pytest.raises(Amiss) as raised:
        forms.submitted(of_file(**said))

    assert raised.value.field == "file"
    assert sentence in raised.value.said


def test_without_a_file_there_is_nothing_to_do() -> None:
    """Slack sends no such form; whoever does is told what is missing."""
    for file in ({"type": "file_input", "files": []}, {"type": "file_input"}):
        with pytest.raises(Amiss):
            forms.submitted(filled(DECK_ADD, file=file))


def test_every_kind_of_field_is_read() -> None:
    """What was chosen, typed and ticked becomes the values of the command; the rest is left out."""
    view = filled(
        QUIZ,
        deck={"type": "external_select", "selected_option": {"value": "keras"}},
        topic={"type": "external_select", "selected_option": None},
        questions={"type": "number_input", "value": "5"},
        speed={"type": "static_select", "selected_option": {"value": "yes"}},
    )

    filled_in = forms.submitted(view)

    assert (filled_in.invocation.command, filled_in.channel) == (QUIZ, "C1")
    assert filled_in.invocation.values == {"deck": "keras", "questions": 5, "speed": True}


def test_a_wrong_value_is_told_at_its_field() -> None:
    """Slack shows the sentence below the field that it is about."""
    with pytest.raises(Amiss) as raised:
        forms.submitted(filled(QUIZ, questions={"type": "number_input", "value": "51"}))

    assert raised.value.field == "questions"
    assert "2 to 50" in raised.value.said


def test_a_yes_can_be_a_no() -> None:
    """A field of that kind has both, and a third state in which it says nothing."""
    (field,) = (
        one for one in forms.view(Form(SETTINGS), "C1")["blocks"] if one["block_id"] == "forgiving"
    )
    answers = [one["value"] for one in field["element"]["options"]]
    read = [
        forms.submitted(filled(SETTINGS, forgiving={"selected_option": said})).invocation.values
        for said in (*({"value": one} for one in answers), None)
    ]

    assert read == [{"forgiving": True}, {"forgiving": False}, {}]


def test_what_has_to_be_given_is_asked_for() -> None:
    """Slack sends no form without it; from whoever does, nothing is guessed."""
    needed = {
        command.name: one["block_id"]
        for command in FILLABLE
        for one in forms.view(Form(command), "C1")["blocks"]
        if not one["optional"]
    }
    assert needed == {"daily set": "time", "deck add": "file", "deck remove": "deck"}
    with pytest.raises(Amiss) as raised:
        forms.submitted(filled(DAILY_SET, days={"selected_option": {"value": "weekdays"}}))

    assert raised.value.field == "time"


def test_a_near_miss_is_told_at_its_field() -> None:
    """What may have been meant stands below what was typed."""
    given = {"time": "9", "timezone": "Europe/Berlln"}
    fields = {name: {"selected_option": {"value": one}} for name, one in given.items()}
    with pytest.raises(Amiss) as raised:
        forms.submitted(filled(DAILY_SET, **fields))

    assert raised.value.field == "timezone"
    assert "Did you mean Europe/Berlin" in raised.value.said


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"callback_id": "form:stop", "private_metadata": "C1", "state": {"values": {}}},
        {"callback_id": "form:quiz", "private_metadata": 1, "state": {"values": {}}},
        {"callback_id": "form:quiz", "private_metadata": "C1", "state": []},
        {"callback_id": "form:quiz", "private_metadata": "C1", "state": {"values": []}},
    ],
)
def test_what_is_no_form_of_ours_is_refused(view: Json) -> None:
    """Slack would not send it, and nothing is guessed from it."""
    with pytest.raises(Malformed):
        forms.submitted(view)


def test_fields_propose_what_is_there() -> None:
    """A field knows where its proposals come from, and topics are those of the chosen deck."""
    body = {"view": filled(QUIZ, deck={"selected_option": {"value": "keras"}})}

    assert forms.source("deck") is Source.DECKS
    assert forms.source("topic") is Source.TOPICS
    assert forms.source("questions") is None
    assert [forms.source(name) for name in ("time", "timezone", "days")] == [
        Source.TIMES,
        Source.ZONES,
        Source.DAYS,
    ]
    assert forms.chosen_deck(body) == "keras"
    assert forms.chosen_deck({}) is None


def test_proposals_fit_a_list() -> None:
    """Slack takes so many, and so much of each; what was cut still begins as the whole does."""
    found = tuple(Proposal(f"{number:03}" * 40, "x" * 120) for number in range(150))

    shown = forms.proposed(found)

    assert len(shown) == 100
    assert all(len(one["value"]) == len(one["text"]["text"]) == 75 for one in shown)
    assert found[7].value.startswith(shown[7]["value"])
