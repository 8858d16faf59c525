"""One run of one site as a folder of texts; the live crawl and re-extraction write through it alike."""

import errno
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.page import Miss, Page
from crawler.site import Site
from crawler.urls import article_id
from pipelines.article import Article, Rejected
from pipelines.assembly import Assembly
from pipelines.files import append, make_folder, replace_with, write_new
from pipelines.guard import Limits, guarded_outcome
from pipelines.ledger import Memory, Notes
from pipelines.outcome import Outcome
from pipelines.rows import article_row, json_line, rejected_row
from pipelines.text import render

CLOSED = "rejected.jsonl"
"""The last file of a batch: where it is, nothing will be written any more."""


class Batch:
    """Writes the texts of one run of one site, `articles.jsonl` and, at the end, `rejected.jsonl`.

    What the ledger knows already makes no text again, so a batch has what is new or changed in its run. Items come
    in the order of their records. The folder is made when there is something to put into it; without a folder all
    is decided and nothing is written.
    Raises FileExistsError for a folder that holds a batch, OSError that names the file where one cannot be written.
    """

    def __init__(self, folder: Path | None, site: Site, ledger: Notes | None = None, *, rows: int = 1) -> None:
        """`rows` are written at once: one where a crawl may be killed, more where all can be done again."""
        self.folder = folder
        self.site = site
        self._ledger = ledger or Memory(site, folder.name if folder else "")
        self.templates: Counter[str] = Counter()
        """How many of the articles each template gave."""
        if folder and (folder / "articles.jsonl").exists():
            raise FileExistsError(errno.EEXIST, "a batch is here already; choose another folder", str(folder))
        self._assembly = Assembly()
        self._rejected: dict[str, Rejected] = {}
        self._rows: list[bytes] = []
        self._rows_at_once = rows

    @property
    def articles(self) -> int:
        return self.templates.total()

    @property
    def rejected(self) -> list[Rejected]:
        """What made no article, each URL once, in the order of the records."""
        return sorted(self._rejected.values(), key=lambda rejected: (rejected.warc, rejected.offset))

    def add(self, item: Page | Miss) -> Article | Rejected | None:
        """What became of the item; None for a page whose article is not whole yet, and for a redirect."""
        return self.put(guarded_outcome(item, self.site, Limits()))

    def put(self, outcome: Outcome) -> Article | Rejected | None:
        if isinstance(outcome.result, Rejected):
            self._ledger.reject(outcome.result)
            return self._reject(outcome.result)
        self._rejected.pop(outcome.url, None)  # a retry or a redirect has answered
        if outcome.result is None:
            return None
        whole = self._assembly.feed(outcome.url, outcome.result, outcome.next_url)
        return self._write(whole) if whole else None

    def close(self) -> None:
        for article in self._assembly.rest():
            self._write(article)
        if self.folder is None or not (self._rejected or self.articles):
            return
        if not self.articles:
            _open(self.folder)
        self._flush(self.folder)
        # Whole or not there at all: this file says that the batch is closed.
        replace_with(self.folder / CLOSED, b"".join(json_line(rejected_row(r)) for r in self.rejected))

    def _flush(self, folder: Path) -> None:
        if self._rows:
            append(folder / "articles.jsonl", b"".join(self._rows))
            self._rows.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()

    def _reject(self, rejected: Rejected) -> Rejected:
        self._rejected.pop(rejected.url, None)
        self._rejected[rejected.url] = rejected
        return rejected

    def _write(self, article: Article) -> Article | Rejected:
        if same := self._ledger.same_as(article):
            self._ledger.seen(article)
            return self._reject(_again(article, *same))
        identity = article_id(article.canonical_url)
        file = f"{self.articles:03d}_{identity}.txt"
        if self.folder:
            if not self.articles:
                _open(self.folder)
            write_new(self.folder / file, render(article.paragraphs).encode("utf-8", "replace"))
            self._rows.append(json_line(article_row(article, identity, file)))
            if len(self._rows) >= self._rows_at_once:
                self._flush(self.folder)
        self._ledger.add(article, file)
        self.templates[article.template] += 1
        return article


def _open(folder: Path) -> None:
    make_folder(folder)
    write_new(folder / "articles.jsonl", b"")


def _again(article: Article, reason: str, detail: str) -> Rejected:
    return Rejected(
        url=article.url,
        site=article.site,
        reason=reason,
        detail=detail,
        warc=article.warc,
        offset=article.offset,
        record_id=article.record_id,
        fetched_at=article.fetched_at,
    )
