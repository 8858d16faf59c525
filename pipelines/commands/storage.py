"""The options of commands that reach a bucket, and `kliping storage check`."""

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from archive.connection import Connection
from archive.place import Place
from archive.stored import StoredFile
from archive.stores import is_stored, store_at
from pipelines.commands.options import Json
from pipelines.commands.screen import ExitCode, RefusedError, say, show_json, show_table
from pipelines.jobs.storagecheck import check as check_store

CHECK_EXAMPLES = """Examples:

kliping storage check s3://bucket/kliping --endpoint https://s3.example.org"""

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "KI": 2**10, "MI": 2**20, "GI": 2**30}

_Endpoint = Annotated[str, typer.Option(help="The server, if it is not Amazon's.", metavar="URL", show_default=False)]
_Region = Annotated[str, typer.Option(help="The region of the bucket.", metavar="R", show_default=False)]
_Profile = Annotated[str, typer.Option(help="A profile of ~/.aws/config.", metavar="P", show_default=False)]
_PathStyle = Annotated[
    bool | None,
    typer.Option(
        "--path-style/--no-path-style", help="The bucket in the path, not in the host name.", show_default=False
    ),
]
_Bundle = Annotated[
    Path | None,
    typer.Option("--ca-bundle", help="Certificates to trust.", metavar="FILE", exists=True, show_default=False),
]


def reading(
    endpoint: _Endpoint = "",
    region: _Region = "",
    profile: _Profile = "",
    path_style: _PathStyle = None,
    ca_bundle: _Bundle = None,
) -> Connection:
    """What a command needs to know to read from a bucket."""
    return Connection(
        endpoint=_endpoint(endpoint), region=region, profile=profile, path_style=path_style, ca_bundle=ca_bundle
    )


def writing(
    endpoint: _Endpoint = "",
    region: _Region = "",
    profile: _Profile = "",
    path_style: _PathStyle = None,
    ca_bundle: _Bundle = None,
    storage_class: Annotated[
        str, typer.Option(help="Such as STANDARD_IA; the bucket's own if not said.", metavar="C", show_default=False)
    ] = "",
    sse: Annotated[
        str, typer.Option(help="Encryption by the server: AES256 or aws:kms.", metavar="S", show_default=False)
    ] = "",
    kms_key: Annotated[
        str, typer.Option(help="The key for aws:kms, if not the default one.", metavar="ID", show_default=False)
    ] = "",
    checksums: Annotated[
        bool | None,
        typer.Option(
            "--checksums/--no-checksums",
            help="The SDK's own checksums; at Amazon's only, if not said.",
            show_default=False,
        ),
    ] = None,
    limit_rate: Annotated[
        str, typer.Option(help="Send no more than this a second, such as 5MB.", metavar="SIZE", show_default=False)
    ] = "",
) -> Connection:
    """What a command needs to know to write to a bucket."""
    if sse not in ("", "AES256", "aws:kms", "aws:kms:dsse"):
        raise RefusedError(f"--sse {sse}: AES256 or aws:kms", ExitCode.WRONG_USE)
    return Connection(
        endpoint=_endpoint(endpoint),
        region=region,
        profile=profile,
        path_style=path_style,
        ca_bundle=ca_bundle,
        storage_class=storage_class,
        sse=sse,
        kms_key=kms_key,
        checksums=checksums,
        rate=bytes_of(limit_rate) if limit_rate else 0.0,
    )


def connected(by: Callable[..., Connection]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options of `by`, and what `by` makes of them as its argument `connection`."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own, more = inspect.signature(command), inspect.signature(by)

        @wraps(command)
        def run(**given: Any) -> None:
            connection = by(**{name: given.pop(name) for name in more.parameters})
            command(**given, connection=connection)

        kept = [parameter for name, parameter in own.parameters.items() if name != "connection"]
        run.__signature__ = own.replace(parameters=[*kept, *more.parameters.values()])  # type: ignore[attr-defined]
        return run

    return decorate


def place_at(text: str, connection: Connection) -> Place:
    """The file, folder or object that a person names. Refuses a path where nothing is."""
    if is_stored(text):
        return stored_at(text, connection)
    path = Path(text)
    if not path.exists():
        raise RefusedError(f"{path}: no such file or folder")
    return path


def stored_at(text: str, connection: Connection) -> StoredFile:
    """The object at an URL, or the place below which there are some; its store answers."""
    bucket, _, key = text.removeprefix("s3://").partition("/")
    store = store_at(f"s3://{bucket}", connection)
    store.check()
    return StoredFile(store, key.strip("/"))


def bytes_of(text: str) -> float:
    """`5MB` is 5 million, `5MiB` 5 times 1024 times 1024."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG]I?)?B?(?:/S)?", text.strip().upper())
    if not found or not float(found[1]):
        raise RefusedError(f"{text}: no size; write it as 500kB or 5MB", ExitCode.WRONG_USE)
    return float(found[1]) * _UNITS[found[2] or ""]


@contextmanager
def transfer_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar with the rate; in a pipe a line for each tenth of the whole."""
    console = Console(stderr=True)
    if not console.is_terminal:
        told = 0

        def tell(name: str, done: int, of: int) -> None:
            nonlocal told
            if of and done * 10 // of > told:
                told = done * 10 // of
                say(f"{told * 10} % of {of / 1e6:.1f} MB ({name})")

        yield tell
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda name, done, of: progress.update(task, description=name, completed=done, total=of)


@connected(writing)
def check(
    target: Annotated[str, typer.Argument(metavar="s3://BUCKET/PREFIX", help="Where to try.", show_default=False)],
    as_json: Json = False,
    *,
    connection: Connection,
) -> None:
    """Try what a storage can do, with a small probe that is deleted again, and say what is done about what it lacks."""
    if not is_stored(target):
        raise RefusedError(f"{target}: write s3://BUCKET or s3://BUCKET/PREFIX", ExitCode.WRONG_USE)
    answers = check_store(store_at(target, connection))
    if as_json:
        show_json({"url": target, "answers": [asdict(answer) for answer in answers]})
    else:
        rows = [(one.ability, "yes" if one.works else "NO" if one.needed else "no", one.told) for one in answers]
        show_table(("can it", "", "so"), rows)
    if any(one.needed and not one.works for one in answers):
        raise typer.Exit(ExitCode.FAILURES)


def _endpoint(text: str) -> str:
    if text and not re.match(r"https?://[^/]", text):
        raise RefusedError(f"--endpoint {text}: write it with http:// or https://", ExitCode.WRONG_USE)
    return text.rstrip("/")
