"""`kliping status`: every newspaper on one screen."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from crawler.state.database import StateError
from pipelines.commands.options import Json
from pipelines.commands.screen import ExitCode, RefusedError, show_json, show_table, some, tell
from pipelines.commands.settings import ConfigFile, settings
from pipelines.health.sitestatus import SiteStatus, Status
from pipelines.health.verdict import Level
from pipelines.jobs.status import status_of

EXAMPLES = """Examples:

kliping status

kliping status --json --config /etc/kliping.toml"""


def status(
    config: ConfigFile = Path("kliping.toml"),
    as_json: Json = False,
) -> None:
    """Show how every newspaper is doing: last run, articles today, health, backlog, next run, and the disk."""
    told = settings(config)
    try:
        now = status_of(told.config, told.sites, datetime.now(UTC))
    except StateError as error:
        raise RefusedError(str(error)) from error
    wrong = [str(error) for error in told.wrong.values()]
    tell(wrong)
    if as_json:
        show_json({**_facts(now), "errors": wrong})
    else:
        _show(now)
    raise typer.Exit(ExitCode.FAILURES if wrong else ExitCode.DONE)


def _show(now: Status) -> None:
    show_table(
        ("site", "last run", "ended", "today", "health", "backlog", "held", "next", "why"),
        [
            (
                one.site,
                _ago(one.started, now.at),
                one.reason,
                one.articles_today,
                one.health,
                one.backlog,
                one.held,
                "now" if one.due.now else _ahead(one.due.at, now.at),
                _why(one),
            )
            for one in now.sites
        ],
    )
    ill = sum(one.level > Level.NOTE for one in now.sites)
    free = f"{now.disk_free / 1e9:.1f} of {now.disk_size / 1e9:.1f} GB free"
    typer.echo(f"{some(len(now.sites), 'newspaper')}, {ill} not healthy; {free}")


def _why(one: SiteStatus) -> str:
    """What was found, or else why the newspaper waits; the report of the run has all the words."""
    grave = [finding.told for finding in one.findings if finding.level > Level.NOTE]
    words = grave[0] if grave else one.due.why
    return words if len(words) <= 70 else words[:69] + "…"


def _ago(moment: datetime | None, now: datetime) -> str:
    return f"{_span((now - moment).total_seconds())} ago" if moment else "-"


def _ahead(moment: datetime, now: datetime) -> str:
    return f"in {_span((moment - now).total_seconds())}"


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    if abs(minutes) < 120:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if abs(hours) < 48 else f"{round(hours / 24)} days"


def _facts(now: Status) -> dict[str, Any]:
    facts = asdict(now)
    for one, told in zip(now.sites, facts["sites"], strict=True):
        told["level"] = one.level.name.lower()
        told["findings"] = [
            {"kind": found.kind.value, "level": found.level.name.lower(), "words": found.words, "since": found.since}
            for found in one.findings
        ]
    return facts
