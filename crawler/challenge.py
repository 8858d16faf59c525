"""How a page looks that turns crawlers away instead of answering."""

import re

from archive.page import Page
from crawler.site import Site

BLOCKED = "blocked"
"""The reason of such a page in a batch, and of a crawl that ends for it."""

_READ_AT_MOST = 64 * 1024
_SMALL = 24 * 1024
"""No article's page is smaller than this and speaks of such things by the way; the guards' pages are."""
_GUARDS = (
    (
        "Cloudflare",
        rb"cf-browser-verification|/cdn-cgi/challenge-platform/[^\"']*orchestrate|_cf_chl_opt|cf-error-code",
    ),
    ("DataDome", rb"captcha-delivery\.com"),
    ("Imperva", rb"_Incapsula_Resource|Incapsula incident ID"),
    ("PerimeterX", rb"px-captcha"),
    ("Akamai", rb"errors\.edgesuite\.net"),
    ("AWS WAF", rb"awswaf\.com|AwsWafIntegration"),
    ("Sucuri", rb"Sucuri WebSite Firewall|sucuri_cloudproxy_js"),
)
_GUARDED = [(name, re.compile(pattern)) for name, pattern in _GUARDS]


def challenge(page: Page, site: Site) -> str:
    """What turns us away on this page, whatever its status; empty if nothing does."""
    beginning = page.body[:_READ_AT_MOST]
    if len(page.body) <= _SMALL or page.status in (403, 429, 503):
        for name, pattern in _GUARDED:
            if pattern.search(beginning):
                return f"a page of {name} in the place of the article"
    text = beginning.decode("utf-8", "replace") if site.blocked_by else ""
    for marker in site.blocked_by:
        if found := re.search(marker, text):
            return f"the page says {found[0][:80]!r}"
    return ""
