"""`kliping show`: one article, where it came from, and what was left out of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from archive.connection import Connection
from archive.stores import is_stored
from pipelines.commands.options import Json
from pipelines.commands.screen import ExitCode, RefusedError, show_json
from pipelines.commands.storage import connected, reading, stored_at
from pipelines.jobs.show import Found, again, differences, find
from pipelines.jobs.showstored import find_stored
from pipelines.ledger import AGAIN, UNCHANGED

EXAMPLES = """Examples:

kliping show https://www.kompas.tv/internasional/439914/putin-kim

kliping show e5dcd78bfebd48f8 --data data/newsroom"""

_HEAD = ("authors", "editors", "published", "modified", "section", "tags", "captions", "language", "flags", "origin")


@connected(reading)
def show(
    wanted: Annotated[str, typer.Argument(metavar="URL|ID", help="The address of an article, or its 16 hex digits.")],
    data: Annotated[str, typer.Option(help="The folder of data to look in; s3:// too.", metavar="DIR")] = "data",
    as_json: Json = False,
    *,
    connection: Connection,
) -> None:
    """Show an article: its text, its metadata, what was removed by which rule, and where its record is.

    The newest run that has it is shown. The record is read again, to say whether today's rules give the same.
    """
    if is_stored(data):
        everything = find_stored(wanted, stored_at(data, connection))
    elif Path(data).is_dir():
        everything = find(wanted, Path(data))
    else:
        raise RefusedError(f"there is no folder {data}; say with --data where the data are")
    if not everything:
        raise RefusedError(f"no article and no rejection of {wanted!r} below {data}; is it in another --data folder?")
    found, *others = everything
    if as_json:
        show_json({**_facts(found), "others": [str(other.folder) for other in others]})
    else:
        for line in (*_lines(found), *(f"also in     {other.folder}" for other in others)):
            typer.echo(line)
    if found.text is None:
        raise typer.Exit(ExitCode.NOTHING)


def _facts(found: Found) -> dict[str, Any]:
    changed = _changed(found)
    return {"folder": found.folder, "row": found.row, "text": found.text, "warc": found.warc, "now_differs_in": changed}


def _lines(found: Found) -> Iterator[str]:
    row = found.row
    if found.text is None:
        yield f"rejected    {row['reason']}" + (f": {row['detail']}" if row["detail"] else "")
    else:
        yield from (found.text, "")
    yield f"url         {row['url']}"
    if row.get("canonical_url") not in (None, row["url"]):
        yield f"canonical   {row['canonical_url']}"
    for name in _HEAD:
        if value := row.get(name):
            said = f" (from {row['published_from']})" if name == "published" else ""
            yield f"{name:<12}{', '.join(value) if isinstance(value, list) else value}{said}"
    if found.text is not None:
        yield f"template    {row['template']}, rules {row['rules_version']}"
        yield f"file        {found.folder / row['file']}"
    yield f"record      {found.warc or row['warc']}, byte {row['offset']}, fetched {row['fetched_at']}"
    yield f"            {row['record_id']}"
    yield f"now         {_verdict(found)}"
    for removed in row.get("removed", ()):
        yield f"removed     {removed['rule']}: {removed['text']}"


def _verdict(found: Found) -> str:
    changed = _changed(found)
    if changed is None:
        return "its WARC is not here" if found.warc is None else "cannot be told from one record"
    return f"today's rules give another {', '.join(changed)}" if changed else "today's rules give the same"


def _changed(found: Found) -> list[str] | None:
    if found.row.get("reason") in (AGAIN, UNCHANGED):
        return None
    result = again(found)
    return None if result is None else differences(found, result)
