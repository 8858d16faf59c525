"""From WARC files to what each of their records gives; the part of re-extraction that runs in many processes."""

import pickle
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from errno import ENOENT
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.errors import ArchiveError
from archive.page import Miss, Page
from archive.read import read_info, read_pages
from crawler.loader import load_sites, site_of, unknown_site
from crawler.site import Site
from crawler.urls import is_article
from pipelines.outcome import Outcome, outcome_of

_OUR_NAME = re.compile(r"kliping-(.+)-\d{17}-\d{5}-.*")
_UNSAFE = re.compile(r"[^\w.-]+")


class Source(NamedTuple):
    """A WARC, the run it belongs to, and its site when a crawl of ours wrote it."""

    path: Path
    run: str
    site: str


class Step(NamedTuple):
    """What became of one record: an outcome for the batch of a site, or the reason why it was passed over."""

    offset: int
    site: str
    outcome: Outcome | None
    passed_over: str = ""


def find_warcs(paths: Iterable[Path]) -> list[Path]:
    """The files themselves and all WARCs below the folders, in the order of their names."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(file for file in path.rglob("*") if file.name.endswith((".warc", ".warc.gz")))
        elif path.exists():
            found.add(path)
        else:
            raise FileNotFoundError(ENOENT, "no such file or folder", str(path))
    return sorted(found, key=lambda path: (path.name, path))


def source_of(path: Path) -> Source:
    info = read_info(path)
    own = _OUR_NAME.fullmatch(path.name) if info.get("software", "").startswith("kliping/") else None
    run = info.get("isPartOf") or path.name.removesuffix(".gz").removesuffix(".warc")
    return Source(path, _folder_name(run), own[1] if own else "")


def steps(
    sources: Sequence[Source], *, only: str, workers: int, work: Path, errors: list[str]
) -> Iterator[tuple[Source, Step]]:
    """A step for each page and miss, in the order of the sources whatever the number of workers.

    `work` is where workers leave what they have done; what cuts the reading of a WARC short is added to `errors`.
    """
    if min(workers, len(sources)) <= 1:
        for source in sources:
            yield from ((source, step) for step in _read(source, only, errors))
        return
    with (
        tempfile.TemporaryDirectory(prefix=".steps-", dir=work) as folder,
        ProcessPoolExecutor(min(workers, len(sources)), mp_context=get_context("spawn")) as pool,
    ):
        spools = [Path(folder, str(number)) for number in range(len(sources))]
        jobs = [pool.submit(_spool, source, only, spool) for source, spool in zip(sources, spools, strict=True)]
        for source, spool, job in zip(sources, spools, jobs, strict=True):
            errors += job.result()
            yield from ((source, step) for step in _unspool(spool))
            spool.unlink()


def _read(source: Source, only: str, errors: list[str]) -> Iterator[Step]:
    sites = load_sites()
    try:
        for item in read_pages(source.path):
            yield _step(item, source, sites, only)
    except (ArchiveError, OSError) as error:
        errors.append(str(error))


def _spool(source: Source, only: str, spool: Path) -> list[str]:
    errors: list[str] = []
    with spool.open("wb") as file:
        for step in _read(source, only, errors):
            pickle.dump(step, file)
    return errors


def _unspool(spool: Path) -> Iterator[Step]:
    with spool.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


def _step(item: Page | Miss, source: Source, sites: Mapping[str, Site], only: str) -> Step:
    """A crawl of ours asked for one site's articles; in the WARCs of others any site may turn up."""
    known = sites.get(source.site) or site_of(item.url, sites)
    site = known or unknown_site(host_of(item.url))
    reason = _passed_over(item, site, only, ours=bool(source.site), known=bool(known))
    return Step(item.offset, _folder_name(site.name), None if reason else outcome_of(item, site), reason)


def _passed_over(item: Page | Miss, site: Site, only: str, *, ours: bool, known: bool) -> str:
    if only and site.name != only:
        return "another site"
    if ours and isinstance(item, Miss):
        return ""
    if not is_article(item.url, site):
        return "no article's URL"
    if not known and not (isinstance(item, Page) and item.status == 200 and "html" in item.content_type.lower()):
        return "unknown site and no HTML page"
    return ""


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or "unknown"
    except ValueError:
        return "unknown"


def _folder_name(name: str) -> str:
    """A name that others chose as the name of one folder."""
    return _UNSAFE.sub("-", name).strip(".") or "unknown"
