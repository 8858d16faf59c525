"""`kliping index rebuild`: the state again, from the WARCs alone."""

from dataclasses import asdict
from pathlib import Path

import typer

from archive.place import Place
from crawler.manners import NotNow
from pipelines.commands.options import Data, Json
from pipelines.commands.screen import ExitCode, RefusedError, bytes_progress, say, show_json, some
from pipelines.jobs.index import rebuild as job

EXAMPLES = """Example:

kliping index rebuild --data /srv/kliping"""


def rebuild(
    data: Data = Path("data"),
    as_json: Json = False,
) -> None:
    """Make the state again from the WARCs in DIR/warc, by the rules of today, and put it in the place of the old one.

    For a state that is damaged, lost or of another version, and after rules have changed.
    """
    warcs = data / "warc"
    if not warcs.is_dir():
        raise RefusedError(f"there is no folder {warcs}, so there is nothing to make a state of")
    files: dict[Place, int] = {file: file.stat().st_size for file in warcs.rglob("*.warc.gz")}
    try:
        with bytes_progress(files) as progress:
            done = job(data, progress)
    except NotNow as error:
        raise RefusedError(str(error), ExitCode.BUSY) from error
    for told in done.errors:
        say(f"error: {told}")
    if as_json:
        show_json(asdict(done))
    else:
        sums = (some(done.sites, "site"), some(done.runs, "run"), some(done.warcs, "WARC"), some(done.versions, "text"))
        typer.echo(f"{done.path}: {', '.join(sums)}")
    if done.errors:
        raise typer.Exit(ExitCode.FAILURES)
