"""The fallback for pages that no template answers for: trafilatura finds the text, our rules clean it."""

from collections.abc import Sequence

import trafilatura
from lxml import etree

from pipelines.blocks import Block, Link
from pipelines.text import fold

_TAGS = {"head": "h2", "item": "li", "quote": "blockquote", "row": "tr"}


def generic_blocks(html: str, url: str) -> Sequence[Block]:
    """What trafilatura takes for the body of the article, as blocks; empty when it finds none."""
    document = trafilatura.bare_extraction(
        html,
        url=url,
        include_comments=False,
        include_tables=True,
        include_links=True,
        include_images=False,
        favor_precision=True,
        with_metadata=False,
    )
    if document is None or document.body is None:
        return ()
    return [block for element in document.body for block in _read(element)]


def _read(element: etree._Element) -> list[Block]:
    if element.tag in ("list", "table"):
        return [block for child in element for block in _read(child)]
    tag = _TAGS.get(str(element.tag), "p")
    pieces: list[tuple[str, str]] = []
    _collect(element, pieces, "")
    blocks, line = [], []
    for text, href in [*pieces, ("\n", "")]:
        if text == "\n":
            if block := _block(line, tag):
                blocks.append(block)
            line = []
        else:
            line.append((text, href))
    return blocks


def _collect(element: etree._Element, pieces: list[tuple[str, str]], href: str) -> None:
    inner = element.get("target", "") if element.tag == "ref" else href
    if element.text:
        pieces.append((element.text, inner))
    for child in element:
        if child.tag == "lb":
            pieces.append(("\n", ""))
        else:
            _collect(child, pieces, inner)
            if child.tag == "cell":
                pieces.append((" ", ""))
        if child.tail:
            pieces.append((child.tail, href))


def _block(line: Sequence[tuple[str, str]], tag: str) -> Block | None:
    text = fold("".join(piece for piece, _ in line))
    if not text:
        return None
    links, position = [], 0
    for piece, href in line:
        inner = fold(piece)
        if href and inner:
            start = text.find(inner, position)
            if start >= 0:
                links.append(Link(start, start + len(inner), href))
                position = start + len(inner)
    return Block(text, tag, tuple(links))
