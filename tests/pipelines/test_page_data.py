"""Articles that stand in the data a page starts from, and only there."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser

from archive.page import Page
from crawler.site import Site, Template
from pipelines.article import Article
from pipelines.extract import extract
from pipelines.metadata import PageFacts

URL = "https://koran.example/berita/7"
SAVED = datetime(2026, 11, 21, tzinfo=UTC)
SITE = Site(
    name="koran",
    title="Koran",
    domains=("koran.example",),
    article=r"https://koran\.example/berita/(?P<id>\d+)",
    templates=(
        Template(name="data", body="data:props.isi.html", title=("data:props.isi.judul", "h1"), drop=(".iklan",)),
        Template(name="lama", body=".isi"),
    ),
)


def page(data: str, shown: str = "") -> str:
    return f'<h1>Judul di Kepala</h1>{shown}<script id="__NEXT_DATA__" type="application/json">{data}</script>'


def told(**isi: Any) -> str:
    return json.dumps({"props": {"isi": isi}}).replace("</", "<\\/")


def made(html: str) -> Article:
    article = extract(Page(URL, 200, "text/html", html.encode(), SAVED, "", "", 0), SITE)
    assert isinstance(article, Article)
    return article


def facts(html: str) -> PageFacts:
    return PageFacts(LexborHTMLParser(html), URL, SAVED, ZoneInfo("Asia/Jakarta"))


def test_the_body_in_the_data_is_read_like_a_page() -> None:
    isi = '<p>Satu.</p><div class="iklan">Iklan</div><h2>Antara</h2><p>Dua<script>var x="</p>";</script> lagi.</p>'
    article = made(page(told(html=isi, judul="Judul di Data"), '<div class="isi"><p>Cuplikan.</p></div>'))
    assert article.template == "data"
    assert article.paragraphs == ("Judul di Data", "Satu.", "Antara", "Dua lagi.")


@pytest.mark.parametrize(
    "data", ["{", "[]", '{"props": null}', told(html=None), told(html=["<p>Satu.</p>"]), told(html="")]
)
def test_without_a_body_in_the_data_another_template_answers(data: str) -> None:
    article = made(page(data, '<div class="isi"><p>Satu.</p></div>'))
    assert article.template == "lama"
    assert article.paragraphs == ("Judul di Kepala", "Satu.")


@pytest.mark.parametrize(
    "authors",
    ["Sari Dewi", {"name": "Sari Dewi"}, [{"name": "Sari Dewi"}], ["Sari Dewi", {"id": 1}, {"name": None}, 7]],
)
def test_people_in_the_data_are_texts_things_or_lists_of_them(authors: Any) -> None:
    assert facts(page(told(penulis=authors))).authors(("data:props.isi.penulis",)) == ("Sari Dewi",)


def test_a_date_in_the_data_without_a_zone_is_the_sites() -> None:
    found = facts(page(told(terbit="2026-11-20 08:10:08"))).date(("data:props.isi.terbit",))
    assert found == (datetime(2026, 11, 20, 1, 10, 8, tzinfo=UTC), "data:props.isi.terbit")


def test_what_the_data_does_not_hold_is_asked_of_the_page() -> None:
    html = page(told()) + '<meta name="author" content="Budi Santoso"><meta name="keywords" content="padi, sawah">'
    asked = facts(html)
    assert asked.authors(("data:props.isi.penulis", ".byline")) == ("Budi Santoso",)
    assert asked.tags(("data:props.isi.tag",)) == ("padi", "sawah")
    assert asked.section(("data:props.isi.kanal",)) is None


def test_a_byline_may_be_a_meta_tag_of_the_site() -> None:
    asked = facts(
        '<meta name="koran_penulis" content="Oleh: Sari Dewi dan Budi Santoso"><meta name="author" content="Koran">'
    )
    assert asked.authors(("meta:koran_penulis",)) == ("Sari Dewi", "Budi Santoso")
