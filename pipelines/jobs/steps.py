"""From WARC files to what each of their records gives; the part of re-extraction that runs in many processes."""

import re
from collections.abc import Iterable, Iterator
from errno import ENOENT
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.errors import ArchiveError, TornWarc
from archive.page import Miss, Page
from archive.place import Place
from archive.read import read_info, read_pages
from archive.sealing import OPEN
from crawler.loader import load_sites, site_at, unknown_site
from crawler.site import Site
from crawler.urls import is_article
from pipelines.files import files_below
from pipelines.guard import Limits, guarded_outcome
from pipelines.jobs.pieces import Piece, Source
from pipelines.outcome import Outcome

_UNSAFE = re.compile(r"[^\w.-]+")


class Step(NamedTuple):
    """What became of one record: an outcome for the batch of a site, or the reason why it was passed over.

    "No article" are robots.txt, feeds, lists and whatever else a site's articles are not by their address.
    """

    offset: int
    site: str
    outcome: Outcome | None
    passed_over: str = ""


class End(NamedTuple):
    """Where the reading of a piece came to: the next page, if there is one, and what was not whole on the way."""

    offset: int | None = None
    error: str = ""


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
    with path.open("rb") as file:
        return Source(path, folder_name(run), site, file.seek(0, 2))


def read_steps(piece: Piece, only: str, limits: Limits) -> Iterator[Step | End]:
    """A step for each page and miss of the piece, of the site `only` or of all, and at last its End."""
    directory = _Directory(piece.source)
    damages: list[TornWarc] = []
    items = read_pages(piece.source.path, piece.start, damages)
    while True:
        try:
            item = next(items, None)
        except ArchiveError as error:
            yield End(error=str(error))
            return
        except OSError as error:
            yield End(error=f"{piece.source.path}: {error.strerror}")
            return
        if item is None or (piece.end is not None and item.offset >= piece.end):
            yield End(item.offset if item else None, str(damages[0]) if damages else "")
            return
        site, reason = directory.site_of(item)
        if only and site.name != only:
            reason = "another site"
        outcome = None if reason else guarded_outcome(item, site, limits)
        yield Step(item.offset, folder_name(site.name), outcome, reason)


class _Directory:
    """Whose articles the pages of a WARC are. A crawl of ours asked for one site's; in the WARCs of others any site
    may turn up."""

    def __init__(self, source: Source) -> None:
        self._sites = known_sites()
        self._ours = (self._sites.get(source.site) or unknown_site(source.site)) if source.site else None
        self._of_host: dict[str, tuple[Site, bool]] = {}

    def site_of(self, item: Page | Miss) -> tuple[Site, str]:
        """The site, and why the item is none of its articles, if it is none."""
        if self._ours:
            asked = isinstance(item, Miss) or is_article(item.url, self._ours)
            return self._ours, "" if asked else "no article"
        site, known = self._at(host_of(item.url))
        asked = is_article(item.url, site) and (known or _is_html(item))
        return site, "" if asked else "no article"

    def _at(self, host: str) -> tuple[Site, bool]:
        found = self._of_host.get(host)
        if found is None:
            known = site_at(host, self._sites)
            found = self._of_host[host] = (known or unknown_site(host), known is not None)
        return found


def _is_html(item: Page | Miss) -> bool:
    return isinstance(item, Page) and item.status == 200 and "html" in item.content_type.lower()


def host_of(url: str) -> str:
    try:
        return urlsplit(url.strip()).hostname or "unknown"
    except ValueError:
        return "unknown"


def folder_name(name: str) -> str:
    """A name that others chose as the name of one folder."""
    return _UNSAFE.sub("-", name).strip(".") or "unknown"


@lru_cache(maxsize=1)  # each is looked over when it is loaded
def known_sites() -> dict[str, Site]:
    return load_sites()
