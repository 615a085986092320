"""The words with which people mark questions, answers and options, one row for each language.

A new language is one more row. Words are compared without case, and are patterns: ``answers?``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Language:
    """What stands in front of a question, an answer, an explanation; the words around a key.

    ``right`` and ``option`` stand beside ``answer`` (``Correct answer``, ``Respuesta correcta``).
    ``truth`` are pairs of what is true and what is false. ``letters`` are the letters of options
    where they are not Latin, in their order. ``exercise`` stands before the number of a question
    whose words stand below it, never a label. ``asking`` are beginnings of lines that ask, also
    where nobody wrote a question mark. Words of one entry are parted by commas.
    """

    name: str
    question: str
    answer: str
    right: str = ""
    option: str = ""
    explanation: str = ""
    truth: tuple[tuple[str, str], ...] = ()
    letters: str = ""
    asking: str = ""
    exercise: str = ""


LANGUAGES = (
    Language(
        "English",
        question="question, ques, q",
        answer="answers?, answer key, ans[.]?, a, solutions?, sol, keys?",
        right="correct, right, suggested, expected, model, sample",
        option="options?, choices?",
        explanation="explanations?, explained, rationale, reason, why, notes?",
        truth=(("True", "False"),),
        asking=(
            "what(?:'?s)?, what’s, how, why, when, where, which, who, whom, whose, is, are"
            ", was, were, do, does, did, can, could, should, would, will, has, have, had"
            ", must"
        ),
        exercise="exercise, problem",
    ),
    Language(
        "German",
        question="frage",
        answer="antwort(?:en)?, l[öo]sung(?:en)?",
        right="richtige?, korrekte?",
        option="option(?:en)?",
        explanation="erkl[äa]rung, begr[üu]ndung",
        truth=(("Wahr", "Falsch"), ("Richtig", "Falsch")),
        asking=(
            "was, wie, warum, weshalb, wieso, wann, wo, wer, wen, wem, welche[rnsm]?, wozu"
            ", womit, wodurch, ist, sind, kann, nenne, erkl[äa]re, beschreibe"
        ),
        exercise="aufgabe, übung",
    ),
    Language(
        "French",
        question="question",
        answer="r[ée]ponses?, solutions?, corrig[ée]",
        right="correctes?, bonnes?, justes?, exactes?",
        option="options?, choix",
        explanation="explications?",
        truth=(("Vrai", "Faux"),),
        asking=(
            r"que, qu['’]\S+, quel(?:le)?s?, comment, pourquoi, quand, o[ùu], qui, combien"
            ", est-ce, d[ée]finir, d[ée]finissez, expliquez?, citez"
        ),
        exercise="exercice, probl[èe]me",
    ),
    Language(
        "Spanish",
        question="pregunta, p",
        answer="respuestas?, soluci[óo]n(?:es)?, resp, r",
        right="correctas?",
        option="opci[óo]n(?:es)?",
        explanation="explicaci[óo]n, justificaci[óo]n",
        truth=(("Verdadero", "Falso"), ("Cierto", "Falso")),
        asking=(
            "¿.+, qu[ée], cu[áa]l(?:es)?, c[óo]mo, por qu[ée], cu[áa]ndo, d[óo]nde"
            ", qui[ée]n(?:es)?, cu[áa]nt[oa]s?, define, explica, describe"
        ),
        exercise="ejercicio, problema",
    ),
    Language(
        "Portuguese",
        question="pergunta, quest[ãa]o",
        answer="respostas?, gabarito, solu[çc](?:[ãa]o|[õo]es)",
        right="corret[ao]s?, cert[ao]s?",
        option="op[çc](?:[ãa]o|[õo]es), alternativas?",
        explanation="explica[çc][ãa]o",
        truth=(("Verdadeiro", "Falso"),),
        asking=(
            "o que, que, qual, quais, como, por ?qu[eê], quando, onde, quem, quant[oa]s?"
            ", defina, explique, descreva, cite"
        ),
        exercise="exerc[íi]cio, problema",
    ),
    Language(
        "Italian",
        question="domanda",
        answer="rispost[ae], soluzion[ei]",
        right="corrett[ae], giust[ae], esatt[ae]",
        option="opzion[ei]",
        explanation="spiegazione",
        truth=(("Vero", "Falso"),),
        asking=(
            r"che, cosa, cos['’]\S+, qual[ei]?, come, perch[ée], quando, dove, chi"
            ", quant[oiea], definisci, spiega, descrivi"
        ),
        exercise="esercizio, problema",
    ),
    Language(
        "Dutch",
        question="vraag",
        answer="antwoord(?:en)?, oplossing(?:en)?",
        right="juiste?, correcte?, goede?",
        option="opties?",
        explanation="uitleg, toelichting",
        truth=(("Waar", "Onwaar"),),
        asking="wat, hoe, waarom, wanneer, waar, wie, welke?, noem, leg uit",
        exercise="oefening, opgave",
    ),
    Language(
        "Swedish, Norwegian, Danish",
        question="fråga, spørsm[åa]l, sp[øo]rgsm[åa]l",
        answer="svar, l[öø]sning(?:ar|er)?",
        right="r[äæe]tte?, riktigt?, korrekt",
        explanation="f[öo]rklaring, forklaring",
        truth=(("Sant", "Falskt"), ("Sandt", "Falsk")),
        asking=(
            "vad, hva, hvad, hur, hvordan, varf[öo]r, hvorfor, n[äa]r, hvorn[åa]r, vem, hvem"
            ", vilken, vilka, hvilke[nt]?"
        ),
        exercise="övning, uppgift, oppgave, opgave, øvelse",
    ),
    Language(
        "Polish",
        question="pytanie",
        answer="odpowied[źz]i?, rozwi[ąa]zani[ea]",
        right="poprawn[ae], prawid[łl]ow[ae]",
        option="opcj[ae]",
        explanation="wyja[śs]nienie, uzasadnienie",
        truth=(("Prawda", "Fałsz"),),
        asking=(
            "co, czym, jak, jaki[em]?, jaka, dlaczego, kiedy, gdzie, kto, kt[óo]r[yae], ile"
            ", czy, wymie[ńn], wyja[śs]nij"
        ),
        exercise="zadanie, [ćc]wiczenie",
    ),
    Language(
        "Czech and Slovak",
        question="ot[áa]zka",
        answer="odpov[ěe][dď]['í]?, [řr]e[šs]en[íi]",
        right="spr[áa]vn[áaée]",
        option="mo[žz]nosti?",
        explanation="vysv[ěe]tlen[íi]e?",
        truth=(("Pravda", "Nepravda"),),
        asking=(
            "co, [čc]o, jak[ýáé]?, ak[ýáoé], pro[čc], pre[čc]o, kdy, kedy, kde, kdo, kto"
            ", kter[ýáé], ktor[ýáé], kolik, ko[ľl]ko"
        ),
        exercise="[úu]loha, p[řr][íi]klad",
    ),
    Language(
        "Romanian",
        question="[îi]ntrebare[a]?",
        answer="r[ăa]spuns(?:uri|ul)?",
        right="corecte?",
        explanation="explica[țt]ie",
        truth=(("Adevărat", "Fals"),),
        asking="ce, cum, de ce, c[âa]nd, unde, cine, care, c[âa][țt][ie]",
    ),
    Language(
        "Turkish",
        question="soru",
        answer="cevap(?:lar)?, yan[ıi]t(?:lar)?, çözüm",
        right="do[ğg]ru",
        option="se[çc]enek, [şs][ıi]k",
        explanation="a[çc][ıi]klama",
        truth=(("Doğru", "Yanlış"),),
        asking=".+ (?:nedir|nelerdir|nas[ıi]l|neden|m[ıiuü]d[ıiuü]r)",
        exercise="al[ıi][şs]t[ıi]rma",
    ),
    Language(
        "Indonesian and Malay",
        question="pertanyaan, soal, soalan",
        answer="jawab(?:an)?",
        right="benar, betul",
        option="opsi, pilihan",
        explanation="penjelasan, pembahasan",
        truth=(("Benar", "Salah"),),
        asking=(
            "apa(?:kah)?, bagaimana(?:kah)?, mengapa, kenapa, kapan, di ?mana, siapa(?:kah)?"
            ", berapa(?:kah)?, jelaskan, sebutkan"
        ),
        exercise="latihan",
    ),
    Language(
        "Vietnamese",
        question="c[âa]u h[ỏo]i, c[âa]u",
        answer="đ[áa]p [áa]n, tr[ảa] l[ờo]i, c[âa]u tr[ảa] l[ờo]i",
        right="đ[úu]ng",
        option="l[ựu]a ch[ọo]n",
        explanation="gi[ảa]i th[íi]ch",
        truth=(("Đúng", "Sai"),),
        asking="t[ạa]i sao, v[ìi] sao, .+ (?:l[àa] g[ìi]|nh[ưu] th[ếe] n[àa]o), h[ãa]y",
        exercise="b[àa]i t[ậa]p, b[àa]i",
    ),
    Language(
        "Bosnian, Croatian, Serbian",
        question="pitanje, питање",
        answer="odgovor[i]?, одговори?, rje[šs]enj[ea]",
        right="ta[čc]an, to[čc]an, тачан",
        explanation="obja[šs]njenje",
        truth=(("Tačno", "Netačno"), ("Točno", "Netočno")),
        asking="[šs]ta, [šs]to, kako, za[šs]to, kada, gde, gdje, ko, tko, koj[aei], koliko",
        exercise="zadatak, задатак",
    ),
    Language(
        "Russian and Ukrainian",
        question="вопрос, питання",
        answer="ответы?, відповід[ьі], решени[ея], розв'язок",
        right="правильны[йе], верны[йе], правильн[аі], вірн[аі]",
        option="вариант, варіант",
        explanation="объяснение, пояснени[ея], пояснення",
        truth=(("Верно", "Неверно"), ("Правда", "Ложь"), ("Правда", "Неправда")),
        letters="АБВГДЕЖЗИК",
        asking=(
            "что, чем, как, какой, какая, какие, какое, каким, почему, зачем, когда, где, кто"
            ", сколько, для чего, в ч[её]м, расскажите, объясните, опишите, назовите"
            ", перечислите, що, чим, як, який, яка, які, чому, навіщо, коли, де, хто, скільки"
        ),
        exercise="задача, задание, упражнение, завдання, вправа",
    ),
    Language(
        "Greek",
        question="ερ[ώω]τηση",
        answer="απ[άα]ντηση, απαντ[ήη]σεις, λ[ύυ]ση",
        right="σωστ[ήη]",
        explanation="εξ[ήη]γηση",
        truth=(("Σωστό", "Λάθος"),),
        letters="ΑΒΓΔΕΖΗΘΙΚ",
        asking="τι, π[ώω]ς, γιατ[ίι], π[όο]τε, πο[ύυ], ποι[οα]ς?",
        exercise="[άα]σκηση",
    ),
    Language(
        "Arabic",
        question="السؤال, سؤال, س",
        answer="الإجابات, الإجابة, الاجابة, إجابة, اجابة, الجواب, جواب, الحل, ج",
        right="الصحيحة, الصحيح, صحيحة, صحيح",
        option="الخيار, خيار",
        explanation="الشرح, شرح, التفسير, التوضيح",
        truth=(("صح", "خطأ"), ("صواب", "خطأ")),
        letters="أبجدهوزحطي",
        asking="ما, ماذا, ماهو, ماهي, كيف, لماذا, متى, أين, من, هل, كم, اشرح, عرف, اذكر",
        exercise="تمرين",
    ),
    Language(
        "Persian and Urdu",
        question="پرسش, سوال",
        answer="پاسخ, جواب",
        right="درست, صحیح",
        option="گزینه",
        explanation="توضیح",
        truth=(("درست", "نادرست"),),
        asking=".+ (?:چیست|چيست|کیست), چه, چگونه, چرا, کجا, کی, آیا",
    ),
    Language(
        "Hebrew",
        question="שאלה",
        answer="תשובה, תשובות, פתרון",
        right="נכונה, הנכונה",
        explanation="הסבר",
        truth=(("נכון", "לא נכון"),),
        letters="אבגדהוזחטי",
        asking="מה, מהו, מהי, מהם, איך, כיצד, למה, מדוע, מתי, איפה, מי, כמה, האם, הסבר",
        exercise="תרגיל",
    ),
    Language(
        "Hindi",
        question="प्रश्न, सवाल",
        answer="उत्तर, जवाब, हल",
        right="सही",
        option="विकल्प",
        explanation="व्याख्या, स्पष्टीकरण",
        truth=(("सत्य", "असत्य"), ("सही", "गलत")),
        letters="कखगघङ",
        asking=".+ (?:क्या|कौन|कैसे|क्यों|कब|कहाँ|कितने)(?: .+)?",
        exercise="अभ्यास",
    ),
    Language(
        "Thai",
        question="คำถาม, ข้อ",
        answer="คำตอบ, เฉลย, ตอบ",
        right="ที่ถูกต้อง, ถูกต้อง",
        explanation="คำอธิบาย",
        truth=(("ถูก", "ผิด"), ("จริง", "เท็จ")),
        letters="กขคงจ",
        asking=".*(?:อะไร|อย่างไร|ทำไม|เมื่อไร|ที่ไหน|ใคร|กี่|หรือไม่|จงอธิบาย).*",
        exercise="แบบฝึกหัด",
    ),
    Language(
        "Chinese",
        question="问题, 問題, 题目, 題目, 问, 問, 题, 題",
        answer="答案, 参考答案, 參考答案, 解答, 回答, 答",
        right="正确, 正確, 标准, 標準",
        option="选项, 選項",
        explanation="解析, 解释, 解釋, 说明, 說明",
        truth=(("正确", "错误"), ("正確", "錯誤"), ("对", "错"), ("對", "錯")),
        letters="甲乙丙丁戊己庚辛壬癸",
        asking=(
            ""
            ".*(?:什么|什麼|如何|怎么|怎麼|怎样|为什么|為什麼|哪些|哪个|哪種|多少|是否|有没有|区别|區別|吗|嗎|介绍一下|说说|谈谈|请简述|请说明|简述|解释).*"
        ),
        exercise="练习, 練習, 习题, 習題, 例题",
    ),
    Language(
        "Japanese",
        question="質問, 設問, 問",
        answer="正解, 解答, 回答, 答え, 答",
        right="正しい",
        option="選択肢",
        explanation="解説, 説明",
        truth=(("正しい", "誤り"), ("○", "×")),
        letters="アイウエオカキクケコ",
        asking=".*(?:何|なぜ|どう|どの|どこ|どれ|いつ|誰|とは|ですか|ますか|説明せよ|述べよ).*",
        exercise="例題, 演習",
    ),
    Language(
        "Korean",
        question="질문, 문제",
        answer="정답, 답변, 해답, 답",
        right="올바른, 맞는",
        option="선택지, 보기",
        explanation="해설, 설명",
        truth=(("참", "거짓"),),
        letters="가나다라마바사아자차",
        asking=".*(?:무엇|어떻게|왜 |란$|차이|어떤|설명하|설명해|뭔가|인가|나요|까요).*",
        exercise="연습문제, 예제",
    ),
)


_ALPHABETS = ("ABCDEFGHIJ", *(one.letters for one in LANGUAGES if one.letters))
_NUMERALS = ("①②③④⑤⑥⑦⑧⑨⑩", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ")
_LAST_LETTER = "\u2e7f"
"""Behind it stand signs that are words by themselves: Chinese, Japanese, Korean."""

_SAME_LETTER = str.maketrans("اآإ", "أأأ")
_VOWEL_STRETCH = "\u0640"


def _joined(pick: Callable[[Language], str], shortest: int = 1) -> str:
    """The words of all languages as one alternative of a pattern, the longest first."""
    words = {
        word
        for one in LANGUAGES
        for word in pick(one).split(", ")
        if word and (len(word) >= shortest or word[0] > _LAST_LETTER)
    }
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


QUESTION = "|".join((_joined(lambda one: one.exercise), _joined(lambda one: one.question, 2)))
"""Words before the number of a question; ``Q`` is for whoever uses this to add."""

JOINING = frozenset(
    "and|or|y|et|und|e|ed|en|i|и|і|và|dan|og|och|oraz|ve|και|و|和|与|と".split("|")  # noqa: SIM905
)
"""What stands between the letters of a key."""

QUESTION_LETTERS = "PВ\u0633"
"""Letters that stand before the number of a question, beside ``Q``: Spanish, Russian and Arabic."""

_ASKED = _joined(lambda one: one.question)
_ANSWER = _joined(lambda one: one.answer)
_LONG_ANSWER = _joined(lambda one: one.answer, 2)
_BESIDE = "|".join((_joined(lambda one: one.right), _joined(lambda one: one.option)))
_RIGHT = _joined(lambda one: one.right, 4)
_OPTION = _joined(lambda one: one.option)
_EXPLANATION = _joined(lambda one: one.explanation)

_MARKS = r"[^\w$`\n]{0,12}+_{0,2}+"
_JOINT = r"[\s/&()\[\]'’_-]{0,4}"
_CLOSED = r"[\s*_)\]]{0,6}"
_COLON = r"[:\uff1a\ufe55]"
_VERB = r"(?:is|are|es|est|ist|sind|son|sont|[èé]|är|er|to|jest|je|是|为|為|は)"
_ARTICLE = r"(?:(?:the|an?|la|le|les|el|los|las|il|lo|o|os|die|der|das|de|het)\s+)?"
_NUMBER = r"(?:\#?\d{1,4}[.)]?)?"
_LABEL = (
    rf"{_MARKS}{_ARTICLE}(?:(?:{_BESIDE}){_JOINT}){{0,3}}"
    rf"(?:{_ANSWER}){_JOINT}(?:s\)){{0,1}}{_NUMBER}{_JOINT}(?:(?:{_BESIDE}){_JOINT}){{0,3}}{_NUMBER}"
)
_ANSWER_LABEL = re.compile(rf"{_LABEL}{_CLOSED}{_COLON}[\s*_]*")
_ANSWER_ALONE = re.compile(_LABEL.replace(_ANSWER, _LONG_ANSWER) + r"[\W_]{0,12}")
_KEY = re.compile(
    rf"(?:{_LABEL.replace(_ANSWER, _LONG_ANSWER)}{_CLOSED}"
    rf"(?:{_COLON}|[=\u2013\u2014-]+(?=\s)|\b{_VERB}\b|[是为為は]|(?=\s*[(\[]?[a-j][)\].]?\s*$))"
    rf"|{_LABEL}{_CLOSED}{_COLON}"
    rf"|{_MARKS}(?:{_RIGHT}){_JOINT}(?:{_OPTION})?{_CLOSED}{_COLON})[\s*_]*"
)
_MENTIONED = re.compile(rf"(?<![^\W_])(?:{_LONG_ANSWER})(?![^\W_])|[答解]")
_EXPANDS = re.compile(
    r"^\W*(?:(?:click|tap|press)\b.{0,30})?\b(?:show|view|see|reveal|expand|open|details?|more|here"
    r"|spoilers?|hints?)\b.{0,20}$",
    re.IGNORECASE,
)
_ASKING = re.compile(rf"[\W_]{{0,6}}(?:{_joined(lambda one: one.asking)})(?![^\W_])")
_LONG_LINE = 200
"""Whoever asks has said so within so many characters."""

_QUIZ = re.compile(
    r"\b(?:questions?|interviews?|quiz(?:zes)?|exams?|tests?|flash\s?cards?|trivia|exercises?"
    r"|worksheet|q\s?&\s?a|mcqs?|examen|prueba|prova|simulado|klausur|pr[üu]fung|übung(?:en)?"
    r"|entrevistas?|entretien|preguntas|perguntas|quest[õo]es|fragen|вопросы|тест)\b"
    rf"|面试|面試|試験|시험|면접|{_joined(lambda one: one.question, 4)}",
    re.IGNORECASE,
)
_FEW_WORDS = 8
_EXPLAINED = re.compile(rf"{_MARKS}(?:{_EXPLANATION}){_CLOSED}{_COLON}[\s*_]*")
_EXPLAINED_ALONE = re.compile(rf"{_MARKS}(?:{_EXPLANATION})[\W_]{{0,12}}")
_OPTIONS_ALONE = re.compile(rf"{_MARKS}(?:{_OPTION})[\W_]{{0,12}}")
_DOTTED = re.compile(rf"{_MARKS}a(?:ns(?:wer)?)?{_CLOSED}\.[\s*_]+")
_QUESTION_LABEL = re.compile(
    rf"{_MARKS}(?:(?:{_ASKED})\s*{_NUMBER}{_CLOSED}{_COLON}|q{_CLOSED}\.(?=\s))[\s*_]*"
)
_EARLY_COLON = re.compile(r"[^:.\uff1a\ufe55]{0,60}[:.\uff1a\ufe55]")
_QUESTION_ALONE = re.compile(rf"{_MARKS}(?:{_ASKED})s?[\W_]{{0,12}}")
_QUESTION_LINE = re.compile(rf"\n{_QUESTION_LABEL.pattern}")
_TRUTHS = {
    word.casefold(): (pair, word == pair[0])
    for one in LANGUAGES
    for pair in one.truth
    for word in pair
}

_TRUE_LINE = re.compile(
    rf"[:\uff1a=–—\n-][\s*_]{{0,6}}(?:{'|'.join(map(re.escape, _TRUTHS))})[^\w\n]*(?:\n|$)",
    re.IGNORECASE,
)


def begins_question(line: str) -> bool:
    """Whether a line begins as questions do, question mark or not (``What is a queue``)."""
    return bool(_ASKING.match(_low(line[:_LONG_LINE])))


def promises_questions(title: str) -> bool:
    """Whether a title says that questions stand below it (``Interview questions``, ``Quiz 2``)."""
    return bool(_QUIZ.search(title))


def answer_label(line: str) -> int:
    """Where the answer begins in a line such as ``Answer: yes``; 0 where it has no such label."""
    return _end(_ANSWER_LABEL, line)


def dotted_answer(line: str) -> int:
    """Where the answer begins in ``A. …``; 0 elsewhere."""
    return _end(_DOTTED, line)


def is_answer_label(line: str) -> bool:
    """Whether a line says that an answer follows, and nothing else (``Show answer``, ``答案``)."""
    return bool(_ANSWER_ALONE.fullmatch(_low(line)))


def mentions_answer(line: str) -> bool:
    """Whether a short line names an answer (``Click to see the answer``)."""
    return len(line.split()) <= _FEW_WORDS and bool(_MENTIONED.search(_low(line)))


@lru_cache(maxsize=512)
def hides(summary: str) -> bool:
    """Whether a summary says only that something is hidden (``Answer``, ``Click to expand``)."""
    return mentions_answer(summary) or bool(_EXPANDS.search(summary))


def key(line: str) -> int:
    """Where the key begins in a line such as ``Correct answer: B``; 0 where it names none."""
    return _end(_KEY, line)


def is_options_label(line: str) -> bool:
    """Whether a line says that options follow, and nothing else (``Options:``)."""
    return bool(_OPTIONS_ALONE.fullmatch(_low(line)))


def explanation_label(line: str) -> int:
    """Where the explanation begins in ``Explanation: …``; 0 where it has no such label."""
    return _end(_EXPLAINED, line)


def is_explanation_label(line: str) -> bool:
    """Whether a line says that an explanation follows, and nothing else."""
    return bool(_EXPLAINED_ALONE.fullmatch(_low(line)))


def question_label(line: str) -> int:
    """Where the question begins in a line such as ``Q: why?``; 0 where it has no such label."""
    return _end(_QUESTION_LABEL, line) if _EARLY_COLON.match(line) else 0


def truth(word: str) -> tuple[tuple[str, str], bool] | None:
    """What is true and what is false in the language of ``word``, and which of both it is."""
    return _TRUTHS.get(word.strip(" \t\n.,;:!?*_()[]\"'").casefold())


@lru_cache(maxsize=1024)
def letter_places(letter: str) -> frozenset[tuple[int, int]]:
    """Alphabet and place in it of one letter, from 0; in none, in one, or in two alike."""
    plain = unicodedata.normalize("NFKC", letter).replace(_VOWEL_STRETCH, "")
    plain = plain.upper().translate(_SAME_LETTER)
    rows = (*_ALPHABETS, *_NUMERALS)
    found = {
        (n, row.index(form))
        for n, row in enumerate(rows)
        for form in (plain, letter)
        if form and form in row
    }
    return frozenset(found)


def is_question_label(line: str) -> bool:
    """Whether a line says that a question follows, and nothing else (``Questions``, ``问题``)."""
    return bool(_QUESTION_ALONE.fullmatch(_low(line)))


def asks_anywhere(text: str) -> bool:
    """Whether any line of a text begins with a question's label, as a list item or not."""
    return bool(_QUESTION_LINE.search(_low(f"\n{text}")))


def may_be_true(raw: str) -> bool:
    """Whether a line of a text ends in nothing but a word for true or false, labelled or not."""
    return bool(_TRUE_LINE.search(f"\n{raw}"))


def _end(pattern: re.Pattern[str], line: str) -> int:
    match = pattern.match(_low(line))
    return match.end() if match else 0


def _low(line: str) -> str:
    """A line in small letters, as the patterns are: to ignore case in each costs ten times more.

    The few capitals that become two letters stay, for places in the line must be the same.
    """
    low = line.lower()
    return low if len(low) == len(line) else line
