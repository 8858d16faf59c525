"""Page in, article out. The same for the live crawl and for re-extraction: no clock, no disk, no crawler."""

import re
from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from archive.page import Miss, Page
from crawler.nesting import DEEPEST, is_bottomless
from crawler.paging import may_go_on, next_url
from crawler.site import Site, Template
from crawler.urls import canonical_url, identity, is_article
from pipelines.article import Article, Rejected, Removed
from pipelines.blocks import Block
from pipelines.body import Body, body_by_template, choose
from pipelines.boilerplate import rules_for
from pipelines.charset import decode, markup
from pipelines.metadata import PageFacts
from pipelines.rules import Rule
from pipelines.rulesversion import rules_version
from pipelines.signals import flags_of, origin_of
from pipelines.text import fold
from pipelines.unknown.describe import NoArticle, describe
from pipelines.walker import line

_TITLE_SUFFIX = re.compile(r"\s+[|»–—-]\s+[^|»–—-]{2,40}$")
_HTML = re.compile(r"html|xml", re.IGNORECASE)


def extract(page: Page, site: Site) -> Article | Rejected:
    """The article on `page`, or why there is none."""
    return extract_and_next(page, site)[0]


def extract_and_next(page: Page, site: Site) -> tuple[Article | Rejected, str]:
    """What `extract` tells, and the address at which an article goes on; a page is parsed once for both."""
    if reason := _unfit(page):
        return rejected(page, site, *reason), ""
    tree = LexborHTMLParser(markup(page.body, page.content_type), options=LexborDocumentOptions.WO_EVENTS)
    asked = canonical_url(page.url, site)
    match = site.article_pattern.match(asked)
    facts = PageFacts(tree, page.url, page.fetched_at, _zone(site), match.groupdict() if match else {})
    template = choose(facts, site.templates, page.fetched_at.date()) or describe(
        facts, decode(page.body, page.content_type)
    )
    if isinstance(template, NoArticle):
        return rejected(page, site, "not an article", f"no template answers: {template.reason}"), ""
    body = body_by_template(facts, template, _rules(site.name))
    if not any(block.tag not in ("h2", "h3", "h4", "tr") for block in body.blocks):
        return rejected(page, site, "no text in the body", _kind(facts)), ""
    following = next_url(facts.css, page.url, site) if may_go_on(page.url, site) else ""
    return _article(page, asked, site, template, facts, body), following


def rejected(page: Page, site: Site, reason: str, detail: str = "") -> Rejected:
    return Rejected(
        url=page.url,
        site=site.name,
        reason=reason,
        detail=detail,
        status=page.status,
        warc=page.warc,
        offset=page.offset,
        record_id=page.record_id,
        fetched_at=page.fetched_at,
    )


def missed(miss: Miss, site: Site) -> Rejected:
    return Rejected(
        url=miss.url,
        site=site.name,
        reason=miss.reason,
        detail=miss.detail,
        warc=miss.warc,
        offset=miss.offset,
        record_id=miss.record_id,
        fetched_at=miss.missed_at,
    )


def _unfit(page: Page) -> tuple[str, str] | None:
    if page.status != 200:
        return f"http {page.status}", ""
    if not page.body or page.body.isspace():
        return "empty body", ""
    if page.content_type and not _HTML.search(page.content_type):
        return "not html", page.content_type
    if is_bottomless(page.body):
        return "nested too deep", f"more than {DEEPEST} elements within each other"
    return None


def _article(page: Page, asked: str, site: Site, template: Template, facts: PageFacts, body: Body) -> Article:
    title = _title(facts, template)
    paragraphs, again = _paragraphs(title, facts, template, body.blocks)
    dated = facts.date(template.published)
    modified = facts.date(template.modified)
    return Article(
        url=page.url,
        canonical_url=_canonical(asked, site, facts),
        site=site.name,
        title=title,
        paragraphs=paragraphs,
        authors=facts.authors(template.authors),
        editors=facts.editors(template.editors),
        published=dated[0] if dated else None,
        published_from=dated[1] if dated else None,
        modified=modified[0] if modified else None,
        section=facts.section(template.section),
        tags=facts.tags(template.tags),
        captions=_captions(facts, template, body.captions),
        language=_language(facts, site),
        template=template.name,
        rules_version=rules_version(site),
        removed=(*body.removed, *again),
        warc=page.warc,
        offset=page.offset,
        record_id=page.record_id,
        fetched_at=page.fetched_at,
        flags=flags_of(facts, paragraphs, (*body.flags, *_partial(facts, template))),
        origin=origin_of(paragraphs),
    )


def _title(facts: PageFacts, template: Template) -> str:
    if title := facts.text(template.title):
        return title
    if title := fold(str(facts.jsonld.get("headline") or facts.meta.get("og:title") or "")):
        return title
    return _TITLE_SUFFIX.sub("", facts.text(("title",)))


def _paragraphs(
    title: str, facts: PageFacts, template: Template, blocks: Sequence[Block]
) -> tuple[tuple[str, ...], tuple[Removed, ...]]:
    """Headline, standfirst, body and the credits behind it; what repeats the headline is left out."""
    head = [title] if title else []
    if (standfirst := facts.text(template.standfirst)) and standfirst != title:
        head.append(standfirst)
    body: list[str] = []
    again: list[Removed] = []
    for block in blocks:
        if not body and block.text in head:
            again.append(Removed("headline-again", block.text))
        else:
            body.append(block.text)
    credits = dict.fromkeys(
        credit
        for selector in template.after
        for node in facts.css(selector)
        if (credit := line(node)) and credit not in body
    )
    return (*head, *body, *credits), tuple(again)


def _captions(facts: PageFacts, template: Template, walked: Sequence[str]) -> tuple[str, ...]:
    found = [
        # Credit and caption are often two elements without white space between them.
        fold(node.text(separator=" "))
        for selector in template.captions
        for node in facts.css(selector)
    ]
    return tuple(dict.fromkeys(caption for caption in [*found, *walked] if caption))


def _canonical(asked: str, site: Site, facts: PageFacts) -> str:
    """The page's own canonical URL when it names the same article, else the one that was asked for."""
    own = facts.canonical()
    if own and own.startswith("http") and is_article(own, site):
        own = canonical_url(own, site)
        if identity(own, site) == identity(asked, site):
            return own
    return asked


def _language(facts: PageFacts, site: Site) -> str:
    root = facts.tree.root
    stated = (root.attributes.get("lang") or "")[:2].lower() if root is not None else ""
    return stated if stated in ("id", "en", "ms", "jv", "su") else site.language


def _partial(facts: PageFacts, template: Template) -> tuple[str, ...]:
    return ("page 1 only",) if facts.first(template.partial) is not None else ()


def _kind(facts: PageFacts) -> str:
    kind = str(facts.jsonld.get("@type") or facts.meta.get("og:type") or "").lower()
    return kind or "no article markup"


@lru_cache
def _zone(site: Site) -> ZoneInfo:
    return ZoneInfo(site.timezone)


@lru_cache
def _rules(site_name: str) -> tuple[Rule, ...]:
    return rules_for(site_name)
