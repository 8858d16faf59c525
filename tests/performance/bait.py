"""Texts on which a regular expression that backtracks too much would do so, made from the expression itself."""

import re
from collections.abc import Iterator, Sequence
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MANY = 10
"""A repeat that may go on further than this is worth to be fed."""
_SAMPLE = "a1 .,-:;#/\"'([{<&@=%\\_\n»é\x80Z"
"""One character at least of each kind that patterns tell apart."""
_ENDS = ("", "\x01", " z.z")
"""What spoils a match at its very end."""
_CLASSES = {
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def baits(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Texts of about `length` characters: what leads to each repeat, much of what it repeats, an end that spoils it."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    found: dict[str, None] = {}
    for lead, units in _repeats(tree, ""):
        for unit in units:
            for end in _ENDS:
                found[lead + unit * (length // len(unit)) + end] = None
            opening = lead + unit * 2
            found[opening * (length // len(opening))] = None
    for near in filter(None, (whole := _example(tree), whole[:-1], f"{whole} ")):
        found[near * (length // len(near)) + "\x01"] = None
    for text in found:
        yield text.encode("latin-1", "ignore") if isinstance(pattern.pattern, bytes) else text


def _repeats(tree: Sequence[Any], lead: str) -> Iterator[tuple[str, list[str]]]:
    """What stands before each repeat in the shortest text that comes there, and what it repeats."""
    for op, value in tree:
        if op in _REPEATS:
            _, most, item = value
            if most > _MANY:
                yield lead, _units(item)
            yield from _repeats(item, lead)
        else:
            for inner in _inside(op, value):
                yield from _repeats(inner, lead)
        lead += _example([(op, value)])


def _inside(op: Any, value: Any) -> list[Sequence[Any]]:
    """The sequences of which one is matched at a node that is no repeat."""
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op is sre.ATOMIC_GROUP:
        return [value]
    return [value[1]] if op in (sre.ASSERT, sre.ASSERT_NOT) else []


def _units(item: Sequence[Any]) -> list[str]:
    """What one turn of a repeat may be: each way into it."""
    if len(item) == 1:
        op, value = item[0]
        ways = _inside(op, value) if op not in (sre.ASSERT, sre.ASSERT_NOT) else []
        if ways:
            return [unit for way in ways for unit in _units(way)]
        if op not in _REPEATS:
            return _characters(op, value)
    return [text for text in [_example(item)] if text]


def _example(tree: Sequence[Any]) -> str:
    """The shortest text that a sequence matches, assertions left aside."""
    text = ""
    for op, value in tree:
        if op in _REPEATS:
            text += _example(value[2]) * value[0]
        elif op in (sre.SUBPATTERN, sre.BRANCH, sre.ATOMIC_GROUP):
            text += min((_example(way) for way in _inside(op, value)), key=len)
        elif op in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            text += _characters(op, value)[0]
    return text


def _characters(op: Any, value: Any) -> list[str]:
    """Characters that a node of one character matches: its own, and those of the sample."""
    if op is sre.LITERAL:
        return [chr(value)]
    if op is sre.NOT_LITERAL:
        return [char for char in _SAMPLE if char != chr(value)]
    if op is sre.ANY:
        return [char for char in _SAMPLE if char != "\n"]
    if op is not sre.IN:
        return []
    own = [chr(told if kind is sre.LITERAL else told[0]) for kind, told in value if kind in (sre.LITERAL, sre.RANGE)]
    among = [char for char in _SAMPLE if _is_in(char, value)]
    return among if (sre.NEGATE, None) in value else [*dict.fromkeys(own[:6] + among)]


def _is_in(char: str, members: Sequence[Any]) -> bool:
    """Whether a character is in the class that these members make."""
    found = any(
        (kind is sre.LITERAL and told == ord(char))
        or (kind is sre.RANGE and told[0] <= ord(char) <= told[1])
        or (kind is sre.CATEGORY and re.match(_CLASSES[told], char) is not None)
        for kind, told in members
    )
    return found is not ((sre.NEGATE, None) in members)
