"""True or false."""

import pytest

from bot.richtext import plain
from tests.unit.decks.shapes.said import deck, keys

TRUTHS = [
    ("Answer", "True", "False"),
    ("Antwort", "Wahr", "Falsch"),
    ("Réponse", "Vrai", "Faux"),
    ("Respuesta", "Verdadero", "Falso"),
    ("Resposta", "Verdadeiro", "Falso"),
    ("Risposta", "Vero", "Falso"),
    ("Antwoord", "Waar", "Onwaar"),
    ("Svar", "Sant", "Falskt"),
    ("Odpowiedź", "Prawda", "Fałsz"),
    ("Odpověď", "Pravda", "Nepravda"),
    ("Răspuns", "Adevărat", "Fals"),
    ("Cevap", "Doğru", "Yanlış"),  # noqa: RUF001 - Turkish
    ("Jawaban", "Benar", "Salah"),
    ("Đáp án", "Đúng", "Sai"),
    ("Odgovor", "Tačno", "Netačno"),
    ("Ответ", "Верно", "Неверно"),
    ("Απάντηση", "Σωστό", "Λάθος"),
    ("الإجابة", "صح", "خطأ"),
    ("پاسخ", "درست", "نادرست"),
    ("תשובה", "נכון", "לא נכון"),
    ("उत्तर", "सत्य", "असत्य"),
    ("เฉลย", "ถูก", "ผิด"),
    ("答案", "对", "错"),
    ("正解", "○", "×"),
    ("정답", "참", "거짓"),
]


@pytest.mark.parametrize(("label", "true", "false"), TRUTHS)
def test_both_truths_are_options(label: str, true: str, false: str) -> None:
    """The statement need not ask; the key says which it is."""
    (first, second) = deck(
        f"1. Ice is cold.\n\n   {label}: {true}\n\n2. Tea is cold.\n\n   {label}: {false}\n"
    ).cards

    assert [plain(one.text) for one in first.choices] == [true, false]
    assert [one.right for one in first.choices] == [True, False]
    assert [one.right for one in second.choices] == [False, True]


def test_statements_may_be_bold_or_headings() -> None:
    """The key stands below them."""
    assert keys("**1. Ice is cold.**\n\nAnswer: True\n\n**2. Ice burns.**\n\nAnswer: False\n") == [
        "A",
        "B",
    ]
    assert keys("## 1. Ice is cold.\n\nAnswer: False\n") == ["B"]
