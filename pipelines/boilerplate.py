"""Applies the rules to the blocks of one body and says what each removed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from pipelines.article import Removed
from pipelines.blocks import Block, Link, cut
from pipelines.rules import RULES, Rule, Takes
from pipelines.ruletable import RuleSet, RuleTable

_INLINE_LABEL = re.compile(
    r"(?:^|(?<=[.!?\"”’)\]…*])|(?<=\s))\s*(?P<open>[(\[]\s*)?\W{0,3}"
    r"(?:baca|lihat|simak|tonton)(?:\s+(?:juga|pula|berita|selengkapnya))*\s*(?P<colon>[:\-–—>]+)?\s*[\"“'‘]?\s*$",
    re.IGNORECASE,
)
_LABEL_AT_MOST = 60
"""A label and the white space and quotes around it are shorter."""

_CLOSING = re.compile(r"\s*[\"”’']?\s*[)\]]")
_TEASER = re.compile(
    r"\W*(?:\d+\s+(?:detik|menit|jam|hari|minggu|bulan)\s+(?:yang\s+)?lalu|baca\s+selengkapnya|selengkapnya|read\s+more)\W*",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"(?<!\.)\.[\"”’')\]]*$")
_STOP = re.compile(r"[\s.,;:!?\"”’)\]]+(?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    flags: tuple[str, ...]


def rules_for(site: str, rules: Iterable[Rule] = RULES) -> RuleSet:
    """The rules that speak of `site`, in order."""
    return RuleSet(rule for rule in rules if not rule.sites or site in rule.sites)


def clean(blocks: Sequence[Block], rules: Sequence[Rule]) -> Cleaned:
    """`blocks` without boilerplate, in order; each removal with the id of its rule.

    The last blocks, of which some rules speak alone, are the last of what the other rules leave.
    """
    table = rules if isinstance(rules, RuleSet) else RuleSet(rules)
    body = _Run(table.body).over(blocks)
    middle = max(0, len(body.kept) - table.tail.reach)
    tail = _Run(table.tail).over(body.kept[middle:])
    flags = dict.fromkeys((*body.flags, *tail.flags))
    return Cleaned((*body.kept[:middle], *tail.kept), (*body.removed, *tail.removed), tuple(flags))


class _Run:
    def __init__(self, table: RuleTable) -> None:
        self.kept: list[Block] = []
        self.removed: list[Removed] = []
        self.flags: list[str] = []
        self._table = table

    def over(self, blocks: Sequence[Block]) -> Self:
        position = 0
        while position < len(blocks):
            position += self.take(blocks, position)
        return self

    def take(self, blocks: Sequence[Block], position: int) -> int:
        """Deal with the block at `position`; how many blocks were dealt with."""
        block = self._without_tokens(blocks[position])
        if block is not None and block.links:
            block = self._without_inline_labels(block)
        if block is None:
            return 1
        for rule in self._table.candidates(block.text.lower()):
            if rule.last and position < len(blocks) - rule.last:
                continue
            if match := rule.pattern.match(block.text):
                taken, block_left = self._apply(rule, match, blocks, position, block)
                if taken:
                    if rule.flag:
                        self.flags.append(rule.flag)
                    if block_left is not None:
                        self.kept.append(block_left)
                    return taken
        self.kept.append(block)
        return 1

    def _apply(
        self, rule: Rule, match: re.Match[str], blocks: Sequence[Block], position: int, block: Block
    ) -> tuple[int, Block | None]:
        """How many blocks the rule takes, and what is left of the first; 0 when it does not apply after all."""
        whole = match.end() == len(block.text)
        if rule.takes is Takes.REST:
            return self._drop(rule, blocks[position:]), None
        if rule.takes is Takes.BLOCK:
            return (self._drop(rule, [block]), None) if whole else (0, None)
        if rule.takes is Takes.LIST and not whole:
            return 0, None
        if whole:
            listed = _listed(blocks[position + 1 :])
            if rule.takes is Takes.LIST and not listed and " " not in block.text and position + 1 < len(blocks):
                return 0, None  # a heading of one word, with text below it
            return self._drop(rule, [block, *listed]), None
        return self._labelled(rule, match, block)

    def _labelled(self, rule: Rule, match: re.Match[str], block: Block) -> tuple[int, Block | None]:
        """A label with something behind it in the same block."""
        end = _linked_until(block.links, match.end(), block.text)
        has_mark = match[0].rstrip()[-1:] in ":-–—|>"
        if end is not None:
            if _goes_on(block.text, end) and (not has_mark or rule.takes is Takes.LINKED):
                return 0, None
            end = _stop_after(block.text, end)
            if not block.text[end:].strip(' .,;:!?"”’)]|'):
                return self._drop(rule, [block]), None
            self.removed.append(Removed(rule.id, block.text[:end]))
            return 1, cut(block, 0, end)
        if has_mark and not block.links and rule.takes is not Takes.LINKED and _is_headline(block.text):
            return self._drop(rule, [block]), None
        if has_mark and block.linked > 0.5:
            return self._drop(rule, [block]), None
        return 0, None

    def _drop(self, rule: Rule, blocks: Sequence[Block]) -> int:
        self.removed.extend(Removed(rule.id, block.text) for block in blocks)
        return len(blocks)

    def _without_tokens(self, block: Block) -> Block | None:
        for rule in self._table.tokens(block.text.lower()):
            while match := rule.pattern.search(block.text):
                self.removed.append(Removed(rule.id, match[0].strip()))
                shorter = cut(block, match.start(), match.end())
                if shorter is None:
                    return None
                block = shorter
        return block

    def _without_inline_labels(self, block: Block) -> Block | None:
        """A label and its link inside a paragraph: `prose. Baca juga: <a>headline</a> prose`."""
        for link in reversed(block.links):
            if not link.start:
                continue
            match = _INLINE_LABEL.search(block.text, max(0, link.start - _LABEL_AT_MOST), link.start)
            if not match or not match.start() or not _is_label(block, match, link):
                continue
            end = link.end
            if match["open"]:
                closing = _CLOSING.match(block.text, end)
                end = closing.end() if closing else end
            self.removed.append(Removed("read-also-inline", block.text[match.start() : end].strip()))
            shorter = cut(block, match.start(), end)
            if shorter is None:
                return None
            block = shorter
        return block


def _is_label(block: Block, match: re.Match[str], link: Link) -> bool:
    if match["colon"]:
        return True
    headline = block.text[link.start : link.end]
    if len(headline.split()) < 4 or headline[0].islower():
        return False
    before = block.text[: match.start()].rstrip()
    return bool(match["open"] or (_SENTENCE_END.search(before) and not _goes_on(block.text, link.end)))


def _is_headline(text: str) -> bool:
    """Whether what stands behind a label may be a headline: it is short and ends without a full stop."""
    return len(text) <= 220 and not _FULL_STOP.search(text)


def _goes_on(text: str, end: int) -> bool:
    """Whether the sentence goes on behind a link that ends at `end`."""
    return text[end:].lstrip()[:1].islower()


def _stop_after(text: str, end: int) -> int:
    """Where the punctuation ends that closes a link."""
    match = _STOP.match(text, end)
    return match.end() if match else end


def _linked_until(links: Sequence[Link], start: int, text: str) -> int | None:
    """Where the run of links that begins at `start` ends; None when no link begins there."""
    end = None
    for link in sorted(links, key=lambda link: link.start):
        gap = text[end if end is not None else start : link.start]
        if link.end <= start:
            continue
        if gap.strip(" \"“”'‘’.,;:|-–—/>(") and link.start > start:
            break
        end = link.end
    return end


def _listed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks right after a label that belong to it: links, or the teasers of a list that closes the page."""
    taken: list[Block] = []
    for block in blocks:
        if block.linked < 0.8 or (block.tag != "li" and _SENTENCE_END.search(block.text) and len(block.text) > 120):
            break
        taken.append(block)
    if (
        not taken
        and not any(block.links for block in blocks)
        and any(_TEASER.fullmatch(block.text) for block in blocks)
    ):
        return list(blocks)
    return taken
