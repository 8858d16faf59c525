"""From the elements of a page to blocks of text in document order, with their links.

Block elements and `<br>` end a block, inline elements never do: a sentence with a bold word in it stays one.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from pipelines.blocks import Block, Link
from pipelines.text import fold

SILENT = frozenset(
    "-comment -doctype audio button canvas dialog embed form head iframe img input link map meta noscript object "
    "option picture script select source style svg template textarea title track video".split()
)
BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody tfoot thead tr "
    "ul".split()
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CELL = frozenset(("td", "th"))
DEEPEST = 100
"""Elements within elements that are told apart; no page means more, and Python's stack holds few hundreds."""


@dataclass(frozen=True, slots=True)
class Walked:
    blocks: tuple[Block, ...]
    captions: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]
    """The wrappers that were left out: the element, as `div.related`, and its text."""


def walk(
    bodies: Iterable[LexborNode],
    *,
    drop: Collection[int] = (),
    end: Collection[int] = (),
    marks: Collection[str] = (),
    shown: Collection[int] = (),
    br: bool = True,
) -> Walked:
    """Read `bodies` in order. `drop`, `end` and `shown` are `mem_id`s: elements to leave out, elements before which to
    stop, elements that count though their style hides them; `marks` are texts of comments at which to stop."""
    walker = _Walker(drop, end, br, marks, shown)
    for body in bodies:
        walker.tag = body.tag or "div"
        walker.element(body)
        walker.flush()
        if walker.ended:
            break
    return Walked(tuple(walker.blocks), tuple(walker.captions), tuple(walker.dropped))


def line(node: LexborNode) -> str:
    """The text of an element on one line, as a reader sees it; hidden and silent elements have none."""
    if (only := _only_text(node)) is not None:
        return fold(only)
    walker = _Walker((), (), False)
    walker.in_one_line(node)
    return walker.blocks[0].text if walker.blocks else ""


def _only_text(node: LexborNode) -> str | None:
    """The text of an element that holds nothing else, as most do that hold text."""
    child = node.first_child
    return child.text_content if child is not None and child.tag == "-text" and child.next is None else None


def texts(node: LexborNode) -> Iterator[LexborNode]:
    """The text nodes below an element, however deep, without those of scripts and the like."""
    for inner in node.traverse(include_text=True):
        if inner.tag == "-text" and (inner.parent is None or inner.parent.tag not in SILENT):
            yield inner


