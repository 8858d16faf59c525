"""Every template of every declared newspaper, on pages written in its markup."""

from pathlib import Path

import pytest

from crawler.loader import load_sites
from crawler.urls import is_article
from pipelines.article import Article
from pipelines.extract import extract
from pipelines.fixtures import accept, differences, folders, read_fixture

ROOT = Path(__file__).parent / "fixtures"
SITES = load_sites()
TEMPLATES = [(site, template.name) for site in SITES.values() for template in site.templates]


@pytest.mark.parametrize(("site", "template"), TEMPLATES, ids=[f"{site.name}-{name}" for site, name in TEMPLATES])
def test_a_template_makes_of_its_fixtures_what_is_expected(site, template, request):
    found = folders(ROOT, site, template)
    assert found, f"no fixture: put page.html, page.toml and expected.txt into {ROOT / site.name / template}"
    for folder in found:
        fixture = read_fixture(folder)
        article = extract(fixture.page, site)
        assert isinstance(article, Article), f"{folder}: rejected: {article.reason}: {article.detail}"
        assert article.template == template, f"{folder}: the template {article.template} answers"
        if request.config.getoption("--accept", default=False):
            accept(fixture, article)
        else:
            assert not (wrong := list(differences(fixture, article))), "\n".join([f"{folder}:", *wrong])


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_the_addresses_of_its_fixtures_are_those_of_its_articles(site):
    pages = [read_fixture(folder).page.url for _, name in TEMPLATES for folder in folders(ROOT, site, name)]
    assert [url for url in pages if not is_article(url, site)] == []


def test_a_fixture_belongs_to_a_template():
    known = {folder for site, name in TEMPLATES for folder in folders(ROOT, site, name)}
    stray = [folder for folder in ROOT.glob("*/*") if folder.is_dir() and folder not in known]
    assert not stray, f"no template of this name: {', '.join(str(folder.relative_to(ROOT)) for folder in stray)}"
