"""A state as rows that do not depend on the order in which they were written."""

import sqlite3
from pathlib import Path

QUERIES = {
    "url": "SELECT identity, url.site, url, day, announced, published, outcome, url.reason, answered, attempts,"
    " due, run.run FROM url LEFT JOIN run ON run.id = url.run",
    "announcement": "SELECT identity, name, at FROM announcement JOIN url ON url.id = announcement.url"
    " JOIN source ON source.id = announcement.source",
    "run": "SELECT site, run, started, ended, how, reason, counts FROM run",
    "reading": "SELECT warc.name, offset, run.run, source.name, reading.url, at, status, entries, fresh FROM reading"
    " JOIN warc ON warc.id = reading.warc JOIN run ON run.id = reading.run JOIN source ON source.id = reading.source",
    "capture": "SELECT warc.name, offset, identity, run.run, record_id, at, status, payload, etag, last_modified"
    " FROM capture JOIN warc ON warc.id = capture.warc JOIN url ON url.id = capture.url"
    " JOIN run ON run.id = capture.run",
    "article": "SELECT identity, article.site, article.id, address, warc.name, offset, first_seen, last_seen,"
    " takedown FROM article JOIN url ON url.id = article.url JOIN warc ON warc.id = article.warc",
    "version": "SELECT identity, number, run.run, hex(text), hex(title), partial, rules, file, address, warc.name,"
    " offset, first_seen, last_seen FROM version JOIN url ON url.id = version.url JOIN run ON run.id = version.run"
    " JOIN warc ON warc.id = version.warc",
}


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    db = sqlite3.connect(path)
    try:
        return {name: sorted(db.execute(query).fetchall(), key=repr) for name, query in QUERIES.items()}
    finally:
        db.close()
