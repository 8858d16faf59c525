"""What the addresses of the declared newspapers mean: which article, from when, and what is none."""

from datetime import date, datetime

import pytest

from crawler.discovery import index_url
from crawler.loader import load_sites, site_of
from crawler.site import DatedIndex
from crawler.urls import identity, is_article, request_url, url_date

SITES = load_sites()

# The identity, the wall clock of the URL, the URL as it is announced.
ARTICLES = """
cnnindonesia 1381002 | - | https://www.cnnindonesia.com/nasional/20260724071253-20-1381002/sumur-tua
cnnindonesia 1381002 | - | https://www.cnnindonesia.com/nasional/20260724071253-20-1381002/sumur-tua/amp
cnbcindonesia 752001 | - | https://www.cnbcindonesia.com/market/20260724085512-17-752001/koperasi-garam/2
sindonews 1734111 | - | https://daerah.sindonews.com/read/1734111/707/pasar-apung-dibuka-lagi-1784862000/10
sindonews 1734111 | - | https://daerah.sindonews.com/read/1734111/707/pasar-apung-dibuka-lagi?showpage=all
https://www.suara.com/news/2026/07/24/070812/becak | 2026-07-24T07:08:12 | https://m.suara.com/news/2026/07/24/070812/becak
https://jogja.suara.com/read/2026/07/24/070812/jamu | 2026-07-24T07:08:12 | https://jogja.suara.com/read/2026/07/24/070812/jamu
https://www.jpnn.com/news/kapal-buku | - | http://m.jpnn.com/news/kapal-buku?page=2
https://jatim.jpnn.com/jatim-terkini/29876/kapal-buku | - | https://jatim.jpnn.com/jatim-terkini/29876/kapal-buku
kumparan 28aB3cD4eFg | - | https://kumparan.com/kumparannews/lampu-suar-tua-28aB3cD4eFg/full
kumparan 28aB3cD4eFg | - | https://kumparan.com/@penjaga.suar/lampu-suar-tua-28aB3cD4eFg
idntimes x7k2p-9qwert | - | https://www.idntimes.com/travel/destination/lima-warung-kopi-00-x7k2p-9qwert
https://www.idntimes.com/news/indonesia/bagas/lima-warung-kopi | - | https://www.idntimes.com/news/indonesia/bagas/lima-warung-kopi
jawapos 2607240015 | - | https://www.jawapos.com/surabaya-raya/2607240015/kereta-kelinci
jawapos 0123456789 | - | https://radarsurabaya.jawapos.com/sidoarjo/0123456789/kereta-kelinci?page=2
https://www.jawapos.com/nasional/sosial/27/09/2018/guru | 2018-09-27T00:00:00 | https://www.jawapos.com/nasional/sosial/27/09/2018/guru/
https://radarjombang.jawapos.com/read/2020/03/29/18/wereng | - | https://radarjombang.jawapos.com/read/2020/03/29/18/wereng
https://www.inews.id/news/regional/bakau | - | https://www.inews.id/news/regional/bakau/2
https://www.inews.id/news/regional/bakau | - | https://www.inews.id/news/regional/bakau/all
inewsdaerah 654321 | - | https://purwokerto.inews.id/read/654321/gerobak-sayur
bisnis 1988001 | 2026-07-24T00:00:00 | https://teknologi.bisnis.com/read/20260724/101/1988001/cangkang-sawit/all
bisnis 733744 | 2018-02-02T00:00:00 | http://m.bisnis.com/lifestyle/read/20180202/106/733744/detak-jantung
https://industri.kontan.co.id/news/genteng | - | https://industri.kontan.co.id/news/genteng?page=all
tirto h1Kz | - | https://www.tirto.id/riwayat-jembatan-yang-tidak-selesai-h1Kz
katadata 6a61c0de12345 | - | https://www.katadata.co.id/berita/energi/6a61c0de12345/kincir-air
https://katadata.co.id/berita/2019/08/05/kincir-air | 2019-08-05T00:00:00 | https://katadata.co.id/berita/2019/08/05/kincir-air
voaindonesia 7912345 | - | https://m.voaindonesia.com/a/sekolah-tenun/7912345.html
voaindonesia 7912345 | - | https://www.voaindonesia.com/a/7912345.html
bbcindonesia c5yq1w2e3r4t | - | https://www.bbc.co.uk/indonesia/articles/c5yq1w2e3r4t.lite
bbcindonesia 38123456 | - | https://www.bbc.com/indonesia/majalah-38123456.amp
dwindonesia 72345678 | - | https://www.dw.com/id/bengkel-sepeda-perempuan/a-72345678
dwindonesia 72345678 | - | https://m.dw.com/id/a-72345678
beritasatu 2991234 | - | https://www.beritasatu.com/nusantara/2991234/layang-layang
"""

