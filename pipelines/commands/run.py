"""`kliping run`: one pass of what is due."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.state.database import StateError
from pipelines.commands.crawled import crawl_facts
from pipelines.commands.options import Json
from pipelines.commands.screen import ExitCode, RefusedError, show_json, show_table, some, tell
from pipelines.commands.settings import SHARD, ConfigFile, among, part, settings
from pipelines.health.verdict import Level
from pipelines.schedule.dues import Due

if TYPE_CHECKING:
    from pipelines.jobs.run import PassReport

EXAMPLES = """Examples:

kliping run

kliping run --dry-run

kliping run --config /etc/kliping.toml --shard 2/5"""


def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="SITE", help="Only these of the settings' newspapers.", show_default=False),
    ] = None,
    config: ConfigFile = Path("kliping.toml"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and why, and do nothing.")] = False,
    shard: Annotated[str, SHARD] = "",
    as_json: Json = False,
) -> None:
    """Do one pass: crawl the newspapers that are due, judge what came, send what is finished to the bucket.

    For cron, systemd timers and Kubernetes: start it as often as you like, it does what is due and ends.
    """
    from pipelines.jobs.run import dues_of
    from pipelines.jobs.run import run as job

    told = settings(config)
    only, ours = among(names, told), part(shard)
    wrong = [] if only else [str(error) for error in told.wrong.values()]
    try:
        if dry_run:
            dues = dues_of(told.config, told.sites, now(), only=only, shard=ours)
            tell(wrong)
            show_json({"dues": [asdict(due) for due in dues], "errors": wrong}) if as_json else _show_dues(dues)
            raise typer.Exit(ExitCode.FAILURES if wrong else ExitCode.DONE)
        # Scrapy and Twisted are only imported where something is crawled.
        from pipelines.jobs.crawl import crawl

        report = job(told.config, told.sites, clock=now, crawl=crawl, only=only, shard=ours)
    except StateError as error:
        raise RefusedError(str(error)) from error
    report.errors[:0] = wrong
    tell(report.errors)
    if as_json:
        show_json(_facts(report))
    else:
        _show(report)
    raise typer.Exit(exit_code(report))


def now() -> datetime:
    return datetime.now(UTC)


def exit_code(report: "PassReport") -> ExitCode:
    failed = any(verdict.level is Level.FAIL for verdict in report.verdicts)
    if not report.verdicts and (report.due or (report.errors and not report.dues)):
        return ExitCode.NOTHING
    return ExitCode.FAILURES if failed or report.errors else ExitCode.DONE


def _show_dues(dues: Sequence[Due]) -> None:
    show_table(
        ("site", "", "when (UTC)", "from", "why"),
        [
            (
                due.site,
                "now" if due.now else "later",
                f"{due.at:%Y-%m-%d %H:%M}",
                "where it was" if due.resume else due.since or "what is new",
                due.why,
            )
            for due in dues
        ],
    )


def _show(report: "PassReport") -> None:
    if report.verdicts:
        show_table(
            ("site", "run", "health", "published", "why"),
            [
                (
                    verdict.site,
                    verdict.run,
                    verdict.word,
                    "yes" if verdict.published else "no",
                    [f"{finding.kind.value}: {finding.told}" for finding in verdict.findings],
                )
                for verdict in report.verdicts
            ],
        )
    for due in report.due:
        if due.resume:
            typer.echo(f"{due.site}: {due.why}")
    for file in report.reports:
        typer.echo(f"report {file}")
    if report.uploaded:
        typer.echo(f"{some(report.uploaded.uploaded, 'object')} uploaded to {report.uploaded.url}")
    if not report.due:
        later = min((due.at for due in report.dues), default=None)
        typer.echo(f"nothing is due{f' before {later:%Y-%m-%d %H:%M} UTC' if later else ''}")


def _facts(report: "PassReport") -> dict[str, Any]:
    return {
        "at": report.at,
        "dues": [asdict(due) for due in report.dues],
        "crawl": crawl_facts(report.crawl) if report.crawl else None,
        "verdicts": [asdict(one) | {"health": one.word, "published": one.published} for one in report.verdicts],
        "reports": report.reports,
        "uploaded": asdict(report.uploaded) if report.uploaded else None,
        "errors": report.errors,
    }
