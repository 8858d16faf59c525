"""Looks over the declarations of newspapers: what is missing, what does nothing, what contradicts its fixtures."""

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from crawler import sites as folder
from crawler.site import DATA, Expect, Site, Template
from crawler.urls import canonical_url, is_article
from pipelines.article import Rejected
from pipelines.charset import decode
from pipelines.extract import extract
from pipelines.fixtures import Fixture, FixtureError, differences, folders, read_fixture
from pipelines.metadata import PageFacts

FIXTURES = Path("tests/sites/fixtures")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a declaration. `wrong` must be put right; what is not wrong may be meant so."""

    where: str
    what: str
    wrong: bool = True


def check(site: Site, root: Path = FIXTURES) -> list[Finding]:
    """What there is to say about a site and its fixtures below `root`, the site first, then its templates."""
    findings = list(_site(site))
    for template in site.templates:
        where = f"templates[{template.name}]"
        found = folders(root, site, template.name)
        if not found:
            place = root / site.name / template.name
            findings.append(Finding(where, f"no fixture: `kliping fixture add WARC URL` makes {place}"))
            continue
        try:
            fixtures = [read_fixture(one) for one in found]
        except FixtureError as error:
            findings.append(Finding(where, str(error)))
            continue
        for fixture in fixtures:
            findings += _fixture(fixture, site, template)
        findings += [Finding(f"{where}.{field}", what, wrong) for field, what, wrong in _idle(template, site, fixtures)]
    return findings


def _site(site: Site) -> Iterator[Finding]:
    if not _docstring(site):
        yield Finding("docstring", "say which paper it is, what is confirmed, when, and what is not")
    if not site.discovery:
        yield Finding("discovery", "nothing announces its articles: only `crawl --urls` reaches them")
    if not site.backfill:
        yield Finding("backfill", "nothing reaches the past", wrong=False)
    if site.expect == Expect():
        yield Finding("expect", "no `Expect` of its own: say how many articles a day and how long they are")
    if not site.templates:
        yield Finding("templates", "none: every page is read without one", wrong=False)
    names = [template.name for template in site.templates]
    for name in {name for name in names if names.count(name) > 1}:
        yield Finding("templates", f"two are called {name!r}")
    for newer, older in zip(site.templates, site.templates[1:], strict=False):
        if older.since and newer.since and older.since > newer.since:
            yield Finding("templates", f"newest first: {older.name} is newer than {newer.name}", wrong=False)


def _docstring(site: Site) -> str:
    try:
        return inspect.getdoc(import_module(f"{folder.__name__}.{site.name}")) or ""
    except ModuleNotFoundError:  # a site that stands in no file of the registry
        return ""


def _fixture(fixture: Fixture, site: Site, template: Template) -> Iterator[Finding]:
    where = str(fixture.folder)
    url = fixture.page.url
    if not site.article_pattern.match(canonical_url(url, site)):
        yield Finding("article", f"does not match the address of a fixture: {canonical_url(url, site)} ({where})")
    elif not is_article(url, site):
        yield Finding("not_article", f"excludes the address of a fixture: {canonical_url(url, site)} ({where})")
    article = extract(fixture.page, site)
    if isinstance(article, Rejected):
        yield Finding(where, f"makes no article: {article.reason} {article.detail}".rstrip())
        return
    if article.template != template.name:
        yield Finding(where, f"the template {article.template} answers, not {template.name}")
    elif any(differences(fixture, article)):
        yield Finding(where, "gives another text or other fields than it expects; `pytest tests/sites` shows which")
    if article.published is None:
        yield Finding(where, "no date is found in it", wrong=False)


def _idle(template: Template, site: Site, fixtures: Sequence[Fixture]) -> Iterator[tuple[str, str, bool]]:
    """Fields with places that no fixture has: field, what to say, and whether it is wrong."""
    pages = [_facts(fixture, site) for fixture in fixtures]
    for field, places in _places(template):
        idle = [place for place in places if not any(_has(place, page) for page in pages)]
        if idle:
            yield field, f"in none of its fixtures: {', '.join(idle)}", field == "body"


def _places(template: Template) -> Iterator[tuple[str, Sequence[str]]]:
    """The places that a template names, by field; what it takes over from every template is not its own."""
    yield "body", (template.body,)
    for field in fields(Template):
        value = getattr(template, field.name)
        if isinstance(value, tuple) and value != field.default:
            yield field.name, value


def _facts(fixture: Fixture, site: Site) -> PageFacts:
    page = fixture.page
    match = site.article_pattern.match(canonical_url(page.url, site))
    tree = LexborHTMLParser(decode(page.body, page.content_type))
    return PageFacts(tree, page.url, page.fetched_at, ZoneInfo(site.timezone), match.groupdict() if match else {})


def _has(place: str, facts: PageFacts) -> bool:
    """Whether a page has what a selector, or any other place of a template, points to."""
    place = place.removesuffix(" !wall")
    if comment := re.fullmatch(r"<!--(.*)-->", place):
        return bool(re.search(rf"<!--\s*{re.escape(comment[1].strip())}\s*-->", facts.tree.html or ""))
    if place == "url":
        return facts.date((place,)) is not None
    if place.startswith("jsonld:"):
        return bool(facts.jsonld.get(place.removeprefix("jsonld:")))
    if place.startswith("meta:"):
        return place.removeprefix("meta:").lower() in facts.meta
    if place.startswith(DATA):
        return facts.at(place) is not None
    return facts.tree.css_first(place) is not None
