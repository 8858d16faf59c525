"""The folder `crawler/sites` is the registry: every module there declares one newspaper."""

import importlib
import importlib.util
import pkgutil
import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawler import sites as folder
from crawler.site import DATA, DatedIndex, Listing, Site, Sitemap, Template
from crawler.urls import ANY_QUERY, belongs

_PAGE = LexborHTMLParser("<p>")
_NO_ARTICLE = (
    r"\.(css|js|json|xml|rss|txt|jpe?g|png|gif|webp|avif|svg|ico|woff2?|ttf|mp[34]|m3u8|pdf|zip|gz|docx?|xlsx?)$"
    r"|/(feed|rss|wp-json|wp-admin|wp-content|wp-includes|cdn-cgi)(/|$)|^https://[^/]+/?$"
    r"|/(tags?|topik|author|penulis|category|kategori)/[^/-]+(-[^/-]+){0,2}/?$|/page/\d+/?$"
)
"""Files, interfaces, the front page, and lists: a tag or a section has few words, a headline has more."""

_ANY_ARTICLE = (
    r"https://[^/]+/"
    r"(?:(?:[^?]*/)?(?P<year>(?:19|20)\d\d)[/-](?P<month>0[1-9]|1[0-2])[/-](?P<day>0[1-9]|[12]\d|3[01])[/-]|.)"
)
"""Dated where the address has a day in it, as WordPress writes it."""


class SiteError(Exception):
    """A site file that cannot be used; the message names the file and the field."""


def load_sites() -> dict[str, Site]:
    """All declared newspapers by name. Raises SiteError for the first file that is wrong."""
    sites, wrong = sound_sites()
    for error in wrong.values():
        raise error
    return sites


def sound_sites() -> tuple[dict[str, Site], dict[str, SiteError]]:
    """The newspapers whose files are right, and what is wrong with the others, by name: for those whom one wrong file
    must not keep from the rest."""
    sites: dict[str, Site] = {}
    wrong: dict[str, SiteError] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(folder.__path__)):
        try:
            sites[name] = _load(name)
        except SiteError as error:
            wrong[name] = error
    return sites, wrong


def site_of(url: str, sites: Mapping[str, Site]) -> Site | None:
    """The newspaper that a URL belongs to: the one with the longest domain that its host ends in."""
    return site_at(_hostname(url), sites)


def site_at(host: str, sites: Mapping[str, Site]) -> Site | None:
    """The newspaper that a host belongs to; for those who ask about many URLs of few hosts."""
    owners = [site for site in sites.values() if belongs(host, site) or host in site.host_aliases]
    return max(owners, key=lambda site: max(_fits(host, domain) for domain in site.domains), default=None)


def unknown_site(host: str) -> Site:
    """A declaration for a host that nobody has described: any page of it may be an article."""
    name = host.lower().removeprefix("www.")
    return Site(
        name=re.sub(r"[^a-z0-9.-]", "-", name),
        title=name,
        domains=(name.partition(":")[0],),
        article=_ANY_ARTICLE,
        not_article=_NO_ARTICLE,
        keep_query=(ANY_QUERY,),
    )


def _hostname(url: str) -> str:
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""


def _fits(host: str, domain: str) -> int:
    return len(domain) if host == domain or host.endswith("." + domain) else 0


def _load(name: str) -> Site:
    module = _module(name)
    file = Path(module.__file__ or name)
    site = getattr(module, "SITE", None)
    if not isinstance(site, Site):
        raise SiteError(f"{file}: it must say `SITE = Site(...)`")
    if site.name != name:
        raise SiteError(f"{file}: name: {site.name!r} must be the name of the file, {name!r}")
    for field, problem in _problems(site):
        raise SiteError(f"{file}: {field}: {problem}")
    return site


def _module(name: str) -> ModuleType:
    full = f"{folder.__name__}.{name}"
    try:
        return importlib.import_module(full)
    except Exception as error:  # a file that somebody writes may raise anything, which is told with its line
        spec = importlib.util.find_spec(full)
        file = (spec and spec.origin) or name
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
        line = error.lineno if isinstance(error, SyntaxError) else next(reversed(lines), None)
        what = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
        raise SiteError(f"{file}:{line}: {what}; docs/adding-a-site.md has the words that there are") from error


def _problems(site: Site) -> Iterator[tuple[str, str]]:
    """Each field that cannot work, and why."""
    if not site.domains:
        yield "domains", "there must be one at least"
    for field, pattern in _patterns(site):
        try:
            re.compile(pattern)
        except re.error as error:
            yield field, f"no regular expression: {error}: {pattern!r}"
    for field, selector in _selectors(site):
        try:
            _PAGE.css(selector)
        except SelectolaxError:
            yield field, f"no CSS selector: {selector!r}; write one such as `.read__content p` or `[itemprop=headline]`"
    for field, source in _sources(site):
        if isinstance(source, DatedIndex) and "{day" not in source.url:
            yield field, f"the URL must have a {{day}}: {source.url!r}"


def _patterns(site: Site) -> Iterator[tuple[str, str]]:
    yield from (("article", site.article), ("not_article", site.not_article))
    yield from (("path_cuts", pattern) for pattern in site.path_cuts)
    yield from (("blocked_by", pattern) for pattern in site.blocked_by)
    yield from ((field, source.only) for field, source in _sources(site) if isinstance(source, Sitemap))


def _sources(site: Site) -> Iterator[tuple[str, object]]:
    yield from (("discovery", source) for source in site.discovery)
    yield from (("backfill", source) for source in site.backfill)


def _selectors(site: Site) -> Iterator[tuple[str, str]]:
    if site.next_page:
        yield "next_page", site.next_page
    for field, source in _sources(site):
        if isinstance(source, DatedIndex | Listing):
            yield field, source.items
    for template in site.templates:
        yield from ((f"templates[{template.name}].{field}", css) for field, css in _css_of(template))


def _css_of(template: Template) -> Iterator[tuple[str, str]]:
    if not template.body.startswith(DATA):
        yield "body", template.body
    for field in fields(Template):
        value = getattr(template, field.name)
        for place in value if isinstance(value, tuple) else ():
            place = place.removesuffix(" !wall")
            if place != "url" and not place.startswith(("jsonld:", "meta:", DATA, "<!--")):
                yield field.name, place
