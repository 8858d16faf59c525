"""The elements inside the body of an unknown page that are not the article's: what they are called, how they link."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from pipelines.text import fold
from pipelines.unknown.captions import is_called_caption
from pipelines.unknown.headmatter import has_date, is_author, is_credit, is_date
from pipelines.unknown.noise import is_noise, name_of
from pipelines.unknown.prose import HEADINGS, Line, Survey
from pipelines.walker import BLOCK, DEEPEST, SILENT

_MATTER = re.compile(
    r"(?:^|[\s_-])(?:byline|author|penulis|(?<!text-)editor|reporter|meta|date|datetime|tanggal|timestamp|published|"
    r"post-?info|reading-?time|rating|likes?|views|prev|next|next-?post)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Who, when and how often: such a box holds no prose."""
_SERVICE = re.compile(
    r"(?:^|[\s_-])(?:baca-?juga|read-?also|lihat-?juga|inline-related-posts|toc|ez-toc|table-of-contents|daftar-isi|"
    r"follow|google-?news|copyright|disclaimer|donat\w+|login|signup|more-?news|wp-post-author|"
    r"author-?(?:bio|box|info|desc\w*)|about-?(?:the-?)?author)(?=$|[\s_-])",
    re.IGNORECASE,
)
_SHORT = 300
"""A box of the site or a caption says no more than this."""
_LINKED = 0.8
_BESIDE = 0.3
_ALONE = 0.95
_HEADLINE = 5
"""Words a line from which on links are headlines rather than the names of what they lead to."""
_PARDON = 0.3
"""Of the prose; what holds more is the text itself, whatever it is called."""
_FIELDS = "input:not([type='hidden']), textarea, select"
"""What is filled in: a box with one asks readers for something."""
_BOXES = frozenset(("aside", "nav", "footer"))


def wrappers(body: LexborNode, survey: Survey, first: int, url: str) -> Iterator[LexborNode]:
    """Outermost elements below `body` that are to be left out, in order.

    `first` is the number of the first line of prose, `url` the page's own.
    """
    yield from _Finder(survey, survey.prose(body), first, url).below(body)


class _Finder:
    def __init__(self, survey: Survey, whole: int, first: int, url: str) -> None:
        self._survey, self._whole, self._first, self._url = survey, whole, first, url

    def below(self, node: LexborNode, depth: int = 0) -> Iterator[LexborNode]:
        for child in node.iter():
            if child.tag in SILENT:
                continue
            if self._is_wrapper(child):
                yield child
            elif depth < DEEPEST:
                yield from self.below(child, depth + 1)

    def _is_wrapper(self, node: LexborNode) -> bool:
        lines = self._survey.lines_of(node)
        if not lines or node.tag in HEADINGS:
            return False
        if node.tag not in BLOCK and not self._stands_alone(node, lines):
            return self._is_matter(node)
        return self._is_named(node, lines) or self._is_link_list(node, lines)

    def _is_named(self, node: LexborNode, lines: Sequence[Line]) -> bool:
        """Whether tag or class say that it is a box of the site, and its size does not refute it."""
        if node.mem_id in self._survey.shown:
            return False
        if node.tag in _BOXES or (node.tag in BLOCK and (is_noise(node) or node.css_first(_FIELDS) is not None)):
            return self._survey.prose(node) <= _PARDON * self._whole
        name = name_of(node)
        if is_credit(" ".join(line.text for line in lines)):
            return False
        if _MATTER.search(name) and not any(line.prose for line in lines):
            return True
        return bool(_SERVICE.search(name) or is_called_caption(name)) and _length(lines) <= _SHORT

    def _is_link_list(self, node: LexborNode, lines: Sequence[Line]) -> bool:
        """Several links and nothing but links, each on a line of its own: to the outlet's own pages, or headlines."""
        if len(lines) < 2 or not _is_entry(lines[-1]):
            return False
        if sum(len(line.text) for line in lines if _is_entry(line)) < _LINKED * _length(lines):
            return False
        words = sum(len(line.text.split()) for line in lines)
        return words >= _HEADLINE * len(lines) or lead_home(node, self._url)

    def _stands_alone(self, node: LexborNode, lines: Sequence[Line]) -> bool:
        """Whether it has its lines to itself: a word in a sentence is no box, whatever its class."""
        return len(fold(node.text())) >= _ALONE * _length(lines)

    def _is_matter(self, node: LexborNode) -> bool:
        """Whether it is a date or a byline above the text, where it may share its line with the headline."""
        if self._survey.span(node)[0] >= self._first or not _MATTER.search(name_of(node)):
            return False
        text = fold(node.text())
        return is_date(text) or is_author(text)


def lead_home(node: LexborNode, url: str) -> bool:
    """Whether most links in an element stay with the outlet of the page at `url`, or are paid for."""
    home = _outlet(urlsplit(url).hostname or "")
    links = [link.attributes for link in node.css("a[href]")]
    paid = sum("sponsored" in (link.get("rel") or "") for link in links)
    ours = sum(_outlet(_host(link.get("href") or "")) in ("", home) for link in links)
    return 2 * (paid + ours) >= len(links)


def _is_entry(line: Line) -> bool:
    """A link, alone or beside a date."""
    return line.linked >= _LINKED or (line.linked >= _BESIDE and has_date(line.text))


def _host(link: str) -> str:
    try:
        return urlsplit(link.strip()).hostname or ""
    except ValueError:
        return ""


def _outlet(host: str) -> str:
    """The registered part of a host name: `koran.co.id` of `daerah.koran.co.id`."""
    labels = host.split(".")
    second_level = len(labels[-1]) == 2 and len(labels) > 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if second_level else -2 :])


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)
