"""Judges a run of a newspaper: facts in, verdict out. It looks for the cause, and what follows from it is not told.

A small run is judged together with those before it, as many as a judgement needs, and a share is called broken only
when chance would hardly give it: a handful of articles without a byline is no alarm.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median

from crawler.noting import source_name
from crawler.reasons import NO_ANSWER
from crawler.site import Site
from pipelines.health.chance import decides, too_few, too_many
from pipelines.health.facts import RunFacts
from pipelines.health.feeds import judge_sources
from pipelines.health.verdict import Finding, Kind, Level, Verdict

REFUSALS = frozenset({"http 401", "http 403", "http 429", "blocked"})
OUTAGES = NO_ANSWER | {f"http {status}" for status in range(500, 600)}
UNREADABLE = frozenset({"no text in the body", "not an article", "extraction failed"})

ORDERLY = frozenset({"finished", "blocked", "quiet hours"})
"""How a run may end without anything being wrong with the run itself."""

BROKEN_OFF = frozenset({"killed", "shutdown"})
"""How a run ends that was stopped from outside, and loses nothing by it."""

READABLE = 0.5
"""The share of pages that must give a text; galleries and videos among the articles are usual."""

PAYWALLED = 0.2
"""The share of articles behind a paywall that is no news, unless it was higher before."""


def judge(
    facts: RunFacts,
    past: Sequence[RunFacts],
    site: Site,
    day: date,
    rest: tuple[str, float],
    standing: Sequence[Finding] = (),
) -> Verdict:
    """The verdict on a run. `past` are the runs before it, oldest first; `day` is that of the newspaper's clock, and
    `rest` says what rests the newsrooms on it and which share of articles is to be expected. `standing` was found of
    sources in the run before, with the moment since when."""
    declared = {source_name(source) for source in site.discovery}
    standing = [finding for finding in standing if finding.source in declared]
    findings = [*_run(facts), *_unwelcome(facts), *_outage(facts)]
    stopped = any(finding.level is Level.FAIL for finding in findings)
    findings += standing if stopped else judge_sources(facts, past, standing)
    findings += _amount(facts, site, rest, explained=stopped, silent=_silent(facts))
    findings += _texts(facts, past, site, day)
    return Verdict(facts.site, facts.run, tuple(sorted(findings, key=lambda finding: -finding.level)))


def _run(facts: RunFacts) -> Iterator[Finding]:
    if facts.ended in BROKEN_OFF:
        words = f"it was broken off ({facts.ended}); what it had is completed from its archive, the next run goes on"
        yield Finding(Kind.BROKEN, Level.NOTE, words)
    elif facts.ended not in ORDERLY:
        why = "; ".join(facts.errors) or "see the log"
        yield Finding(Kind.BROKEN, Level.FAIL, f"the run ended before its time ({facts.ended}): {why}")


def _unwelcome(facts: RunFacts) -> Iterator[Finding]:
    refused = {reason: count for reason, count in facts.refused.items() if reason in REFUSALS}
    shut = [source for source in facts.sources if any(status in source.failed for status in ("401", "403", "429"))]
    if facts.ended == "blocked" or 2 * sum(refused.values()) > max(facts.asked, 4):
        seen = facts.blocked or ", ".join(f"{count} times {reason}" for reason, count in refused.items())
        yield Finding(Kind.BLOCKED, Level.FAIL, f"{seen}; it is left alone until tomorrow, ask them by the contact")
    elif shut and len(shut) == len(facts.sources):
        yield Finding(Kind.BLOCKED, Level.FAIL, f"all sources turn us away: {shut[0].failed}")


def _outage(facts: RunFacts) -> Iterator[Finding]:
    failed = {reason: count for reason, count in facts.refused.items() if reason in OUTAGES}
    dead = [source for source in facts.sources if source.failed and _is_outage(source.failed)]
    if 2 * sum(failed.values()) > max(facts.asked, 4):
        seen = ", ".join(f"{count} times {reason}" for reason, count in failed.items())
        yield Finding(Kind.OUTAGE, Level.FAIL, f"the site does not answer as it should: {seen}")
    elif dead and len(dead) == len(facts.sources):
        yield Finding(Kind.OUTAGE, Level.FAIL, f"no source answers: {dead[0].failed}")


def _is_outage(failed: str) -> bool:
    return any(reason.removeprefix("http ") in failed for reason in OUTAGES)


def _silent(facts: RunFacts) -> bool:
    return bool(facts.sources) and not any(source.new for source in facts.sources)


def _amount(
    facts: RunFacts, site: Site, rest: tuple[str, float], *, explained: bool, silent: bool
) -> Iterator[Finding]:
    """Whether a day brought as many articles as a day does."""
    floor, ceiling = site.expect.articles_a_day
    count, (name, share) = facts.of_the_day, rest
    if count is None or facts.ended in BROKEN_OFF:
        return
    if count > ceiling:
        words = f"{count} articles in a day, where {ceiling} are the most: back-fill, or addresses that are no articles"
        yield Finding(Kind.MANY, Level.WARN, words)
    if count >= floor or explained:
        return
    seen = f"{count} articles in a day, where {floor} are the least"
    if name and count >= int(floor * share):
        yield Finding(Kind.QUIET, Level.NOTE, f"{seen}: {name}")
    elif silent:
        yield Finding(Kind.FEED, Level.FAIL, f"{seen}: every source answers, and none announces anything new")
    else:
        yield Finding(Kind.FEW, Level.FAIL, f"{seen}; {_asked_for(facts)}")


def _asked_for(facts: RunFacts) -> str:
    if not facts.refused:
        return "all that was announced was archived, so sources may be missing"
    reason, count = max(facts.refused.items(), key=lambda pair: pair[1])
    return f"of {facts.asked} asked for, {count} gave none: {reason}"


def _texts(facts: RunFacts, past: Sequence[RunFacts], site: Site, day: date) -> Iterator[Finding]:
    """What is wrong with the texts themselves; a new layout or a paywall explains short texts and missing fields."""
    causes = [*_layout(facts, past, site, day), *_paywall(facts, past)]
    yield from causes or (*_lengths(facts, past, site), *_fields(facts, past, site))


def _layout(facts: RunFacts, past: Sequence[RunFacts], site: Site, day: date) -> Iterator[Finding]:
    of_today = {one.name for one in site.templates if (one.until is None or one.until >= day)}
    floor = site.expect.by_template
    runs = decides(facts, past, lambda run: sum(run.templates.values()), floor)
    total = sum(sum(run.templates.values()) for run in runs)
    ours = sum(count for run in runs for name, count in run.templates.items() if name in of_today)
    if of_today and too_few(ours, total, floor):
        others = {name: sum(run.templates.get(name, 0) for run in runs) for run in runs for name in run.templates}
        name = max((name for name in others if name not in of_today), key=lambda name: others[name])
        old = next((one.until for one in site.templates if one.name == name), None)
        whose = f"the template {name!r} of before {old}" if old else f"the {name} fallback"
        words = f"{whose} answers for {others[name]} of {total} articles; describe the new layout in crawler/sites/"
        yield Finding(Kind.LAYOUT, Level.FAIL, f"{words}{site.name}.py, then `kliping repair {site.name}`")
        return
    unreadable = sum(count for reason, count in facts.refused.items() if reason in UNREADABLE)
    if too_few(facts.articles, facts.articles + unreadable, READABLE):
        words = f"{unreadable} of {facts.articles + unreadable} pages give no text; describe the new layout"
        yield Finding(Kind.LAYOUT, Level.FAIL, f"{words} in crawler/sites/{site.name}.py")


def _paywall(facts: RunFacts, past: Sequence[RunFacts]) -> Iterator[Finding]:
    before = sum(run.articles for run in past)
    usual = sum(run.paywalled for run in past) / before if before else 0.0
    if too_many(facts.paywalled, facts.articles, max(PAYWALLED, min(1.5 * usual, 1.0))):
        words = f"{facts.paywalled} of {facts.articles} articles are behind a paywall; before, {usual:.0%} were"
        yield Finding(Kind.PAYWALL, Level.FAIL, words)


def _lengths(facts: RunFacts, past: Sequence[RunFacts], site: Site) -> Iterator[Finding]:
    """The median of a healthy newspaper lies between the bounds, so that not nearly all texts are on one side."""
    floor, ceiling = site.expect.characters
    lengths = [
        length for run in decides(facts, past, lambda run: len(run.characters), 0.5) for length in run.characters
    ]
    middle = f"half of {len(lengths)} texts have less than {median(lengths or [0]):.0f} characters"
    if too_few(sum(length >= floor for length in lengths), len(lengths), 0.5):
        yield Finding(Kind.SHORT, Level.FAIL, f"{middle}, where {floor} are the least: is the end of the text missing?")
    if too_few(sum(length <= ceiling for length in lengths), len(lengths), 0.5):
        words = f"{middle}, where {ceiling} are the most: is there more than the article in the texts?"
        yield Finding(Kind.LONG, Level.WARN, words)


def _fields(facts: RunFacts, past: Sequence[RunFacts], site: Site) -> Iterator[Finding]:
    for name, floor in site.expect.filled.items():
        runs = decides(facts, past, lambda run: len(run.characters), floor)
        total = sum(len(run.characters) for run in runs)
        filled = sum(run.filled.get(name, 0) for run in runs)
        if too_few(filled, total, floor):
            words = f"{name} is known of {filled} of {total} articles, where {floor:.0%} are the least"
            yield Finding(Kind.FIELDS, Level.FAIL, words)
