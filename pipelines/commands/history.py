"""`kliping history`: the versions of an article and what changed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.commands.options import Data, Json
from pipelines.commands.screen import ExitCode, RefusedError, show_json
from pipelines.jobs.history import Edition, History
from pipelines.jobs.history import history as job

EXAMPLES = """Examples:

kliping history https://www.kompas.tv/internasional/439914/putin-kim

kliping history e5dcd78bfebd48f8 --json"""


def history(
    wanted: Annotated[str, typer.Argument(metavar="URL|ID", help="The address of an article, or its 16 hex digits.")],
    data: Data = Path("data"),
    as_json: Json = False,
) -> None:
    """Show the versions of an article, word by word what changed in each, and whether it was taken down."""
    try:
        found = job(wanted, data)
    except ValueError as error:
        raise RefusedError(str(error), ExitCode.WRONG_USE) from error
    if found is None:
        raise RefusedError(f"the state in {data} knows no article {wanted!r}; is it in another --data folder?")
    if as_json:
        show_json(_facts(found))
    else:
        for line in _lines(found):
            typer.echo(line)


def _lines(found: History) -> Iterator[str]:
    article = found.article
    yield f"url         {article.address}"
    yield f"first seen  {_when(article.first_seen)}, {len(found.captures)} captures, last {_when(article.last.at)}"
    if article.takedown:
        yield f"taken down  {_when(article.takedown)}"
    yield f"next look   {_when(found.due) if found.due else 'never'}"
    for edition in found.editions:
        yield ""
        version = edition.version
        yield f"version {version.number}   {_when(version.place.at)} to {_when(version.last_seen)}"
        yield f"            {edition.file}{'' if edition.text is not None else ' (not here)'}"
        yield from (f"  {change}" for change in edition.changes)


def _facts(found: History) -> dict[str, Any]:
    article = found.article
    return {
        "url": article.address,
        "identity": article.identity,
        "site": article.site,
        "id": article.id,
        "first_seen": article.first_seen.isoformat(),
        "last_seen": article.last.at.isoformat(),
        "takedown": article.takedown and article.takedown.isoformat(),
        "next_look": found.due and found.due.isoformat(),
        "versions": [_version(edition) for edition in found.editions],
        "captures": [
            {"at": one.at.isoformat(), "status": one.status, "warc": one.warc, "offset": one.offset}
            for one in found.captures
        ],
    }


def _version(edition: Edition) -> dict[str, Any]:
    version = edition.version
    return {
        "number": version.number,
        "first_seen": version.place.at.isoformat(),
        "last_seen": version.last_seen.isoformat(),
        "file": str(edition.file),
        "warc": version.place.warc,
        "offset": version.place.offset,
        "changes": [{"removed": " ".join(one.removed), "added": " ".join(one.added)} for one in edition.changes],
    }


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}Z"
