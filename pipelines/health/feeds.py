"""Judges the sources of announcements: which of them is dead, empty or frozen while the newspaper goes on."""

import re
from collections.abc import Iterator, Sequence

from pipelines.health.chance import too_few
from pipelines.health.facts import RunFacts, SourceFacts
from pipelines.health.verdict import Finding, Kind, Level

PASSING = re.compile(r"\b(429|5\d\d)\b|timed out|connection|no such host|cut short")
"""Failures that may be over by the next run; only the second in a row is told."""

SURE = 0.95
"""No source is so complete and prompt that one article which it lacks would say anything."""


def judge_sources(facts: RunFacts, past: Sequence[RunFacts], standing: Sequence[Finding] = ()) -> Iterator[Finding]:
    """`standing` was found of sources in the run before. It stands until its source announces something new, for the
    runs in which it was alive may be long past, and this one may not have read it."""
    told = {finding.source: finding for finding in standing}
    for source in facts.sources:
        before = [_of(run, source.source) for run in past]
        words = _failed(source, before) or _empty(source, before) or _frozen(source, facts, past)
        old = told.pop(source.source, None)
        if words:
            since = old.since if old else None
            yield Finding(Kind.FEED, Level.WARN, f"{source.source}: {words}", source.source, since)
        elif old and not source.new:
            yield old
    yield from told.values()


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
    """It has less of the news than its share of old, and has had since its last run in order."""
    if source.failed:
        return ""
    still = _since_last_new(source.source, past)
    ours, all_new = sum(_of(run, source.source).new for run in still), sum(_news(run) for run in still)
    share = min(ours / all_new, SURE) if all_new else 0.0
    before = 0 if source.new else sum(_news(run) for run in past[len(still) :])
    news = before + min(_news(facts), source.announced)  # a feed of forty has forty of a hundred
    if not too_few(source.new, news, share):
        return ""
    told = f"{source.new} of {news}" if source.new else f"none of {news}"
    return f"it announces {told} new articles that others announce; before, it had {share:.0%} of them"


def _since_last_new(name: str, past: Sequence[RunFacts]) -> Sequence[RunFacts]:
    """The runs up to the last in which the source had something new."""
    last = max((index for index, run in enumerate(past) if _of(run, name).new), default=-1)
    return past[: last + 1]


def _news(run: RunFacts) -> int:
    """New articles of a run: at least as many as its richest source announced."""
    return max((source.new for source in run.sources), default=0)


def _of(run: RunFacts, name: str) -> SourceFacts:
    return next((source for source in run.sources if source.source == name), SourceFacts(name))
