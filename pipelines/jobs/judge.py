"""Judges the runs that have ended: reads their facts, says what is wrong, and keeps what was said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.site import Site
from crawler.state.runs import Run
from crawler.state.store import State
from pipelines.health.facts import RunFacts
from pipelines.health.judging import judge
from pipelines.health.restdays import rest_before
from pipelines.health.runfacts import facts_of, told_by_report
from pipelines.health.verdict import Finding, Kind, Level, Verdict
from pipelines.health.verdictfile import held, read_verdict, write_verdict

WINDOW = timedelta(days=7)
"""How far back a run is compared with those before it."""

OF_TEXTS = frozenset({Kind.LAYOUT, Kind.PAYWALL, Kind.SHORT, Kind.LONG, Kind.FIELDS})
"""Faults of the texts themselves; all others are of what is missing, which the next run in order makes good."""


def judge_ended(data: Path, state: State, site: Site) -> tuple[list[Verdict], list[str]]:
    """Judges the site's runs that have ended and that nobody has judged, oldest first; gives the verdicts, and in words
    which runs could not be judged.

    After a run in order, the batches that were held back only for what was missing go out.
    """
    verdicts = []
    problems = []
    for run in state.runs.recent(site.name, 1000)[::-1]:
        try:
            if run.verdict is not None or not _is_to_be_judged(data, state, site, run):
                continue
            verdict = judge_run(data, state, site, run)
            verdicts.append(verdict)
            if verdict.published:
                release(data, site.name, "the run after it was in order", among=[*held(data, site.name)], texts=False)
        except (OSError, ValueError, KeyError) as error:  # a file that is not there, or not what was written
            problems.append(f"{site.name}: run {run.run} cannot be judged: {error!r}")
    return verdicts, problems


def judge_run(data: Path, state: State, site: Site, run: Run) -> Verdict:
    """Judges one run by what lies there now, and writes it down beside the run and in the state."""
    facts = facts_of(data, state, site, run)
    day = run.started.astimezone(ZoneInfo(site.timezone)).date()
    past = past_facts(data, state, site, run)
    verdict = judge(facts, past, site, day, rest_before(day), _standing(data, state, site, run))
    write_verdict(data, verdict, facts)
    _note(state, verdict)
    return verdict


def verdict_before(data: Path, state: State, site: str, run: str) -> tuple[Verdict, RunFacts] | None:
    """What was judged of the last run before this one."""
    before = next((one for one in state.runs.recent(site, 50) if one.run < run and one.verdict), None)
    return read_verdict(data, site, before.run) if before else None


def _standing(data: Path, state: State, site: Site, run: Run) -> list[Finding]:
    """What was found of sources in the run before, with when it was first found."""
    before = verdict_before(data, state, site.name, run.run)
    if before is None:
        return []
    verdict, facts = before
    return [replace(finding, since=finding.since or facts.at) for finding in verdict.findings if finding.source]


def past_facts(data: Path, state: State, site: Site, run: Run) -> list[RunFacts]:
    """What is known of the runs of the week before, oldest first."""
    earlier = [one for one in state.runs.since(site.name, run.started - WINDOW) if one.run < run.run]
    judged = (read_verdict(data, site.name, one.run) for one in earlier)
    return [found[1] for found in judged if found]


def release(data: Path, site: str, why: str, *, among: Sequence[str], texts: bool) -> list[str]:
    """Lets the batches of these runs go out; those with faulty texts only if `texts` says so."""
    released = []
    for run in among:
        found = read_verdict(data, site, run)
        if found and (texts or not _is_of_texts(found[0])):
            write_verdict(data, *found, released=why)
            released.append(run)
    return released


def needs_repair(data: Path, site: str, run: str) -> bool:
    """Whether the batch is held for what its texts are."""
    found = read_verdict(data, site, run)
    return bool(found and _is_of_texts(found[0]))


def _is_of_texts(verdict: Verdict) -> bool:
    return any(finding.kind in OF_TEXTS and finding.level is Level.FAIL for finding in verdict.findings)


def _is_to_be_judged(data: Path, state: State, site: Site, run: Run) -> bool:
    """A verdict that lies beside its run is taken back into a state that was made again; a run of which nothing is
    left was cleared away. One that could not write its end has ended all the same if it has left its report."""
    if not (run.ended or told_by_report(data, site.name, run.run)):
        return False
    if found := read_verdict(data, site.name, run.run):
        _note(state, found[0])
        return False
    return (data / "runs" / run.run).is_dir() or (data / "text" / site.name / run.run).is_dir()


def _note(state: State, verdict: Verdict) -> None:
    state.runs.judge(verdict.site, verdict.run, verdict.word, [finding.words for finding in verdict.findings])
