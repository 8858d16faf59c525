"""A page as lines of text with the elements they stand in, and how much of it is prose."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import accumulate

from selectolax.lexbor import LexborNode

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PROSE = 60
"""Characters outside links from which on a line counts as prose: shorter ones are menus as often as not,"""
_SENTENCE = 25
"""unless they end as sentences do."""
_END = re.compile(r"[.!?][\"”’')\]]*$")


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
