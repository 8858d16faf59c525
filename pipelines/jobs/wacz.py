"""Packs what was captured of a site, a run or a day, with the clean texts to search in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from errno import EEXIST
from pathlib import Path
from typing import Any

from archive.rawrecords import raw_records
from archive.read import read_info
from archive.wacz import WaczPage, pack
from pipelines.files import files_below


@dataclass(frozen=True, slots=True)
class Package:
    file: Path
    warcs: list[Path]
    pages: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes into a package; an empty field takes everything. `day` is that of the capture, in UTC."""

    site: str = ""
    run: str = ""
    day: date | None = None

    def __str__(self) -> str:
        parts = (self.site, self.run, self.day.isoformat() if self.day else "")
        return " ".join(part for part in parts if part) or "everything"


def package(data: Path, out: Path, selection: Selection, *, now: datetime) -> Package:
    """Writes `out` from the sealed WARCs and the texts below `data`.

    The WARCs that revisits lean on go in as well. Raises LookupError if nothing is selected, FileExistsError if
    `out` is there.
    """
    if out.exists():
        raise FileExistsError(EEXIST, "it is there already; choose another name", str(out))
    rows = list(_rows(data, selection))
    warcs = _warcs(data, selection, {str(row["warc"]) for _, row in rows})
    if not warcs:
        raise LookupError(f"no sealed WARC of {selection} below {data / 'warc'}")
    out.parent.mkdir(parents=True, exist_ok=True)
    pack(warcs, (_page(folder, row) for folder, row in rows), out, title=f"Kliping: {selection}", created=now)
    return Package(out, warcs, len(rows))


def _rows(data: Path, selection: Selection) -> Iterator[tuple[Path, dict[str, Any]]]:
    for index in sorted((data / "text").glob(f"{selection.site or '*'}/{selection.run or '*'}/articles.jsonl")):
        with index.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if selection.day in (None, _moment(row).date()):
                    yield index.parent, row


def _warcs(data: Path, selection: Selection, named: set[str]) -> list[Path]:
    """Of a day the WARCs that its articles are in, else all of the site and the run; and what these lean on."""
    sealed = {file.name: file for file in files_below(data / "warc") if file.name.endswith(".warc.gz")}
    chosen = {name for name, file in sealed.items() if name in named or (not selection.day and _fits(file, selection))}
    originals = {name for chosen_name in chosen for name in _leans_on(sealed[chosen_name])}
    return [sealed[name] for name in sorted(chosen | originals) if name in sealed]


def _fits(warc: Path, selection: Selection) -> bool:
    return selection.site in ("", warc.parent.name) and selection.run in ("", read_info(warc).get("isPartOf"))


def _leans_on(warc: Path) -> set[str]:
    """The names of the files in which a WARC's revisits find what they leave out."""
    return {record.get("warc-refers-to-filename") for record in raw_records(warc) if record.type == "revisit"}


def _page(folder: Path, row: dict[str, Any]) -> WaczPage:
    return WaczPage(row["url"], _moment(row), row["title"], (folder / row["file"]).read_text(encoding="utf-8"))


def _moment(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["fetched_at"]).astimezone(UTC)
