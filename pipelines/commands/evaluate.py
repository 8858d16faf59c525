"""`kliping eval`: how good the texts are, against texts that people chose."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.options import Json
from pipelines.commands.screen import ExitCode, RefusedError, say, show_json, show_table
from pipelines.gold import GoldError
from pipelines.jobs import evaluate as job
from pipelines.peers import PeerError, load_peer
from pipelines.report import render_report
from pipelines.scoring import Summary, summarize

EXAMPLES = """Examples:

kliping eval pages --html report.html

kliping eval pages --site kompas --json

kliping eval pages --undescribed --against trafilatura newspaper4k"""


def evaluate(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder with index.tsv, html/ and gold/.", show_default=False)
    ],
    more_peers: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    site: Annotated[str, typer.Option(help="Only the pages of this site.", metavar="S", show_default=False)] = "",
    html: Annotated[
        Path | None,
        typer.Option(help="Also a report with page, gold and output of each imperfect page.", metavar="FILE"),
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(help="Other extractors on the same pages: trafilatura, newspaper4k.", metavar="PEER..."),
    ] = None,
    undescribed: Annotated[
        bool, typer.Option("--undescribed", help="As if no site was described: what the fallback is worth.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Score the extraction on pages whose right text is known.

    Words are compared by longest common subsequence, paragraphs to the letter; a leak is a line that is not the
    article's, a loss a paragraph that is missing.
    """
    if more_peers and not against:
        raise RefusedError(f"one folder only; what is {more_peers[0]!r}?", ExitCode.WRONG_USE)
    try:
        graded = job.evaluate(folder, site, undescribed=undescribed)
    except GoldError as error:
        raise RefusedError(str(error)) from error
    if not graded:
        raise RefusedError(f"no pages of {site or 'any site'} in {folder / 'index.tsv'}")
    peers, missing = _peers(graded, [*(against or ()), *(more_peers or ())])
    if html:
        html.write_text(render_report(graded, peers, title=f"Evaluation of {folder.resolve().name}"), "utf-8")
    if as_json:
        show_json(job.as_json(graded, peers))
    else:
        _show(graded, peers)
    if html:
        say(f"report: {html}")
    for name, reason in missing.items():
        say(f"error: not compared with {name}: {reason}")
    if missing:
        raise typer.Exit(ExitCode.FAILURES)


def _peers(graded: list[job.Graded], names: list[str]) -> tuple[dict[str, Summary], dict[str, str]]:
    """The figures of each peer, ours first, and why a peer has none."""
    peers: dict[str, Summary] = {}
    missing: dict[str, str] = {}
    if names and not any(one.group != job.PICTURES for one in graded):
        return peers, dict.fromkeys(names, "there are no articles")
    for name in names:
        try:
            peer, version = load_peer(name)
        except PeerError as error:
            missing[name] = str(error)
        else:
            peers.setdefault("kliping", summarize(list(job.body_scores(graded))))
            peers[f"{name} {version}"] = summarize(list(job.body_scores(graded, peer)))
    return peers, missing


def _show(graded: list[job.Graded], peers: dict[str, Summary]) -> None:
    tables = {"By kind": job.by_group(graded), "By site": job.by_site(graded), "Bodies without headline": peers}
    for title, table in tables.items():
        if table:
            show_table(("", *job.HEADINGS), [(name, *job.cells(summary)) for name, summary in table.items()], title)
            typer.echo()
    imperfect = sum(not one.score.perfect for one in graded)
    typer.echo(f"{len(graded)} pages, {imperfect} not perfect")
