"""Teasers of other stories: a box with a headline that is a link, and one paragraph at most below it."""

from selectolax.lexbor import LexborNode

from pipelines.unknown.prose import Line, Survey

_FEWEST = 3
"""From so many on they are teasers; one may be the article itself, whose headline links to it."""
_HEIGHT = 4
_WORDS = 4


def without_teasers(survey: Survey) -> Survey:
    """The same page, with the paragraphs of teasers not counted as prose."""
    prose = {number for number in range(len(survey.lines)) if survey.counts(number)}
    teasers = {number for number in prose if _is_teaser(number, survey)}
    return survey.counting(prose - teasers) if len(teasers) >= _FEWEST else survey


def _is_teaser(number: int, survey: Survey) -> bool:
    """Whether the smallest boxes around a line hold no other prose, but a headline that is a link."""
    node: LexborNode | None = survey.lines[number].node
    for _ in range(_HEIGHT):
        if node is None or survey.prose(node) != survey.lines[number].prose:
            return False
        if any(map(is_linked_headline, survey.lines_of(node))):
            return True
        node = node.parent
    return False


def is_linked_headline(line: Line) -> bool:
    return line.linked >= 0.95 and len(line.text.split()) >= _WORDS
