"""What becomes of one record."""

import datetime as dt
from dataclasses import replace

import pytest

from archive.page import Page
from crawler.loader import load_sites
from pipelines.article import Article, Rejected
from pipelines.outcome import FAILED, outcome_of

URL = "https://nasional.kompas.com/read/2026/11/20/101500011/pasar-pagi-pindah"
BODY = """<h1 class="read__title">Pasar Pagi Pindah</h1>
<div class="read__content"><p>Pasar pindah ke tepi sungai pada hari Senin.</p></div>%s"""
GOES_ON = '<div class="read__paging__footnote">Halaman Selanjutnya</div>'
KOMPAS = load_sites()["kompas"]


def page(url=URL, body=BODY % "", status=200):
    at = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
    return Page(url, status, "text/html", body.encode(), at, "<urn:uuid:1>", "x.warc.gz", 0)


def test_a_page_that_our_own_code_cannot_deal_with_is_rejected_with_the_place(caplog):
    broken = replace(page(), fetched_at="no time at all")  # type: ignore[arg-type]
    result = outcome_of(broken, KOMPAS).result
    assert isinstance(result, Rejected)
    assert result.reason == FAILED
    assert "AttributeError" in result.detail
    assert "extract.py:" in result.detail
    assert URL in caplog.text


@pytest.mark.parametrize(
    ("url", "body", "following"),
    [
        (URL, BODY % "", ""),
        (URL, BODY % GOES_ON, f"{URL}?page=all"),
        (f"{URL}?page=all", BODY % GOES_ON, ""),
    ],
    ids=["one page", "the first of several", "the view of the whole"],
)
def test_the_view_of_the_whole_comes_after_a_page_that_goes_on(url, body, following):
    outcome = outcome_of(page(url, body), KOMPAS)
    assert isinstance(outcome.result, Article)
    assert outcome.next_url == following


def test_a_redirect_is_no_outcome():
    assert outcome_of(page(status=301), KOMPAS).result is None
