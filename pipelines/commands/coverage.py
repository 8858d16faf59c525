"""`kliping coverage`: the ledger of a month as a calendar."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from crawler.loader import load_sites
from crawler.state.coverage import Day
from pipelines.commands.names import chosen
from pipelines.commands.options import Data, Json
from pipelines.commands.screen import RefusedError, counted, show_json, show_table
from pipelines.jobs.coverage import Month
from pipelines.jobs.coverage import coverage as job

EXAMPLES = """Examples:

kliping coverage kompas

kliping coverage kompas --month 2026-11 --json"""

_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def coverage(
    name: Annotated[str, typer.Argument(metavar="SITE", help="A name from `kliping sites`.", show_default=False)],
    month: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m"], help="This month if it is not said.", metavar="YYYY-MM")
    ] = None,
    data: Data = Path("data"),
    as_json: Json = False,
) -> None:
    """Show what was announced for each day of a month, what is archived, what was refused and why, what is missing."""
    [site] = chosen([name], load_sites())
    wanted = month or datetime.now()
    found = job(data, site.name, wanted.year, wanted.month)
    if found is None:
        raise RefusedError(f"there is no state in {data}; is it another --data folder?")
    if as_json:
        show_json(asdict(found))
    else:
        for line in calendar(found):
            typer.echo(line)
        _show_sums(found)


def calendar(month: Month) -> list[str]:
    """The weeks of the month: each day with archived/announced, `!` where something is missing, `.` where nothing is
    known."""
    known = {day.day: day for day in month.days}
    width = max([len(_cell(known.get(day.day))) for day in month.days] + [5]) + 4
    lines = [f"{month.site} {month.first:%Y-%m}", "".join(f"{name:<{width}}" for name in _WEEK).rstrip()]
    day = month.first - timedelta(days=month.first.weekday())
    while day <= month.last:
        week = [day + timedelta(days=n) for n in range(7)]
        lines.append("".join(f"{_day(one, month, known):<{width}}" for one in week).rstrip())
        day += timedelta(days=7)
    return lines


def _day(day: date, month: Month, known: dict[date, Day]) -> str:
    return f"{day.day:>2} {_cell(known.get(day))}" if month.first <= day <= month.last else ""


def _cell(day: Day | None) -> str:
    if day is None:
        return "."
    return f"{day.archived}/{day.announced}{'!' if day.missing else ''}"


def _show_sums(month: Month) -> None:
    typer.echo(f"\nannounced {month.announced}, archived {month.archived}")
    for name, counts in (("refused", month.refused), ("missing", month.missing)):
        if counts:
            typer.echo(f"{name}: {', '.join(counted(counts))}")
    if month.by_source:
        show_table(("source", "announced"), list(month.by_source.items()))
    if month.missing:
        typer.echo(f"`kliping backfill {month.site} --holes --since {month.first}` asks for what is missing")
