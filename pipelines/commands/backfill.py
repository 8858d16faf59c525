"""`kliping backfill`: days of the past, or what is missing of them."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler.loader import load_sites
from crawler.manners import NotNow
from pipelines.commands.crawled import crawl_facts, crawl_progress, exit_code, show_crawl, tell_errors
from pipelines.commands.names import chosen
from pipelines.commands.screen import ExitCode, RefusedError, show_json

EXAMPLES = """Examples:

kliping backfill kompas --since 2026-10-01 --until 2026-10-31

kliping backfill kompas --holes"""

_DAY = ["%Y-%m-%d"]
_EVER = date(1990, 1, 1)


def backfill(
    names: Annotated[
        list[str], typer.Argument(metavar="SITE...", help="Names from `kliping sites`.", show_default=False)
    ],
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="The first day.", metavar="DATE")] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="The last day; today if it is not said.", metavar="DATE")
    ] = None,
    holes: Annotated[
        bool, typer.Option("--holes", help="Ask only for what is known to be missing; of all days if none is said.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Articles of each site at most.", metavar="N")] = None,
    data: Annotated[Path, typer.Option(help="The folder of data.", metavar="DIR")] = Path("data"),
    contact: Annotated[
        str,
        typer.Option(
            help="A URL or address where the newspapers reach you; it stands in the User-Agent.",
            envvar="KLIPING_CONTACT",
            metavar="URL",
            show_default=False,
        ),
    ] = "",
    delay: Annotated[
        float | None, typer.Option(min=0, help="Seconds between two requests to a host.", metavar="S")
    ] = None,
    proxy: Annotated[str, typer.Option(help="An HTTP proxy to go through.", metavar="URL", show_default=False)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Walk the days of the past that a site's indexes reach, or ask again for what is missing of them."""
    sites = chosen(names, load_sites())
    if not since and not holes:
        raise RefusedError("which days? Say --since, or --holes for what is known to be missing", ExitCode.WRONG_USE)
    from pipelines.jobs.crawl import crawl as job  # Scrapy and Twisted only where something is crawled

    try:
        with crawl_progress() as progress:
            report = job(
                sites,
                data=data,
                limit=limit,
                since=since.date() if since else _EVER,
                until=until.date() if until else None,
                holes=holes,
                contact=contact,
                proxy=proxy,
                delay=delay,
                on_progress=progress,
            )
    except (ValueError, NotNow) as error:
        raise RefusedError(str(error), ExitCode.WRONG_USE) from error
    tell_errors(report)
    if as_json:
        show_json(crawl_facts(report))
    else:
        show_crawl(report)
    raise typer.Exit(exit_code(report))
