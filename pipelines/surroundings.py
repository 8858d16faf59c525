"""What stands between a headline and its text, and right after the text, on an unknown page."""

from collections.abc import Iterator

from pipelines.headmatter import is_author, is_counter, is_credit, is_date, is_deck, is_editor
from pipelines.marks import Marks
from pipelines.prose import HEADINGS, Line, Survey
from pipelines.zones import Zones

_DECK = 4
"""Lines below a headline in which its deck may begin."""
_HIDDEN = frozenset(("hide", "hidden", "d-none", "sr-only"))


def mark_surroundings(marks: Marks, page: Survey, at: Zones) -> None:
    """Deck and credit; what else stands around the text in its container is dropped."""
    marks.lines(page.lines[at.start : at.top], "drop")
    matter = (*page.lines[max(at.start, at.bottom) : at.first], *page.lines[at.last : at.end])
    marks.lines(filter(_is_matter, matter), "drop")
    marks.lines(_deck(page, at), "deck")
    marks.lines((line for line in page.lines[at.end : at.below] if is_credit(line.text)), "credit")


def _is_matter(line: Line) -> bool:
    """A byline, a date, a counter, or a link that is a category, a name or a button."""
    text = line.text
    if is_author(text) or is_editor(text) or is_counter(text) or is_date(text):
        return True
    return line.linked >= 0.95 and len(text) <= 80 and line.node.tag not in HEADINGS


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
