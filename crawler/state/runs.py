"""The runs of the sites: what each was asked to do, how it ended, what it counted, how it was judged."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawler.state.database import Database, Row
from crawler.state.moments import maybe_moment, micros, moment

_FIELDS = "site, run, started, ended, how, reason, counts, verdict, findings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one site."""

    site: str
    run: str
    started: datetime
    ended: datetime | None
    """None while it goes on, and of a run that was killed until the next one mends it."""
    how: Mapping[str, Any] = field(default_factory=dict)
    """What it was asked to do: `since`, `until`, `limit`, `resume` ..."""
    reason: str = ""
    """Why it ended: `finished`, `killed`, `blocked`, `shutdown` ..."""
    counts: Mapping[str, Any] = field(default_factory=dict)
    """What it counted: see `pipelines.jobs.crawlreport.SiteReport`; `limited` if it came to its limit."""
    verdict: str | None = None
    findings: Sequence[Any] = ()


class Runs:
    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, site: str, run: str, started: datetime, how: Mapping[str, Any]) -> None:
        query = (
            "INSERT INTO run (site, run, started, how) VALUES (?, ?, ?, ?) ON CONFLICT (site, run) DO UPDATE"
            " SET started = excluded.started, how = excluded.how"
        )
        self._db.write(query, (site, run, micros(started), _json(how)))
        self._db.sync()

    def end(self, site: str, run: str, ended: datetime, reason: str, counts: Mapping[str, Any]) -> None:
        query = "UPDATE run SET ended = ?, reason = ?, counts = ? WHERE site = ? AND run = ?"
        self._db.write(query, (micros(ended), reason, _json(counts), site, run))

    def drop(self, site: str, run: str) -> bool:
        """Forgets a run that has left nothing in the archive; False for one of which something is known."""
        query = (
            "DELETE FROM run WHERE site = ? AND run = ? AND NOT EXISTS (SELECT 1 FROM capture WHERE run = run.id)"
            " AND NOT EXISTS (SELECT 1 FROM reading WHERE run = run.id)"
        )
        return self._db.write(query, (site, run)) > 0

    def judge(self, site: str, run: str, verdict: str, findings: Sequence[Any]) -> None:
        """Keeps what was judged of a run's health; `findings` is anything that JSON can hold."""
        query = "UPDATE run SET verdict = ?, findings = ? WHERE site = ? AND run = ?"
        self._db.write(query, (verdict, _json(findings), site, run))

    def get(self, site: str, run: str) -> Run | None:
        row = self._db.row(f"SELECT {_FIELDS} FROM run WHERE site = ? AND run = ?", (site, run))
        return _run(row) if row else None

    def of(self, run: str) -> list[Run]:
        """A run of all its sites."""
        return [_run(row) for row in self._db.rows(f"SELECT {_FIELDS} FROM run WHERE run = ? ORDER BY site", (run,))]

    def last(self, site: str) -> Run | None:
        """The run of the site that began last, ended or not."""
        return next(iter(self.recent(site, 1)), None)

    def recent(self, site: str, count: int) -> list[Run]:
        """The last runs of the site, the newest first."""
        query = f"SELECT {_FIELDS} FROM run WHERE site = ? ORDER BY run DESC LIMIT ?"
        return [_run(row) for row in self._db.rows(query, (site, count))]

    def since(self, site: str, start: datetime) -> list[Run]:
        """The runs of the site that began at `start` or later, the oldest first."""
        query = f"SELECT {_FIELDS} FROM run WHERE site = ? AND started >= ? ORDER BY run"
        return [_run(row) for row in self._db.rows(query, (site, micros(start)))]

    def unfinished(self, site: str) -> list[Run]:
        """Runs that have no end, the oldest first: one may go on, all others were killed."""
        query = f"SELECT {_FIELDS} FROM run WHERE site = ? AND ended IS NULL ORDER BY run"
        return [_run(row) for row in self._db.rows(query, (site,))]

    def resumed(self, site: str, run: str) -> list[str]:
        """The run, the one that it went on with, the one which that had gone on with, and so on."""
        chain: list[str] = []
        while run and run not in chain:
            chain.append(run)
            known = self.get(site, run)
            run = str(known.how.get("resume", "")) if known else ""
        return chain

    def sites(self) -> list[str]:
        """The names of the sites that were ever crawled."""
        return [site for (site,) in self._db.rows("SELECT DISTINCT site FROM run ORDER BY site")]


def _run(row: Row) -> Run:
    site, run, started, ended, how, reason, counts, verdict, findings = row
    return Run(
        site=site,
        run=run,
        started=moment(started),
        ended=maybe_moment(ended),
        how=json.loads(how),
        reason=reason,
        counts=json.loads(counts),
        verdict=verdict,
        findings=json.loads(findings),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
