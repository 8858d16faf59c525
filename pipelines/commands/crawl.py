"""`kliping crawl`: the main job."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawler.loader import load_sites, site_of
from crawler.manners import NotNow
from crawler.site import Site
from pipelines.commands.crawled import crawl_progress, finish, urls_of
from pipelines.commands.names import chosen
from pipelines.commands.options import Contact, Data, Delay, Json, Proxy, Until, day_of
from pipelines.commands.screen import ExitCode, RefusedError
from pipelines.jobs.resuming import Plan, resuming

EXAMPLES = """Examples:

kliping crawl republika tempo --limit 50 --contact https://example.org/kliping

kliping crawl kompas --since 2026-11-01 --until 2026-11-03

kliping crawl --urls urls.txt --data /srv/kliping

kliping crawl --resume 20261122T045538Z"""


def crawl(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="SITE", help="Names from `kliping sites`.", show_default=False)
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Articles of each site that are asked for at most.", metavar="N")
    ] = None,
    since: Annotated[
        date | None, typer.Option(parser=day_of, help="The first day, for back-fill.", metavar="DATE")
    ] = None,
    until: Until = None,
    urls: Annotated[
        Path | None,
        typer.Option(help="Ask for the URLs in this file, one a line, and for nothing else.", metavar="FILE"),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Ask for all that is announced, known or not.")] = False,
    resume: Annotated[
        str,
        typer.Option(help="Go on with a run that was broken off, where it was.", metavar="RUN", show_default=False),
    ] = "",
    although_blocked: Annotated[
        bool, typer.Option("--although-blocked", help="Ask a site that has turned the crawler away today.")
    ] = False,
    data: Data = Path("data"),
    contact: Contact = "",
    delay: Delay = None,
    proxy: Proxy = "",
    as_json: Json = False,
) -> None:
    """Crawl newspapers: find what is new, fetch it politely, keep every exchange, write the texts.

    What earlier runs have left is asked for too, and articles are looked at again as each site says.
    WARCs go to DIR/warc/SITE, texts to DIR/text/SITE/RUN, the report and the log to DIR/runs/RUN.
    """
    sites = load_sites()
    asked = chosen(names or [], sites)
    named = _urls(urls, asked, sites) if urls else None
    if resume and (since or until or urls or limit or everything):
        raise RefusedError("--resume takes the options of its run; name sites at most", ExitCode.WRONG_USE)
    if not asked and not named and not resume:
        raise RefusedError("which site? Name one or more; `kliping sites` lists them", ExitCode.WRONG_USE)
    if until and not since:
        raise RefusedError("--until needs --since, the first of the days", ExitCode.WRONG_USE)
    # Scrapy and Twisted are only imported where something is crawled.
    from pipelines.jobs.crawl import crawl as job

    try:
        plan = resuming(data, resume, asked) if resume else Plan(asked, {}, named)
        with crawl_progress() as progress:
            report = job(
                plan.sites,
                data=data,
                limit=limit,
                since=since,
                until=until,
                urls=plan.urls,
                again=everything,
                orders=plan.orders,
                although_blocked=although_blocked,
                contact=contact,
                proxy=proxy,
                delay=delay,
                on_progress=progress,
            )
    except LookupError as error:
        raise RefusedError(str(error.args[0])) from error
    except (ValueError, NotNow) as error:
        raise RefusedError(str(error), ExitCode.WRONG_USE) from error
    finish(report, as_json)


def _urls(file: Path, asked: Sequence[Site], sites: Mapping[str, Site]) -> list[str]:
    """The URLs of the file. Refuses one that belongs to another site than those that were named."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()  # some editors begin a file with a mark
    except UnicodeDecodeError as error:
        raise RefusedError(f"{file}: not UTF-8 at byte {error.start}", ExitCode.WRONG_USE) from error
    named = urls_of(lines)
    if not named:
        raise RefusedError(f"{file}: there is no URL in it", ExitCode.WRONG_USE)
    for url in named:
        owner = site_of(url, sites)
        if asked and (owner is None or owner.name not in {site.name for site in asked}):
            whose = f"{owner.name}'s" if owner else "of no site that is described"
            raise RefusedError(f"{file}: {url} is {whose}; name that site too, or none", ExitCode.WRONG_USE)
    return named
