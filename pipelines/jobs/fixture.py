"""Makes a fixture of a captured page: the page, its address, and what extraction makes of it, to be reviewed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from archive.page import Page
from archive.read import read_pages
from crawler.loader import load_sites, site_of
from crawler.site import Site
from crawler.urls import identity
from pipelines.article import Article, Rejected
from pipelines.extract import extract
from pipelines.fixtures import Fixture, accept


class CaptureError(Exception):
    """Why a page cannot be a fixture; the message says what to do."""


def add_fixture(source: Path, url: str, root: Path, *, what: str = "", captured: date | None = None) -> Fixture:
    """Writes `root/SITE/TEMPLATE`, or `TEMPLATE--WHAT`, from a WARC or an HTML file.

    `captured` is the day of an HTML file, which knows none itself. Raises CaptureError, and what `read_pages` raises.
    """
    site = site_of(url, load_sites())
    if site is None:
        raise CaptureError(f"{url} belongs to no site that is described: `kliping site new NAME {url}`")
    page = _from_file(source, url, captured) if _is_html(source) else _from_warc(source, url, site)
    article = _article(page, site)
    folder = root / site.name / (f"{article.template}--{what}" if what else article.template)
    if folder.exists():
        raise CaptureError(f"{folder} is there already; --as WHAT makes another fixture of the same template")
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(page.body)
    fixture = Fixture(folder, page, "", {})
    accept(fixture, article)
    return replace(fixture, text=(folder / "expected.txt").read_text("utf-8"))


def _article(page: Page, site: Site) -> Article:
    article = extract(page, site)
    if isinstance(article, Rejected):
        raise CaptureError(f"{page.url} makes no article: {article.reason} {article.detail}".rstrip())
    if article.template not in [template.name for template in site.templates]:
        names = ", ".join(template.name for template in site.templates) or "it has none"
        raise CaptureError(
            f"no template of {site.name} answers for {page.url} ({names}); describe its body in "
            f"crawler/sites/{site.name}.py first"
        )
    return article


def _is_html(source: Path) -> bool:
    return source.suffix.lower() in (".html", ".htm", ".xhtml")


def _from_file(source: Path, url: str, captured: date | None) -> Page:
    if captured is None:
        raise CaptureError(f"{source} does not say when it was captured: --captured YYYY-MM-DD")
    moment = datetime(captured.year, captured.month, captured.day, tzinfo=UTC)
    return Page(url, 200, "text/html", source.read_bytes(), moment, "", "", 0)


def _from_warc(source: Path, url: str, site: Site) -> Page:
    """The last capture of the article, under whichever of its addresses."""
    found: Page | None = None
    wanted = identity(url, site)
    for item in read_pages(source):
        if isinstance(item, Page) and item.status == 200 and site_of(item.url, {site.name: site}):
            found = item if identity(item.url, site) == wanted else found
    if found is None:
        raise CaptureError(f"{source} holds no page of {url} that was answered with 200")
    return found
