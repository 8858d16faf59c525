"""A whole page as lines of text with the elements they stand in, to find out where the article is."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from selectolax.lexbor import LexborNode

from pipelines.blocks import BLOCK, DEEPEST, HIDDEN, SILENT, texts
from pipelines.text import fold

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_ASIDE = frozenset("aside button dialog figcaption footer form label nav".split())
_CELL = frozenset(("td", "th"))
_PICTURES = frozenset(("img", "picture", "amp-img"))
_SILENT = SILENT - {"form"}
"""Some pages are one form as a whole."""
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:side-?bars?|widgets?|comments?|komentar|respond|disqus|relate[ds]?|terkait|terpopuler|populer|"
    r"popular|trending|terkini|terbaru|latest|recommend\w*|rekomendasi|newsletter|subscribe|footer|breadcrumbs?|menu|"
    r"navbar|nav|navigation|modal|popup|share|sharing|sharedaddy|share-?bar|sosmed|social|tags?|author-?box|"
    r"pagination|paging|ads?|tanggapan|repl(?:y|ies)|langganan|berlangganan|iklan|banner|caption|screen-reader-text|sr-only)(?=$|[\s_-])",
    re.IGNORECASE,
)
_READERS = re.compile(
    r"(?:^|[\s_-])(?:comments?|komentar|respond|disqus|tanggapan|repl(?:y|ies))(?=$|[\s_-])", re.IGNORECASE
)
"""What readers say is none of the article, however much it is."""
_ENOUGH = 150
_PROSE = 60
"""Characters outside links from which on a line counts as prose: shorter ones are menus as often as not,"""
_SENTENCE = 25
"""unless they end as sentences do."""
_END = re.compile(r"[.!?][\"”’')\]]*$")
_PARDON = 0.4
"""An element that holds so much of a page's prose is no box at its side, whatever it is called."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    linked: float
    """The share that is link text, 0 to 1."""
    node: LexborNode
    """The innermost block element around it."""
    parts: tuple[LexborNode, ...]
    """Its text nodes."""

    @property
    def prose(self) -> int:
        """Characters of prose in it, 0 when it reads like a menu, a name or a heading."""
        if self.node.tag in HEADINGS:
            return 0
        own = round(len(self.text) * (1 - 2 * self.linked))
        return own if own >= _PROSE or (own >= _SENTENCE and _END.search(self.text)) else 0


@dataclass(frozen=True, slots=True)
class Survey:
    lines: tuple[Line, ...]
    spans: dict[int, tuple[int, int]]
    """By `mem_id`: the lines of an element, as a half-open range. An inline element's are those that begin in it."""
    pictures: tuple[tuple[int, LexborNode], ...]
    """The pictures, and before which line each stands."""
    shown: frozenset[int]
    """`mem_id`s of what belongs to the article, whatever it is called and styled."""
    sums: tuple[int, ...]
    """How much prose stands before each line, noise not counted."""

    def prose(self, node: LexborNode) -> int:
        """Characters of prose in an element, noise not counted."""
        start, end = self.span(node)
        return self.sums[end] - self.sums[start]

    def counts(self, number: int) -> bool:
        """Whether the line of that number counts as prose."""
        return self.sums[number + 1] > self.sums[number]

    def span(self, node: LexborNode) -> tuple[int, int]:
        return self.spans.get(node.mem_id, (0, 0))

    def lines_of(self, node: LexborNode) -> tuple[Line, ...]:
        start, end = self.span(node)
        return self.lines[start:end]

    def overlap(self, one: LexborNode, other: LexborNode) -> int:
        """Characters of prose that two elements have in common."""
        (a, b), (c, d) = self.span(one), self.span(other)
        start, end = max(a, c), min(b, d)
        return self.sums[end] - self.sums[start] if start < end else 0

    def covers(self, node: LexborNode, inner: LexborNode) -> bool:
        """Whether all lines of `inner` stand in `node`."""
        (start, end), (first, last) = self.span(node), self.span(inner)
        return start <= first and last <= end

    def holds(self, node: LexborNode, inner: LexborNode) -> bool:
        """Whether `inner` begins within `node`."""
        start, end = self.span(node)
        return inner.mem_id in self.spans and start <= self.spans[inner.mem_id][0] < end

    def counting(self, chosen: Collection[int]) -> "Survey":
        """The same, with nothing but the lines of these numbers counted as prose."""
        weights = (line.prose if number in chosen else 0 for number, line in enumerate(self.lines))
        return replace(self, sums=tuple(accumulate(weights, initial=0)))


