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
from pipelines.commands.screen import (
    ExitCode,
    RefusedError,
    bytes_progress,
    counted,
    say,
    show_json,
    show_table,
    some,
)
from pipelines.commands.storage import connected, place_at, reading
from pipelines.commands.stored import sizes_of, tell_stored
from pipelines.jobs import reextract as job
from pipelines.jobs.steps import find_unfinished

EXAMPLES = """Examples:

kliping reextract data/warc --out again

kliping reextract old/*.warc.gz --out again --site kompas --workers 4"""


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
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    *,
    connection: Connection,
) -> None:
    """Make the texts again from WARC files alone, with the rules of today.

    The result is `DIR/SITE/RUN`, laid out as a crawl lays out `data/text`.
    """
    if site:
        chosen([site], load_sites())
    places = [place_at(warc, connection) for warc in warcs]
    for path in find_unfinished(places):
        say(f"warning: {path} is unfinished and is not read; `kliping recover` makes it whole unless a crawl writes it")
    files = sizes_of(places)
    if not files:
        raise RefusedError(f"no .warc or .warc.gz below {', '.join(map(str, warcs))}")
    if is_stored(out):
        tell_stored(files, store_at(out, connection), site, workers, as_json)
        return
    folder = Path(out or f"data/reextract/{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    with bytes_progress(files) as progress:
        report = job.reextract(list(files), folder, site=site, workers=workers, on_progress=progress)
    for error in report.errors:
        say(f"error: {error}")
    if as_json:
        show_json(asdict(report))
    else:
        _show(report)
    if not report.batches:
        raise typer.Exit(ExitCode.NOTHING)
    if report.errors:
        raise typer.Exit(ExitCode.FAILURES)


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
