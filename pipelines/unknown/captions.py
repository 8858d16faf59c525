"""Captions on an unknown page: what stands with a picture and says no more than a caption does."""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from pipelines.unknown.headmatter import is_caption
from pipelines.unknown.prose import HEADINGS, Line, Survey
from pipelines.walker import BLOCK

_CALLED = re.compile(
    r"caption|(?:^|[\s_-])(?:credit|photo-?by|ket-?foto|keterangan|foto-?desc)(?=$|[\s_-])", re.IGNORECASE
)
_PICTURED = re.compile(r"(?:^|[\s_-])(?:pic|picture|photo|foto|gambar|image|img|thumbnail)(?=$|[\s_-])", re.IGNORECASE)
_LONGEST = 350
_ROWS_OF_TABLES = frozenset(("tbody", "thead", "tfoot", "tr"))
_SMALL = frozenset("em i small center figcaption".split())
_ROWS = 3
_BUTTON = 15
_SENTENCE = re.compile(r"[a-z0-9\"”)][.!?](?:\s|$)")


def captions(body: LexborNode, survey: Survey, since: int) -> Iterator[Line]:
    """The lines that are captions in `body`, and above it from line `since` on, each once."""
    start, end = survey.span(body)
    seen: set[int] = set()
    for number, picture in survey.pictures:
        if not min(start, since) <= number <= end:
            continue
        for caption in _beside(picture, number, body, survey):
            if caption not in seen:
                seen.add(caption)
                yield survey.lines[caption]


def is_called_caption(name: str) -> bool:
    """Whether the class or id of an element says so."""
    return bool(_CALLED.search(name))


def called_captions(body: LexborNode, page: LexborNode, survey: Survey, since: int) -> Iterator[LexborNode]:
    """The elements that are called captions and are short enough, in the same places."""
    start, end = survey.span(body)
    for node in page.css("[class]"):
        first, last = survey.span(node)
        if not min(start, since) <= first < last <= end:
            continue
        if _is_one(node, survey.lines[first:last]) and not survey.covers(node, body):
            yield node


def _is_one(node: LexborNode, lines: Sequence[Line]) -> bool:
    """Whether an element is called a caption, or a picture with little text in it."""
    name = node.attributes.get("class") or ""
    if is_called_caption(name):
        return sum(len(line.text) for line in lines) <= _LONGEST
    return bool(_PICTURED.search(name)) and _is_small_box(lines)


def _beside(picture: LexborNode, number: int, body: LexborNode, survey: Survey) -> Iterator[int]:
    """The numbers of the lines in the smallest box around the picture that says something; else the one below it."""
    box = _box(picture, body)
    while box is not None and box.mem_id != body.mem_id and _says_nothing(survey.lines_of(box)):
        box = _box(box, body)
    if box is None:
        return
    first, last = survey.span(box)
    if box.mem_id != body.mem_id and survey.covers(box, body):
        return
    if box.mem_id != body.mem_id and box.tag not in ("p", "li") and _is_small_box(survey.lines_of(box)):
        yield from range(first, last)
    elif number < len(survey.lines) and _looks_like_one(survey.lines[number], box):
        yield number


def _box(node: LexborNode, body: LexborNode) -> LexborNode | None:
    """The next block around a node; a table as a whole, since a cell of one is often only a picture's name."""
    parent = node.parent
    while parent is not None and parent.mem_id != body.mem_id:
        if parent.tag in BLOCK and parent.tag not in _ROWS_OF_TABLES:
            break
        parent = parent.parent
    return parent


def _says_nothing(lines: Sequence[Line]) -> bool:
    """No text, or a button to enlarge the picture."""
    return all(len(line.text) <= _BUTTON for line in lines)


def _is_small_box(lines: Sequence[Line]) -> bool:
    if len(lines) > _ROWS or sum(len(line.text) for line in lines) > _LONGEST:
        return False
    return not any(line.node.tag in HEADINGS or _is_paragraph(line) for line in lines)


def _is_paragraph(line: Line) -> bool:
    """Prose of several sentences in a `p`: a box with a picture may hold a part of the text too."""
    return line.node.tag == "p" and len(_SENTENCE.findall(line.text)) > 1 and not is_caption(line.text)


def _looks_like_one(line: Line, box: LexborNode) -> bool:
    """Whether the line below a picture is set apart as a caption, or says that it is one."""
    if len(line.text) > _LONGEST:
        return False
    return is_caption(line.text) or all(_is_small(part, box) for part in line.parts)


def _is_small(part: LexborNode, box: LexborNode) -> bool:
    node = part.parent
    while node is not None and node.mem_id != box.mem_id:
        if node.tag in _SMALL:
            return True
        node = node.parent
    return False
