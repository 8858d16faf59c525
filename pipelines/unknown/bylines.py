"""Who wrote and who edited the article of an unknown page, by the lines around it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.metadata import PageFacts
from pipelines.text import fold
from pipelines.unknown.headline import outlets_of
from pipelines.unknown.headmatter import is_author, is_date, is_editor, is_name, is_signed
from pipelines.unknown.marks import Marks
from pipelines.unknown.prose import Line, Survey
from pipelines.unknown.zones import Zones

_WRITERS = (
    "a[rel~='author'], [itemprop='author'], a[href*='/author/'], a[href*='/penulis/'], a[href*='/reporter/'], "
    "[class*='author'], [class*='penulis'], [class*='reporter'], .byline"
)
_PICTURES = ("caption", "photo", "foto", "image", "gambar", "comment")
"""In the classes around a name: it is the photographer's, or a reader's."""
_LABEL = re.compile(r"\b(?:oleh|by|penulis|reporter|pewarta) ?[:.]?$", re.IGNORECASE)
_HEIGHT = 4
_ABOVE = 3
_OUTLET = re.compile(r"\s+[-–|/,]\s+")
"""Between a name and the newspaper's."""
_SEPARATORS = (", ", " , ", " - ", " – ", " | ", " • ", " · ", " / ")


def mark_bylines(marks: Marks, facts: PageFacts, page: Survey, at: Zones) -> None:
    """Writers by the surest sign: a label, a name's element, a name beside the date; editors by their label."""
    signed = [line for line in page.lines[at.first : at.last] if is_signed(line.text)]
    around = (*page.lines[max(0, at.top - _ABOVE) : at.early], *signed, *page.lines[at.last : at.below])
    marks.lines((line for line in around if is_editor(line.text)), "editor")
    labelled = [line for line in around if is_author(line.text)]
    named = list(_named(facts.tree, page, at))
    if labelled:
        marks.lines(labelled, "author")
    elif parts := [part for line in page.lines[at.bottom : at.first] for part in _labelled_parts(line)]:
        marks.elements(parts, "author")
    elif named:
        for place in named:
            marks.place(place, "author")
    else:
        for line in page.lines[at.bottom : at.first]:
            name = _name_beside_date(line)
            if name and name not in outlets_of(facts):
                alone = [part for part in line.parts if fold(part.text_content or "") == name]
                marks.place(alone[0] if alone else line, "author")


def _named(tree: LexborHTMLParser, page: Survey, at: Zones) -> Iterator[LexborNode | Line]:
    """Elements that are called writers and hold a name, on the first line that has one."""
    first = -1
    for node in tree.css(_WRITERS):
        number = page.span(node)[0]
        near = at.top - _ABOVE <= number < at.first or at.last <= number < at.below
        if node.mem_id not in page.spans or not near or first not in (-1, number):
            continue
        if is_name(_OUTLET.split(fold(node.text(separator=" ")))[0]) and not _is_pictured(node):
            first = number
            inside = page.lines_of(node)
            yield inside[0] if len(inside) > 1 else node


def _labelled_parts(line: Line) -> Iterator[LexborNode]:
    """The name in `1,204 Views / Penulis. <b>Sari Dewi</b>`."""
    for before, part in pairwise(line.parts):
        if _LABEL.search(fold(before.text_content or "")) and is_name(part.text_content or ""):
            yield part


def _is_pictured(node: LexborNode) -> bool:
    around: LexborNode | None = node
    for _ in range(_HEIGHT):
        if around is None:
            return False
        classes = (around.attributes.get("class") or "").lower()
        if any(word in classes for word in _PICTURES):
            return True
        around = around.parent
    return False


def _name_beside_date(line: Line) -> str:
    """The name in `Sari Dewi - 3 Mei 2021 10:15 WIB`."""
    for separator in _SEPARATORS:
        name, found, rest = line.text.partition(separator)
        if found and is_name(name) and is_date(rest):
            return name
    return ""
