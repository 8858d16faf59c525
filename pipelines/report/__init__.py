"""The evaluation as one HTML file that opens anywhere: page, gold and output of each imperfect article side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.article import Article
from pipelines.jobs.evaluate import HEADINGS, Graded, by_group, by_site, cells
from pipelines.report.align import PageLine, Row, page_lines, pair_up, rows
from pipelines.scoring import Summary


@dataclass(frozen=True, slots=True)
class Sheet:
    """An imperfect article as the report shows it. `above` and `below` are the page's lines around the article."""

    graded: Graded
    above: Sequence[PageLine]
    rows: Sequence[Row]
    below: Sequence[PageLine]


def render_report(graded: Sequence[Graded], peers: Mapping[str, Summary], title: str = "Evaluation") -> str:
    """`peers` are summaries of bodies only, by name; an empty mapping leaves their table out."""
    tables = {"By kind": by_group(graded), "By site": by_site(graded), "Bodies without headline": dict(peers)}
    return (
        environment()
        .get_template("report.html")
        .render(
            title=title,
            headings=HEADINGS,
            tables={name: {row: cells(summary) for row, summary in table.items()} for name, table in tables.items()},
            sheets=[sheet(one) for one in graded if not one.score.perfect],
            total=len(graded),
        )
    )


def sheet(one: Graded) -> Sheet:
    removed = one.result.removed if isinstance(one.result, Article) else ()
    lines = page_lines(one.gold.page, one.gold.paragraphs, one.paragraphs, removed)
    inside = [index for index, line in enumerate(lines) if line.fate != "outside"] or [len(lines)]
    first, last = inside[0], inside[-1] + 1
    pairs = pair_up(one.gold.paragraphs, one.paragraphs)
    return Sheet(one, lines[:first], rows(lines[first:last], pairs), lines[last:])


def environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipelines.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
