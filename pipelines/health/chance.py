"""Whether a share that was seen can still be chance."""

from collections.abc import Callable, Sequence
from math import comb

from pipelines.health.facts import RunFacts

ALPHA = 0.001
"""How seldom chance may be taken for a fault, where the true share is just that of the bound."""


def too_few(hits: int, total: int, floor: float) -> bool:
    """Whether `hits` of `total` are fewer than chance gives where a share of `floor` is hit."""
    return hits < floor * total and _at_most(hits, total, floor) < ALPHA


def too_many(hits: int, total: int, ceiling: float) -> bool:
    return too_few(total - hits, total, 1 - ceiling)


def decides(facts: RunFacts, past: Sequence[RunFacts], size: Callable[[RunFacts], int], floor: float) -> list[RunFacts]:
    """The run, with as many of those before it as are needed for `too_few` to be able to say anything."""
    runs, total = [facts], size(facts)
    for run in reversed(past):
        if (1 - floor) ** total < ALPHA:
            break
        runs.append(run)
        total += size(run)
    return runs


def _at_most(hits: int, total: int, share: float) -> float:
    """How likely at most so many hits are, each with the same share."""
    if total > 2000:  # beyond this a bound is a bound, and whole numbers grow unwieldy
        return 0.0
    return sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(hits + 1))
