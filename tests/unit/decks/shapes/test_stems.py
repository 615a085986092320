"""Questions that stand below their numbers."""

import pytest

from tests.unit.decks.shapes.said import pairs


@pytest.mark.parametrize(
    "number",
    [
        "## Question 1",
        "### **Question 1**",
        "## Question #1",
        "## Q1",
        "**Question 1:**",
        "## Exercise 1",
        "## Frage 1",
        "## Aufgabe 1",
        "## Question n°1",
        "## Вопрос № 1",
        "## Pregunta 1",
        "## Ejercicio 1",
        "## Questão 1",
        "## Exercício 1",
        "## Domanda 1",
        "## Vraag 1",
        "## Pytanie 1",
        "## Zadanie 1",
        "## Otázka 1",
        "## Soru 1",
        "## Soal 1",
        "## Câu 1",
        "## Вопрос 1",
        "## Задача 1",
        "## Ερώτηση 1",
        "## السؤال 1",
        "## سوال 1",
        "## שאלה 1",
        "## प्रश्न 1",
        "## ข้อ 1",
        "## 问题 1",
        "## 题目1",
        "## 第1题",
        "## 問1",
        "## 문제 1",
    ],
)
def test_the_words_below_a_number_ask(number: str) -> None:
    """The answer has its label, in whatever language the number is."""
    notes = f"{number}\n\nTea is hot because of\n\nAnswer: the fire.\n"

    assert pairs(notes) == [("Tea is hot because of", "the fire.")]


def test_a_heading_may_announce_the_answer() -> None:
    """The question ends where the solution begins."""
    notes = "## Exercise 1\n\nBoil tea.\n\n### Solution\n\nUse fire.\n"

    assert pairs(notes) == [("Boil tea.", "Use fire.")]
