"""`kliping site` and `kliping fixture`: how a newspaper is added, and how its file is looked over."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.loader import load_sites
from pipelines.commands.names import chosen
from pipelines.commands.options import Json
from pipelines.commands.screen import ExitCode, RefusedError, say, show_json, show_table
from pipelines.fixtures import FixtureError
from pipelines.jobs.fixture import CaptureError, add_fixture
from pipelines.jobs.sites import FIXTURES, Finding, check
from pipelines.jobs.skeleton import SkeletonError, new_site

if TYPE_CHECKING:
    from pipelines.jobs.probe import Finds, Sample

NEW_EXAMPLES = """Example:

kliping site new harianuji https://www.harianuji.co.id/berita/4711/panen-raya"""

CHECK_EXAMPLES = """Examples:

kliping site check

kliping site check kompas tempo

kliping site check kompas --live --contact https://example.org/kliping"""

FIXTURE_EXAMPLES = """Examples:

kliping fixture add data/warc/kompas/FILE.warc.gz https://nasional.kompas.com/read/2026/11/22/09120041/judul

kliping fixture add page.html https://nasional.kompas.com/read/2026/11/22/09120041/judul --captured 2026-11-22"""

_ROOT = Annotated[Path, typer.Option(help="Where the fixtures are.", metavar="DIR")]


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters and digits.", show_default=False)],
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of one of its articles.", show_default=False)],
) -> None:
    """Write the file of a new newspaper into crawler/sites, with a comment at everything that has to be found out."""
    try:
        file = new_site(name, url)
    except SkeletonError as error:
        raise RefusedError(str(error), ExitCode.WRONG_USE) from error
    typer.echo(str(file))
    say(f"next: fill it in, then `kliping site check {name} --live`")


def look_over(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SITE]...", help="All sites if none is named.", show_default=False)
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Ask the site: robots.txt, a page of each source, three articles.")
    ] = False,
    contact: Annotated[
        str,
        typer.Option(
            help="A URL or address where the newspapers reach you, for --live.",
            envvar="KLIPING_CONTACT",
            metavar="URL",
            show_default=False,
        ),
    ] = "",
    data: Annotated[Path, typer.Option(help="Where --live keeps what it sees.", metavar="DIR")] = Path("data/check"),
    delay: Annotated[
        float | None, typer.Option(min=0, help="Seconds between two requests, for --live.", metavar="S")
    ] = None,
    proxy: Annotated[str, typer.Option(help="An HTTP proxy, for --live.", metavar="URL", show_default=False)] = "",
    fixtures: _ROOT = FIXTURES,
    as_json: Json = False,
) -> None:
    """Say what is missing or idle in the files of newspapers; with --live, ask one newspaper itself."""
    declared = load_sites()
    sites = chosen(names, declared) if names else list(declared.values())
    if live and len(sites) != 1:
        raise RefusedError("--live asks one site at a time: name it", ExitCode.WRONG_USE)
    findings = {site.name: check(site, fixtures) for site in sites}
    facts: dict[str, Any] = {"findings": {name: list(map(asdict, found)) for name, found in findings.items()}}
    if not as_json:
        _show_findings(findings)
    wrong = any(finding.wrong for found in findings.values() for finding in found)
    if live:
        from pipelines.jobs.probe import probe  # Scrapy and Twisted only where something is asked for

        if not contact:
            say("warning: no --contact and no KLIPING_CONTACT; tell the newspapers where they reach you")
        finds = probe(sites[0], data, contact=contact, proxy=proxy, delay=delay)
        facts["live"] = _live_facts(finds)
        if not as_json:
            _show_live(finds)
        if not finds.samples:
            wrong = True
    if as_json:
        show_json(facts)
    if wrong:
        raise typer.Exit(ExitCode.FAILURES)


def add(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A WARC, or a saved HTML page.", show_default=False)],
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of the article.", show_default=False)],
    what: Annotated[
        str, typer.Option("--as", help="Makes TEMPLATE--WHAT of it, beside the first.", metavar="WHAT")
    ] = "",
    captured: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of an HTML page.", metavar="DATE", show_default=False),
    ] = None,
    fixtures: _ROOT = FIXTURES,
) -> None:
    """Make a fixture of a captured page, with what extraction makes of it today as what is expected: review it."""
    try:
        made = add_fixture(source, url, fixtures, what=what, captured=captured.date() if captured else None)
    except (CaptureError, FixtureError, ValueError) as error:
        raise RefusedError(str(error)) from error
    typer.echo(f"{made.folder}\n\n{made.text}")
    say("review expected.txt and page.toml: they must be what the newsroom wrote, and nothing else")


def _show_findings(findings: dict[str, list[Finding]]) -> None:
    rows = [
        (name, "wrong" if finding.wrong else "note", finding.where, finding.what)
        for name, found in findings.items()
        for finding in sorted(found, key=lambda finding: not finding.wrong)
    ]
    if rows:
        show_table(("site", "", "where", "what"), rows)
    wrong = sum(row[1] == "wrong" for row in rows)
    typer.echo(f"{len(findings)} sites, {wrong} wrong, {len(rows) - wrong} notes")


def _show_live(finds: "Finds") -> None:
    show_table(
        ("robots.txt", "answered", "pause"),
        [(one.url, one.status or "-", f"{one.delay:g} s" if one.delay else "-") for one in finds.robots],
    )
    show_table(
        ("source", "asked", "answered", "announced", "articles", ""),
        [
            (
                type(one.source).__name__,
                one.url,
                one.status or "-",
                one.announced,
                len(one.articles),
                one.problem or (f"{one.children} sitemaps" if one.children else ""),
            )
            for one in finds.sources
        ],
    )
    for sample in finds.samples:
        _show_sample(sample)
    for number, line in enumerate(finds.advice, start=1):
        typer.echo(f"{number}. {line}")
    if not finds.advice:
        typer.echo("nothing to change")
    for warc in finds.warcs:
        say(f"kept in {warc}: `kliping fixture add {warc} URL`")


def _show_sample(sample: "Sample") -> None:
    row = sample.row
    typer.echo(row["url"])
    if not sample.is_article:
        typer.echo(f"  no article: {row['reason']} {row['detail']}".rstrip() + "\n")
        return
    typer.echo(f"  template {row['template']}, published {row['published']} by {row['published_from']}")
    typer.echo(f"  by {', '.join(row['authors']) or 'nobody'}; {len(sample.paragraphs)} paragraphs")
    for paragraph in (
        *sample.paragraphs[:4],
        *(("…",) if len(sample.paragraphs) > 6 else ()),
        *sample.paragraphs[4:][-2:],
    ):
        typer.echo(f"  | {paragraph[:110]}{'…' if len(paragraph) > 110 else ''}")
    typer.echo()


def _live_facts(finds: "Finds") -> dict[str, Any]:
    return {
        "robots": [asdict(one) for one in finds.robots],
        "sources": [
            {
                "kind": type(one.source).__name__,
                "url": one.url,
                "status": one.status,
                "announced": one.announced,
                "articles": len(one.articles),
                "children": one.children,
                "problem": one.problem,
            }
            for one in finds.sources
        ],
        "samples": [{**sample.row, "paragraphs": sample.paragraphs} for sample in finds.samples],
        "warcs": [str(warc) for warc in finds.warcs],
        "advice": finds.advice,
    }
