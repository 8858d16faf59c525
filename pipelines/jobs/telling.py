"""Tells what was found in a run: to its log, to its report, and to whoever watches a webhook."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from crawler.site import Site
from crawler.state.store import State
from pipelines.files import append, replace_with
from pipelines.health.verdict import Level, Verdict
from pipelines.health.verdictfile import read_verdict
from pipelines.health.webhook import message_of, send
from pipelines.jobs.judge import past_facts, verdict_before
from pipelines.report.runs import render_runs

REPORT = "report.html"
_WORDS = {Level.NOTE: "INFO", Level.WARN: "WARNING", Level.FAIL: "ERROR"}


def tell(
    data: Path,
    state: State,
    sites: Mapping[str, Site],
    run: str,
    verdicts: Sequence[Verdict],
    at: datetime,
    webhook: str | None,
) -> list[str]:
    """Writes `crawl.log` and `report.html` of the run and sends the message; what could not be done, in words."""
    folder = data / "runs" / run
    problems = []
    try:
        append(folder / "crawl.log", "".join(_log_lines(verdicts, at)).encode())
    except OSError as error:
        problems.append(f"{error.filename}: {error.strerror}")
    message = message_of(run, verdicts, [one.site for one in verdicts if _has_recovered(data, state, one)])
    if webhook and message and (problem := send(webhook, message)):
        problems.append(problem)
    try:
        write_report(data, state, sites, run, problems)
    except OSError as error:
        problems.append(f"{error.filename}: {error.strerror}")
    return problems


def write_report(data: Path, state: State, sites: Mapping[str, Site], run: str, problems: Sequence[str]) -> Path:
    """The report of all newspapers of the run that were judged."""
    judged = []
    started = None
    for name, site in sorted(sites.items()):
        found, row = read_verdict(data, name, run), state.runs.get(name, run)
        if found and row:
            started = row.started
            judged.append((site, *found, past_facts(data, state, site, row)))
    file = data / "runs" / run / REPORT
    if started:
        replace_with(file, render_runs(run, started, judged, problems).encode())
    return file


def _log_lines(verdicts: Sequence[Verdict], at: datetime) -> list[str]:
    told = [
        (_WORDS[finding.level], f"{one.site}: {finding.kind}: {finding.words}")
        for one in verdicts
        for finding in one.findings
        if not finding.since
    ]
    if held := [one.site for one in verdicts if not one.published]:
        told.append((_WORDS[Level.FAIL], f"not published: {', '.join(held)}"))
    return [f"{at:%Y-%m-%d %H:%M:%S} [kliping.health] {level}: {words}\n" for level, words in told]


def _has_recovered(data: Path, state: State, verdict: Verdict) -> bool:
    found = verdict_before(data, state, verdict.site, verdict.run)
    return bool(found and found[0].level > Level.NOTE and verdict.level is Level.NOTE)
