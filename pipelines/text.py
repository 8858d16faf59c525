"""The seed format: what white space means, and how the file of an article looks."""

import re
import unicodedata
from collections.abc import Iterable

# Zero-width characters are white space here as in the gold texts: editors paste them where a space was, and
# next to one, so that dropping them would glue words and keeping them would hide in searches.
_SPACE = re.compile(r"[\s\u00a0\u180e\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff]+")
_SOFT_HYPHEN = "\u00ad"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def fold(text: str) -> str:
    """`text` on one line: NFC, runs of white space as one space, no control characters, nothing at the ends."""
    return unicodedata.normalize("NFC", squeeze(text)).strip()


def squeeze(text: str) -> str:
    """Runs of white space as one space; the ends keep theirs, so that pieces of a line can be put together."""
    if _SOFT_HYPHEN in text:
        text = text.replace(_SOFT_HYPHEN, "")
    return _CONTROL.sub("", _SPACE.sub(" ", text))


def render(paragraphs: Iterable[str]) -> str:
    """The content of an article's file: paragraphs parted by one blank line, no newline at the end."""
    return "\n\n".join(paragraphs)
