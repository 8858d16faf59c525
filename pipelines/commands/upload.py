"""`kliping upload`: what is finished, to a bucket."""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from archive.connection import Connection
from archive.stores import store_at
from pipelines.commands.options import Data, Json
from pipelines.commands.screen import ExitCode, RefusedError, say, show_json, some
from pipelines.commands.storage import connected, transfer_progress, writing
from pipelines.jobs.upload import UploadReport
from pipelines.jobs.upload import upload as job
from pipelines.packing import Pack

EXAMPLES = """Examples:

kliping upload s3://bucket/kliping --endpoint https://s3.example.org

kliping upload s3://bucket/kliping --data /srv/kliping --pack tar.zst --keep-local 30 --limit-rate 5MB"""


@connected(writing)
def upload(
    target: Annotated[
        str, typer.Argument(metavar="s3://BUCKET/PREFIX", help="Where it goes; a folder will do.", show_default=False)
    ],
    data: Data = Path("data"),
    pack: Annotated[Pack, typer.Option(help="The texts of a batch one by one, or as one file.")] = Pack.NONE,
    keep_local: Annotated[
        float | None,
        typer.Option(
            min=0, help="Delete local files proven to be there for so many days; never if not said.", metavar="DAYS"
        ),
    ] = None,
    as_json: Json = False,
    *,
    connection: Connection,
) -> None:
    """Upload sealed WARCs, closed batches of texts and the state, and prove that each object is there.

    Run it again whenever you like: what is there is not sent again, what was interrupted is gone on with, and nothing
    is ever overwritten.
    """
    if not data.is_dir():
        raise RefusedError(f"there is no folder {data}; say with --data where the data are")
    keep = None if keep_local is None else timedelta(days=keep_local)
    with transfer_progress() as progress:
        report = job(data, store_at(target, connection), how=pack, keep_local=keep, on_progress=progress)
    for note in report.notes:
        say(f"note: {note}")
    for error in report.errors:
        say(f"error: {error}")
    if as_json:
        show_json(asdict(report))
    else:
        _show(report)
    if report.errors:
        done = report.uploaded or report.found or report.already
        raise typer.Exit(ExitCode.FAILURES if done else ExitCode.NOTHING)


def _show(report: UploadReport) -> None:
    typer.echo(f"{some(report.uploaded, 'object')} uploaded to {report.url}, {report.sent / 1e6:.1f} MB sent")
    typer.echo(f"{report.already + report.found} there already, {report.found} of them not known until now")
    for path in report.waiting:
        typer.echo(f"not finished, not uploaded: {path}")
    if report.aborted:
        typer.echo(f"{some(report.aborted, 'unfinished upload')} taken off the server")
    for path in report.deleted:
        typer.echo(f"deleted here: {path}")
