"""`kliping restore`: back from a bucket."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from archive.connection import Connection
from archive.stores import store_at
from pipelines.commands.options import Json, day_of
from pipelines.commands.screen import ExitCode, say, show_json, some
from pipelines.commands.storage import connected, reading, transfer_progress
from pipelines.jobs.restore import Wanted
from pipelines.jobs.restore import restore as job

EXAMPLES = """Examples:

kliping restore s3://bucket/kliping --out data --site republika --day 2026-11-22

kliping restore s3://bucket/kliping --out found --url https://www.kompas.tv/internasional/439914/putin-kim"""


@connected(reading)
def restore(
    source: Annotated[
        str, typer.Argument(metavar="s3://BUCKET/PREFIX", help="Where it was uploaded to.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="The folder of data to write into.", metavar="DIR", show_default=False)],
    site: Annotated[str, typer.Option(help="Only this site.", metavar="S", show_default=False)] = "",
    day: Annotated[date | None, typer.Option(parser=day_of, help="Only this day, UTC.", metavar="DATE")] = None,
    url: Annotated[
        str, typer.Option(help="Only the WARCs with this page, and their batches.", metavar="URL", show_default=False)
    ] = "",
    as_json: Json = False,
    *,
    connection: Connection,
) -> None:
    """Bring WARCs, texts and state back to where they lay, each file proven against its SHA-256.

    What is here already is not fetched again; a file with other content is never replaced.
    """
    wanted = Wanted(site, str(day or ""), url)
    with transfer_progress() as progress:
        report = job(store_at(source, connection), out, wanted, on_progress=progress)
    for error in report.errors:
        say(f"error: {error}")
    if as_json:
        show_json(asdict(report))
    else:
        typer.echo(f"{some(report.restored, 'object')} restored to {out}, {report.received / 1e6:.1f} MB received")
        typer.echo(f"{report.present} here already")
    if report.errors:
        raise typer.Exit(ExitCode.FAILURES if report.restored or report.present else ExitCode.NOTHING)
