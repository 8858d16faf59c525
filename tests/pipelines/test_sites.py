"""A newspaper is added, its page made a fixture, its file looked over."""

import importlib.util
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.page import Page
from crawler.discovery import Announced
from crawler.loader import load_sites
from crawler.probe import SourceAnswer, first_url
from crawler.site import DatedIndex, Expect, Feed, Listing, Site, Sitemap, Template, WordPress
from crawler.urls import canonical_url, is_article, url_date
from pipelines.article import Article
from pipelines.extract import extract
from pipelines.fixtures import Fixture, accept
from pipelines.jobs.crawlreport import CrawlReport
from pipelines.jobs.fixture import CaptureError, add_fixture
from pipelines.jobs.probe import Finds, Robots, Sample, advice
from pipelines.jobs.sites import check
from pipelines.jobs.skeleton import SkeletonError, new_site, registrable

URL = "https://www.lembar.test/read/4711/warga-menanam-bakau"
A = "Warga menanam bakau di sepanjang pantai sejak pagi, dibantu murid dua sekolah dasar."
HTML = f"""<html><head><meta property="article:published_time" content="2026-02-09T13:05:00+07:00"></head>
<body><h1>Warga Menanam Bakau</h1><div class=isi><p>{A}</p><div class=iklan>Iklan</div></div></body></html>"""
TEMPLATE = Template(name="berita", body=".isi", drop=(".iklan",))
SITE = Site(
    name="lembar",
    title="Lembar",
    domains=("lembar.test",),
    article=r"https://www\.lembar\.test/read/(?P<id>\d+)",
    discovery=(Feed("https://www.lembar.test/rss"),),
    backfill=(DatedIndex("https://www.lembar.test/indeks?d={day:%Y-%m-%d}&p={page}"),),
    templates=(TEMPLATE,),
    expect=Expect(articles_a_day=(1, 9)),
)
NOW = datetime(2026, 2, 10, tzinfo=UTC)


# --- site new

ADDRESSES = {
    "https://www.harianuji.co.id/berita/4711/panen-raya-di-desa": "harianuji.co.id",
    "https://harianuji.id/2026/02/09/panen-raya-di-desa/": "harianuji.id",
    "https://kabar.harianuji.com/read/2026/02/09/130501/panen-raya": "harianuji.com",
    "https://harianuji.com/panen-raya-di-desa-sukamaju/": "harianuji.com",
    "https://ekonomi.harianuji.or.id/d-7012345/panen-raya": "harianuji.or.id",
    "http://harianuji.test/berita-12345-panen-raya.html?halaman=1": "harianuji.test",
    "https://harianuji.test/nasional/hukum/20260209-panen-raya": "harianuji.test",
}


def load(file):
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.SITE


@pytest.mark.parametrize(("url", "domain"), ADDRESSES.items())
def test_a_new_site_s_file_loads_and_knows_the_address_it_was_made_from(url, domain, tmp_path):
    site = load(new_site("harianuji", url, tmp_path))
    assert (site.name, site.domains) == ("harianuji", (domain,))
    assert is_article(url, site)
    assert not is_article(f"https://{domain}/", site)
    assert not is_article(f"https://{domain}/tag/panen-raya", site)
    assert site.discovery
    assert site.templates


def test_a_day_in_the_address_dates_the_article(tmp_path):
    site = load(new_site("harianuji", "https://harianuji.id/2026/02/09/panen-raya/", tmp_path))
    assert url_date("https://harianuji.id/2025/12/31/lain/", site).date() == date(2025, 12, 31)
    assert "url" in site.templates[0].published


def test_a_number_in_the_address_is_the_article_s_identity(tmp_path):
    site = load(new_site("harianuji", "https://harianuji.id/berita/4711/panen-raya", tmp_path))
    assert site.article_pattern.match(canonical_url("https://m.harianuji.id/berita/9/x", site))["id"] == "9"


