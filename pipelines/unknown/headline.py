"""The headline on an unknown page: the visible element that says what the page calls itself."""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from selectolax.lexbor import LexborNode

from pipelines.metadata import PageFacts
from pipelines.text import fold
from pipelines.unknown.prose import Line, Survey
from pipelines.walker import BLOCK

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SUFFIX = re.compile(r"\s+[|»«·•–—:-]+\s+")
_CLASSED = "body [itemprop='headline'], body [class*='title'], body [class*='judul']"
_ALIKE = 0.85
_LONGEST = 250
_NEAR = 8
_WORDS = 2
"""A shorter name is that of a section or of the site."""


def names_of(facts: PageFacts) -> tuple[str, ...]:
    """What the page calls its article: JSON-LD, then meta tags, then the window's title with and without its ends."""
    told = [
        str(facts.jsonld.get("headline") or ""),
        *(facts.meta.get(f"{kind}:title", "") for kind in ("og", "twitter")),
    ]
    title = facts.tree.css_first("head title") or facts.tree.css_first("title")
    if title is not None:
        window = fold(title.text())
        parts = _SUFFIX.split(window)
        told += [window, max(parts, key=len)]
    return tuple(dict.fromkeys(name for name in map(fold, told) if name))


def outlets_of(facts: PageFacts) -> frozenset[str]:
    """What the page may call its newspaper: the site's name, and what stands beside the headline in its title."""
    title = facts.tree.css_first("title")
    parts = _SUFFIX.split(fold(title.text())) if title is not None else []
    return frozenset((*parts, facts.meta.get("og:site_name", "")))


def find_headline(facts: PageFacts, survey: Survey) -> LexborNode | None:
    """The element that holds the headline and nothing else."""
    names = [_bare(name) for name in names_of(facts)]
    headings = [node for tag in _HEADINGS for node in facts.tree.css(f"body {tag}")]
    return (
        _called(headings, names, _same, survey)
        or _called(headings, names, _cut, survey)
        or _called(facts.tree.css(_CLASSED), names, _same, survey)
        or _called((line.node for line in survey.lines if len(line.text) <= _LONGEST), names, _same, survey)
        or _called(headings, names, _reworded, survey)
        or _only_h1(facts)
    )


def _called(
    nodes: Iterable[LexborNode], names: Sequence[str], alike: Callable[[str, str], bool], survey: Survey
) -> LexborNode | None:
    """The first of `nodes` whose text is one of `names`."""
    for node in nodes:
        text = _bare(_shown_text(node, survey))
        if len(text) <= _LONGEST and len(text.split()) >= _WORDS and any(alike(text, name) for name in names):
            return node
    return None


def _shown_text(node: LexborNode, survey: Survey) -> str:
    """The text without what is hidden; that of an inline element with it, since its lines may be longer than it."""
    if node.tag not in BLOCK:
        return node.text(separator=" ")
    return " ".join(line.text for line in survey.lines_of(node))


def _same(text: str, name: str) -> bool:
    return text == name


def _cut(text: str, name: str) -> bool:
    """One is the other without its end, or without a kicker before it."""
    short, long = sorted((text, name), key=len)
    if len(short) < 0.4 * len(long) or len(short.split()) <= _WORDS:
        return False
    return long.startswith(short) or long.endswith(short)


def _reworded(text: str, name: str) -> bool:
    short, long = sorted((text, name), key=len)
    return len(short) >= 0.7 * len(long) and SequenceMatcher(None, short, long, autojunk=False).ratio() >= _ALIKE


def _only_h1(facts: PageFacts) -> LexborNode | None:
    """The one `h1` of a page that calls itself something else."""
    found = [node for node in facts.tree.css("body h1") if len(fold(node.text()).split()) >= _WORDS]
    return found[0] if len(found) == 1 else None


def heading_above(survey: Survey, first: int) -> LexborNode | None:
    """The nearest heading, else the nearest bold line, above the first line of prose, on a page without a name."""
    above = [line for line in survey.lines[max(0, first - _NEAR) : first][::-1] if _is_headline_like(line)]
    for line in above:
        if line.node.tag in _HEADINGS:
            return line.node
    for line in above:
        if bold := _bold(line):
            return bold
    return None


def _is_headline_like(line: Line) -> bool:
    return len(line.text.split()) > _WORDS + 1 and len(line.text) <= _LONGEST and line.linked < _ALIKE


def _bold(line: Line) -> LexborNode | None:
    """The element that makes the whole line bold."""
    node = line.parts[0].parent
    while node is not None and node.mem_id != line.node.mem_id:
        if node.tag in ("b", "strong") and fold(node.text()) == line.text:
            return node
        node = node.parent
    return None


def _bare(text: str) -> str:
    """Only its words, in lower case: quotes and white space differ between the places."""
    return " ".join(re.findall(r"\w+", text.lower()))
