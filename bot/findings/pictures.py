"""What is said of pictures that a deck names and nobody will see."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.findings.rule import Rule
from bot.model import Severity

MISSING: Final = Rule(
    "missing-picture",
    Severity.WARNING,
    "The picture “{picture}” cannot be shown: there is no such file beside the deck.",
    "Put the file there, or mend its name; a public https address works as well.",
    "A picture without an address of the web is looked for from the folder that the deck's file "
    "is in. The card is asked all the same, with the words in brackets in the picture's place.",
)

OUTSIDE: Final = replace(
    MISSING,
    message="The picture “{picture}” cannot be shown: it is not in the folder of the deck.",
    hint="Put it beside the deck or in a folder below, and name it from there: images/net.png.",
    means="Only files in the deck's own folder and below are shown: whoever writes a deck must not "
    "be able to show other files of the machine. That holds for “..”, for paths from the "
    "top, for hidden files and for links that lead elsewhere.",
)

NO_PICTURE: Final = replace(
    MISSING,
    message="The picture “{picture}” cannot be shown: it is not a PNG, JPEG, GIF or WebP file.",
    hint="Save it as PNG.",
    means="Chats show these kinds alone. What a file is, is told by its beginning and not by its "
    "name alone.",
)

TOO_LARGE: Final = replace(
    MISSING,
    message="The picture “{picture}” cannot be shown: it has more than {most} MB.",
    hint="Make it smaller; 1,000 pixels across are enough for a chat.",
    means="It is sent with each question that shows it, and chats take only so much.",
)
