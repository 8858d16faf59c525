"""Pull quotes: a sentence of the text, set once more as an ornament."""

import re
from collections.abc import Iterator, Sequence

from pipelines.unknown.prose import HEADINGS, Line

_LETTERS = re.compile(r"[^\W_]+")
_ORNAMENTS = HEADINGS | {"blockquote"}
_SHORTEST = 60


def pull_quotes(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines whose words all stand, in this order, in a longer one."""
    letters = [_letters(line.text) for line in lines]
    whole = "\n".join(letters)
    for line, said in zip(lines, letters, strict=True):
        if len(said) >= _SHORTEST and line.node.tag in _ORNAMENTS and whole.count(said) > letters.count(said):
            yield line


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text.lower()))
