"""Pull quotes: a sentence of the text, set once more as an ornament."""

import re
from collections.abc import Iterator, Sequence

from pipelines.prose import Line

_LETTERS = re.compile(r"[^\W_]+")
_SHORTEST = 40


def pull_quotes(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines whose words all stand, in this order, in a longer one."""
    letters = [_letters(line.text) for line in lines]
    whole = "\n".join(letters)
    for line, said in zip(lines, letters, strict=True):
        if len(said) >= _SHORTEST and whole.count(said) > letters.count(said):
            yield line


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text.lower()))
