"""Two texts word by word: what was taken out, what was put in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

PARAGRAPH = "¶"
"""Stands for the end of a paragraph among the words."""


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `after` are the words around it."""

    before: tuple[str, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    after: tuple[str, ...]

    def __str__(self) -> str:
        """As `git diff --word-diff` shows it."""
        out = f"[-{' '.join(self.removed)}-]" if self.removed else ""
        put = f"{{+{' '.join(self.added)}+}}" if self.added else ""
        return " ".join((*self.before, *filter(None, (out, put)), *self.after))


def word_diff(old: str, new: str, around: int = 6) -> Iterator[Change]:
    """The changes that make `new` of `old`, each with so many words around it."""
    left, right = _words(old), _words(new)
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change(
                _part(left, a - around, a), tuple(left[a:b]), tuple(right[c:d]), _part(left, b, b + around)
            )  # fmt: skip


def _words(text: str) -> list[str]:
    return text.replace("\n\n", f" {PARAGRAPH} ").split()


def _part(words: Sequence[str], start: int, end: int) -> tuple[str, ...]:
    return tuple(words[max(0, start) : end])
