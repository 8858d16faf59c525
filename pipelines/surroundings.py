"""What stands between a headline and its text, and right after the text, on an unknown page."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.headmatter import is_author, is_counter, is_credit, is_date, is_deck, is_editor, is_update
from pipelines.marks import Marks
from pipelines.prose import HEADINGS, Line, Survey
from pipelines.text import fold

_ABOVE = 6
"""Lines above a headline in which its date may stand."""
_BELOW = 15
"""Lines below a text in which its credit may stand."""
_DECK = 4
"""Lines below a headline in which its deck may begin."""
_DATES = (
    "time, [itemprop='datePublished'], [class*='date'], [class*='Date'], [class*='tanggal'], [class*='time'], "
    "[class*='publish'], [class*='waktu']"
)
_HIDDEN = frozenset(("hide", "hidden", "d-none", "sr-only"))
_WRITERS = "[rel='author'], [itemprop='author'], .author, .byline, .penulis, .reporter, .author-name, .post-author"


@dataclass(frozen=True, slots=True)
class Zones:
    """Line numbers: the headline is `top` to `bottom`, the container `start` to `end`, its prose `first` to `last`."""

    top: int
    bottom: int
    start: int
    end: int
    first: int
    last: int


def zones(container: LexborNode, headline: LexborNode | None, page: Survey) -> Zones:
    start, end = page.span(container)
    top, bottom = page.span(headline) if headline is not None else (start, start)
    prose = [number for number in range(max(start, bottom), end) if page.lines[number].prose]
    first, last = (prose[0], prose[-1] + 1) if prose else (max(start, min(bottom, end)), end)
    return Zones(top, bottom, start, end, first, last)


def mark_surroundings(marks: Marks, tree: LexborHTMLParser, page: Survey, at: Zones, zone: ZoneInfo) -> None:
    """Byline, deck and credit; what else stands around the text in its container is dropped."""
    marks.lines(page.lines[at.start : at.top], "drop")
    for node in tree.css(_WRITERS):
        if at.top - _ABOVE <= page.span(node)[0] < at.first:
            marks.elements([node], "author")
    for line in (*page.lines[at.bottom : at.first], *page.lines[at.last : at.end + _BELOW]):
        if is_author(line.text):
            marks.lines([line], "author")
        elif is_editor(line.text):
            marks.lines([line], "editor")
    for line in (*page.lines[max(at.start, at.bottom) : at.first], *page.lines[at.last : at.end]):
        if _is_matter(line, zone):
            marks.lines([line], "drop")
    marks.lines(_deck(page, at, zone), "deck")
    marks.lines((line for line in page.lines[at.end : at.end + _BELOW] if is_credit(line.text)), "credit")


def _is_matter(line: Line, zone: ZoneInfo) -> bool:
    """A byline, a date, a counter, or a link that is a category, a name or a button."""
    text = line.text
    if is_author(text) or is_editor(text) or is_counter(text) or is_date(text, zone):
        return True
    return line.linked >= 0.95 and len(text) <= 80 and line.node.tag not in HEADINGS


@dataclass(frozen=True, slots=True)
class Dated:
    """A visible date: its text, and what to mark."""

    text: str
    below: bool
    """Whether it stands below the headline; what stands above may be today's."""
    node: LexborNode | None
    line: Line


def find_date(tree: LexborHTMLParser, page: Survey, at: Zones, zone: ZoneInfo) -> Dated | None:
    """The date nearest to the headline, below it before above."""
    named: dict[int, LexborNode] = {}
    for node in tree.css(_DATES):
        if node.mem_id in page.spans and _is_published(node.text(separator=" "), zone):
            named.setdefault(page.span(node)[0], node)
    below = range(at.top, min(max(at.first, at.bottom) + 1, len(page.lines)))
    for number in (*below, *range(at.top - 1, max(-1, at.top - _ABOVE - 1), -1)):
        line = page.lines[number]
        named_so = named.get(number)
        if named_so is not None:
            return Dated(fold(named_so.text(separator=" ")), number in below, named_so, line)
        if _is_published(line.text, zone):
            return Dated(line.text, number in below, None, line)
    return None


def _is_published(text: str, zone: ZoneInfo) -> bool:
    text = fold(text)
    return is_date(text, zone) and not is_update(text)


def _deck(page: Survey, at: Zones, zone: ZoneInfo) -> Iterator[Line]:
    """The standfirst, when it stands right below the headline and outside the container."""
    pictures = {number for number, _ in page.pictures}
    for number in range(at.bottom, min(at.bottom + _DECK, at.start)):
        line = page.lines[number]
        if any(before in pictures for before in range(at.bottom, number + 1)):
            return
        if is_deck(line.text) and not line.linked and not _is_matter(line, zone) and not _is_hidden(line):
            yield line
            return


def _is_hidden(line: Line) -> bool:
    """Whether the class of its element says that readers do not see it."""
    return bool(_HIDDEN.intersection((line.node.attributes.get("class") or "").split()))
