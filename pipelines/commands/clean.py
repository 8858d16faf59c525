"""`kliping clean`: clean text from plain text."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.commands.screen import ExitCode, RefusedError, say, show_json, some
from pipelines.jobs.clean import Cleaned, clean_files

EXAMPLES = """Examples:

kliping clean article.txt > clean.txt

kliping clean old/*.txt --out clean"""


def clean(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Plain text in UTF-8.", show_default=False, dir_okay=False)
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where the clean files go, under the same names.", metavar="DIR")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object on stdout, with what each rule removed.")
    ] = False,
) -> None:
    """Take the boilerplate out of plain text: labels, calls to follow, bylines, tails.

    Without --out the text of one file goes to stdout.
    """
    if len(files) > 1 and not out and not as_json:
        raise RefusedError("several files need a folder to go to: --out DIR", ExitCode.WRONG_USE)
    try:
        results = [_told(cleaned) for cleaned in clean_files(files, out)]
    except ValueError as error:
        raise RefusedError(str(error), ExitCode.WRONG_USE) from error
    if as_json:
        show_json({"files": [_facts(cleaned) for cleaned in results]})
    elif not out:
        sys.stdout.buffer.write(results[0].text.encode())
        sys.stdout.flush()
    failed = sum(bool(cleaned.error) for cleaned in results)
    if failed:
        raise typer.Exit(ExitCode.FAILURES if failed < len(results) else ExitCode.NOTHING)


def _told(cleaned: Cleaned) -> Cleaned:
    if cleaned.error:
        say(f"error: {cleaned.error}")
    else:
        say(f"{cleaned.file}: {some(cleaned.paragraphs, 'paragraph')}, {some(len(cleaned.removed), 'block')} removed")
    return cleaned


def _facts(cleaned: Cleaned) -> dict[str, Any]:
    return asdict(cleaned)
