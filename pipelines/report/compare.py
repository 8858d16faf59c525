"""What a change of the rules did to the texts, as one HTML file that opens anywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipelines.jobs.compare import Change, Comparison
from pipelines.report import environment

KINDS = ("changed", "gained", "lost")
_AROUND = 1
"""Paragraphs that are shown before and after a change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are the same in both texts, or `removed` from the old one, or `added` in the new one."""

    fate: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    fate: str
    """`same`, `changed`, `removed`, `added`, or `skipped` for a run of others that are the same."""
    pieces: tuple[Piece, ...]


def render_comparison(told: Comparison) -> str:
    """The tables, and under each site and rule the texts that `told` shows."""
    return (
        environment()
        .get_template("compare.html")
        .render(
            told=told,
            kinds=KINDS,
            changes=[(change, list(word_diff(*_texts(change)))) for change in told.shown],
        )
    )


def _texts(change: Change) -> tuple[list[str], list[str]]:
    return (change.old.paragraphs if change.old else [], change.new.paragraphs if change.new else [])


def word_diff(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """The new text with what came and went, paragraph by paragraph; what is far from a change is left out."""
    for fate, a, b in _aligned(old, new):
        if fate == "equal":
            yield from _shortened(old[a.start : a.stop])
        elif len(old[a.start : a.stop]) == len(new[b.start : b.stop]):
            for before, after in zip(old[a.start : a.stop], new[b.start : b.stop], strict=True):
                yield Paragraph("changed", tuple(_words(before, after)))
        else:
            yield from (Paragraph("removed", (Piece("removed", text),)) for text in old[a.start : a.stop])
            yield from (Paragraph("added", (Piece("added", text),)) for text in new[b.start : b.stop])


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, slice, slice]]:
    for fate, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield fate, slice(a, b), slice(c, d)


def _shortened(same: Sequence[str]) -> Iterator[Paragraph]:
    if len(same) <= 2 * _AROUND + 1:
        yield from (Paragraph("same", (Piece("same", text),)) for text in same)
        return
    yield from (Paragraph("same", (Piece("same", text),)) for text in same[:_AROUND])
    yield Paragraph("skipped", (Piece("same", f"{len(same) - 2 * _AROUND} paragraphs that are the same"),))
    yield from (Paragraph("same", (Piece("same", text),)) for text in same[-_AROUND:])


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = old.split(" "), new.split(" ")
    for fate, a, b in _aligned(before, after):
        if fate == "equal":
            yield Piece("same", " ".join(before[a.start : a.stop]))
            continue
        if a.start < a.stop:
            yield Piece("removed", " ".join(before[a.start : a.stop]))
        if b.start < b.stop:
            yield Piece("added", " ".join(after[b.start : b.stop]))
