"""`kliping verify`, `recover`, `wacz` and `replay`: looking after the WARCs, and at them."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from subprocess import CalledProcessError
from typing import Annotated

import typer

from archive.connection import Connection
from archive.recover import recover as recover_folder
from archive.stored import StoredFile
from archive.storedcheck import verify_stored
from archive.stores import is_stored
from archive.verify import Fault, warcs_in
from archive.verify import verify as verify_path
from crawler.loader import load_sites
from pipelines.commands.names import chosen
from pipelines.commands.options import Data, Json, day_of
from pipelines.commands.screen import ExitCode, RefusedError, say, show_json, show_table, some
from pipelines.commands.storage import connected, place_at, reading
from pipelines.jobs.wacz import Selection, package
from pipelines.jobs.wayback import ALL, HOST, become_wayback, is_free, wayback_in
from pipelines.jobs.wayback import install as install_pywb

VERIFY_EXAMPLES = """Examples:

kliping verify data/warc

kliping verify data/warc/tempo/*.warc.gz"""

RECOVER_EXAMPLES = """Examples:

kliping recover data/warc"""

WACZ_EXAMPLES = """Examples:

kliping wacz tempo.wacz --site tempo

kliping wacz hari-ini.wacz --day 2026-11-22 --data /srv/kliping"""

REPLAY_EXAMPLES = """Examples:

kliping replay --install

kliping replay data

kliping replay /srv/kliping --port 9000"""


@connected(reading)
def verify(
    paths: Annotated[
        list[str], typer.Argument(metavar="DIR|FILE", help="WARCs, or folders of them; s3:// too.", show_default=False)
    ],
    as_json: Json = False,
    *,
    connection: Connection,
) -> None:
    """Check WARCs byte by byte: framing, fields, lengths, digests, references, sums and index.

    A table of faults with file and offset; the exit code is 1 if there is any.
    """
    faults: list[Fault] = []
    warcs = 0
    for place in [place_at(path, connection) for path in paths]:
        if isinstance(place, StoredFile):
            count, found = verify_stored(place)
        else:
            count, found = 1 if place.is_file() else len(warcs_in(place)), verify_path(place)
        warcs += count
        faults += found
    if as_json:
        show_json({"warcs": warcs, "faults": [asdict(fault) for fault in faults]})
    else:
        if faults:
            rows = [(fault.path, "-" if fault.offset is None else fault.offset, fault.fault) for fault in faults]
            show_table(("file", "byte", "fault"), rows)
        what = "object" if any(map(is_stored, paths)) else "WARC"
        typer.echo(f"{some(warcs, what)}, {some(len(faults), 'fault')}")
    if faults:
        raise typer.Exit(ExitCode.FAILURES)


def recover(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that holds WARCs.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Make whole what a crash left: unfinished WARCs are cut to their last whole group and sealed.

    What is cut off is kept beside the file, as .tail. A file that a crawl is writing is left alone.
    """
    if not folder.is_dir():
        raise RefusedError(f"there is no folder {folder}")
    recovered = recover_folder(folder)
    if as_json:
        show_json({"recovered": [asdict(one) for one in recovered]})
        return
    if recovered:
        rows = [(one.warc if one.groups else "-", one.groups, one.kept, one.cut, one.tail or "-") for one in recovered]
        show_table(("WARC", "groups", "bytes kept", "bytes cut", "tail"), rows)
    typer.echo(f"{some(len(recovered), 'unfinished file')} below {folder}")


def wacz(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The package to write, NAME.wacz.", show_default=False)],
    site: Annotated[str, typer.Option(help="Only this site.", metavar="S", show_default=False)] = "",
    run: Annotated[str, typer.Option(help="Only this run.", metavar="RUN", show_default=False)] = "",
    day: Annotated[
        date | None, typer.Option(parser=day_of, help="Only what was captured that day, UTC.", metavar="DATE")
    ] = None,
    data: Data = Path("data"),
    as_json: Json = False,
) -> None:
    """Pack WARCs, their index and the clean texts into one file that ReplayWeb.page opens and searches."""
    if site:
        chosen([site], load_sites())
    selection = Selection(site, run, day)
    try:
        packed = package(data, out, selection, now=datetime.now(UTC))
    except LookupError as error:
        raise RefusedError(str(error)) from error
    if as_json:
        show_json(asdict(packed))
    else:
        typer.echo(f"{packed.file}: {some(len(packed.warcs), 'WARC')}, {some(packed.pages, 'page')} with text")


def replay(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="The folder of data.")] = Path("data"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Of this machine alone.", metavar="N")] = 8080,
    environment: Annotated[
        Path,
        typer.Option("--pywb", help="The Python environment that pywb is in.", envvar="KLIPING_PYWB", metavar="DIR"),
    ] = Path("~/.local/share/kliping/pywb"),
    install: Annotated[
        bool, typer.Option("--install", help="Install pywb there first, from the package index.")
    ] = False,
) -> None:
    """Look at captured pages in a browser: starts pywb on the sealed WARCs below DATA/warc, until Ctrl-C.

    pywb is no part of Kliping's own environment, because it pins old packages.
    """
    environment = environment.expanduser()
    if install:
        say(f"installing pywb into {environment}")
        try:
            install_pywb(environment)
        except CalledProcessError as error:
            raise RefusedError(
                f"pywb could not be installed into {environment}: exit code {error.returncode}"
            ) from error
    if not wayback_in(environment).exists():
        raise RefusedError(f"there is no pywb in {environment}; `kliping replay --install` puts it there")
    warcs = data / "warc"
    sites = sorted({path.parent.name for path in warcs.glob("*/*.cdxj")})
    if not sites:
        if install:
            return
        raise RefusedError(f"{warcs}: no sealed WARC with its index here")
    if not is_free(port):
        raise RefusedError(f"port {port} is taken; choose another with --port")
    for site in (ALL, *sites):
        typer.echo(f"http://{HOST}:{port}/{site}/")
    become_wayback(environment, warcs, port)
