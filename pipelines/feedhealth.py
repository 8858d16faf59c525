"""Judges the sources of announcements: which of them is dead, empty or frozen while the newspaper goes on."""

import re
from collections.abc import Iterator, Sequence

from pipelines.chance import too_few
from pipelines.facts import RunFacts, SourceFacts
from pipelines.verdict import Finding, Kind, Level

PASSING = re.compile(r"\b(429|5\d\d)\b|timed out|connection|no such host|cut short")
"""Failures that may be over by the next run; only the second in a row is told."""


def judge_sources(facts: RunFacts, past: Sequence[RunFacts]) -> Iterator[Finding]:
    for source in facts.sources:
        before = [_of(run, source.source) for run in past]
        words = _failed(source, before) or _empty(source, before) or _frozen(source, facts, past)
        if words:
            yield Finding(Kind.FEED, Level.WARN, f"{source.source}: {words}")


def _failed(source: SourceFacts, before: Sequence[SourceFacts]) -> str:
    if not source.failed:
        return ""
    again = bool(before) and bool(before[-1].failed)
    return source.failed if again or not PASSING.search(source.failed) else ""


def _empty(source: SourceFacts, before: Sequence[SourceFacts]) -> str:
    usual = [one.announced for one in before if one.announced]
    if source.failed or source.announced or not usual:
        return ""
    return f"it answers and announces nothing; before, it announced {usual[-1]}"


def _frozen(source: SourceFacts, facts: RunFacts, past: Sequence[RunFacts]) -> str:
    """It announces what it announced before, while others have news of which it used to have its share."""
    if source.failed or source.new:
        return ""
    name = source.source
    still = _since_last_new(name, past)
    ours = sum(_of(run, name).new for run in still)
    share = ours / all_new if (all_new := sum(_news(run) for run in still)) else 0.0
    missed = _news(facts) + sum(_news(run) for run in past[len(still) :])
    if not too_few(0, missed, share):
        return ""
    return f"it announces nothing new, while others announced {missed} articles; before, it had {share:.0%} of them"


def _since_last_new(name: str, past: Sequence[RunFacts]) -> Sequence[RunFacts]:
    """The runs up to the last in which the source had something new."""
    last = max((index for index, run in enumerate(past) if _of(run, name).new), default=-1)
    return past[: last + 1]


def _news(run: RunFacts) -> int:
    """New articles of a run: at least as many as its richest source announced."""
    return max((source.new for source in run.sources), default=0)


def _of(run: RunFacts, name: str) -> SourceFacts:
    return next((source for source in run.sources if source.source == name), SourceFacts(name))