OTHERS = """
cnnindonesia https://www.cnnindonesia.com/tv/20260724071253-400-1381003/siaran-pagi
cnbcindonesia https://www.cnbcindonesia.com/foto/20260724071253-7-752002/tambak
sindonews https://hi-lite.sindonews.com/read/1734111/707/pasar-apung
suara https://www.suara.com/foto/2026/07/24/070812/becak
jpnn https://www.jpnn.com/tag/kapal
kumparan https://kumparan.com/channel/news
kumparan https://kumparan.com/topic/mercusuar
idntimes https://www.idntimes.com/travel/destination
idntimes https://jateng.idntimes.com/travel/destination/lima-warung-kopi-00-x7k2p-9qwert
jawapos https://www.jawapos.com/tag/kereta-kelinci
inews https://www.inews.id/indeks/news/24-07-2026
inews https://www.inews.id/multimedia/photo/bakau
inewsdaerah https://purwokerto.inews.id/indeks/purwokerto/all
bisnis https://foto.bisnis.com/read/20260724/101/1988001/cangkang-sawit
kontan https://insight.kontan.co.id/news/genteng
tirto https://tirto.id/pikir-dua-kali
tirto https://tirto.id/indeks
katadata https://katadata.co.id/indeks/search/-/24-07-2026/24-07-2026
voaindonesia https://www.voaindonesia.com/z/299
bbcindonesia https://www.bbc.com/indonesia/media-38123456
bbcindonesia https://www.bbc.com/news/articles/c5yq1w2e3r4t
dwindonesia https://www.dw.com/en/bicycle-shop/a-72345678
dwindonesia https://www.dw.com/id/siaran/av-72345678
beritasatu https://www.beritasatu.com/penulis/12/mustika
"""

INDEXES = """
cnnindonesia https://www.cnnindonesia.com/indeks/2?date=2019/01/02&page=2
cnbcindonesia https://www.cnbcindonesia.com/indeks?date=2019/01/02&tipe=&page=2
sindonews https://www.sindonews.com/indeks/0/20?t=2019-01-02
jpnn https://www.jpnn.com/indeks?id=&d=02&m=01&y=2019&tab=all&page=2
inews https://www.inews.id/indeks/news/02-01-2019/2
bisnis https://www.bisnis.com/index?categoryId=0&type=indeks&date=2019-01-02&page=2
kontan https://www.kontan.co.id/search/indeks?kanal=&tanggal=2&bulan=01&tahun=2019&pos=indeks&per_page=20
"""

WHOLE = """
sindonews https://daerah.sindonews.com/read/1734111/707/pasar/5 https://daerah.sindonews.com/read/1734111/707/pasar?showpage=all
sindonews https://daerah.sindonews.com/read/17/7/pasar-1784862000/5 https://daerah.sindonews.com/read/17/7/pasar-1784862000?showpage=all
jawapos https://www.jawapos.com/kota/2607240015/kereta?page=2 https://www.jawapos.com/kota/2607240015/kereta?page=all
inews https://www.inews.id/news/regional/bakau/2 https://www.inews.id/news/regional/bakau/all
kontan https://industri.kontan.co.id/news/genteng https://industri.kontan.co.id/news/genteng?page=all
"""


@pytest.mark.parametrize("line", ARTICLES.strip().splitlines())
def test_one_article_however_it_is_announced(line: str) -> None:
    same, moment, url = line.split(" | ")
    site = site_of(url, SITES)
    assert site
    assert is_article(url, site)
    assert identity(url, site) == same
    assert url_date(url, site) == (datetime.fromisoformat(f"{moment}+07:00") if moment != "-" else None)


@pytest.mark.parametrize("line", OTHERS.strip().splitlines())
def test_what_looks_like_an_article_and_is_none(line: str) -> None:
    name, url = line.split()
    assert not is_article(url, SITES[name])


@pytest.mark.parametrize("line", INDEXES.strip().splitlines())
def test_the_second_page_of_a_day_is_asked_for_as_the_site_counts(line: str) -> None:
    name, url = line.split()
    index = next(source for source in SITES[name].backfill if isinstance(source, DatedIndex))
    assert index_url(index, date(2019, 1, 2), 1) == url


@pytest.mark.parametrize("line", WHOLE.strip().splitlines())
def test_an_article_is_asked_for_in_one_piece(line: str) -> None:
    name, announced, asked = line.split()
    assert request_url(announced, SITES[name]) == asked
