"""The folder of sites is the registry, and a wrong file says what is wrong."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import loader, sites
from crawler.loader import SiteError, load_sites, site_of, unknown_site
from crawler.spiders import SiteSpiders

SITES = load_sites()


def test_the_newspapers_are_there() -> None:
    assert {"kompastv", "kompas", "tempo", "republika", "jfid", "sriwijayatv"} <= set(SITES)
    assert all(site.name == name for name, site in SITES.items())


@pytest.mark.parametrize("name", SITES)
def test_a_site_says_how_it_is_discovered(name: str) -> None:
    site = SITES[name]
    assert site.discovery
    assert all(host == host.lower() for host in (*site.domains, *site.host_aliases))
    assert all(site_of(f"https://{host}/x", SITES) is site for host in (*site.domains, *site.host_aliases))
    assert site.delay >= 1


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://nasional.kompas.com/read/x", "kompas"),
        ("HTTP://WWW.KOMPAS.TV/nasional/1", "kompastv"),
        ("https://bukankompas.com/", None),
        ("https://kompas.com.example/", None),
        ("tidak ada", None),
        ("http://[", None),
    ],
)
def test_site_of(url: str, name: str | None) -> None:
    site = site_of(url, SITES)
    assert (site.name if site else None) == name


def test_the_longest_domain_wins() -> None:
    both = {"a": unknown_site("koran.example"), "b": unknown_site("kota.koran.example")}
    found = site_of("https://kota.koran.example/1", both)
    assert found is both["b"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder in the place of the real one."""
    monkeypatch.setattr(sites, "__path__", [str(tmp_path)])
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


GOOD = """from crawler.site import *
SITE = Site(name="pagi", title="Pagi", domains=("pagi.example",), article="https://pagi")
"""


def test_a_wrong_file_costs_its_own_newspaper(folder: Path) -> None:
    (folder / "pagi.py").write_text(GOOD)
    (folder / "siang.py").write_text(GOOD)
    sites, wrong = loader.sound_sites()
    assert (list(sites), list(wrong)) == (["pagi"], ["siang"])
    spiders = SiteSpiders()
    assert spiders.list() == ["pagi"]
    with pytest.raises(KeyError, match=r"siang.py: name: 'pagi' must be the name of the file"):
        spiders.load("siang")


def test_a_new_file_is_a_new_site(folder: Path) -> None:
    (folder / "pagi.py").write_text(GOOD)
    assert list(loader.load_sites()) == ["pagi"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("SITE =", "PAPER =", "must say `SITE = Site"),
        ('name="pagi"', 'name="siang"', "name: 'siang' must be the name of the file, 'pagi'"),
        ('("pagi.example",)', "()", "domains: there must be one"),
        ('"https://pagi"', '"https://(pagi"', "article: no regular expression: .*'https://"),
        ('"https://pagi"', '"x", not_article="*"', "not_article: no regular expression"),
        ('"https://pagi"', '"x", path_cuts=("[",)', "path_cuts: no regular expression"),
        ('"https://pagi"', '"x", blocked_by=("[",)', "blocked_by: no regular expression"),
        ('"https://pagi"', '"x", discovery=(Sitemap("u", only="("),)', "discovery: no regular expression"),
        ('"https://pagi"', '"x", discovery=(Listing("u", items="a["),)', r"discovery: no CSS selector: 'a\["),
        ('"https://pagi"', '"x", backfill=(DatedIndex("https://x/{page}"),)', "backfill: the URL must have a {day}"),
        ('"https://pagi"', '"x", next_page="a >> b"', "next_page: no CSS selector"),
        (
            '"https://pagi"',
            '"x", templates=(Template(name="lama", body="p["),)',
            r"\[lama\].body: no CSS.*; write one such",
        ),
        (
            '"https://pagi"',
            '"x", templates=(Template(name="lama", body="p", published=("url", "meta:x !wall", "::")),)',
            r"templates\[lama\].published: no CSS selector: '::'",
        ),
        ("SITE =", "SITE :=", r"pagi.py:2: SyntaxError: invalid syntax"),
        ('"https://pagi"', '"x", titel="y"', r"pagi.py:2: TypeError: .* unexpected keyword argument 'titel'"),
        (
            '"https://pagi"',
            "PAGI",
            "pagi.py:2: NameError: name 'PAGI' is not defined; docs/adding-a-site.md has the words",
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_field(folder: Path, old: str, new: str, message: str) -> None:
    (folder / "pagi.py").write_text(GOOD.replace(old, new))
    with pytest.raises(SiteError, match=message) as raised:
        loader.load_sites()
    assert str(folder / "pagi.py") in str(raised.value)
