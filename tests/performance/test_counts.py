"""What extraction may cost, in counts and not in seconds: they are the same on every machine."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from archive.page import Page
from crawler.loader import load_sites, site_of
from pipelines import extract as extraction
from pipelines import metadata
from pipelines.blocks import Block
from pipelines.boilerplate import clean, rules_for
from pipelines.gold import read_gold
from pipelines.jobs.reextract import reextract
from pipelines.outcome import outcome_of
from tests.pipelines.test_reextract import stories
from tests.warcs import write_warc

PAGES = Path(__file__).parents[2] / "../shared/pages"
NOW = datetime(2026, 5, 4, tzinfo=UTC)
PROSE = "Warga menanam bakau di sepanjang pantai sejak pagi, dibantu pelajar dari tiga sekolah di kampung itu."


class Counting(LexborHTMLParser):
    parsed = 0
    searched = 0

    def __init__(self, *given: object, **named: object) -> None:
        Counting.parsed += 1

    def css(self, query: str):
        Counting.searched += 1
        return super().css(query)

    def css_first(self, query: str, *given: object, **named: object):
        Counting.searched += 1
        return super().css_first(query, *given, **named)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> type[Counting]:
    monkeypatch.setattr(extraction, "LexborHTMLParser", Counting)
    Counting.parsed = Counting.searched = 0
    return Counting


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    if not PAGES.is_dir():
        pytest.skip("the reference pages beside the checkout are not here")
    return [gold.page for gold in read_gold(PAGES) if gold.kind == "article"]


def test_a_page_is_parsed_once_and_searched_a_few_times(counting: type[Counting], pages: list[Page]) -> None:
    sites = load_sites()
    described = [(page, site) for page in pages if (site := site_of(page.url, sites)) and site.templates]
    assert len(described) > 50
    for page, site in described:
        outcome_of(page, site)
    assert counting.parsed == len(described)
    assert counting.searched / len(described) <= 25


def test_a_page_of_an_article_that_goes_on_is_parsed_once(counting: type[Counting]) -> None:
    site = replace(load_sites()["viva"], next_page="a[rel='next']")
    body = f"<div id='article-detail-content'><p>{PROSE}</p></div><a rel='next' href='?page=2'>2</a>".encode()
    url = "https://www.viva.co.id/berita/nasional/1234567-bakau"
    page = Page(url, 200, "text/html", body, NOW, "", "x.warc.gz", 0)
    outcome_of(page, site)
    assert counting.parsed == 1


class CountingPattern:
    """A pattern that counts how often it is tried."""

    tried = 0

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def match(self, *given: object):
        CountingPattern.tried += 1
        return self._pattern.match(*given)

    def search(self, *given: object):
        CountingPattern.tried += 1
        return self._pattern.search(*given)


def test_a_rule_is_tried_only_where_it_may_match() -> None:
    CountingPattern.tried = 0
    rules = [replace(rule, pattern=CountingPattern(rule.pattern)) for rule in rules_for("kompas")]
    assert len(rules) > 30
    clean([Block(PROSE)] * 100, rules)
    assert CountingPattern.tried <= 200


def test_json_is_loaded_only_from_scripts_that_hold_it(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    monkeypatch.setattr(metadata, "load_json", lambda text: loaded.append(text))
    body = f"<script>var x = {{}}</script><script type='application/json'>{{}}</script><article><p>{PROSE}</p>"
    site = load_sites()["kompas"]
    page = Page("https://x.kompas.com/read/2026/05/04/03020141/x", 200, "text/html", body.encode() * 3, NOW, "", "x", 0)
    outcome_of(page, site)
    assert loaded == []


def test_nothing_is_compiled_or_imported_for_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second WARC finds all that the first has made."""
    for name in "ab":
        write_warc(tmp_path / f"{name}.warc", stories("warta.test", 3))
    reextract([tmp_path / "a.warc"], tmp_path / "out")
    compiled = []
    compiler = getattr(re, "_compiler", None)
    monkeypatch.setattr(compiler, "compile", lambda *given: compiled.append(given) or pytest.fail(str(given)))
    reextract([tmp_path / "b.warc"], tmp_path / "out")
    assert compiled == []
