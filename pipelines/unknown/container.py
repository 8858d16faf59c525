"""The element of an unknown page that holds the text of the article."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from pipelines.unknown.prose import HEADINGS, Line, Survey

_WHOLE = 0.7
"""An element with this share of its parent's prose is where the text goes on."""
_HEADED = 0.15
"""Of the prose, where the headline stands in the same element: the rest is other stories."""
_LISTED = 0.9
_SINGLE = HEADINGS | frozenset("p blockquote dd dt pre".split())
"""Paragraphs and what else is no container, however much of the text it has."""
_LISTS = frozenset("ul ol li dl".split())
_ITEMS = frozenset(("li", "tr"))
"""No containers either, unless a page is laid out with them: then an item has much of the text."""
_LINES = 3
_LONG = 60
_LOOSE = 0.5


def find_container(body: LexborNode, headline: LexborNode | None, survey: Survey) -> LexborNode:
    """The lowest element with nearly all prose of the part of the page that the headline heads."""
    node = body
    while (lower := _lower(node, headline, survey)) is not None:
        node = lower
    return _with_loose_ends(node, body, survey)


def is_scattered(node: LexborNode, survey: Survey) -> bool:
    """Whether most of the prose in a container stands in boxes of its own, which may be other stories."""
    loose = sum(line.prose for line in survey.lines_of(node) if _is_loose(line, node, survey))
    return loose < _LOOSE * survey.prose(node)


def _lower(node: LexborNode, headline: LexborNode | None, survey: Survey) -> LexborNode | None:
    """The child to go on in: where the headline stands while it has prose too, else the one with most of it."""
    children = [child for child in _children(node, survey) if child.tag not in _SINGLE]
    for child in children:
        if headline is not None and survey.holds(child, headline) and _is_text(child, node, _HEADED, survey):
            return child
    best = max(children, key=survey.prose, default=None)
    if best is not None and _is_text(best, node, _WHOLE, survey):
        return best
    return None


def _children(node: LexborNode, survey: Survey) -> Iterator[LexborNode]:
    for child in node.iter():
        start, end = survey.spans.get(child.mem_id, (0, 0))
        if end > start:
            yield child


def _is_text(child: LexborNode, node: LexborNode, share: float, survey: Survey) -> bool:
    """Whether so much of the node's prose stands in the child."""
    if child.tag in _ITEMS and _prose_lines(child, survey) < _LINES:
        return False
    if child.tag in _LISTS:
        share = max(share, _LISTED)
    if _is_paragraph(child, survey) and survey.span(child) != survey.span(node):
        return False
    if share < _WHOLE and _prose_lines(child, survey) < _LINES:
        return False
    return survey.prose(child) >= share * survey.prose(node) > 0


def _is_paragraph(node: LexborNode, survey: Survey) -> bool:
    """Whether it is one line of text and no box around one."""
    lines = survey.lines_of(node)
    return len(lines) == 1 and lines[0].node.mem_id == node.mem_id


def _prose_lines(node: LexborNode, survey: Survey) -> int:
    return sum(1 for line in survey.lines_of(node) if line.prose)


def _with_loose_ends(node: LexborNode, body: LexborNode, survey: Survey) -> LexborNode:
    """The parent instead, when it has paragraphs of its own beside a container that holds the others."""
    parent = node.parent
    while parent is not None and node.mem_id != body.mem_id:
        start, end = survey.span(node)
        first, last = survey.span(parent)
        beside = [number for number in (*range(first, start), *range(end, last)) if _is_long(number, survey)]
        if not beside or not all(_is_loose(survey.lines[number], parent, survey) for number in beside):
            break
        node, parent = parent, parent.parent
    return node


def _is_long(number: int, survey: Survey) -> bool:
    return survey.counts(number) and len(survey.lines[number].text) >= _LONG


def _is_loose(line: Line, parent: LexborNode, survey: Survey) -> bool:
    """Whether a line is text of `parent` itself, or a paragraph or list item right below it."""
    holder: LexborNode | None = line.node
    while holder is not None and holder.mem_id != parent.mem_id:
        if holder.tag not in _SINGLE | _LISTS | _ITEMS and survey.lines_of(holder) != (line,):
            return False
        holder = holder.parent
    return holder is not None and holder.mem_id == parent.mem_id
