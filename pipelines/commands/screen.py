"""What a person sees. Results go to stdout, everything else to stderr; in a pipe both are plain lines."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from archive.place import Place


class ExitCode(IntEnum):
    DONE = 0
    FAILURES = 1
    WRONG_USE = 2
    NOTHING = 3
    BUSY = 4


class RefusedError(Exception):
    """Why a command does not do what was asked: one line that says what is wrong and what to do."""

    def __init__(self, message: str, code: ExitCode = ExitCode.NOTHING) -> None:
        super().__init__(message)
        self.code = code


def say(line: str) -> None:
    typer.echo(line, err=True)


def tell(errors: Sequence[str]) -> None:
    for error in errors:
        say(f"error: {error}")


def show_json(answer: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
    """Columns of numbers stand to the right. A cell that is a list has a line for each of its parts on a terminal."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=1000)
    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD if console.is_terminal else None)
    for index, column in enumerate(columns):
        numbers = all(isinstance(row[index], int) for row in rows)
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(cell, "\n" if console.is_terminal else ", ") for cell in row))
    console.print(table)


def _cell(cell: object, between: str) -> str:
    return escape(between.join(cell) or "-" if isinstance(cell, list) else str(cell))


def some(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def counted(counts: Mapping[str, int]) -> list[str]:
    """`3 http 404` and `1 no such host`: the most frequent first."""
    return [f"{count} {what}" for what, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


@contextmanager
def bytes_progress(files: Mapping[Place, int]) -> Iterator[Callable[[Place, int], None]]:
    """A bar over the sizes of the files; in a pipe a line for each file that is begun."""
    console = Console(stderr=True)
    if not console.is_terminal:
        begun: set[Place] = set()

        def tell(path: Place, done: int) -> None:
            if path not in begun:
                begun.add(path)
                say(f"{path.name} ({len(begun)} of {len(files)})")

        yield tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=sum(files.values()))
        reached = dict.fromkeys(files, 0)

        def move(path: Place, done: int) -> None:
            reached.update({path: done})
            progress.update(task, description=path.name, completed=sum(reached.values()))

        yield move
