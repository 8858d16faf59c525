"""`kliping demo`: the main job on the newsroom that comes with Kliping."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.crawled import crawl_facts, crawl_progress, exit_code, show_crawl
from pipelines.commands.options import Json
from pipelines.commands.screen import ExitCode, say, show_json, tell

EXAMPLES = """Examples:

kliping demo

kliping demo --data /tmp/kliping"""


def demo(
    data: Annotated[
        Path, typer.Option(help="The folder of data; the demo keeps to DIR/newsroom.", metavar="DIR")
    ] = Path("data"),
    as_json: Json = False,
) -> None:
    """Crawl the newsroom, a small local server with papers in the markup of six sites, then re-extract its WARCs.

    It needs no network. Every demo has a folder of its own, DIR/newsroom/TIME, and never mixes with real data.
    """
    # Scrapy and Twisted are only imported where something is crawled.
    from pipelines.jobs.demo import demo as job

    folder = data / "newsroom" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    folder.mkdir(parents=True)
    with crawl_progress() as progress:
        report = job(folder, on_progress=progress)
    tell(report.crawl.all_errors)
    for error in report.again.errors:
        say(f"error: {error}")
    for name in report.different:
        say(f"error: {name} is another after re-extraction")
    if as_json:
        show_json({"crawl": crawl_facts(report.crawl), "again": report.again.out, "different": report.different})
    else:
        show_crawl(report.crawl)
        verdict = "differ" if report.different else "are identical"
        typer.echo(f"again  {report.again.out}: the texts of the crawl and those made again from the WARCs {verdict}")
    code = exit_code(report.crawl)
    if code is ExitCode.DONE and (report.different or report.again.errors):
        code = ExitCode.FAILURES
    raise typer.Exit(code)
