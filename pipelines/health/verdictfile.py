"""What was judged of a run, beside its report: `runs/RUN/SITE.verdict.json`. The uploader and the export ask it which
batches may leave the house."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.files import make_folder, replace_with
from pipelines.health.facts import RunFacts, SourceFacts
from pipelines.health.verdict import Finding, Kind, Level, Verdict

ENDING = ".verdict.json"


def write_verdict(data: Path, verdict: Verdict, facts: RunFacts, released: str = "") -> Path:
    """`released` says why a batch goes out all the same."""
    file = _file(data, verdict.site, verdict.run)
    told = {
        "site": verdict.site,
        "run": verdict.run,
        "health": verdict.word,
        "published": verdict.published or bool(released),
        "released": released,
        "findings": [
            {
                "kind": one.kind.value,
                "level": one.level.name.lower(),
                "words": one.words,
                "source": one.source,
                "since": one.since,
            }
            for one in verdict.findings
        ],
        "facts": asdict(facts),
    }
    make_folder(file.parent)  # Scrapy alone makes none
    replace_with(file, (json.dumps(told, ensure_ascii=False, default=str) + "\n").encode())
    return file


def is_published(data: Path, site: str, run: str) -> bool:
    """Whether the batch may go out: one that nobody has judged, of a crawl by hand, may."""
    try:
        told = json.loads(_file(data, site, run).read_bytes())
    except FileNotFoundError:
        return True
    return bool(told["published"])


def read_verdict(data: Path, site: str, run: str) -> tuple[Verdict, RunFacts] | None:
    try:
        told = json.loads(_file(data, site, run).read_bytes())
    except FileNotFoundError:
        return None
    return Verdict(told["site"], told["run"], tuple(map(_finding, told["findings"]))), _facts(told["facts"])


def held(data: Path, site: str) -> Iterator[str]:
    """The runs of the site whose batches are not published, oldest first."""
    for file in sorted((data / "runs").glob(f"*/{site}{ENDING}")):
        if not is_published(data, site, file.parent.name):
            yield file.parent.name


def _file(data: Path, site: str, run: str) -> Path:
    return data / "runs" / run / f"{site}{ENDING}"


def _finding(told: dict[str, Any]) -> Finding:
    since = told.get("since")
    return Finding(
        Kind(told["kind"]),
        Level[told["level"].upper()],
        told["words"],
        told.get("source", ""),
        datetime.fromisoformat(since) if since else None,
    )


def _facts(told: dict[str, Any]) -> RunFacts:
    return RunFacts(
        **{
            **told,
            "at": datetime.fromisoformat(told["at"]),
            "characters": tuple(told["characters"]),
            "sources": tuple(SourceFacts(**source) for source in told["sources"]),
            "errors": tuple(told["errors"]),
        }
    )
