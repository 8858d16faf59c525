"""How near an extracted text is to the text that a person chose: counts that can be added up, and what they say."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

_WORD = re.compile(r"\w+")
_SHINGLE = 3
"""Words in a row; three of them seldom stand in two sentences by chance."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of `gold` and of `output` is the same."""

    same: int
    gold: int
    output: int

    @property
    def precision(self) -> float:
        return self.same / self.output if self.output else float(not self.gold)

    @property
    def recall(self) -> float:
        return self.same / self.gold if self.gold else float(not self.output)

    @property
    def f1(self) -> float:
        total = self.gold + self.output
        return 2 * self.same / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """One text against its gold. `title` and `date` are None where the gold has none."""

    words: Overlap
    paragraphs: Overlap
    exact: bool
    leaked: tuple[str, ...]
    """Paragraphs of the output that are the page's and not the article's."""
    lost: tuple[str, ...]
    """Paragraphs of the gold that are not in the output."""
    title: bool | None = None
    date: bool | None = None

    @property
    def perfect(self) -> bool:
        return self.exact and self.title is not False and self.date is not False


@dataclass(frozen=True, slots=True)
class Summary:
    """Many scores as one: means over the articles, shares over all their paragraphs."""

    articles: int
    precision: float
    recall: float
    word_f1: float
    paragraph_f1: float
    exact: float
    title: float | None
    date: float | None
    leaked: int
    leak_rate: float
    """Leaked paragraphs among those of the output."""
    lost: int
    over_deletion: float
    """Lost paragraphs among those of the gold."""


def score(
    gold: Sequence[str],
    output: Sequence[str],
    *,
    is_boilerplate: Callable[[str], bool] = lambda text: False,
    title: bool | None = None,
    date: bool | None = None,
) -> Score:
    """Compares paragraphs, white space already folded.

    A paragraph that only differs (glued, split, a word more) is neither leaked nor lost, unless it is boilerplate.
    """
    return Score(
        words=word_overlap(gold, output),
        paragraphs=paragraph_overlap(gold, output),
        exact=list(gold) == list(output),
        leaked=tuple(text for text, known in _strangers(output, gold) if not known or is_boilerplate(text)),
        lost=tuple(text for text, known in _strangers(gold, output) if not known),
        title=title,
        date=date,
    )


def word_overlap(gold: Iterable[str], output: Iterable[str]) -> Overlap:
    """Words, parted by white space, in the longest common subsequence."""
    ours, theirs = " ".join(output).split(), " ".join(gold).split()
    return Overlap(common_subsequence(theirs, ours), len(theirs), len(ours))


def paragraph_overlap(gold: Iterable[str], output: Iterable[str]) -> Overlap:
    """Paragraphs that are the same to the letter, whatever their order."""
    theirs, ours = Counter(gold), Counter(output)
    return Overlap((theirs & ours).total(), theirs.total(), ours.total())


def common_subsequence(left: Sequence[str], right: Sequence[str]) -> int:
    """The length of the longest common subsequence, by Hyyrö's bit-parallel recurrence on one long integer."""
    places: dict[str, int] = {}
    for index, word in enumerate(left):
        places[word] = places.get(word, 0) | 1 << index
    all_bits = (1 << len(left)) - 1
    row = all_bits
    for word in right:
        met = row & places.get(word, 0)
        row = ((row + met) | (row - met)) & all_bits
    return len(left) - row.bit_count()


def same_moment(gold: str, found: datetime | None) -> bool | None:
    """Whether `found` is the minute that `gold` (ISO 8601) names, or its day when it names no time."""
    if not gold:
        return None
    if found is None:
        return False
    if len(gold) == len("2026-11-22"):
        return found.date().isoformat() == gold
    return _minute(datetime.fromisoformat(gold)) == _minute(found)


def summarize(scores: Sequence[Score]) -> Summary:
    """Raises ZeroDivisionError for no scores at all."""
    count = len(scores)
    leaked, lost = sum(len(s.leaked) for s in scores), sum(len(s.lost) for s in scores)
    return Summary(
        articles=count,
        precision=sum(s.words.precision for s in scores) / count,
        recall=sum(s.words.recall for s in scores) / count,
        word_f1=sum(s.words.f1 for s in scores) / count,
        paragraph_f1=sum(s.paragraphs.f1 for s in scores) / count,
        exact=sum(s.exact for s in scores) / count,
        title=_share(s.title for s in scores),
        date=_share(s.date for s in scores),
        leaked=leaked,
        leak_rate=leaked / max(1, sum(s.paragraphs.output for s in scores)),
        lost=lost,
        over_deletion=lost / max(1, sum(s.paragraphs.gold for s in scores)),
    )


def _strangers(texts: Sequence[str], others: Sequence[str]) -> Iterable[tuple[str, bool]]:
    """The texts that are not among the others, and whether most of what they say stands there all the same.

    What the same paragraph on both sides says is said already: a caption that repeats a sentence is a stranger.
    """
    rest = Counter(texts) - Counter(others)
    if not rest:
        return
    left = Counter(others) - Counter(texts)
    words = [word.lower() for other in others if other in left for word in _WORD.findall(other)]
    told = {size: set(_shingles(words, size)) for size in range(1, _SHINGLE + 1)}
    for text in rest.elements():
        own = [word.lower() for word in _WORD.findall(text)]
        size = min(_SHINGLE, len(own))
        shingles = _shingles(own, size) if size else []
        known = bool(shingles) and sum(shingle in told[size] for shingle in shingles) >= len(shingles) / 2
        yield text, known


def _shingles(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + size]) for start in range(len(words) - size + 1)]


def _share(values: Iterable[bool | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
