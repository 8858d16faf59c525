"""What a run found, as one HTML file that opens anywhere: a verdict for each newspaper, its numbers, its last week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.site import Expect, Site
from pipelines.health.facts import GENERIC, RunFacts
from pipelines.health.verdict import Level, Verdict
from pipelines.report.charts import HEIGHT, WIDTH, Chart, stacked


@dataclass(frozen=True, slots=True)
class Row:
    """A number beside its bounds."""

    name: str
    value: str
    bounds: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One newspaper in the report."""

    site: Site
    verdict: Verdict
    facts: RunFacts
    rows: tuple[Row, ...]
    charts: tuple[tuple[str, Chart], ...]


def render_runs(
    run: str, at: datetime, judged: Sequence[tuple[Site, Verdict, RunFacts, Sequence[RunFacts]]], errors: Sequence[str]
) -> str:
    """`judged` has of each newspaper its verdict, the facts of the run, and those of the runs before it, oldest first.
    The gravest comes first."""
    sheets = [sheet(*one) for one in judged]
    sheets.sort(key=lambda one: (-one.verdict.level, one.site.name))
    return (
        _environment()
        .get_template("runs.html")
        .render(run=run, at=at, sheets=sheets, errors=errors, width=WIDTH, height=HEIGHT, Level=Level)
    )


def sheet(site: Site, verdict: Verdict, facts: RunFacts, past: Sequence[RunFacts]) -> Sheet:
    runs = [*past, facts]
    day = facts.at.astimezone(ZoneInfo(site.timezone)).date()
    charts = (
        ("articles of each run, by template", stacked([_by_template(run, site, day) for run in runs])),
        (
            "articles a day",
            stacked(
                [(_label(run), {"articles": run.of_the_day}) for run in runs if run.of_the_day is not None],
                dict(zip(("at least", "at most"), site.expect.articles_a_day, strict=True)),
            ),
        ),
        (
            "characters of the middle text",
            stacked(
                [(_label(run), {"characters": median(run.characters)}) for run in runs if run.characters],
                dict(zip(("at least", "at most"), site.expect.characters, strict=True)),
            ),
        ),
    )
    return Sheet(site, verdict, facts, tuple(_rows(facts, site.expect)), charts)


def _rows(facts: RunFacts, expect: Expect) -> list[Row]:
    rows = [
        Row("articles", str(facts.articles), ""),
        Row(
            "articles a day",
            "too early to say" if facts.of_the_day is None else str(facts.of_the_day),
            _between(*expect.articles_a_day),
        ),
        Row(
            "characters of the middle text",
            f"{median(facts.characters):.0f}" if facts.characters else "-",
            _between(*expect.characters),
        ),
    ]
    for name, floor in expect.filled.items():
        share = f"{facts.filled.get(name, 0) / facts.articles:.0%}" if facts.articles else "-"
        rows.append(Row(f"with {name}", share, f"at least {floor:.0%}"))
    rows += [Row(f"by template {name}", str(count), "") for name, count in facts.templates.items()]
    rows += [Row(reason, str(count), "") for reason, count in facts.refused.items()]
    return rows


def _between(least: int, most: int) -> str:
    return f"{least} to {most}"


def _label(run: RunFacts) -> str:
    return f"{run.at:%d %b %H:%M}"


def _by_template(run: RunFacts, site: Site, day: date) -> tuple[str, dict[str, float]]:
    today = {one.name for one in site.templates if (one.until is None or one.until >= day)}
    named = {one.name for one in site.templates} - today
    return _label(run), {
        "today": sum(count for name, count in run.templates.items() if name in today),
        "older": sum(count for name, count in run.templates.items() if name in named),
        GENERIC: sum(count for name, count in run.templates.items() if name not in today | named),
    }


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipelines.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
