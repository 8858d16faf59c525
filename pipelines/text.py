"""The seed format: what white space means, and how the file of an article looks."""

import re
import unicodedata
from collections.abc import Iterable

# Zero-width spaces are white space here: editors paste them where a space was, and next to one, so that dropping
# them would glue words and keeping them would hide in searches. Joiners and direction marks are no spaces and stay.
_ZERO_WIDTH = "\u180e\u200b\u2060\ufeff"
_ODD = re.compile(f"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad{_ZERO_WIDTH}]")
_SPACE = re.compile(f"[{_ZERO_WIDTH}]")
_NOTHING = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad]")
"""Control characters and soft hyphens."""


def fold(text: str) -> str:
    """`text` on one line: NFC, runs of white space as one space, no control characters, nothing at the ends."""
    # `split` knows every white space of Unicode, the no-break space among them.
    folded = " ".join(text.split())
    if folded.isascii() and folded.isprintable():  # most are, and nothing else needs to be looked at
        return folded
    if _ODD.search(text):
        folded = " ".join(_NOTHING.sub("", _SPACE.sub(" ", text)).split())
    return unicodedata.normalize("NFC", folded)


def render(paragraphs: Iterable[str]) -> str:
    """The content of an article's file: paragraphs parted by one blank line, no newline at the end."""
    return "\n\n".join(paragraphs)
