"""What stands between a headline and its text, and right after the text, on an unknown page."""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser

from pipelines.unknown.headmatter import (
    has_clock,
    has_code,
    is_author,
    is_counter,
    is_credit,
    is_date,
    is_deck,
    is_editor,
    is_sentence,
    is_signed,
    is_update,
)
from pipelines.unknown.marks import Marks
from pipelines.unknown.noise import is_noise
from pipelines.unknown.prose import HEADINGS, Line, Survey
from pipelines.unknown.zones import Zones

_DECK = 4
"""Lines below a headline in which its deck may begin."""
_WORDS = 3
_SHORT = 80
_DECKS = re.compile(
    r"tagline|sub-?title|subjudul|standfirst|(?:^|[\s_-])(?:lead|deck|summary|excerpt|teaser|ringkas\w*)(?=$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = frozenset(("hide", "hidden", "d-none", "sr-only"))


def mark_surroundings(marks: Marks, page: Survey, at: Zones) -> None:
    """Deck and credit; what else stands around the text in its container is dropped."""
    marks.lines(page.lines[at.start : at.top], "drop")
    marks.lines((line for line in page.lines[at.head : at.first] if _is_matter(line) or _is_link(line)), "drop")
    marks.lines(filter(_is_matter, page.lines[at.first : at.early]), "drop")
    marks.lines((line for line in page.lines[at.first : at.last] if is_signed(line.text)), "drop")
    marks.lines(_tail(page.lines[at.last : at.end]), "drop")
    marks.lines(_deck(page, at), "deck")
    marks.lines(filter(_is_credit, page.lines[at.end : at.below]), "credit")


def mark_topics(marks: Marks, tree: LexborHTMLParser, page: Survey, at: Zones) -> None:
    """Tags and sections, where links say that they are."""
    for selector, role in (("a[rel='tag']", "tag"), ("a[rel='category tag']", "section")):
        near = (node for node in tree.css(selector) if at.above <= page.span(node)[0] < at.below)
        marks.elements(near, role)


def _tail(lines: Sequence[Line]) -> Iterator[Line]:
    """What stands after the text and is none: bylines wherever they are, links and dates that close it."""
    closing = True
    for line in reversed(lines):
        if _is_byline(line) or (closing and (_is_bar(line) or _is_stamp(line) or _is_hashtag(line))):
            yield line
        elif not _is_label(line):
            closing = False


def _is_byline(line: Line) -> bool:
    return is_author(line.text) or is_editor(line.text) or is_counter(line.text)


def _is_hashtag(line: Line) -> bool:
    return line.text.startswith("#") and len(line.text.split()) <= _WORDS


def _is_stamp(line: Line) -> bool:
    """A date that says when it was published: others belong to the text."""
    return is_date(line.text) and (has_clock(line.text) or is_update(line.text))


def _is_label(line: Line) -> bool:
    """A word above tags, buttons or related stories: the rules know most of them."""
    is_short = len(line.text.split()) <= _WORDS
    return is_short and (line.node.tag in HEADINGS or line.text.endswith(":") or is_noise(line.node))


def _is_matter(line: Line) -> bool:
    return _is_byline(line) or is_date(line.text)


def _is_credit(line: Line) -> bool:
    """A source or a code; after the bare word it is a link: `Sumber <a>imdb</a>`."""
    is_named = line.linked > 0 and line.text.startswith("Sumber ") and len(line.text) <= _SHORT
    return is_named or is_credit(line.text)


def _is_link(line: Line) -> bool:
    """A link that is a category, a name or a button."""
    return line.linked >= 0.95 and len(line.text) <= _SHORT and line.node.tag not in HEADINGS


def _is_bar(line: Line) -> bool:
    """Tags or ways to share, with or without a word before them."""
    if line.linked < 0.6 or is_credit(line.text) or has_code(line.text) or is_sentence(line.text):
        return False
    return len(line.text) * (1 - line.linked) <= 20


def _deck(page: Survey, at: Zones) -> Iterator[Line]:
    """The standfirst, when it stands right below the headline and outside the container."""
    pictures = {number for number, _ in page.pictures}
    for number in range(at.bottom, min(at.bottom + _DECK, at.start)):
        line = page.lines[number]
        if any(before in pictures for before in range(at.bottom, number + 1)):
            return
        if line.linked or _is_matter(line) or _is_hidden(line):
            continue
        if is_deck(line.text) or _is_called_deck(line):
            yield line
            return


def _is_called_deck(line: Line) -> bool:
    return len(line.text.split()) > _WORDS and bool(_DECKS.search(line.node.attributes.get("class") or ""))


def _is_hidden(line: Line) -> bool:
    """Whether the class of its element says that readers do not see it."""
    return bool(_HIDDEN.intersection((line.node.attributes.get("class") or "").split()))
