"""Questions and answers with their marks."""

import pytest

from tests.unit.decks.shapes.said import deck, keys, pairs

LABELS = [
    ("Q: {}", "A: {}"),
    ("**Q:** {}", "**A:** {}"),
    ("Q. {}", "A. {}"),
    ("Q1: {}", "A1: {}"),
    ("Question 3: {}", "Answer: {}"),
    ("Frage 1: {}", "Antwort: {}"),
    ("Frage: {}", "Lösung: {}"),
    ("Question : {}", "Réponse : {}"),
    ("**Pregunta 1:** {}", "**Respuesta:** {}"),
    ("Pergunta: {}", "Resposta: {}"),
    ("Domanda: {}", "Risposta: {}"),
    ("Vraag: {}", "Antwoord: {}"),
    ("Fråga: {}", "Svar: {}"),
    ("Pytanie: {}", "Odpowiedź: {}"),
    ("Otázka: {}", "Odpověď: {}"),
    ("Întrebare: {}", "Răspuns: {}"),
    ("Soru 1: {}", "Cevap: {}"),
    ("Pertanyaan: {}", "Jawaban: {}"),
    ("Câu hỏi: {}", "Trả lời: {}"),
    ("Pitanje: {}", "Odgovor: {}"),
    ("Вопрос: {}", "Ответ: {}"),
    ("Питання: {}", "Відповідь: {}"),
    ("Ερώτηση: {}", "Απάντηση: {}"),
    ("س1: {}", "ج: {}"),
    ("پرسش: {}", "پاسخ: {}"),
    ("שאלה: {}", "תשובה: {}"),
    ("प्रश्न 1: {}", "उत्तर: {}"),
    ("คำถาม: {}", "คำตอบ: {}"),
    ("问：{}", "答：{}"),  # noqa: RUF001 - wide signs
    ("質問: {}", "答え: {}"),
    ("질문: {}", "답변: {}"),
]


@pytest.mark.parametrize(("asked", "told"), LABELS)
def test_labels_of_every_language(asked: str, told: str) -> None:
    """Each pair is a card without its labels."""
    notes = "\n".join(
        [asked.format("Tea"), told.format("hot"), "", asked.format("Ice"), told.format("cold")]
    )

    assert pairs(notes) == [("Tea", "hot"), ("Ice", "cold")]


def test_pairs_may_follow_each_other_closely() -> None:
    """No empty line is needed between them."""
    assert pairs("Q: Tea?\nA: hot\nQ: Ice?\nA: cold\n") == [("Tea?", "hot"), ("Ice?", "cold")]


def test_an_answer_goes_on_until_the_next_question() -> None:
    """Paragraphs and lists below the answer are part of it."""
    assert pairs("Q: Tea?\nA: hot\n\nMostly.\n\n- green\n\nQ: Ice?\nA: cold\n") == [
        ("Tea?", "hot\nMostly.\n• green"),
        ("Ice?", "cold"),
    ]


def test_pairs_may_be_items_of_a_list() -> None:
    """The answer may be an item as well."""
    assert pairs("- Q: Tea?\n  - A: hot\n- Q: Ice?\n  - A: cold\n") == [
        ("Tea?", "hot"),
        ("Ice?", "cold"),
    ]


def test_options_may_stand_between_a_question_and_its_key() -> None:
    """They are options then, and no part of the question."""
    notes = """
        Q1: Which is hot?

        A) ice
        B) tea

        Answer: B

        Q2: Which is cold?
        A: ice
        B: tea
        Answer: A
        """

    assert keys(notes) == ["B", "A"]
    assert [prompt for prompt, _ in pairs(notes)] == ["Which is hot?", "Which is cold?"]


def test_a_question_without_an_answer_is_none() -> None:
    """A label alone marks nothing."""
    assert deck("Q: Tea\n\nSome text.\n").cards == ()


def test_code_is_not_read() -> None:
    """What stands in a fence is an example."""
    assert pairs("```\nQ: Tea?\nA: hot\n```\n\nText.\n") == []