class _Walker:
    def __init__(
        self,
        drop: Collection[int],
        end: Collection[int],
        br: bool,
        marks: Collection[str] = (),
        shown: Collection[int] = (),
    ) -> None:
        self.blocks: list[Block] = []
        self.captions: list[str] = []
        self.dropped: list[tuple[str, str]] = []
        self.tag = "div"
        self.ended = False
        self._drop, self._end, self._br, self._marks, self._shown = drop, end, br, marks, shown
        self._pieces: list[str] = []
        self._anchors: list[tuple[int, int, str]] = []
        self._open_anchors: list[tuple[int, str]] = []
        self._bold_depth = 0
        self._plain = False
        self._row_depth = 0
        self._depth = 0

    def element(self, node: LexborNode) -> None:
        self._depth += 1
        if (only := _only_text(node)) is not None:
            self._text(only)
        elif self._depth > DEEPEST:
            for text in texts(node):
                self._text(f" {text.text_content} ")
        else:
            self._children(node)
        self._depth -= 1

    def _children(self, node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            if self.ended:
                return
            tag = child.tag or ""
            if tag == "-text":
                self._text(child.text_content or "")
            elif tag not in SILENT:
                self._child(child, tag)
            elif tag == "-comment" and self._marks and (child.comment_content or "").strip() in self._marks:
                self.ended = True

    def in_one_line(self, node: LexborNode) -> None:
        self._row_depth = 1
        self.element(node)
        self.flush()

    def _child(self, child: LexborNode, tag: str) -> None:
        mem_id = child.mem_id
        if mem_id in self._end:
            self.ended = True
        elif mem_id in self._drop:
            self._leave_out(child)
        elif tag == "br":
            self._pieces.append(" ")
            if self._br and not self._row_depth:
                self.flush()
        elif tag == "figcaption":
            self._caption(child)
        elif tag == "tr":
            self._row(child)
        elif tag in _CELL:
            self._pieces.append(" ")
            self.element(child)
            self._pieces.append(" ")
        elif mem_id not in self._shown and self._is_hidden(child):
            self._leave_out(child)
        elif tag in BLOCK:
            self._block(child, tag)
        elif tag == "a":
            self._open_anchors.append((len(self._pieces), child.attributes.get("href") or ""))
            self.element(child)
            start, href = self._open_anchors.pop()
            self._anchors.append((start, len(self._pieces), href))
        elif tag in ("b", "strong"):
            self._bold_depth += 1
            self.element(child)
            self._bold_depth -= 1
        else:
            self.element(child)

    def _is_hidden(self, node: LexborNode) -> bool:
        attributes = node.attributes
        if not attributes:
            return False
        style = attributes.get("style")
        return "hidden" in attributes or bool(style and HIDDEN.search(style))

    def _text(self, text: str) -> None:
        self._pieces.append(text)
        if not self._bold_depth and not text.isspace():
            self._plain = True

    def _block(self, node: LexborNode, tag: str) -> None:
        if self._row_depth:
            self._pieces.append(" ")
            self.element(node)
            self._pieces.append(" ")
            return
        self.flush()
        outer, self.tag = self.tag, tag
        self.element(node)
        self.flush()
        self.tag = outer

    def _row(self, node: LexborNode) -> None:
        self.flush()
        self._row_depth += 1
        outer, self.tag = self.tag, "tr"
        self.element(node)
        self._row_depth -= 1
        self.flush()
        self.tag = outer

    def _caption(self, node: LexborNode) -> None:
        caption = fold(node.text(separator=" "))
        if caption:
            self.captions.append(caption)

    def _leave_out(self, node: LexborNode) -> None:
        inner = _Walker((), (), True)
        inner.element(node)
        inner.flush()
        text = " / ".join(block.text for block in inner.blocks)
        if text:
            self.dropped.append((_name(node), text))

    def flush(self) -> None:
        """End the block that is being read."""
        pieces, anchors = self._pieces, self._anchors
        if not pieces:
            return
        self._pieces, self._anchors = [], []
        if self._open_anchors:  # a <br> inside a link: what was read of it belongs to this block
            anchors += [(start, len(pieces), href) for start, href in self._open_anchors]
            self._open_anchors = [(0, href) for _, href in self._open_anchors]
        plain, self._plain = self._plain, False
        text = fold("".join(pieces))
        if text:
            links = _place(pieces, anchors, text) if anchors else ()
            strong = not plain or self.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
            self.blocks.append(Block(text, self.tag, links, strong))


def _name(node: LexborNode) -> str:
    """An element as a selector would name it: `div#ad.box`."""
    attributes = node.attributes
    mark = f"#{attributes['id']}" if attributes.get("id") else ""
    return f"{node.tag}{mark}" + "".join(f".{name}" for name in (attributes.get("class") or "").split()[:2])


def _place(pieces: list[str], anchors: list[tuple[int, int, str]], text: str) -> tuple[Link, ...]:
    """Where the link texts stand in the folded text, each looked for behind the one before."""
    links: list[Link] = []
    read = at = 0
    for first, last, href in sorted(anchors):
        inner = fold("".join(pieces[first:last]))
        if not inner or first < read:  # a link in a link
            continue
        # Folded by itself the text between lacks the spaces that part it from the links; it is never too long.
        start = text.find(inner, at + len(fold("".join(pieces[read:first]))))
        if start >= 0:
            links.append(Link(start, start + len(inner), href))
            read, at = last, start + len(inner)
    return tuple(links)
