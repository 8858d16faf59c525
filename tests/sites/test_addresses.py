"""What the addresses of newspapers say: which are articles, which one and the same, how a day's index is asked for."""

from datetime import date

import pytest

from crawler.discovery import index_url
from crawler.loader import load_sites, site_of
from crawler.site import DatedIndex
from crawler.urls import canonical_url, identity, is_article, url_date

SITES = load_sites()

SAME = {
    "detik 7301001": (
        "https://news.detik.com/berita/d-7301001/bakau",
        "https://news.detik.com/berita/d-7301001/bakau/2",
        "https://news.detik.com/berita/d-7301001/bakau/amp",
        "https://news.detik.com/berita/d-7301001/bakau?single=1&utm_source=feed",
        "https://www.detik.com/jateng/berita/d-7301001/bakau",
    ),
    "detik 3137999": (
        "http://sport.detik.com/read/2016/02/09/191904/3137999/421/tenis",
        "http://sport.detik.com/berita/3137999/tenis",
        "https://sport.detik.com/raket/d-3137999/tenis",
    ),
    "liputan6 4371001": (
        "https://www.liputan6.com/news/read/4371001/pasar-ikan",
        "http://m.liputan6.com/news/read/4371001/pasar-ikan",
        "http://news.liputan6.com/read/4371001/pasar-ikan?utm_medium=rss",
    ),
    "fimela 4268001": ("https://www.fimela.com/beauty/read/4268001/rambut", "https://m.fimela.com/beauty/read/4268001"),
    "viva 1311001": (
        "https://www.viva.co.id/berita/nasional/1311001-sekolah-sawah",
        "https://www.viva.co.id/amp/berita/nasional/1311001-sekolah-sawah",
        "http://metro.news.viva.co.id/news/read/1311001-sekolah-sawah",
    ),
    "okezone 2242001": (
        "https://nasional.okezone.com/read/2020/07/07/337/2242001/penyu",
        "https://news.okezone.com/read/2020/07/07/337/2242001/penyu?page=all",
    ),
    "merdeka 8254001": (
        "https://www.merdeka.com/peristiwa/read/8254001/garam",
        "https://m.merdeka.com/peristiwa/read/8254001/garam?page=2",
    ),
    "https://www.merdeka.com/jatim/sanggar-wayang.html": (
        "https://m.merdeka.com/jatim/sanggar-wayang.html",
        "https://m.merdeka.com/amp/jatim/sanggar-wayang.html",
    ),
    "tribunnews www.tribunnews.com/regional/7858001": (
        "https://www.tribunnews.com/regional/7858001/guru",
        "https://m.tribunnews.com/regional/7858001/guru-mengaji?page=all",
    ),
    "https://makassar.tribunnews.com/2017/02/07/pinisi": (
        "http://makassar.tribunnews.com/2017/02/07/pinisi",
        "https://makassar.tribunnews.com/2017/02/07/pinisi?page=3",
    ),
    "antara www.antaranews.com/berita/527001": (
        "http://www.antaranews.com/berita/527001/bengkel",
        "https://m.antaranews.com/amp/berita/527001/bengkel",
    ),
    "antara jateng.antaranews.com/berita/527001": ("https://jateng.antaranews.com/berita/527001/bengkel",),
    "metrotvnews GKd3aaek": (
        "http://news.metrotvnews.com/metro/GKd3aaek-atap-sekolah",
        "http://www.metrotvnews.com/amp/metro/GKd3aaek-atap-sekolah",
    ),
    "kapanlagi c1aa4d": (
        "http://musik.kapanlagi.com/berita/orkes-c1aa4d.html",
        "http://www.kapanlagi.com/showbiz/film/indonesia/orkes-c1aa4d.html",
    ),
    "kompasiana 58994942737a61cb038b4001": (
        "http://www.kompasiana.com/lestariwulan/kebun-kecil_58994942737a61cb038b4001",
        "https://www.kompasiana.com/lestariwulan/58994942737a61cb038b4001/kebun-kecil?page=all",
    ),
    "mediaindonesia 851001": (
        "https://mediaindonesia.com/nusantara/851001/lumbung-desa",
        "https://www.mediaindonesia.com/nusantara/851001/lumbung-desa",
    ),
    "pikiranrakyat 35808001": (
        "https://galamedia.pikiran-rakyat.com/humaniora/pr-35808001/angklung?page=all",
        "https://galamedia.pikiran-rakyat.com/humaniora/amp/pr-35808001/angklung",
    ),
}

NO_ARTICLES = (
    "https://20.detik.com/detikupdate/20240420-240420001/video",
    "https://news.detik.com/foto-news/d-7301009/foto",
    "https://news.detik.com/indeks?date=04%2F20%2F2024",
    "https://www.liputan6.com/photo/read/4377001/foto",
    "https://www.liputan6.com/indeks/2020/10/01",
    "https://www.viva.co.id/foto/berita/23943-klinik",
    "https://jatim.viva.co.id/berita/12345-kota",
    "https://mpi.okezone.com/read/2020/07/07/337/2242001/penyu",
    "https://www.merdeka.com/foto/peristiwa/pasar.html",
    "https://www.tribunnews.com/tag/pinisi",
    "https://video.tribunnews.com/view/143263/pinisi",
    "https://www.antaranews.com/foto/4580001/pasar",
    "http://video.metrotvnews.com/primetime-news/zNAGgj8k-ijazah",
    "http://foto.kapanlagi.com/selebriti/pesta-c1aa4d.html",
    "https://www.kompasiana.com/lestariwulan",
    "https://mediaindonesia.com/ekonomi/20/40",
    "https://www.pikiran-rakyat.com/tag/angklung",
)

DAYS = {
    "detik": "https://news.detik.com/indeks?date=01%2F02%2F2019&page=1",
    "liputan6": "https://www.liputan6.com/indeks/2019/01/02?start=2019-01-02&end=2019-01-03&page=1",
    "fimela": "https://www.fimela.com/indeks/2019/01/02?page=1",
    "okezone": "https://news.okezone.com/indeks/2019/01/02/0",
    "tribunnews": "https://www.tribunnews.com/index-news?date=2019-01-02&page=1",
    "antara": "https://www.antaranews.com/indeks/02-01-2019/1",
}


@pytest.mark.parametrize(("name", "addresses"), SAME.items(), ids=SAME)
def test_all_addresses_of_an_article_have_one_identity(name, addresses):
    for address in addresses:
        site = site_of(address, SITES)
        assert site, address
        assert is_article(address, site), address
        assert identity(address, site) == name, canonical_url(address, site)


@pytest.mark.parametrize("address", NO_ARTICLES)
def test_galleries_lists_and_other_sites_are_no_articles(address):
    site = site_of(address, SITES)
    assert site
    assert not is_article(address, site)


@pytest.mark.parametrize(("name", "address"), DAYS.items(), ids=DAYS)
def test_the_index_of_a_day_is_asked_for_as_the_site_wants_it(name, address):
    index = SITES[name].backfill[0]
    assert isinstance(index, DatedIndex)
    assert index_url(index, date(2019, 1, 2), 0) == address


def test_an_address_tells_the_second_where_it_can():
    address = "http://sport.detik.com/read/2016/02/09/191904/3137999/421/tenis"
    assert str(url_date(address, SITES["detik"])) == "2016-02-09 19:19:04+07:00"
    assert url_date("https://news.detik.com/berita/d-7301001/bakau", SITES["detik"]) is None
