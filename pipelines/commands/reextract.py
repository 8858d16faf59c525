"""`kliping reextract`: the texts again, from the WARCs alone."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from archive.connection import Connection
from archive.stores import is_stored, store_at
from crawler.loader import load_sites
from pipelines.commands.names import chosen
from pipelines.commands.options import Json
from pipelines.commands.pace import pages_progress
from pipelines.commands.screen import (
    ExitCode,
    RefusedError,
    counted,
    say,
    show_json,
    show_table,
    some,
)
from pipelines.commands.storage import connected, place_at, reading
from pipelines.commands.stored import sizes_of, tell_stored
from pipelines.guard import Limits
from pipelines.jobs import reextract as job
from pipelines.jobs.cluster import ClusterError, cluster_at
from pipelines.jobs.compare import Comparison, compare
from pipelines.jobs.compare import as_json as comparison_json
from pipelines.jobs.steps import find_unfinished
from pipelines.jobs.work import filling
from pipelines.report.compare import KINDS, render_comparison

EXAMPLES = """Examples:

kliping reextract data/warc --out again

kliping reextract old/*.warc.gz --out again --site kompas --workers 4

kliping reextract data/warc --out again --compare data/text

kliping reextract /archive --out /texts --shard 3/16"""


@connected(reading)
def reextract(
    warcs: Annotated[
        list[str],
        typer.Argument(metavar="WARC", help="WARC files, or folders that hold some; s3:// too.", show_default=False),
    ],
    out: Annotated[
        str, typer.Option(help="Where the texts go; s3:// too.", show_default="data/reextract/NOW", metavar="DIR")
    ] = "",
    site: Annotated[str, typer.Option(help="Only the articles of this site.", metavar="S", show_default=False)] = "",
    workers: Annotated[int, typer.Option(min=1, help="How many processes extract.", metavar="N")] = 1,
    cluster: Annotated[
        str, typer.Option(help="A dask scheduler, tcp://HOST:8786, whose workers extract.", metavar="URL")
    ] = "",
    share: Annotated[
        str, typer.Option("--shard", help="Only share I of N; every newspaper and run is in one.", metavar="I/N")
    ] = "",
    against: Annotated[
        Path | None,
        typer.Option(
            "--compare", help="Texts to compare with; writes DIR.html.", metavar="OLD", exists=True, show_default=False
        ),
    ] = None,
    seconds: Annotated[
        float, typer.Option("--page-seconds", min=1, help="A page that computes longer is given up.", metavar="N")
    ] = 30,
    megabytes: Annotated[
        int, typer.Option("--page-megabytes", min=50, help="A page that takes more memory is given up.", metavar="M")
    ] = 1000,
    as_json: Json = False,
    *,
    connection: Connection,
) -> None:
    """Make the texts again from WARC files alone, with the rules of today.

    The result is `DIR/SITE/RUN`, laid out as a crawl lays out `data/text`. What was interrupted goes on where it was
    when the same command is given again.
    """
    if site:
        chosen([site], load_sites())
    places = [place_at(warc, connection) for warc in warcs]
    for path in find_unfinished(places):
        say(f"warning: {path} is unfinished and is not read; `kliping recover` makes it whole unless a crawl writes it")
    files = sizes_of(places)
    if not files:
        raise RefusedError(f"no .warc or .warc.gz below {', '.join(map(str, warcs))}")
    if is_stored(out) and against:
        why = "--compare reads both texts from folders: let --out be a folder first, and then write to the bucket"
        raise RefusedError(why, ExitCode.WRONG_USE)
    folder = Path(out or f"data/reextract/{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    try:
        each = cluster_at(cluster) if cluster else None
        how = job.How(Limits(seconds, megabytes), workers, filling(each) if each else None, _shard(share))
        if is_stored(out):
            tell_stored(files, store_at(out, connection), site, how, each, as_json)
            return
        with pages_progress(files) as progress:
            report = job.reextract(list(files), folder, site=site, how=how, on_progress=progress)
    except ClusterError as unusable:
        raise RefusedError(str(unusable)) from unusable
    compared = compare(against, folder) if against else None
    for error in report.errors:
        say(f"error: {error}")
    if as_json:
        show_json(asdict(report) | ({"compared": comparison_json(compared)} if compared else {}))
    else:
        _show(report)
    if compared:
        _show_comparison(compared, folder.with_name(f"{folder.name}.html"), as_json)
    if not report.batches:
        raise typer.Exit(ExitCode.NOTHING)
    if report.errors:
        raise typer.Exit(ExitCode.FAILURES)


def _shard(share: str) -> tuple[int, int]:
    number, _, of = (share or "1/1").partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise RefusedError(f"--shard {share}: it must be I/N, with I from 1 to N", ExitCode.WRONG_USE)
    return int(number), int(of)


def _show_comparison(compared: Comparison, html: Path, as_json: bool) -> None:
    html.write_text(render_comparison(compared), "utf-8")
    if not as_json:
        for heading, table in (("site", compared.by_site), ("rule", compared.by_rule)):
            if table:
                typer.echo()
                show_table(
                    (heading, *KINDS), [(name, *(table[name][kind] for kind in KINDS)) for name in sorted(table)]
                )
        told = ", ".join(f"{compared.kinds[kind]} {kind}" for kind in KINDS)
        typer.echo(f"compared with {compared.old}: {some(compared.same, 'text')} the same, {told}")
    say(f"report: {html}")


def _show(report: job.Report) -> None:
    show_table(
        ("site", "run", "articles", "by template", "generic", "rejected"),
        [
            (
                batch.site,
                batch.run,
                batch.articles,
                batch.articles - batch.templates.get("generic", 0),
                batch.templates.get("generic", 0),
                counted(batch.rejected),
            )
            for batch in report.batches
        ],
    )
    typer.echo(f"{some(report.warcs, 'WARC')}, {some(report.pages, 'page')} of articles; texts in {report.out}")
    if report.passed_over:
        typer.echo(f"passed over: {', '.join(counted(report.passed_over))}")
