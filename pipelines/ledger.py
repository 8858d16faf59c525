"""What became of each address, as the state keeps it: the live crawl, re-extraction and `index rebuild` alike."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from crawler.challenge import BLOCKED
from crawler.reasons import FAILED, FORBIDDEN, NO_ANSWER
from crawler.site import Site
from crawler.state.addresses import Outcome, next_due
from crawler.state.articles import Place, Text, Version
from crawler.state.store import State
from crawler.urls import article_id, identity, is_article
from pipelines.article import Article, Rejected
from pipelines.assembly import is_partial
from pipelines.text import render

AGAIN = "same article again"
UNCHANGED = "unchanged"
"""The reasons of a capture whose text is there already: of this run, of an earlier one."""

TRY_AGAIN = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3))
"""How long after an attempt that gave no answer the next one follows; after the last it is given up."""

_MAY_PASS = NO_ANSWER | {FORBIDDEN, BLOCKED, FAILED, "empty body", "revisit of a record out of reach"}
"""The reasons that may be gone tomorrow; whatever else a page was rejected for is its answer."""

_GONE = (404, 410)
_NO_ANSWER = (401, 403, 408, 425, 429)


class Known(NamedTuple):
    """The newest version of an article: its run, its file there, its address and what makes it a version."""

    run: str
    file: str
    address: str
    text: Text


class Notes(Protocol):
    """What a batch asks and tells about the versions of articles."""

    def same_as(self, article: Article) -> tuple[str, str] | None: ...

    def add(self, article: Article, file: str) -> None: ...

    def seen(self, article: Article) -> None: ...

    def reject(self, rejected: Rejected) -> None: ...


class Memory:
    """Notes of one run of one site for those who keep no state. Runs that follow each other share what is `known`."""

    def __init__(self, site: Site, run: str, known: dict[str, Known] | None = None) -> None:
        self._site = site
        self._run = run
        self._known = {} if known is None else known
        self._asked: tuple[Article, Text] | None = None

    def same_as(self, article: Article) -> tuple[str, str] | None:
        """As a ledger tells it."""
        text = text_of(article)
        self._asked = article, text
        last = self._known.get(identity(article.url, self._site))
        return _same(last, text, self._run) if last else None

    def add(self, article: Article, file: str) -> None:
        """Notes a new version, whose text is in `file` in the folder of the run."""
        text = self._asked[1] if self._asked and self._asked[0] is article else text_of(article)
        self._known[identity(article.url, self._site)] = Known(self._run, file, article.url, text)

    def seen(self, article: Article) -> None:
        """Nothing: the version stays what it is."""

    def reject(self, rejected: Rejected) -> None:
        """Nothing: no version comes of it."""


class Ledger:
    """The entries of one run of one site, written to a state as the articles come."""

    def __init__(
        self, state: State, site: Site, run: str, *, again: Callable[[Version], Text | None] = lambda version: None
    ) -> None:
        """`again` gives what makes a version by the rules of today; None if its record is not here."""
        self._state = state
        self._site = site
        self._run = run
        self._again = again

    def same_as(self, article: Article) -> tuple[str, str] | None:
        """The reason why an article makes no new version, and the one it is the same as; None if it makes one."""
        key = identity(article.url, self._site)
        last = self._state.articles.latest(key)
        if last and last.text.rules != article.rules_version and (today := self._again(last)):
            self._state.articles.renew(key, today)  # what only the rules have changed is no version
            last = replace(last, text=today)
        return _same(Known(last.run, last.file, last.address, last.text), text_of(article), self._run) if last else None

    def add(self, article: Article, file: str) -> None:
        """Notes a new version, whose text is in `file` in the folder of the run."""
        key = identity(article.url, self._site)
        with self._state.writing():
            self._state.articles.add(
                key,
                self._site.name,
                self._run,
                file,
                text_of(article),
                _place(article),
                id=article_id(article.canonical_url),
                address=article.url,
            )
            self._archived(key, article)

    def seen(self, article: Article) -> None:
        """Notes that an article is as it was."""
        key = identity(article.url, self._site)
        with self._state.writing():
            self._state.articles.seen(key, _place(article), article.url)
            self._archived(key, article)

    def reject(self, rejected: Rejected) -> None:
        """Notes why an address gave no article, or that an article is gone."""
        at = rejected.fetched_at
        if at is None or not is_article(rejected.url, self._site):
            return
        key = identity(rejected.url, self._site)
        may_pass = _may_pass(rejected)
        with self._state.writing():
            due = self._try_again(key, at) if may_pass else None
            if first := self._state.articles.first_seen(key):
                if rejected.status in _GONE:
                    self._state.articles.gone(key, at)
                planned = next_due(first, at, self._site.revisits)
                due = min(filter(None, (due, planned)), default=None)  # what gave no answer has not been looked at
                told: Outcome = "archived"
                reason = ""
            else:
                told = "missing" if may_pass and rejected.reason != FORBIDDEN else "refused"
                reason = rejected.reason
            self._state.addresses.answer(
                self._site, self._run, rejected.url, at, told, reason, failed=may_pass, due=due
            )

    def _try_again(self, key: str, at: datetime) -> datetime | None:
        """When an address is asked for again that has given no answer; None after too many attempts."""
        attempts = self._state.addresses.attempts(key, self._site.name, self._run)
        return at + TRY_AGAIN[attempts - 1] if attempts <= len(TRY_AGAIN) else None

    def _archived(self, key: str, article: Article) -> None:
        assert article.fetched_at
        first = self._state.articles.first_seen(key)
        assert first
        self._state.addresses.answer(
            self._site,
            self._run,
            article.url,
            article.fetched_at,
            "archived",
            due=next_due(first, article.fetched_at, self._site.revisits),
            published=article.published,
        )


def text_of(article: Article) -> Text:
    """What makes a version of an article."""
    return Text(_digest(render(article.paragraphs)), _digest(article.title), is_partial(article), article.rules_version)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def _same(last: Known, text: Text, run: str) -> tuple[str, str] | None:
    if last.run == run:
        lesser = text.partial
        told = AGAIN, f"the text is that of {last.address}"
    else:
        lesser = text.partial and not last.text.partial  # a page that was missing today is no change
        told = UNCHANGED, f"the text is that of {last.run}/{last.file}"
    alike = (text.text, text.title) == (last.text.text, last.text.title)
    return told if lesser or alike else None


def _place(article: Article) -> Place:
    assert article.fetched_at
    return Place(article.warc, article.offset, article.fetched_at)


def _may_pass(rejected: Rejected) -> bool:
    """Whether the next attempt may give another answer."""
    status = rejected.status or 0
    return status >= 500 or status in _NO_ANSWER or rejected.reason in _MAY_PASS
