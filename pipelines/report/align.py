"""Which block of the page became which paragraph, and which paragraph of the gold it should have been."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from archive.page import Page
from pipelines.article import Removed
from pipelines.charset import decode
from pipelines.text import fold
from pipelines.walker import walk

Fate = Literal["kept", "removed", "missed", "leaked", "outside"]
"""Of a block of the page: rightly kept, removed by a rule, of the gold but not kept, kept but not of the gold, or
never looked at."""

_ALIKE = 0.5
"""Two paragraphs with so much in common are one, changed."""


@dataclass(frozen=True, slots=True)
class PageLine:
    text: str
    tag: str
    fate: Fate
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both sides have, or that one of them has alone."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph of the gold and the paragraph of the output that stands for it; None where one side has none."""

    gold: str | None
    output: str | None

    @property
    def kind(self) -> str:
        if self.gold is None:
            return "extra"
        if self.output is None:
            return "lost"
        return "same" if self.gold == self.output else "changed"

    @property
    def gold_pieces(self) -> list[Piece]:
        return _pieces(self.gold, self.output)

    @property
    def output_pieces(self) -> list[Piece]:
        return _pieces(self.output, self.gold)


@dataclass(frozen=True, slots=True)
class Row:
    lines: tuple[PageLine, ...]
    pair: Pair | None


def pair_up(gold: Sequence[str], output: Sequence[str]) -> list[Pair]:
    """Gold and output side by side, in order."""
    pairs: list[Pair] = []
    for kind, g1, g2, o1, o2 in SequenceMatcher(None, gold, output, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += map(Pair, gold[g1:g2], output[o1:o2])
        else:
            pairs += _unequal(gold[g1:g2], output[o1:o2])
    return pairs


def page_lines(page: Page, gold: Sequence[str], output: Sequence[str], removed: Iterable[Removed]) -> list[PageLine]:
    """Every block of the page in order, with its fate."""
    tree = LexborHTMLParser(decode(page.body, page.content_type))
    for node in tree.css("[style], [hidden]"):  # what the page hides is looked at too
        for attribute in {"style", "hidden"} & node.attributes.keys():
            del node.attrs[attribute]
    body = tree.body
    walked = walk([body]) if body is not None else None
    rules = {part: taken.rule for taken in removed for part in (taken.text, *taken.text.split(" / "))}
    return [_fate(block.text, block.tag, gold, output, rules) for block in (walked.blocks if walked else ())]


def rows(lines: Sequence[PageLine], pairs: Sequence[Pair]) -> list[Row]:
    """The lines of the page beside the paragraphs that they became; other lines stand in rows of their own."""
    found: list[Row] = []
    rest = list(pairs)
    for line in lines:
        reached = next((i for i, pair in enumerate(rest) if _tells(line, pair)), None)
        if reached is not None:
            found += [Row((), pair) for pair in rest[:reached]]
            found.append(Row((line,), rest[reached]))
            del rest[: reached + 1]
        elif found and found[-1].pair and line.fate != "removed" and _tells(line, found[-1].pair):
            found[-1] = Row((*found[-1].lines, line), found[-1].pair)
        elif found and found[-1].pair is None and line.fate == "outside" == found[-1].lines[-1].fate:
            found[-1] = Row((*found[-1].lines, line), None)
        else:
            found.append(Row((line,), None))
    return found + [Row((), pair) for pair in rest]


def _unequal(gold: Sequence[str], output: Sequence[str]) -> Iterator[Pair]:
    """Changed paragraphs stand side by side, each beside the first that is like it."""
    rest = list(output)
    for text in gold:
        like = next((i for i, other in enumerate(rest) if _alike(text, other)), None)
        if like is None:
            yield Pair(text, None)
        else:
            yield from (Pair(None, other) for other in rest[:like])
            yield Pair(text, rest[like])
            del rest[: like + 1]
    yield from (Pair(None, other) for other in rest)


def _alike(left: str, right: str) -> bool:
    ours, theirs = left.split(), right.split()
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _ALIKE * min(len(ours), len(theirs))


def _pieces(own: str | None, other: str | None) -> list[Piece]:
    if own is None or other is None or own == other:
        return [Piece(own or "", False)]
    words, others = own.split(), other.split()
    codes = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    return [Piece(" ".join(words[a1:a2]), kind != "equal") for kind, a1, a2, _, _ in codes if a2 > a1]


def _fate(text: str, tag: str, gold: Sequence[str], output: Sequence[str], rules: dict[str, str]) -> PageLine:
    text = fold(text)
    ours, theirs = text in output, text in gold
    if not (ours or theirs) and text not in rules:  # a part of a paragraph: a dateline, a line that was joined
        long = len(text) > 15 or text.endswith(("-", "–", "—"))
        ours = long and any(text in paragraph for paragraph in output)
        theirs = long and any(text in paragraph for paragraph in gold)
    if ours:
        return PageLine(text, tag, "kept" if theirs else "leaked")
    if text in rules:
        return PageLine(text, tag, "missed" if theirs else "removed", rules[text])
    if theirs:
        return PageLine(text, tag, "missed")
    part = next((rule for taken, rule in rules.items() if taken and len(taken) > 3 and taken in text), "")
    trimmed = part and any(paragraph in text for paragraph in output)
    return PageLine(text, tag, "kept" if trimmed else "outside", part if trimmed else "")


def _tells(line: PageLine, pair: Pair) -> bool:
    if line.fate in ("removed", "outside"):
        return False
    return any(
        side is not None and (line.text == side or line.text in side or (line.rule and side in line.text))
        for side in (pair.gold, pair.output)
    )
