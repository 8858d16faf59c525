"""The elements inside the body of an unknown page that are not the article's: what they are called, how they link."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from pipelines.blocks import BLOCK, SILENT
from pipelines.prose import HEADINGS, Survey, is_noise
from pipelines.text import fold

_META = re.compile(
    r"(?:^|[\s_-])(?:byline|author|penulis|editor|reporter|meta|date|datetime|tanggal|timestamp|published|post-?info|reading-?time|"
    r"baca-?juga|read-?also|lihat-?juga|inline-related-posts|toc|ez-toc|table-of-contents|daftar-isi|rating|likes?|views|"
    r"follow|google-?news|copyright|disclaimer|donat\w+|login|signup|prev|next|next-?post|more-?news|wp-post-author)(?=$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"caption|(?:^|[\s_-])(?:credit|photo-?by|ket-?foto|keterangan|foto-?desc)(?=$|[\s_-])", re.IGNORECASE
)
_SHORT = 300
"""A box with a byline, a date or a caption says no more than this."""
_LINKED = 0.8


def wrappers(body: LexborNode, survey: Survey, first: int) -> Iterator[LexborNode]:
    """Outermost elements below `body` that are to be left out, in order; `first` is the first line of prose."""
    yield from _below(body, survey, survey.prose(body), first)


def captions(body: LexborNode) -> Iterator[LexborNode]:
    for node in body.css("[class]"):
        if node.tag != "figcaption" and _CAPTION.search(node.attributes.get("class") or ""):
            yield node


def _below(node: LexborNode, survey: Survey, whole: int, first: int) -> Iterator[LexborNode]:
    for child in node.iter():
        if child.tag in SILENT:
            continue
        if is_wrapper(child, survey, whole) and (_stands_alone(child, survey) or _is_matter(child, survey, first)):
            yield child
        else:
            yield from _below(child, survey, whole, first)


def is_wrapper(node: LexborNode, survey: Survey, whole: int) -> bool:
    """Whether the element is a box of the site, in a body with `whole` characters of prose."""
    lines = survey.lines_of(node)
    if not lines or node.tag in HEADINGS:
        return False
    name = _name(node)
    if node.tag in ("aside", "nav", "footer") or (name.strip() and is_noise(node)):
        return sum(line.prose for line in lines) <= 0.3 * whole
    if name.strip() and (_META.search(name) or _CAPTION.search(name)):
        return sum(len(line.text) for line in lines) <= _SHORT
    return _is_link_list(node, survey)


def _is_link_list(node: LexborNode, survey: Survey) -> bool:
    """Several links and nothing but links, each on a line of its own."""
    lines = survey.lines_of(node)
    if len(lines) < 2:
        return False
    linked = sum(line.linked * len(line.text) for line in lines)
    return linked >= _LINKED * sum(len(line.text) for line in lines) and lines[-1].linked >= _LINKED


def _stands_alone(node: LexborNode, survey: Survey) -> bool:
    """Whether it has its lines to itself: a word in a sentence is no box, whatever its class."""
    if node.tag in BLOCK:
        return True
    there = sum(len(line.text) for line in survey.lines_of(node))
    return len(fold(node.text())) >= _LINKED * there


def _is_matter(node: LexborNode, survey: Survey, first: int) -> bool:
    """Whether it is named as a date or a byline above the text, where it may share its line with the headline."""
    return survey.span(node)[0] < first and bool(_META.search(_name(node)))


def _name(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
