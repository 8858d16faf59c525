"""`kliping backfill`: days of the past, or what is missing of them."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawler.loader import load_sites
from crawler.manners import NotNow
from pipelines.commands.crawled import crawl_progress, finish
from pipelines.commands.names import chosen
from pipelines.commands.options import Contact, Data, Delay, Json, Proxy, Until, day_of
from pipelines.commands.screen import ExitCode, RefusedError

EXAMPLES = """Examples:

kliping backfill kompas --since 2026-10-01 --until 2026-10-31

kliping backfill kompas --holes"""

_EVER = date(1990, 1, 1)


def backfill(
    names: Annotated[
        list[str], typer.Argument(metavar="SITE...", help="Names from `kliping sites`.", show_default=False)
    ],
    since: Annotated[date | None, typer.Option(parser=day_of, help="The first day.", metavar="DATE")] = None,
    until: Until = None,
    holes: Annotated[
        bool, typer.Option("--holes", help="Ask only for what is known to be missing; of all days if none is said.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Articles of each site at most.", metavar="N")] = None,
    data: Data = Path("data"),
    contact: Contact = "",
    delay: Delay = None,
    proxy: Proxy = "",
    as_json: Json = False,
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
                since=since or _EVER,
                until=until,
                holes=holes,
                contact=contact,
                proxy=proxy,
                delay=delay,
                on_progress=progress,
            )
    except (ValueError, NotNow) as error:
        raise RefusedError(str(error), ExitCode.WRONG_USE) from error
    finish(report, as_json)
