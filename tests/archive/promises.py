"""What a folder of data promises, held against what is in it: texts and state against records, records against the
standard and against the tools of others."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.page import Page
from archive.read import read_pages
from archive.sealing import OPEN
from archive.verify import verify, warcs_in
from crawler.loader import load_sites
from crawler.state.store import NAME
from crawler.urls import article_id, canonical_url
from pipelines.batch import CLOSED
from pipelines.jobs.demo import different_files
from pipelines.jobs.index import rebuild
from pipelines.jobs.reextract import reextract
from tests.state.dumping import dump

Records = dict[tuple[str, int], Page]

_PLACES = {
    "capture": "SELECT name, offset, record_id FROM capture JOIN warc ON warc.id = capture.warc",
    "source read": "SELECT name, offset, '' FROM reading JOIN warc ON warc.id = reading.warc",
    "version": "SELECT name, offset, '' FROM version JOIN warc ON warc.id = version.warc",
}
_TEXTS = "SELECT run.site || '/' || run.run || '/' || file FROM version JOIN run ON run.id = version.run"
_DONE_WITHOUT_ARTICLE = "SELECT url FROM url WHERE outcome = 'archived' AND id NOT IN (SELECT url FROM version)"


def lost(data: Path) -> list[str]:
    """The texts, and the addresses that count as asked for, that have no record: what must never be, not even between
    a kill and the next start."""
    records = _records(data)
    return [*_texts_without_record(data, records), *_state_without_record(data, records)]


def missing(data: Path) -> list[str]:
    """What must not be missing once a crawl has come to its end after a kill: a text for each article of the state,
    a row for each text, no file unfinished."""
    on_disk = {path.relative_to(data / "text").as_posix() for path in (data / "text").rglob("*.txt")}
    in_rows = {f"{path.parent.relative_to(data / 'text').as_posix()}/{row['file']}" for path, row in _rows(data)}
    with _state(data) as db:
        in_state = {text for (text,) in db.execute(_TEXTS)}
        found = [f"no version of an article: {url}" for (url,) in db.execute(_DONE_WITHOUT_ARTICLE)]
    found += [f"no text on the disk: {name}" for name in sorted((in_rows | in_state) - on_disk)]
    found += [f"text without its row: {name}" for name in sorted(on_disk - in_rows)]
    found += [f"text that the state does not know: {name}" for name in sorted(on_disk - in_state)]
    found += [
        f"batch that was not closed: {path.parent}" for path in _batches(data) if not (path.parent / CLOSED).exists()
    ]
    return found


def unsound(data: Path) -> list[str]:
    """What is wrong with the WARCs, by our own verifier; all must be sealed."""
    found = [f"still unfinished: {path.name}" for path in data.rglob(f"*{OPEN}")]
    return found + [f"{fault.path.name} at {fault.offset}: {fault.fault}" for fault in verify(data / "warc")]


def unsound_to_others(data: Path) -> list[str]:
    """What `gzip -t` and `fastwarc check` have against sealed files."""
    fastwarc = Path(sys.executable).with_name("fastwarc")
    commands = [
        [*tool, warc] for warc in (data / "warc").rglob("*.warc.gz") for tool in (["gzip", "-t"], [fastwarc, "check"])
    ]
    checks = [subprocess.run(command, capture_output=True, text=True) for command in commands]
    return [f"{check.args}: {check.stdout} {check.stderr}" for check in checks if check.returncode]


def not_made_again(data: Path) -> list[str]:
    """What re-extraction and `kliping index rebuild` make otherwise, from the WARCs alone, than the crawls did."""
    with TemporaryDirectory() as name:
        reextract([data / "warc"], Path(name) / "again")
        found = [f"re-extracted otherwise: {file}" for file in different_files(data / "text", Path(name) / "again")]
    was = dump(data / NAME)
    rebuild(data)
    now = dump(data / NAME)
    return found + [
        f"rebuilt otherwise: {table} {set(was[table]) ^ set(now[table])}" for table in was if was[table] != now[table]
    ]


def traces(data: Path) -> Iterator[str]:
    """What a kill has left half-done, so that one can tell what it hit."""
    if any(data.rglob(f"*{OPEN}")):
        yield "a WARC unfinished"
    warcs = {path.name for path in data.rglob("*.warc.gz")}
    if any(path.name.removesuffix(".cdxj") + ".warc.gz" not in warcs for path in data.rglob("*.cdxj*")):
        yield "a WARC half sealed"
    on_disk, in_rows = list((data / "text").rglob("*.txt")), list(_rows(data))
    if len(on_disk) != len(in_rows):
        yield "a text without its row"
    if any(not (path.parent / CLOSED).exists() for path in _batches(data)):
        yield "texts not closed"
    if not (data / NAME).exists():
        yield "no state yet"
        return
    with _state(data) as db:
        if not _has_tables(db):
            yield "no state yet"
        elif db.execute("SELECT 1 FROM run WHERE ended IS NULL").fetchone():
            yield "a run without its end"


def _records(data: Path) -> Records:
    places = {}
    for warc in warcs_in(data / "warc"):
        for item in read_pages(warc, damages=[]) if warc.stat().st_size else ():
            if isinstance(item, Page):
                places[item.warc, item.offset] = item
    return places


def _texts_without_record(data: Path, records: Records) -> Iterator[str]:
    sites = load_sites()
    for path, row in _rows(data):
        page = records.get((row["warc"], row["offset"]))
        if page is None or (page.record_id, page.url) != (row["record_id"], row["url"]):
            yield f"no record for {path}: {row['url']}"
    archived = {
        (name, article_id(canonical_url(page.url, sites[name])))
        for name in {path.name for path in (data / "text").glob("*")}
        for page in records.values()
        if page.status == 200
    }
    for text in (data / "text").rglob("*.txt"):
        if (text.parts[-3], text.stem.partition("_")[2]) not in archived:
            yield f"no record for {text}"


def _state_without_record(data: Path, records: Records) -> Iterator[str]:
    if not (data / NAME).exists():
        return
    with _state(data) as db:
        for what, query in _PLACES.items() if _has_tables(db) else ():
            for warc, offset, record_id in db.execute(query):
                page = records.get((warc, offset))
                if page is None or record_id not in ("", page.record_id):
                    yield f"no record for a {what}: {warc} at {offset}"


def _rows(data: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    for path in _batches(data):
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                yield path, json.loads(line)


def _batches(data: Path) -> list[Path]:
    return sorted((data / "text").glob("*/*/articles.jsonl"))


def _has_tables(db: sqlite3.Connection) -> bool:
    """A kill may have come before them; all are made at once."""
    return db.execute("SELECT 1 FROM sqlite_master").fetchone() is not None


@contextmanager
def _state(data: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the state, as a kill has left it: whoever opens it changes it."""
    with TemporaryDirectory() as name:
        for path in data.glob(f"{NAME}*"):
            shutil.copy(path, name)
        db = sqlite3.connect(Path(name) / NAME)
        try:
            yield db
        finally:
            db.close()
