"""`kliping reextract` where buckets are concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import typer

from archive.objects import Store
from archive.place import Place
from archive.stored import StoredFile
from pipelines.commands.screen import ExitCode, bytes_progress, counted, say, show_json, some
from pipelines.jobs.reextract import How
from pipelines.jobs.reextractstored import reextract_to
from pipelines.jobs.steps import find_warcs
from pipelines.jobs.work import Each


def sizes_of(places: Sequence[Place]) -> dict[Place, int]:
    """The WARCs at the places and below them, in the order of their names, with their sizes."""
    found: dict[Place, int] = {}
    for place in places:
        if isinstance(place, StoredFile) and not place.is_file():
            prefix = f"{place.key}/" if place.key else ""
            listed = {StoredFile(place.store, one.key): one.size for one in place.store.list(prefix)}
            found.update({file: size for file, size in listed.items() if file.name.endswith((".warc", ".warc.gz"))})
        else:
            found.update({warc: _size(warc) for warc in find_warcs([place])})
    return dict(sorted(found.items(), key=lambda pair: (pair[0].name, str(pair[0]))))


def _size(warc: Place) -> int:
    return warc.size if isinstance(warc, StoredFile) else Path(str(warc)).stat().st_size


def tell_stored(files: Mapping[Place, int], out: Store, site: str, how: How, each: Each | None, as_json: bool) -> None:
    """Re-extract to a store, and say what came of it."""
    with bytes_progress(files) as progress:
        report = reextract_to(
            list(files), out, site=site, how=how, each=each, on_progress=lambda warc, _: progress(warc, files[warc])
        )
    for error in report.errors:
        say(f"error: {error}")
    if as_json:
        show_json(asdict(report))
    else:
        typer.echo(f"{some(report.written, 'object')} written to {report.url}, {report.skipped} there already")
        typer.echo(f"{some(report.articles, 'article')} of {some(report.pages, 'page')}")
        if report.rejected:
            typer.echo(f"rejected: {', '.join(counted(report.rejected))}")
    if report.errors:
        raise typer.Exit(ExitCode.FAILURES if report.written or report.skipped else ExitCode.NOTHING)
