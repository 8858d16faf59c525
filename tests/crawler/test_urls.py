"""What URLs mean: one article, one identity, whichever way it is announced."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.loader import load_sites, site_of, unknown_site
from crawler.site import Site, Whole
from crawler.urls import article_id, canonical_url, hostname, identity, is_article, request_url, url_date

SITES = load_sites()

PAPER = Site(
    name="koran",
    title="Koran",
    domains=("koran.example",),
    article=r"https://[\w.]+/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/(?P<id>\d+)",
    whole=Whole(path="/semua"),
    host_aliases={"m.koran.example": "www.koran.example"},
    path_cuts=(r"/amp/?$",),
    keep_query=("edisi",),
)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://www.koran.example/2026/11/20/77/banjir", "https://www.koran.example/2026/11/20/77/banjir"),
        ("https://WWW.Koran.Example:443/2026/11/20/77/Banjir/", "https://www.koran.example/2026/11/20/77/Banjir"),
        ("http://www.koran.example:80/2026/11/20/77", "https://www.koran.example/2026/11/20/77"),
        ("https://www.koran.example:8443/2026/11/20/77", "https://www.koran.example:8443/2026/11/20/77"),
        ("  https://www.koran.example//2026/11/20//77\n", "https://www.koran.example/2026/11/20/77"),
        ("https://m.koran.example/2026/11/20/77/amp/", "https://www.koran.example/2026/11/20/77"),
        ("https://www.koran.example/2026/11/20/77/semua", "https://www.koran.example/2026/11/20/77"),
        ("https://www.koran.example/2026/11/20/77?utm_source=rss&edisi=2#foto", "https://www.koran.example/2026/11/20/77?edisi=2"),
        ("https://www.koran.example/2026/11/20/77?page=2", "https://www.koran.example/2026/11/20/77"),
        ("https://editor:rahasia@www.koran.example/2026/11/20/77", "https://www.koran.example/2026/11/20/77"),
        ("https://www.koran.example/2026/11/20/77/caf%c3%a9", "https://www.koran.example/2026/11/20/77/caf%C3%A9"),
        ("https://www.koran.example/2026/11/20/77/café", "https://www.koran.example/2026/11/20/77/caf%C3%A9"),
        ("https://www.koran.example", "https://www.koran.example/"),
    ],
)  # fmt: skip
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url, PAPER) == canonical
    assert canonical_url(canonical, PAPER) == canonical


@pytest.mark.parametrize(
    "url", ["", "/2026/11/20/77", "ftp://koran.example/2026", "mailto:a@koran.example", "http://["]
)
def test_what_cannot_be_asked_for_is_named(url: str) -> None:
    with pytest.raises(ValueError, match="no "):
        canonical_url(url, PAPER)
    with pytest.raises(ValueError, match="no "):
        hostname(url)
    assert not is_article(url, PAPER)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://koran.example/2026/11/20/77?fbclid=x#y", "http://koran.example/2026/11/20/77/semua"),
        ("https://m.koran.example//2026/11/20/77/", "https://www.koran.example//2026/11/20/77/semua"),
        ("https://koran.example/2026/11/20/77/semua?edisi=2", "https://koran.example/2026/11/20/77/semua?edisi=2"),
    ],
)
def test_the_whole_is_asked_for_as_announced_without_tracking(url: str, asked: str) -> None:
    assert request_url(url, PAPER) == asked


def test_a_whole_view_in_the_query_comes_after_what_the_site_needs() -> None:
    paper = replace(PAPER, whole=Whole(query="page=all"))
    assert request_url("https://koran.example/2026/11/20/77?edisi=2&page=3", paper).endswith("/77?edisi=2&page=all")


def test_only_the_sites_own_hosts_have_its_articles() -> None:
    assert is_article("https://kota.koran.example/2026/11/20/77", PAPER)
    assert not is_article("https://lain.example/2026/11/20/77", PAPER)
    assert not is_article("https://bukankoran.example/2026/11/20/77", PAPER)
    assert not is_article("https://koran.example/2026/11/20/77/video", replace(PAPER, not_article="/video$"))


def test_the_date_in_a_url_is_that_of_the_sites_clock() -> None:
    assert url_date("https://koran.example/2026/11/20/77", PAPER) == datetime(2026, 11, 19, 17, tzinfo=UTC)
    assert url_date("https://koran.example/2026/13/20/77", PAPER) is None
    assert url_date("https://koran.example/tentang", PAPER) is None


def test_article_id_is_the_first_half_of_a_hash() -> None:
    assert article_id("https://nasional.kompas.com/") == "c2d511e0e78f861e"


# Articles of each kind of URL that a newspaper has or had: the identity, the date, and then the URLs.
ARTICLES = """
kompastv 313808 | - | https://www.kompas.tv/article/313808/cegah-pmk
kompastv 313808 | - | https://kompas.tv/regional/313808/cegah-pmk?source=x&page=all#vignette
kompas 2016/02/23/16374618 | 2016-02-23T16:37:46 | http://bola.kompas.com/read/xml/2016/02/23/16374618/Samsul.Arif.
kompas 2016/02/23/16374618 | 2016-02-23T16:37:46 | https://bola.kompas.com/read/2016/02/23/16374618/samsul?page=all
kompas 2023/01/01/190000021 | 2023-01-01T19:00:00 | https://www.kompas.com/properti/read/2023/01/01/190000021/kamar-788.982-
kompas 2023/01/01/190000021 | 2023-01-01T19:00:00 | https://amp.kompas.com/properti/read/2023/01/01/190000021/kamar
tempo 716092 | 2015-11-05T00:00:00 | http://gaya.tempo.co/read/news/2015/11/05/060716092/ini-7-alasan
tempo 1028050 | - | https://metro.tempo.co/read/1028050/ahok-hampir-khatam/full&view=ok
tempo 1028050 | - | https://www.tempo.co/ekonomi/tarif-impor-baru-ke-60-negara-1028050
https://majalah.tempo.co/read/158111/seteru | - | http://majalah.tempo.co/read/158111/seteru
republika nxc181330 | 2015-11-05T15:07:13 | http://nasional.republika.co.id/berita/nasional/hukum/15/11/05/nxc181330-jadi
republika sy24g3512 | 2025-06-18T22:02:27 | https://rejabar.republika.co.id/berita/sy24g3512/galian-c
republika tio14w368 | 2026-07-24T13:10:08 | https://www.republika.co.id/berita//tio14w368/slug
https://jfid.co.id/bupati-buka-pasar-murah | - | https://jfid.co.id/bupati-buka-pasar-murah/2/
https://jfid.co.id/2026/11/20/buka-pasar-murah | 2026-11-20T00:00:00 | http://www.jfid.co.id/2026/11/20/buka-pasar-murah/amp/
https://sriwijayatv.tv/berita/harga-cabai-naik | - | https://sriwijayatv.tv/berita/harga-cabai-naik/?amp=1
"""


@pytest.mark.parametrize("line", ARTICLES.strip().splitlines())
def test_articles_of_the_declared_sites(line: str) -> None:
    same, moment, url = line.split(" | ")
    site = site_of(url, SITES)
    assert site
    assert is_article(url, site)
    assert identity(url, site) == same
    assert url_date(url, site) == (datetime.fromisoformat(f"{moment}+07:00") if moment != "-" else None)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("kompastv", "https://www.kompas.tv/tag/995-senjata-api"),
        ("kompastv", "https://www.kompas.tv/nasional"),
        ("kompastv", "https://www.kompas.com/nasional/read/2026/11/20/101112131/x"),
        ("kompas", "https://indeks.kompas.com/?site=all&date=2026-11-20"),
        ("kompas", "https://www.kompas.com/tag/banjir"),
        ("tempo", "https://www.tempo.co/penulis/rini-wulandari-1234567"),
        ("tempo", "http://www.tempo.co/read/fokus/2015/11/02/3278/kpk"),
        ("tempo", "https://en.tempo.co/read/1028050/a-story-in-english"),
        ("tempo", "https://www.tempo.co/indeks?page=2"),
        ("republika", "https://republika.co.id/kanal/news/nasional"),
        ("republika", "https://republika.co.id/berita/nasional/hukum"),
        ("jfid", "https://jfid.co.id/category/berita-desa-kami/"),
        ("jfid", "https://jfid.co.id/pedoman-media-siber/"),
        ("jfid", "https://jfid.co.id/redaksi"),
        ("sriwijayatv", "https://sriwijayatv.tv/jadwal-hari-ini/"),
        ("sriwijayatv", "https://sriwijayatv.tv/wp-content/uploads/2021/01/rapat-di-palembang-ilir.jpg"),
    ],
)
def test_what_looks_like_an_article_and_is_none(name: str, url: str) -> None:
    assert not is_article(url, SITES[name])


def test_a_host_that_nobody_described_may_have_articles_on_all_its_pages() -> None:
    site = unknown_site("www.kabardesa.example")
    assert site.name == "kabardesa.example"
    assert is_article("http://www.kabardesa.example/?p=12&utm_source=wa", site)
    assert is_article("https://kabardesa.example/baca", site)
    assert canonical_url("http://www.kabardesa.example/baca?p=12&utm_source=wa", site).endswith("/baca?p=12")
    assert is_article("https://kabardesa.example/kategori/jembatan-desa-rampung-diperbaiki", site)
    lists = ("/tag/banjir", "/category/kabar-desa/", "/author/sari", "/category/kabar/page/2/")
    for other in ("/", "/robots.txt", "/feed/", "/foto.jpg", "/wp-json/wp/v2/posts", *lists):
        assert not is_article(f"http://www.kabardesa.example{other}", site)