def test_the_file_fits_the_line_length(tmp_path):
    text = new_site("harianuji", "https://harianuji.id/panen-raya/", tmp_path).read_text()
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize(
    ("name", "url", "problem"),
    [
        ("Harian-Uji", "https://harianuji.id/a-b-c", "cannot name a site"),
        ("harianuji", "harianuji.id/a-b-c", "no http or https address"),
        ("harianuji", "https://nasional.kompas.com/read/2026/02/09/13050101/x", "belongs to kompas already"),
    ],
)
def test_what_cannot_be_a_new_site(name, url, problem, tmp_path):
    with pytest.raises(SkeletonError, match=problem):
        new_site(name, url, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_is_left_alone(tmp_path):
    new_site("harianuji", "https://harianuji.id/a-b-c", tmp_path).write_text("mine")
    with pytest.raises(SkeletonError, match="is there already"):
        new_site("harianuji", "https://harianuji.id/a-b-c", tmp_path)
    assert (tmp_path / "harianuji.py").read_text() == "mine"


def test_the_part_of_a_host_that_was_bought():
    assert registrable("a.b.harianuji.web.id") == "harianuji.web.id"
    assert registrable("co.id") == "co.id"


# --- site check


def write_fixture(root, site=SITE, name="berita", url=URL, html=HTML):
    folder = root / site.name / name
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(html)
    page = Page(url, 200, "text/html", html.encode(), NOW, "", "", 0)
    made = extract(page, site)
    assert isinstance(made, Article)
    accept(Fixture(folder, page, "", {}), made)
    return folder


def found(site, root):
    """What is said about the site, but for its docstring: it stands in no file."""
    return [(one.where, one.what, one.wrong) for one in check(site, root) if one.where != "docstring"]


def test_nothing_is_said_about_a_site_that_is_right(tmp_path):
    write_fixture(tmp_path)
    assert found(SITE, tmp_path) == []


def test_a_template_without_a_fixture(tmp_path):
    [(where, what, wrong)] = found(SITE, tmp_path)
    assert (where, wrong) == ("templates[berita]", True)
    assert f"no fixture: `kliping fixture add WARC URL` makes {tmp_path / 'lembar/berita'}" in what


@pytest.mark.parametrize(
    ("changes", "where", "what", "wrong"),
    [
        ({"expect": Expect()}, "expect", "no `Expect` of its own", True),
        ({"discovery": ()}, "discovery", "nothing announces its articles", True),
        ({"backfill": ()}, "backfill", "nothing reaches the past", False),
        ({"article": "https://lain"}, "article", "does not match the address of a fixture", True),
        ({"not_article": "bakau"}, "not_article", "excludes the address of a fixture", True),
        ({"templates": (TEMPLATE, TEMPLATE)}, "templates", "two are called 'berita'", True),
    ],
)
def test_what_is_wrong_with_a_site(changes, where, what, wrong, tmp_path):
    write_fixture(tmp_path)
    said = found(replace(SITE, **changes), tmp_path)
    assert [(one, seriously) for one, text, seriously in said if what in text] == [(where, wrong)]


@pytest.mark.parametrize(
    ("changes", "field", "idle"),
    [
        ({"drop": (".iklan", ".terkait")}, "drop", ".terkait"),
        ({"authors": (".oleh",)}, "authors", ".oleh"),
        ({"end": ("<!--tamat-->",)}, "end", "<!--tamat-->"),
        ({"published": ("meta:pubdate !wall", "meta:article:published_time")}, "published", "meta:pubdate !wall"),
        ({"published": ("jsonld:datePublished", "meta:article:published_time")}, "published", "jsonld:datePublished"),
        ({"published": ("meta:article:published_time", "url")}, "published", "url"),
        ({"section": ("data:props.kanal",)}, "section", "data:props.kanal"),
    ],
)
def test_a_place_that_no_fixture_has(changes, field, idle, tmp_path):
    site = replace(SITE, templates=(replace(TEMPLATE, **changes),))
    write_fixture(tmp_path, site)
    assert found(site, tmp_path) == [(f"templates[berita].{field}", f"in none of its fixtures: {idle}", False)]


def test_a_place_that_another_fixture_of_the_template_has(tmp_path):
    site = replace(SITE, templates=(replace(TEMPLATE, authors=(".oleh",), end=("<!-- tamat -->",)),))
    write_fixture(tmp_path, site)
    write_fixture(tmp_path, site, "berita--kedua", html=HTML.replace("</p>", "</p><i class=oleh>Ani</i><!--tamat-->"))
    assert found(site, tmp_path) == []


def test_a_body_that_no_fixture_has(tmp_path):
    write_fixture(tmp_path)
    said = found(replace(SITE, templates=(replace(TEMPLATE, body=".lain"),)), tmp_path)
    assert ("templates[berita].body", "in none of its fixtures: .lain", True) in said


def test_templates_stand_newest_first(tmp_path):
    write_fixture(tmp_path)
    older, newer = replace(TEMPLATE, since=date(2019, 1, 1)), replace(TEMPLATE, name="baru", since=date(2025, 1, 1))
    said = found(replace(SITE, templates=(older, newer)), tmp_path)
    assert ("templates", "newest first: baru is newer than berita", False) in said
    assert not [
        what for _, what, _ in found(replace(SITE, templates=(newer, older)), tmp_path) if "newest first" in what
    ]


def test_a_fixture_that_gives_something_else_than_it_expects(tmp_path):
    folder = write_fixture(tmp_path)
    (folder / "expected.txt").write_text("lain")
    assert found(SITE, tmp_path) == [
        (str(folder), "gives another text or other fields than it expects; `pytest tests/sites` shows which", True)
    ]


def test_a_fixture_that_cannot_be_read(tmp_path):
    folder = write_fixture(tmp_path)
    (folder / "page.toml").unlink()
    [(_, what, wrong)] = found(SITE, tmp_path)
    assert "page.toml" in what
    assert wrong


def test_a_fixture_without_a_date_is_worth_a_note(tmp_path):
    folder = write_fixture(tmp_path, html=HTML.replace("article:published_time", "x"))
    assert found(SITE, tmp_path) == [(str(folder), "no date is found in it", False)]


# --- fixture add


def test_a_fixture_of_a_saved_page(tmp_path):
    kompas = min((Path(__file__).parents[1] / "sites/fixtures/kompas").iterdir())
    url = "https://nasional.kompas.com/read/2026/02/09/13050101/x"
    fixture = add_fixture(kompas / "page.html", url, tmp_path, captured=date(2026, 2, 10))
    assert fixture.folder.parent == tmp_path / "kompas"
    assert (fixture.folder / "page.html").read_bytes() == (kompas / "page.html").read_bytes()
    assert (fixture.folder / "expected.txt").read_text() == (kompas / "expected.txt").read_text() == fixture.text
    assert f'url = "{url}"\ncaptured = 2026-02-10\n' in (fixture.folder / "page.toml").read_text()
    with pytest.raises(CaptureError, match="--as WHAT makes another fixture"):
        add_fixture(kompas / "page.html", url, tmp_path, captured=date(2026, 2, 10))
    again = add_fixture(kompas / "page.html", url, tmp_path, captured=date(2026, 2, 10), what="kedua")
    assert again.folder.name == f"{fixture.folder.name}--kedua"


@pytest.mark.parametrize(
    ("html", "url", "captured", "problem"),
    [
        ("", "https://mars.test/a", NOW, "belongs to no site that is described: `kliping site new NAME"),
        ("", "https://www.kompas.com/read/2026/02/09/13050101/x", None, "--captured YYYY-MM-DD"),
        ("", "https://www.kompas.com/read/2026/02/09/13050101/x", NOW, "makes no article: empty body"),
        (f"<article><h1>T</h1>{f'<p>{A}</p>' * 9}</article>", "https://www.kompas.com/read/2026/02/09/13050101/x", NOW,
         r"no template of kompas answers .* describe its body in crawler/sites/kompas\.py first"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_fixture(html, url, captured, problem, tmp_path):
    (tmp_path / "page.html").write_text(html)
    with pytest.raises(CaptureError, match=problem):
        add_fixture(tmp_path / "page.html", url, tmp_path / "out", captured=captured)
    assert not (tmp_path / "out").exists()


# --- site check --live


def row(**changes):
    return {
        "url": URL,
        "template": "berita",
        "published": "2026-02-09T13:05:00+07:00",
        "published_from": "time",
        "authors": ["Ani"],
        "flags": [],
    } | changes


def sample(*paragraphs, **changes):
    return Sample(row(**changes), paragraphs or ("Judul", A * 9))


def said(site=SITE, **what):
    finds = Finds(CrawlReport("run", Path(), []), samples=[sample()])
    for name, value in what.items():
        setattr(finds, name, value)
    return list(advice(finds, site))


def answer(source, **changes):
    made = SourceAnswer(source, "https://lembar.test/x", 200, announced=2, articles=(Announced(URL),))
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_a_site_that_answers_as_declared_needs_nothing():
    robots = [Robots("https://lembar.test/robots.txt", 404), Robots("https://www.lembar.test/robots.txt", 200, 5.0)]
    assert said(robots=robots, sources=[answer(Feed("x")), answer(Sitemap("x"), announced=0, children=3)]) == []


@pytest.mark.parametrize(
    ("what", "advised"),
    [
        ({"robots": [Robots("R", None)]}, "R did not answer: until it does, nothing may be asked for there"),
        ({"robots": [Robots("R", 503)]}, "R answered 503: until it does"),
        ({"robots": [Robots("R", 200, None, ("U",))]}, "R forbids U: use another source"),
        ({"sources": [answer(Feed("x"), problem="answered 404")]}, "answered 404; correct its address or take it out"),
        ({"sources": [answer(Listing("x"), announced=0, articles=())]}, "no link to an article; look at `items`"),
        ({"sources": [answer(Feed("x"), announced=0, articles=())]}, "it is empty"),
        ({"sources": [answer(Feed("x"), articles=(), stranger="S")]}, "none of 2 addresses is an article's"),
        ({"samples": []}, "no article was seen"),
        ({"samples": [Sample({"url": "U", "reason": "http 404", "detail": ""})]}, "U made no article: http 404"),
        ({"samples": [sample(template="generic")]}, "no template answers; the markup has changed"),
        ({"samples": [sample(published=None)]}, "no date; say in `published` where it stands"),
        ({"samples": [sample(authors=[])]}, "no author; say in `authors`"),
        ({"samples": [sample(flags=["page 1 only"])]}, "it goes on on another page; say `whole` or `next_page`"),
        ({"samples": [sample("Judul", "Pendek.")]}, "only 12 characters"),
        ({"samples": [sample("Satu", A * 9, "Ikuti kami"), sample("Dua", A * 8, "Ikuti kami")]}, "'Ikuti kami'"),
    ],
)  # fmt: skip
def test_what_is_advised(what, advised):
    [line] = said(**what)
    assert advised in line


def test_a_template_that_answers_after_its_end():
    site = replace(SITE, templates=(replace(TEMPLATE, until=date(2024, 1, 1)),))
    assert "though it ended on 2024-01-01: take `until` away" in said(site)[0]


@pytest.mark.parametrize(("announced", "lies"), [("06:05", True), ("20:05", True), ("13:05", False), ("09:00", False)])
def test_a_date_that_is_whole_hours_from_the_announced_one(announced, lies):
    moment = datetime.fromisoformat(f"2026-02-09T{announced}:00+07:00")
    sources = [answer(Feed("x"), articles=(Announced(f"{URL}-lain", moment),))]
    assert bool(said(sources=sources)) == lies


@pytest.mark.parametrize(
    ("source", "url"),
    [
        (Feed("https://x.test/rss"), "https://x.test/rss"),
        (Listing("https://x.test/"), "https://x.test/"),
        (DatedIndex("https://x.test/{day:%Y-%m-%d}/{page}"), "https://x.test/2026-02-09/1"),
    ],
)
def test_where_a_source_is_asked_first(source, url):
    assert first_url(source, date(2026, 2, 10)) == url


def test_where_wordpress_is_asked_first():
    assert first_url(WordPress("https://x.test"), date(2026, 2, 10)).startswith("https://x.test/wp-json/wp/v2/posts?")


def test_nothing_is_wrong_with_the_declared_sites():
    wrong = [
        f"{site.name}: {one.where}: {one.what}" for site in load_sites().values() for one in check(site) if one.wrong
    ]
    assert not wrong, "\n".join(wrong)
