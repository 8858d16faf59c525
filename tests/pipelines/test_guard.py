"""Pages made to do harm: each is bounded, told of, and the rest goes on."""

import time
from datetime import UTC, datetime

import pytest

from archive.page import Page
from crawler.loader import load_sites, unknown_site
from pipelines import guard
from pipelines.article import Article, Rejected
from pipelines.guard import GIVEN_UP, Limits, guarded_outcome
from pipelines.outcome import Outcome, outcome_of

PROSE = "<p>Warga menanam bakau di sepanjang pantai sejak pagi, dibantu pelajar dari tiga sekolah.</p>" * 5
KOMPAS = "https://nasional.kompas.com/read/2026/05/04/03020141/tanam-bakau"
LIMITS = Limits(seconds=2, megabytes=300)
MANY = 100_000


def kompas(body: str | bytes) -> Page:
    content = body.encode() if isinstance(body, str) else body
    return Page(KOMPAS, 200, "text/html", content, datetime(2026, 5, 4, tzinfo=UTC), "", "x.warc.gz", 0)


def page(inside: str) -> str:
    return f"<h1 class='read__title'>Bakau</h1><div class='read__content'>{PROSE}{inside}</div>"


HOSTILE = {
    "divs in divs": page("<div>" * 10 * MANY),
    "a hundred thousand deep": page("<span>" * MANY + "x"),
    "a million br": page("<br>" * 10 * MANY),
    "one line": page("kata " * 4 * MANY),
    "NUL": page("\0x" * MANY),
    "formatting": page("<b><p>" * MANY),
    "tables": page("<table><tr><td>" * MANY),
    "links": page("<a href=/x>baca juga</a> " * MANY),
    "JSON-LD": "<script type='application/ld+json'>" + "[" * 3 * MANY + "</script>" + page(""),
    "white space": page("<p>baca juga" + " " * 3 * MANY + "x</p>"),
    "no UTF-8": page("").encode() + b"\xff\xfe\x80" * MANY,
    "attributes": page("<div " + " ".join(f"a{n}=1" for n in range(MANY)) + ">x</div>"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_page_made_to_do_harm_ends(content: str | bytes) -> None:
    began = time.process_time()
    result = guarded_outcome(kompas(content), load_sites()["kompas"], LIMITS).result
    assert time.process_time() - began < 20
    assert isinstance(result, Article) or (result and result.reason in (GIVEN_UP, "nested too deep"))


def busy(item: Page, site: object) -> Outcome:
    while True:
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001 - what libraries do must not swallow the end
            continue


def greedy(item: Page, site: object) -> Outcome:
    return Outcome("x" * 10**10, None)


def hungry(item: Page, site: object) -> Outcome:
    """Takes more and more in small pieces, and goes on from crumb to crumb where there is no more."""
    kept: list[object] = []
    while True:
        try:
            kept.append([None] * 50)
        except MemoryError:
            continue


def deadly(item: Page, site: object) -> Outcome:
    import os

    os.abort()


@pytest.mark.parametrize("careful", [False, True])
def test_what_takes_too_long_is_given_up(careful: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "outcome_of", busy)
    result = guarded_outcome(kompas(page("")), load_sites()["kompas"], Limits(1, 300, careful)).result
    assert isinstance(result, Rejected)
    assert result.reason == GIVEN_UP
    assert result.detail.startswith("more than 1 s of computing; the page has ")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (hungry, "more than 300 MB of memory"),
        (greedy, "more than 300 MB of memory"),
        (deadly, "its process ended with SIGABRT"),
    ],
)
def test_what_would_end_the_process_ends_another(what, told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "outcome_of", what)
    result = guarded_outcome(kompas(page("")), load_sites()["kompas"], Limits(5, 300, careful=True)).result
    assert isinstance(result, Rejected)
    assert (result.reason, result.url, result.detail.partition(";")[0]) == (GIVEN_UP, KOMPAS, told)


def test_a_page_in_a_process_of_its_own_gives_the_same() -> None:
    site = unknown_site("warta.test")
    assert guarded_outcome(kompas(page("")), site, Limits(careful=True)) == outcome_of(kompas(page("")), site)
