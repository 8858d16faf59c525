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
from archive.place import Place
from archive.read import read_info, read_pages
from archive.sealing import OPEN
from crawler.loader import load_sites, site_of, unknown_site
from crawler.site import Site
from crawler.urls import is_article
from pipelines.files import files_below
from pipelines.outcome import Outcome, outcome_of

_UNSAFE = re.compile(r"[^\w.-]+")


class Source(NamedTuple):
    """A WARC, the run it belongs to, and the name of the site whose articles it was crawled for, if we wrote it."""

    path: Place
    run: str
    site: str


class Step(NamedTuple):
    """What became of one record: an outcome for the batch of a site, or the reason why it was passed over.

    "No article" are robots.txt, feeds, lists and whatever else a site's articles are not by their address.
    """

    offset: int
    site: str
    outcome: Outcome | None
    passed_over: str = ""


def find_warcs(paths: Iterable[Place]) -> list[Place]:
    """The files themselves and all WARCs below the folders, in the order of their names."""
    found: set[Place] = set()
    for path in paths:
        if isinstance(path, Path) and path.is_dir():
            found.update(file for file in files_below(path) if file.name.endswith((".warc", ".warc.gz")))
        elif path.exists():
            found.add(path)
        else:
            raise FileNotFoundError(ENOENT, "no such file or folder", str(path))
    return sorted(found, key=lambda path: (path.name, str(path)))


def find_unfinished(paths: Iterable[Place]) -> list[Path]:
    """WARCs below the folders that a crawl is writing or that a crash left; they are not read."""
    folders = [path for path in paths if isinstance(path, Path) and path.is_dir()]
    return sorted(file for folder in folders for file in files_below(folder) if file.name.endswith(OPEN))


def source_of(path: Place) -> Source:
    info = read_info(path)
    ours = info.get("software", "").startswith("kliping/")
    site = info.get("description", "").removeprefix("Crawl of ") if ours else ""
    run = info.get("isPartOf") or path.name.removesuffix(".gz").removesuffix(".warc")
    return Source(path, _folder_name(run), site)


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
    except ArchiveError as error:
        errors.append(str(error))
    except OSError as error:
        errors.append(f"{source.path}: {error.strerror}")


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
    if source.site:
        site = sites.get(source.site) or unknown_site(source.site)
        asked = isinstance(item, Miss) or is_article(item.url, site)
    else:
        known = site_of(item.url, sites)
        site = known or unknown_site(host_of(item.url))
        asked = is_article(item.url, site) and (known is not None or _is_html(item))
    reason = "another site" if only and site.name != only else "" if asked else "no article"
    return Step(item.offset, _folder_name(site.name), None if reason else outcome_of(item, site), reason)


def _is_html(item: Page | Miss) -> bool:
    return isinstance(item, Page) and item.status == 200 and "html" in item.content_type.lower()


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or "unknown"
    except ValueError:
        return "unknown"


def _folder_name(name: str) -> str:
    """A name that others chose as the name of one folder."""
    return _UNSAFE.sub("-", name).strip(".") or "unknown"
