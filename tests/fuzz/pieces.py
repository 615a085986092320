"""What files of notes are written with, and what breaks readers of them."""

from __future__ import annotations

MARKDOWN = (
    *("# ", "## ", "### 1. ", "## 2) ", "## Q3: ", "###### ", "#", "What is `x`?", "Explain **it"),
    *("*", "**", "_", "__", "`", "``", "```", "```py", "~~~", "~~", "[", "]", "(", ")", "![", "\\"),
    *("](u)", "[x](y)", "[r]", "[r]: /u", "[^1]", "[^1]: x", "<http://a>", "http://x.y", "<", "</"),
    *("<!--", "-->", "<!-- id: a b -->", "<!-- id: q1 -->", "<b>", "</b>", "<br>", "<sup>2</sup>"),
    *("<sub>", "<script>", "</script>", "<style>", "<details>", "<summary>", "</details>", "<pre>"),
    *("<table><tr><td>", "<h1>", "<a href='", "&amp;", "&#0;", "&nbsp;", "&bogus;", "\0", "\ufeff"),
    *("- ", "- [ ] ", "- [x] ", "* [X] ", "- []", "1. ", "99. ", "> ", ">>> ", "    ", "\t", "|"),
    *("|-|-|\n", "| a | b |\n|---|---|\n| c |", "---", "***", "===", "---\ntitle: x\n---\n"),
    *("$", "$$", "$\\frac{a}{b}$", "$\\sqrt[", "$x^2_{", "{{{{", "}}", "\\begin{a}", "%", "\\("),
    *("$5 and $10", "TODO", "Answer here", "?", "? ", "a"),
    *("\r", "\u2028", "\x85", "\x0b", "\x0c", "â€”", "Ã©", "ï»¿", "😀", "\u200d", "א", "日本語"),
    *("word word word", "\n", "\n", "\n", "\n\n", "\n\n", "\n- ", "\n  ", "\n    ", "\n> "),
)
"""Signs and half-finished constructs of Markdown, HTML and TeX, and characters that are seldom."""

MARKS = (
    *("Q: ", "A: ", "C: ", "\nQ: a?\nA: b\n", "**Q:** ", "**A:** ", "Q1. ", "Question 2\n", "P1. "),
    *(
        "::",
        ":::",
        " :: ",
        "\na :: b\n",
        "\n?\n",
        "\n??\n",
        "==c==",
        "==",
        "{{c1::x}}",
        "{{",
        "::h}}",
    ),
    *("\nA) x\n", "\nb) y\n", "(C) ", "A. ", "\n- A: x\n- B: y\n", "\n  a. ", "\nא. ", "\nأ) "),
    *(
        "\nAnswer: B\n",
        "Answer: A, C\n",
        "**Answer: B**",
        "答案:B",
        "Respuesta correcta: a",
        "Ans. ",
    ),
    *("\n- [x] a\n- [ ] b\n", "(x) a\n", "( ) b\n", "(correct)", " ✓", "✅ ", "\n- **a**\n- b\n"),
    *(
        "True or false: ",
        "True\n",
        "False",
        "\n**Answers**\n1. B\n2. A\n",
        "\n## Answers\n",
        "1. B\n",
    ),
    *("<details><summary>Q?</summary>a</details>\n", "</summary>", "Show answer", "Explanation: "),
    *("\n**Q?**\n", "\n1. **Q?**\n   a\n", "\n- ### Q?\n  a\n", "\n**T**: d\n", "\n- **T**: d\n"),
    *("\n## 1. What?\n", "\n## 2. Why?\nx\n", "\n\n## ", "[⬆ Back to top](#a)", "#flashcards\n"),
)
"""Labels, marks, options and keys of every shape, in several languages."""

FRAGMENTS = (*MARKDOWN, *MARKS)

DECKS = (
    """\
# Cells

## 1. What is a cell?
The smallest unit of life.

## 2. Why?
It **divides**.
""",
    """\
1. **What is a stem?**

   It carries water.

2. **And a root?**

   It finds it.
""",
    """\
**What is a leaf?**

A green blade.

**And a petal?**

A coloured one.
""",
    """\
- ### What is a tree?

  A tall plant.

- ### What is a bush?

  A low one.
""",
    """\
<details>
<summary>What is moss?</summary>

A low plant.

</details>
""",
    """\
Question 1

Which plants float?

Duckweed does.

Question 2

Which sting?

Nettles.
""",
    """\
Q: What is bark?
A: The skin of a tree.

C: A {{seed}} sprouts.

Q: And sap?
A: Its blood.
""",
    """\
#flashcards

bark :: skin of a tree
sap ::: blood of a tree

What is pith?
?
The core.
""",
    """\
The ==stamen== bears the ==pollen==.

A {{c1::pistil}} bears {{c2::ovules::what}}.
""",
    """\
## Which are trees?

- [x] Oak
- [ ] Rose
- [x] Elm

Both have trunks.
""",
    """\
1. Which is a tree?
   A) Oak
   B) Rose
   C) Fern

   Answer: A
""",
    """\
### Which is a fern?

- A: Bracken
- B: Oak

**Answer: A**

It has fronds.
""",
    """\
1. Which is a moss?
A) Oak
B) Sphagnum

2. Which is a rose?
A) Dog rose
B) Elm

**Answers**

1. B
2. A
""",
    """\
**1. Which is an alga?**
(x) Kelp
( ) Oak

**2. Which is a herb?**

- **Mint**
- Oak
""",
    """\
1. True or false: oaks have acorns.

   True

2. Moss has roots. (T/F)

   False
""",
    """\
# Parts

- **Stamen**: bears pollen
- **Pistil**: bears ovules
- **Sepal**: guards the bud
""",
    """\
---
title: Plants
tags: [a, b]
---

## P1. ¿Qué es un árbol?

Una planta.

Respuesta correcta: b
""",
    """\
## 1. What is $\\frac{a}{b}$?

$$
\\sqrt{x}
$$

| a | b |
|---|---|
| c | d |

![leaf](leaf.png)

```py
print(1)
```
""",
    """\
## Q1 什么是树?

A. 橡树
B. 玫瑰

答案:A
""",
    """\
## What is it? <!-- id: it -->

> Quoted **words** [here](https://example.org)

1. a
2. b
""",
)
"""One small file a shape."""
