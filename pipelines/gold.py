"""A folder of gold: pages and the text that a person chose for each, as `index.tsv`, `html/ID.html`, `gold/ID.txt`.

The index is tab-separated with a header: `id site url captured kind published authors title` and more that is not read.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from archive.page import Page
from pipelines.text import fold

COLUMNS = ("id", "site", "url", "captured", "kind", "published", "title")


class GoldError(Exception):
    """A folder of gold that cannot be read; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class GoldPage:
    """`published` is ISO 8601 as the index says it, with or without a time; empty when the page has none."""

    id: str
    site: str
    kind: str
    title: str
    published: str
    page: Page = field(repr=False)
    paragraphs: tuple[str, ...] = field(repr=False)


def read_gold(folder: Path, site: str = "") -> Iterator[GoldPage]:
    """The pages in the order of the index, those of one site only when it is named. Raises GoldError."""
    index = folder / "index.tsv"
    try:
        with index.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except FileNotFoundError as error:
        raise GoldError(f"{index}: not there; a folder of gold holds index.tsv, html/ and gold/") from error
    for number, row in enumerate(rows, start=2):
        missing = [column for column in COLUMNS if row.get(column) is None]
        if missing:
            raise GoldError(f"{index}:{number}: no column {', '.join(missing)}")
        if not site or row["site"] == site:
            yield _page(folder, row, f"{index}:{number}")


def _page(folder: Path, row: dict[str, str], place: str) -> GoldPage:
    try:
        body = (folder / "html" / f"{row['id']}.html").read_bytes()
        gold = (folder / "gold" / f"{row['id']}.txt").read_text("utf-8")
        captured = _captured(row["captured"])
        if len(row["published"]) > len("2026-11-22"):
            datetime.fromisoformat(row["published"])
    except (OSError, ValueError) as error:
        raise GoldError(f"{place}: {error}") from error
    # A page whose address nobody knows is read like one of an unknown site.
    url = row["url"] or f"https://unknown.invalid/{row['id']}"
    return GoldPage(
        id=row["id"],
        site=row["site"],
        kind=row["kind"],
        title=fold(row["title"]),
        published=row["published"],
        page=Page(url, 200, "text/html", body, captured, "", "", 0),
        paragraphs=tuple(text for part in gold.split("\n\n") if (text := fold(part))),
    )


def _captured(told: str) -> datetime:
    """The capture time; a day is its midnight in UTC, a month its middle."""
    if len(told) == len("2026-11"):
        told += "-15"
    if len(told) == len("2026-11-22"):
        day = date.fromisoformat(told)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    moment = datetime.fromisoformat(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