def survey(body: LexborNode, hidden: Collection[int] = (), shown: Collection[int] = ()) -> Survey:
    """The lines of `body` without those in `hidden` elements; what is `shown` is, whatever its style (`mem_id`s)."""
    surveyor = _Surveyor(hidden, shown)
    surveyor.element(body, body)
    surveyor.flush(body)
    surveyor.spans[body.mem_id] = (0, len(surveyor.lines))
    whole = Survey(tuple(surveyor.lines), surveyor.spans, tuple(surveyor.pictures), frozenset(shown), ())
    return whole.counting(_without(surveyor.lines, surveyor.noise))


def is_noise(node: LexborNode) -> bool:
    """Whether tag, class or id call it something that stands beside an article."""
    if node.tag in _ASIDE:
        return True
    return bool(_NOISE.search(_name(node)))


def _name(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"


def _without(lines: Sequence[Line], noise: Iterable[tuple[int, int, bool]]) -> set[int]:
    """The numbers of the lines with prose that stand in no noise; what holds most of the prose is none."""
    weights = {number: line.prose for number, line in enumerate(lines) if line.prose}
    total = sum(weights.values())
    for start, end, is_readers in noise:
        inside = [number for number in range(start, end) if number in weights]
        said = sum(weights[number] for number in inside)
        if said <= _PARDON * total or (is_readers and sum(weights.values()) - said >= _ENOUGH):
            for number in inside:
                del weights[number]
    return set(weights)


def _weight(text: str) -> int:
    """Characters besides white space, which links have between them as often as in them."""
    return sum(map(len, text.split()))


class _Surveyor:
    def __init__(self, hidden: Collection[int], shown: Collection[int]) -> None:
        self.lines: list[Line] = []
        self.spans: dict[int, tuple[int, int]] = {}
        self.noise: list[tuple[int, int, bool]] = []
        self.pictures: list[tuple[int, LexborNode]] = []
        self._hidden, self._shown = hidden, shown
        self._pieces: list[str] = []
        self._linked = 0
        self._depth = 0
        self._parts: list[LexborNode] = []

    def element(self, node: LexborNode, block: LexborNode, in_link: bool = False) -> None:
        """Read what is in `node`; `block` is the block element that its text belongs to."""
        self._depth += 1
        if self._depth > DEEPEST:
            for text in texts(node):
                self._text(text, in_link)
        else:
            self._children(node, block, in_link)
        self._depth -= 1

    def _children(self, node: LexborNode, block: LexborNode, in_link: bool) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._text(child, in_link)
            elif tag in _PICTURES:
                self.pictures.append((len(self.lines), child))
            elif tag in _SILENT or child.mem_id in self._hidden:
                continue
            elif tag == "br":
                self.flush(block)
            elif tag in BLOCK or tag in _CELL:
                self._block(child, block, in_link)
            else:
                start = len(self.lines)
                self.element(child, block, in_link or tag == "a")
                self.spans[child.mem_id] = (start, len(self.lines) + bool(self._parts))

    def _text(self, node: LexborNode, in_link: bool) -> None:
        text = node.text_content or ""
        self._pieces.append(text)
        if text.strip():
            self._parts.append(node)
            if in_link:
                self._linked += _weight(text)

    def _block(self, node: LexborNode, parent: LexborNode, in_link: bool) -> None:
        attributes = node.attributes
        style = attributes.get("style")
        if ("hidden" in attributes or (style and HIDDEN.search(style))) and node.mem_id not in self._shown:
            return
        self.flush(parent)
        start = len(self.lines)
        self.element(node, node, in_link)
        self.flush(node)
        self.spans[node.mem_id] = (start, len(self.lines))
        if is_noise(node) and node.mem_id not in self._shown:
            self.noise.append((start, len(self.lines), bool(_READERS.search(_name(node)))))

    def flush(self, node: LexborNode) -> None:
        """End the line that is being read."""
        if self._parts and (text := fold("".join(self._pieces))):
            self.lines.append(Line(text, min(1.0, self._linked / _weight(text)), node, tuple(self._parts)))
        self._pieces.clear()
        self._parts.clear()
        self._linked = 0
