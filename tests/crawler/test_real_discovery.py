"""Real feeds and indexes of 2015 to 2023; each number was counted in the file itself."""

from pathlib import Path

import pytest

from crawler.discovery import Announced, announced
from crawler.loader import load_sites, unknown_site
from crawler.site import Feed, Listing

FOLDER = Path(__file__).parents[2] / "../shared/discovery"
SITES = load_sites()

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference pages beside the checkout are not there")


def read(file: str, name: str, url: str) -> list[Announced]:
    body = (FOLDER / file).read_bytes()
    source = Feed(url) if b"<rss" in body[:2000] else Listing(url)
    return announced(body, "", source, url, SITES.get(name) or unknown_site(name))


@pytest.mark.parametrize(
    ("file", "name", "url", "count", "first"),
    [
        ("republika-anpandu-mainpage.html", "republika", "http://www.republika.co.id/rss", 10,
         "http://nasional.republika.co.id/berita/nasional/hukum/15/11/05/"
         "nxc181330-sejak-jadi-tersangka-ketua-dprd-sumut-tak-masuk-kerja"),
        ("antaranews-anpandu-mainpage.html", "antaranews.com", "http://www.antaranews.com/rss", 20,
         "http://www.antaranews.com/berita/527615/29-penerbangan-bandara-internasional-lombok-dibatalkan"),
        ("kapanlagi-anpandu-mainpage.html", "kapanlagi.com", "http://www.kapanlagi.com/feed", 3,
         "http://www.kapanlagi.com/showbiz/asian-star/drama-adaptasi-webtoon-cheese-in-trap-rilis-teaser-perdana-eeddf5.html"),
        ("fajar-harian-feed.xml", "harian.fajar.co.id", "https://harian.fajar.co.id/feed/", 5,
         "https://harian.fajar.co.id/2023/03/11/"
         "rusdi-masse-kumpulkan-seluruh-pencinta-otomotif-se-sulsel-melalui-rakerprov-imi/"),
        ("detik-anpandu-mainpage.html", "detik.com", "http://rss.detik.com/", 20,
         "http://inet.detik.com/read/2015/11/05/100026/3062623/323/google-umbar-kelemahan-galaxy-s6-edge"),
        ("kompas-index.html", "kompas", "http://indeks.kompas.com/", 10,
         "http://bisniskeuangan.kompas.com/read/xml/2016/02/23/145448826/OJK.Pelemahan.Saham.Perbankan.Hanya.Temporer"),
        ("kompas-index-2.html", "kompas", "http://news.kompas.com/", 29,
         "http://nasional.kompas.com/read/2015/11/04/19315481/"
         "Kapolri.SE.Hate.Speech.Itu.Bukan.Regulasi.Kenapa.Harus.Dicabut."),
        ("tempo-engine.html", "tempo", "http://www.tempo.co/engine", 44,
         "http://nasional.tempo.co/read/news/2015/11/04/"
         "063715939/ujaran-kebencian-tiga-pemilik-akun-anonim-dipanggil-polisi"),
        # twelve articles of the English edition, which is not the paper's Indonesian text
        ("tempo-test-fixtures-websites-tempo-english-tempoen-mainpage.html", "tempo", "http://en.tempo.co/", 0, None),
    ],
)  # fmt: skip
def test_what_is_announced(file: str, name: str, url: str, count: int, first: str | None) -> None:
    found = read(file, name, url)
    assert len(found) == count
    assert not found or found[0].url == first
    assert all(one.title for one in found)
    if (FOLDER / file).read_bytes().lstrip().startswith(b"<?xml"):
        assert all(one.published for one in found)


def test_dates_of_a_real_feed() -> None:
    found = read("republika-anpandu-mainpage.html", "republika", "http://www.republika.co.id/rss")
    assert found[0].published
    assert found[0].published.isoformat() == "2015-11-05T15:07:13+07:00"
