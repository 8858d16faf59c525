"""Names in bylines, as newspapers print them: `Penulis: Sari Dewi, Budi | Editor: Rina`."""

import re
from collections.abc import Iterable

from pipelines.text import fold

_BYLINE_LABEL = re.compile(
    r"^\W*(?:laporan\s+)?(?:(?:wartawan|reporter|kontributor|jurnalis)\s+[\w. -]{2,30},|"
    r"(?:oleh|by|ditulis\s+oleh|laporan|penulis|reporter|wartawan|jurnalis|kontributor|pewarta|editor|redaktur|rep|red)\b)"
    r"\s*:?\s*",
    re.IGNORECASE,
)
_EDITED_BY = re.compile(r"\b(?:editor|redaktur|penyunting|red)\b\s*:?\s*", re.IGNORECASE)
_BYLINE_PARTS = re.compile(r" ?(?:[;|/\n•]|,(?! ?(?:S|M|Dr|Ph)\.)| (?:dan|and|&) ) ?")
"""Of text whose lines are folded."""
_OUTLET = re.compile(r"\s+[-–—]\s+.*")
"""What stands behind a name: `Sari Dewi - detikNews`."""
_NO_NAME = re.compile(
    r"\d[:.]\d\d\b|\b(?:19|20)\d\d\b|^\d+$|^(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)$", re.IGNORECASE
)
"""The date that shares a line with the byline is nobody's name, nor is the number of a profile."""


def writers_in(byline: str) -> str:
    """What a byline says before it comes to the editor. `Rep: A / Red: B` has both."""
    return _EDITED_BY.split(byline)[0]


def editors_in(byline: str) -> str:
    """What a byline says behind the word for the editor; all of it when there is no such word."""
    return _EDITED_BY.split(byline)[-1]


def names_in(bylines: Iterable[str]) -> tuple[str, ...]:
    """The names alone, each once: without labels, outlets and dates."""
    names = (
        _OUTLET.sub("", fold(_BYLINE_LABEL.sub("", part))).strip(" -–—,:;")
        for value in bylines
        if value and not value.startswith("http")  # the profile that `article:author` points to
        for part in _BYLINE_PARTS.split(_BYLINE_LABEL.sub("", "\n".join(map(fold, value.splitlines()))))
    )
    return tuple(dict.fromkeys(name for name in names if 1 < len(name) < 80 and not _NO_NAME.search(name)))
