"""Pages of sites that nobody has described: what is made of them, and what is no article."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.page import Page
from crawler.loader import unknown_site
from pipelines.article import Article, Rejected
from pipelines.extract import extract
from pipelines.fixtures import accept, differences, read_fixture

FOLDER = Path(__file__).parent
PAGES = sorted(folder for folder in (FOLDER / "unknown").iterdir() if folder.is_dir())
NO_ARTICLES = sorted((FOLDER / "no_articles").iterdir())
DISCOVERY = FOLDER.parents[1] / "../shared/discovery"


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_a_page_of_an_unknown_site_is_read_as_its_readers_read_it(folder, request):
    fixture = read_fixture(folder)
    article = extract(fixture.page, unknown_site("contoh.test"))
    assert isinstance(article, Article), f"{folder}: rejected: {article.reason}: {article.detail}"
    assert article.template == "generic"
    if request.config.getoption("--accept", default=False):
        accept(fixture, article)
    else:
        assert not (wrong := list(differences(fixture, article))), "\n".join([f"{folder}:", *wrong])


@pytest.mark.parametrize("file", NO_ARTICLES, ids=lambda file: file.stem)
def test_what_is_no_article_is_rejected(file):
    assert_no_article(file)


@pytest.mark.skipif(not DISCOVERY.exists(), reason="the reference pages are not beside the checkout")
def test_no_real_index_page_is_taken_for_an_article():
    for file in sorted(DISCOVERY.iterdir()):
        if file.suffix in (".html", ".xml"):
            assert_no_article(file)


def assert_no_article(file: Path) -> None:
    page = Page(
        "https://contoh.test/a-b", 200, "text/html", file.read_bytes(), datetime(2026, 8, 7, tzinfo=UTC), "", "", 0
    )
    result = extract(page, unknown_site("contoh.test"))
    assert isinstance(result, Rejected), f"{file}: {result.paragraphs[:3]}"
    assert result.reason == "not an article"
    assert result.detail.startswith("no template answers: ")
