"""What the archive is told of a crawl and of its requests, in the words that WARC readers know."""

import json
import platform
from importlib.metadata import version

from scrapy import Request
from scrapy.crawler import Crawler

from archive.records import CONFORMS_TO
from crawler.noting import HOW, SOURCE


def warcinfo(crawler: Crawler) -> list[tuple[str, str]]:
    """The fields of the record that opens each WARC."""
    settings = crawler.settings
    contact = settings.get("KLIPING_CONTACT") or ""
    return [
        ("software", f"kliping/{version('kliping')} Scrapy/{version('scrapy')} Twisted/{version('twisted')}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", CONFORMS_TO),
        ("isPartOf", settings.get("KLIPING_RUN") or ""),
        ("description", f"Crawl of {crawler.spidercls.name}"),
        *([("operator", contact)] if contact else []),
        ("robots", "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"),
        ("http-header-user-agent", settings.get("USER_AGENT") or ""),
        ("hostname", platform.node()),
        *([(HOW, json.dumps(how, sort_keys=True))] if (how := getattr(crawler.spider, "how", None)) else []),
    ]


def facts(request: Request) -> list[tuple[str, str]]:
    """What the crawl knows of a request, in the words that Heritrix uses in its metadata records."""
    redirects = request.meta.get("redirect_urls", [])
    referer = request.headers.get("Referer")
    via = redirects[-1] if redirects else referer.decode("latin-1") if referer else ""
    hops = "L" * request.meta.get("depth", 0) + "R" * len(redirects)
    retries = str(request.meta.get("retry_times", ""))
    told = (("via", via), ("hopsFromSeed", hops), ("retry", retries), (SOURCE, request.meta.get("source", "")))
    return [(k, v) for k, v in told if v]
