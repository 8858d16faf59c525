"""What stands between a headline and its text, and right after the text, on an unknown page."""

from collections.abc import Iterator, Sequence

from pipelines.headmatter import is_author, is_counter, is_credit, is_date, is_deck, is_editor, is_sentence
from pipelines.marks import Marks
from pipelines.prose import HEADINGS, Line, Survey
from pipelines.zones import Zones

_DECK = 4
"""Lines below a headline in which its deck may begin."""
_LINKED = 0.8
_SHORT = 80
_HIDDEN = frozenset(("hide", "hidden", "d-none", "sr-only"))


def mark_surroundings(marks: Marks, page: Survey, at: Zones) -> None:
    """Deck and credit; what else stands around the text in its container is dropped."""
    marks.lines(page.lines[at.start : at.top], "drop")
    marks.lines((line for line in page.lines[at.head : at.first] if _is_matter(line) or _is_link(line)), "drop")
    marks.lines(filter(_is_matter, page.lines[at.first : at.early]), "drop")
    marks.lines((line for line in page.lines[at.last : at.end] if _is_matter(line) or _is_bar(line)), "drop")
    marks.lines(_headings_of_nothing(page.lines[at.last : at.end]), "drop")
    marks.lines(_deck(page, at), "deck")
    marks.lines((line for line in page.lines[at.end : at.below] if is_credit(line.text)), "credit")


def _headings_of_nothing(lines: Sequence[Line]) -> Iterator[Line]:
    """Headings after the text, below which nothing but links or nothing at all stands."""
    for number, line in enumerate(lines):
        if line.node.tag in HEADINGS and all(below.linked >= _LINKED for below in lines[number + 1 :]):
            yield line


def _is_matter(line: Line) -> bool:
    """A byline, a date, a counter."""
    return any(test(line.text) for test in (is_author, is_editor, is_counter, is_date))


def _is_link(line: Line) -> bool:
    """A link that is a category, a name or a button."""
    return line.linked >= 0.95 and len(line.text) <= _SHORT and line.node.tag not in HEADINGS


def _is_bar(line: Line) -> bool:
    """Tags or ways to share, with or without a word before them."""
    if line.linked < 0.6 or is_credit(line.text) or is_sentence(line.text):
        return False
    return len(line.text) * (1 - line.linked) <= 20


def _deck(page: Survey, at: Zones) -> Iterator[Line]:
    """The standfirst, when it stands right below the headline and outside the container."""
    pictures = {number for number, _ in page.pictures}
    for number in range(at.bottom, min(at.bottom + _DECK, at.start)):
        line = page.lines[number]
        if any(before in pictures for before in range(at.bottom, number + 1)):
            return
        if is_deck(line.text) and not line.linked and not _is_matter(line) and not _is_hidden(line):
            yield line
            return


def _is_hidden(line: Line) -> bool:
    """Whether the class of its element says that readers do not see it."""
    return bool(_HIDDEN.intersection((line.node.attributes.get("class") or "").split()))
