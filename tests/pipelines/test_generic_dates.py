"""When an article of an unknown site was published: what machines are told, what readers see, what the address says."""

from datetime import UTC, datetime

import pytest

from archive.page import Page
from crawler.loader import unknown_site
from pipelines.article import Article
from pipelines.extract import extract

TITLE = "Pasar Ikan Pindah ke Dermaga Baru"
TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "Seratus pedagang pasar ikan pindah ke dermaga baru yang lebih lebar dan dekat dengan tempat kapal bersandar.",
        "Lapak lama dibongkar bersama-sama selama dua hari. Papannya dipakai lagi untuk bangku di tepi laut.",
        "Para pembeli mengaku lebih mudah memarkir sepeda motor, meski jalan masuknya masih berlubang.",
    )
)
WIB = "+07:00"


def published(
    head: str = "", above: str = "", below: str = "", after: str = "", path: str = "pasar-ikan"
) -> str | None:
    """The date of an article with these dates around it."""
    html = (
        f"<html><head><title>{TITLE}</title><meta property='og:type' content='article'>{head}</head><body>"
        f"<div class='top'>{above}</div><div class='isi'><h1>{TITLE}</h1><div class='info'>{below}</div>"
        f"<div class='teks'>{TEXT}</div></div>{after}</body></html>"
    )
    page = Page(
        f"https://contoh.test/{path}", 200, "text/html", html.encode(), datetime(2026, 8, 7, tzinfo=UTC), "", "", 0
    )
    article = extract(page, unknown_site("contoh.test"))
    assert isinstance(article, Article)
    assert len(article.paragraphs) == 4
    return article.published.isoformat() if article.published else None


def told(moment: str) -> str:
    return f"<meta property='article:published_time' content='{moment}'>"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Selasa, 7 Februari 2017 | 08:04 WIB", "2017-02-07T08:04:00+07:00"),
        ("07/02/2017 08.04 WITA", "2017-02-07T08:04:00+08:00"),
        ("Sari Dewi - 7 Peb 2017, 08:04", "2017-02-07T08:04:00+07:00"),
        ("Dipublikasikan pada February 7, 2017", "2017-02-07T00:00:00+07:00"),
    ],
)
def test_the_line_below_the_headline_dates_a_page_that_tells_machines_nothing(line, expected):
    assert published(below=line) == expected


def test_the_line_above_the_headline_does_when_none_stands_below():
    assert published(above="Selasa, 7 Februari 2017 08:04 WIB") == "2017-02-07T08:04:00+07:00"
    assert published(above="Jumat, 7 Agustus 2026", below="7 Februari 2017") == "2017-02-07T00:00:00+07:00"


def test_the_dates_of_other_stories_are_not_taken():
    others = "".join(
        f"<li><a href='/{n}'>Kapal Nelayan Nomor {n} Bersandar</a> <span class='date'>{n} Mei 2020</span></li>"
        for n in (1, 2, 3)
    )
    assert published(after=f"<h3>Berita Terkait</h3><ul>{others}</ul>") is None


def test_what_machines_are_told_has_the_seconds():
    assert published(told(f"2024-05-06T10:15:42{WIB}"), below="6 Mei 2024 10:15 WIB") == "2024-05-06T10:15:42+07:00"


def test_an_offset_that_readers_refute_is_not_believed():
    assert published(told("2024-05-06T10:15:42Z"), below="6 Mei 2024 10:15 WIB") == "2024-05-06T10:15:42+07:00"


def test_a_moment_in_another_zone_is_the_same_moment():
    assert published(told("2024-05-06T03:15:42Z"), below="6 Mei 2024 10:15 WIB") == "2024-05-06T03:15:42+00:00"


def test_a_constant_of_the_template_is_not_believed():
    assert (
        published(told(f"2018-02-18T07:46:31{WIB}"), below="26 Oktober 2017 12:34 WIB") == "2017-10-26T12:34:00+07:00"
    )


def test_a_day_alone_gives_way_to_a_clock():
    assert published(told("2024-05-06"), below="6 Mei 2024 10:15 WIB") == "2024-05-06T10:15:00+07:00"


def test_the_time_of_a_change_is_not_that_of_publication():
    assert (
        published(told(f"2024-05-06T10:15:00{WIB}"), below="Diperbarui 9 Mei 2024 12:00 WIB")
        == "2024-05-06T10:15:00+07:00"
    )


def test_the_address_dates_a_page_that_is_silent_or_was_changed_since():
    assert published(path="2021/06/29/pasar-ikan") == "2021-06-29T00:00:00+07:00"
    assert published(told(f"2024-05-06T10:15:00{WIB}"), path="2021/06/29/pasar-ikan") == "2021-06-29T00:00:00+07:00"
    assert published(told(f"2021-06-30T00:05:00{WIB}"), path="2021/06/29/pasar-ikan") == "2021-06-30T00:05:00+07:00"
