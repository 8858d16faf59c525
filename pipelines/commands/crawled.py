"""How a crawl is told: while it runs, and when it is over."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.manners import BUSY
from pipelines.commands.screen import ExitCode, counted, say, show_json, show_table, some, tell

if TYPE_CHECKING:
    from pipelines.jobs.crawlreport import CrawlReport, SiteReport

_LINE_EVERY = 25
"""In a pipe, a line for so many pages of a site."""


@contextmanager
def crawl_progress() -> Iterator[Callable[["SiteReport"], None]]:
    """A bar for each site; in a pipe a line now and then."""
    console = Console(stderr=True)
    if not console.is_terminal:
        told: dict[str, int] = {}

        def tell(report: "SiteReport") -> None:
            if report.fetched >= told.get(report.site, 0) + _LINE_EVERY:
                told[report.site] = report.fetched
                say(f"{report.site}: {report.fetched} of {report.announced} fetched, {report.articles} articles")

        yield tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        tasks: dict[str, Any] = {}

        def move(report: "SiteReport") -> None:
            if report.site not in tasks:
                tasks[report.site] = progress.add_task(report.site, total=None)
            progress.update(tasks[report.site], total=report.announced or None, completed=report.fetched)

        yield move


def show_crawl(report: "CrawlReport") -> None:
    show_table(
        ("site", "announced", "fetched", "articles", "rejected", "missed", "left"),
        [
            (
                site.site,
                site.announced,
                site.fetched,
                site.articles,
                counted(site.rejected),
                counted(site.missed),
                site.left,
            )
            for site in report.sites
        ],
    )
    typer.echo(f"{some(report.articles, 'article')} in run {report.run}")
    for site in report.sites:
        if site.known or site.seen_again:
            seen = f"{site.seen_again} looked at again, {site.unchanged} unchanged"
            typer.echo(f"{site.site}: {site.known} announced and known already, {seen}")
    for site in report.sites:
        for warc in site.warcs:
            typer.echo(f"WARC   {warc}")
        if site.texts:
            typer.echo(f"texts  {site.texts}")
    typer.echo(f"log    {report.folder / 'crawl.log'}")


def finish(report: "CrawlReport", as_json: bool) -> NoReturn:
    """Tells what a crawl did, and ends the command as the crawl has ended."""
    tell(report.all_errors)
    if as_json:
        show_json(crawl_facts(report))
    else:
        show_crawl(report)
    raise typer.Exit(exit_code(report))


def crawl_facts(report: "CrawlReport") -> dict[str, Any]:
    return asdict(report)


def exit_code(report: "CrawlReport") -> ExitCode:
    """A rejection is no failure: it is the answer that a page gave. That nothing answered is one."""
    if report.sites and all(site.ended == BUSY for site in report.sites):
        return ExitCode.BUSY
    fetched = sum(site.fetched + site.seen_again + site.known for site in report.sites)
    missed = sum(sum(site.missed.values()) for site in report.sites)
    if not fetched and (missed or report.all_errors):
        return ExitCode.NOTHING
    return ExitCode.FAILURES if report.all_errors else ExitCode.DONE


def urls_of(lines: Sequence[str]) -> list[str]:
    """One URL a line; blank lines and lines that begin with # are passed over."""
    stripped = [line.strip() for line in lines]
    return [line for line in stripped if line and not line.startswith("#")]
