"""A body as blocks of text with their links: what the walk makes and the rules of boilerplate look at."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside a block: where its text begins and ends, and where it leads."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, quote or table row: its text on one line, and the element it stood in."""

    text: str
    tag: str = "p"
    links: tuple[Link, ...] = ()
    strong: bool = False
    """Whether all of it is bold or a heading."""

    @property
    def linked(self) -> float:
        """The share of the text that is link text, 0 to 1."""
        if not self.links:
            return 0.0
        return sum(link.end - link.start for link in self.links) / max(1, len(self.text))


def cut(block: Block, start: int, end: int) -> Block | None:
    """`block` without the characters from `start` to `end`; None when nothing is left."""
    left, right = block.text[:start].rstrip(), block.text[end:].lstrip()
    text = f"{left} {right}" if left and right else left or right
    if not text:
        return None
    shift = len(block.text) - len(text)
    links = tuple(
        link if link.end <= start else Link(link.start - shift, link.end - shift, link.href)
        for link in block.links
        if link.end <= start or link.start >= end
    )
    return replace(block, text=text, links=links)
