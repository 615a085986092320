"""The notes that are edited: questions of all kinds, some nearly alike, and how they are edited."""

from __future__ import annotations

NOTES = """\
# Learning machines

## Layers

### 1. What is a dropout layer?

It switches off units at random while training, so that no unit relies on another.

### 2. What does a dense layer compute?

An activation of the weighted sum of all its inputs plus a bias.

### 3. Which of these layers has no weights?

- [ ] Dense
- [x] Flatten
- [ ] Embedding

### 4. Why is it used?

It keeps the distribution of each layer's inputs steady while the layers before it learn.

## Losses

### 5. What is L1 regularisation?

A penalty on the sum of the absolute weights, which makes many of them zero.

### 6. What is L2 regularisation?

A penalty on the sum of the squared weights, which makes all of them small.

### 7. Which loss suits two classes?

Binary cross-entropy.

### 8. Why is it used?

It punishes confident errors most.

## Python

### 9. What does this print?

```python
print("1" + "1")
```

- [ ] 2
- [x] 11
- [ ] an error

### 10. What does this print?

```python
print([1, 2][-1])
```

- [ ] 1
- [x] 2
- [ ] an error

### 11. Which is true?

- [x] A tuple cannot be changed.
- [ ] A list cannot be changed.

### 12. Which is true?

- [x] A set has no order.
- [ ] A list has no order.
"""


class NotThere(LookupError):
    """What an edit would change does not stand in the notes exactly once."""


def mended(text: str, *changes: tuple[str, str]) -> str:
    """``text`` with the first of each pair replaced by the second; each must stand there once."""
    for was, now in changes:
        if text.count(was) != 1:
            raise NotThere(was)
        text = text.replace(was, now)
    return text


def section(number: int, text: str = NOTES) -> str:
    """The question of this number, from its heading to before the next."""
    start = text.index(f"### {number}. ")
    ends = (text.find(mark, start + 1) for mark in ("\n### ", "\n## "))
    return text[start : min((end + 1 for end in ends if end >= 0), default=len(text))]


def without(number: int, text: str = NOTES) -> str:
    """The notes without this question."""
    return mended(text, (section(number, text), ""))


def swapped(one: int, other: int, text: str = NOTES) -> str:
    """The notes with two questions in each other's place."""
    first, second = section(one, text), section(other, text)
    return mended(text, (first, "\0"), (second, first), ("\0", second))
