"""The command `kliping`."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from archive.errors import ArchiveError
from crawler.loader import SiteError
from crawler.state.database import StateError
from pipelines.commands import (
    archive,
    backfill,
    clean,
    coverage,
    crawl,
    daemon,
    demo,
    evaluate,
    history,
    index,
    reextract,
    repair,
    restore,
    rules,
    run,
    show,
    site,
    sites,
    status,
    storage,
    upload,
)
from pipelines.commands.screen import ExitCode, RefusedError, say

EPILOG = """Exit codes: 0 done, 1 done with failures, 2 wrong use, 3 nothing could be done,
4 the site is being crawled already.

Results go to stdout, everything else to stderr; --json gives one object on stdout."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)


@app.callback()
def kliping(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which version this is.", is_eager=True, callback=lambda asked: _version(asked)
        ),
    ] = False,
) -> None:
    """Crawl Indonesian newspapers, keep every exchange in WARC, write the clean text of each article."""


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"kliping {version('kliping')}")
        raise typer.Exit(ExitCode.DONE)


app.command(epilog=sites.EXAMPLES)(sites.sites)
app.command(epilog=crawl.EXAMPLES)(crawl.crawl)
app.command(epilog=run.EXAMPLES)(run.run)
app.command(epilog=daemon.EXAMPLES)(daemon.daemon)
app.command(epilog=status.EXAMPLES)(status.status)
app.command(epilog=repair.EXAMPLES)(repair.repair)
app.command(epilog=backfill.EXAMPLES)(backfill.backfill)
app.command(epilog=coverage.EXAMPLES)(coverage.coverage)
app.command(epilog=history.EXAMPLES)(history.history)
app.command(epilog=reextract.EXAMPLES)(reextract.reextract)
app.command(epilog=clean.EXAMPLES)(clean.clean)
app.command(epilog=show.EXAMPLES)(show.show)
app.command(epilog=archive.VERIFY_EXAMPLES)(archive.verify)
app.command(epilog=archive.RECOVER_EXAMPLES)(archive.recover)
app.command(epilog=archive.WACZ_EXAMPLES)(archive.wacz)
app.command(epilog=archive.REPLAY_EXAMPLES)(archive.replay)
app.command(epilog=demo.EXAMPLES)(demo.demo)
app.command("eval", epilog=evaluate.EXAMPLES)(evaluate.evaluate)
app.command(epilog=rules.EXAMPLES)(rules.rules)

index_app = typer.Typer(no_args_is_help=True, help="Look after the state.")
index_app.command(epilog=index.EXAMPLES)(index.rebuild)
app.add_typer(index_app, name="index")

site_app = typer.Typer(no_args_is_help=True, help="Add a newspaper, and look its file over.")
site_app.command(epilog=site.NEW_EXAMPLES)(site.new)
site_app.command("check", epilog=site.CHECK_EXAMPLES)(site.look_over)
app.add_typer(site_app, name="site")

fixture_app = typer.Typer(no_args_is_help=True, help="Turn captured pages into tests.")
fixture_app.command(epilog=site.FIXTURE_EXAMPLES)(site.add)
app.add_typer(fixture_app, name="fixture")

app.command(epilog=upload.EXAMPLES)(upload.upload)
app.command(epilog=restore.EXAMPLES)(restore.restore)

storage_app = typer.Typer(no_args_is_help=True, help="Look a storage over.")
storage_app.command("check", epilog=storage.CHECK_EXAMPLES)(storage.check)
app.add_typer(storage_app, name="storage")


def main() -> None:
    """Runs the command. What was foreseen is told in a line; any other error shows where it happened."""
    try:
        app()
    except RefusedError as error:
        say(f"kliping: {error}")
        sys.exit(error.code)
    except (ArchiveError, SiteError, StateError) as error:
        say(f"kliping: {error}")
        sys.exit(ExitCode.NOTHING)
    except OSError as error:
        if error.filename is None:
            raise
        say(f"kliping: {error.filename}: {error.strerror}")
        sys.exit(ExitCode.NOTHING)
