"""Clean text from text that an older crawl saved: no markup to go by, only lines.

The head of such a file is masthead, headline, byline, date line and caption; the body begins at the dateline. In the
body the text forms of the boilerplate rules apply, but for those of single newspapers: nothing says whose text it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.article import Removed
from pipelines.blocks import Block
from pipelines.boilerplate import clean, rules_for
from pipelines.dates import MONTHS
from pipelines.text import fold

_HEAD_LINES = 12
"""A saved page has its headline, byline and caption within so many lines."""

_INLINE_RELATED_POST = re.compile(r"\s*READ(?::|\u00a0|\s\s)\s*\S")
"""The Inline Related Posts plugin, flattened: the label, a no-break space, a space, the headline."""

_DATELINE = re.compile(
    r"(?:\([A-Z][\w .]{1,20}\)|[\w.]{2,25}(?:\s[\w.]{2,20}){0,2})(?:\s*,\s*[A-Za-z][\w .'/-]{1,30}?)?"
    r"\s*(?:--|[-–—])\s*\S.{60}"
)
_BYLINE = re.compile(
    r"(?:(?:\S+\s+){0,3}(?:By|Oleh)\s*:?\s+[A-Z].{0,80}|(?:Reporter|Penulis|Editor|Pewarta|Laporan|Kontributor)\s*:?(?:\s.{0,80})?"
    r"|(?:Rep|Red)\s*:\s*\S.{0,100}|\d+\s+Min(?:utes?)?\s+Read|\d+\s+menit\s+(?:membaca|baca))"
)
_SIGNATURE = re.compile(r"(?:Reporter|Penulis|Editor|Pewarta|Kontributor|Redaktur|Rep|Red)\s*:\s*\S.{0,100}")
"""A byline below the text, by its label and colon."""

_TAIL_LINES = 4

_DATE_LINE = re.compile(
    r"(?:(?:Senin|Selasa|Rabu|Kamis|Jum'?at|Sabtu|Minggu|Ahad)\s*,?\s*)?\d{1,2}\s+(?P<month>[A-Za-z]{3,9})\s+\d{4}\b.{0,30}"
)
_CAPTION = re.compile(
    r"\b(?:[Ff]oto\s*:|ANTARA\s+FOTO|[Dd]ok\.|(?:REUTERS|TEMPO|ANTARA|AFP|AP|EPA|Antara|Shutterstock|Pixabay|Unsplash)/\w)"
)
"""A line under a picture names who took it."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    raw: str
    group: int
    """Lines without a blank line between them stand in one group."""


def clean_text(text: str) -> tuple[list[str], list[Removed]]:
    """The paragraphs of the article in `text`, and what was left out by which rule."""
    lines, removed = _without_inline_related(_lines(text))
    lines, head = _without_head_matter(lines)
    cleaned = clean([Block(line.text) for line in lines], rules_for(""))
    paragraphs = [block.text for block in cleaned.blocks]
    signed = [text for text in paragraphs[-_TAIL_LINES:] if _SIGNATURE.fullmatch(text)]
    kept = [text for text in paragraphs if text not in signed]
    return kept, [*removed, *head, *cleaned.removed, *(Removed("byline", text) for text in signed)]


def _lines(text: str) -> list[_Line]:
    lines, group = [], 0
    for raw in text.splitlines():
        if folded := fold(raw):
            lines.append(_Line(folded, raw, group))
        else:
            group += 1
    return lines


def _without_inline_related(lines: Sequence[_Line]) -> tuple[list[_Line], list[Removed]]:
    out = [line for line in lines if _INLINE_RELATED_POST.match(line.raw)]
    kept = [line for line in lines if line not in out]
    return kept, [Removed("inline-related-posts", line.text) for line in out]


def _without_head_matter(lines: Sequence[_Line]) -> tuple[list[_Line], list[Removed]]:
    """Without what stands above and between headline, standfirst and dateline."""
    body = _where_body_begins(lines)
    rules: dict[int, str] = {}
    headline = _repeated_headline(lines[:body])
    for index in range(headline):
        rules[index] = "masthead" if index < headline - 1 else "headline-again"
    bylines = [i for i in range(headline, body) if _is_byline(lines[i].text)]
    for index in bylines:
        rules[index] = "byline"
    if bylines:
        # Credit and caption share the byline's group, or stand between the date line and the dateline.
        groups = {lines[i].group for i in bylines} - {lines[headline].group}
        for index in range(headline + 1, body):
            if index not in rules and (index > bylines[0] or lines[index].group in groups):
                rules[index] = "head-matter"
    kept = [line for index, line in enumerate(lines) if index not in rules]
    return kept, [Removed(rule, lines[index].text) for index, rule in sorted(rules.items())]


def _where_body_begins(lines: Sequence[_Line]) -> int:
    """At the dateline; without one behind the byline and its caption, or behind a headline that stands twice."""
    head = lines[:_HEAD_LINES]
    for index, line in enumerate(head):
        if _DATELINE.match(line.text) and not _is_byline(line.text):
            return index
    begins = max((i + 1 for i, line in enumerate(head) if _is_byline(line.text)), default=0)
    if begins and begins < len(lines) and _CAPTION.search(lines[begins].text):
        begins += 1
    if _length(lines[begins:]) < _length(lines[:begins]):  # the byline closes the text
        begins = 0
    return max(begins, next((i + 1 for i in range(1, len(head)) if head[i].text == head[i - 1].text), 0))


def _length(lines: Sequence[_Line]) -> int:
    return sum(len(line.text) for line in lines)


def _repeated_headline(lines: Sequence[_Line]) -> int:
    """Where the last copy of a headline that stands twice in a row begins; 0 when none does."""
    for index in range(1, len(lines)):
        if lines[index].text == lines[index - 1].text:
            return index
    return 0


def _is_byline(text: str) -> bool:
    if _BYLINE.fullmatch(text):
        return True
    match = _DATE_LINE.fullmatch(text)
    return match is not None and match["month"].lower() in MONTHS
