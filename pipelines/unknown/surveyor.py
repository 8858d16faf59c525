"""Reads a whole page into lines, to find out where the article is."""

from collections.abc import Collection, Iterable, Sequence

from selectolax.lexbor import LexborNode

from pipelines.text import fold
from pipelines.unknown.noise import is_noise, is_readers
from pipelines.unknown.prose import Line, Survey
from pipelines.walker import BLOCK, DEEPEST, HIDDEN, SILENT, texts

_CELL = frozenset(("td", "th"))
_PICTURES = frozenset(("img", "picture", "amp-img"))
_SILENT = SILENT - {"form"}
"""Some pages are one form as a whole."""
_PARDON = 0.4
"""An element that holds so much of a page's prose is no box at its side, whatever it is called;"""
_ENOUGH = 150
"""but what readers say is none of the article, when it has so much besides."""


def survey(body: LexborNode, hidden: Collection[int] = (), shown: Collection[int] = ()) -> Survey:
    """The lines of `body` without those in `hidden` elements; what is `shown` is, whatever its style (`mem_id`s)."""
    surveyor = _Surveyor(hidden, shown)
    surveyor.element(body, body)
    surveyor.flush(body)
    surveyor.spans[body.mem_id] = (0, len(surveyor.lines))
    whole = Survey(tuple(surveyor.lines), surveyor.spans, tuple(surveyor.pictures), frozenset(shown), ())
    return whole.counting(_without(surveyor.lines, surveyor.noise))


def _without(lines: Sequence[Line], noise: Iterable[tuple[int, int, bool]]) -> set[int]:
    """The numbers of the lines with prose that stand in no noise; what holds most of the prose is none."""
    weights = {number: line.prose for number, line in enumerate(lines) if line.prose}
    total = sum(weights.values())
    for start, end, of_readers in noise:
        inside = [number for number in range(start, end) if number in weights]
        said = sum(weights[number] for number in inside)
        if said <= _PARDON * total or (of_readers and sum(weights.values()) - said >= _ENOUGH):
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
            self.noise.append((start, len(self.lines), is_readers(node)))

    def flush(self, node: LexborNode) -> None:
        """End the line that is being read."""
        if self._parts and (text := fold("".join(self._pieces))):
            self.lines.append(Line(text, min(1.0, self._linked / _weight(text)), node, tuple(self._parts)))
        self._pieces.clear()
        self._parts.clear()
        self._linked = 0
