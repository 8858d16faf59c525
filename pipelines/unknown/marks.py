"""Notes on the elements of a page that is being described, which its selectors then find."""

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.text import fold
from pipelines.unknown.prose import Line, Survey

_ATTRIBUTE = "data-kliping"


def css(role: str) -> str:
    """The selector of what has the role."""
    return f"[{_ATTRIBUTE}~='{role}']"


class Marks:
    """Collects roles of elements and lines; nothing on the page changes before they are put on it."""

    def __init__(self, tree: LexborHTMLParser, page: Survey) -> None:
        self._tree = tree
        self._page = page
        self._roles: dict[int, tuple[LexborNode, list[str]]] = {}

    def elements(self, nodes: Iterable[LexborNode], *roles: str) -> None:
        for node in nodes:
            self._roles.setdefault(node.mem_id, (node, []))[1].extend(roles)

    def lines(self, lines: Iterable[Line], *roles: str) -> None:
        """An element that shows one line and holds nothing else, or the pieces of text that make the line."""
        for line in lines:
            alone = self._page.lines_of(line.node) == (line,) and fold(line.node.text()) == line.text
            self.elements([line.node] if alone else line.parts, *roles)

    def place(self, place: LexborNode | Line, *roles: str) -> None:
        self.lines([place], *roles) if isinstance(place, Line) else self.elements([place], *roles)

    def put(self) -> None:
        for node, roles in self._roles.values():
            if node.tag == "-text":
                span = self._tree.create_node("span")
                span.attrs[_ATTRIBUTE] = " ".join(roles)
                span.insert_child(node.text_content or "")
                node.replace_with(span)
            else:
                node.attrs[_ATTRIBUTE] = " ".join(roles)
